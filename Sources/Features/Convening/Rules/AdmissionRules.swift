/// Why a code does not let somebody in.
package enum AdmissionRefusal: Error, Sendable, Hashable {
    /// Mistyped, never issued or of another dialogue: from outside these look the same.
    case codeNotGood
    /// By somebody else.
    case codeUsed
    case codeRevoked
    /// They are in already, with another code; this one stays good for somebody else.
    case alreadyAdmitted
}

/// Why a batch is not made.
package enum BatchRefusal: Error, Sendable, Hashable {
    case nameMissing
    case nameTooLong(limit: Int)
    case areaTooLong(limit: Int)
    case codesOutOfRange(asked: Int, limit: Int)
    case notFound
}

/// Who gets in with a code, and what a batch may be.
package enum AdmissionRules {
    package static let longestName = 80
    package static let longestArea = 200
    package static let mostCodes = 10_000

    /// - Parameters:
    ///   - holder: who used the code before; nil for nobody.
    ///   - isRevoked: whether its batch is closed.
    ///   - isAdmitted: whether the participant came in before.
    package static func check(
        holder: Participant.ID?, isRevoked: Bool, isAdmitted: Bool, participant: Participant.ID
    ) throws(AdmissionRefusal) {
        if holder == participant { return }
        if holder != nil { throw .codeUsed }
        if isRevoked { throw .codeRevoked }
        if isAdmitted { throw .alreadyAdmitted }
    }

    package static func check(name: String, area: String, codes: Int) throws(BatchRefusal) {
        if name.isEmpty { throw .nameMissing }
        if name.unicodeScalars.count > longestName { throw .nameTooLong(limit: longestName) }
        if area.unicodeScalars.count > longestArea { throw .areaTooLong(limit: longestArea) }
        guard (1...mostCodes).contains(codes) else { throw .codesOutOfRange(asked: codes, limit: mostCodes) }
    }
}
