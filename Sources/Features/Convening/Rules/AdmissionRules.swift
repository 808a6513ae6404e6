/// Why a code does not let somebody in.
package enum AdmissionRefusal: Error, Sendable, Hashable {
    /// What was typed has a sign that no code has, or its last sign does not fit the others.
    case codeTypo
    case codeIncomplete(found: Int, needed: Int)
    /// Never issued, or of another dialogue: from outside these look the same.
    case codeUnknown
    case codeUsed
    case codeRevoked
    /// They are in already. A code that was good stays good for somebody else.
    case alreadyAdmitted(isCodeGood: Bool)
    /// Nobody takes part in this dialogue without one.
    case codeNeeded
    case dialogueClosed
}

/// Why a batch is not made.
package enum BatchRefusal: Error, Sendable, Hashable {
    case nameMissing
    case nameTooLong(limit: Int)
    case areaTooLong(limit: Int)
    case codesOutOfRange(asked: Int, limit: Int)
    case notFound
    /// By the same form, sent before; its codes can't be shown again.
    case madeBefore
}

/// Who gets in with a code, and what a batch may be.
package enum AdmissionRules {
    package static let longestName = 80
    package static let longestArea = 200
    package static let mostCodes = 10_000

    /// Whether somebody may take part who has shown no code.
    package static func check(cameByLinkTo admission: Dialogue.Admission) throws(AdmissionRefusal) {
        if admission == .codes { throw .codeNeeded }
    }

    /// - Parameters:
    ///   - isUsed: the code let somebody in before.
    ///   - isRevoked: its batch is closed.
    ///   - isAdmitted: the participant came in by a code before, by which is known to nobody.
    package static func check(
        isUsed: Bool, isRevoked: Bool, isAdmitted: Bool
    ) throws(AdmissionRefusal) {
        if isAdmitted { throw .alreadyAdmitted(isCodeGood: !isUsed && !isRevoked) }
        if isUsed { throw .codeUsed }
        if isRevoked { throw .codeRevoked }
    }

    package static func check(name: String, area: String, codes: Int) throws(BatchRefusal) {
        if name.isEmpty { throw .nameMissing }
        if name.unicodeScalars.count > longestName { throw .nameTooLong(limit: longestName) }
        if area.unicodeScalars.count > longestArea { throw .areaTooLong(limit: longestArea) }
        guard (1...mostCodes).contains(codes) else { throw .codesOutOfRange(asked: codes, limit: mostCodes) }
    }
}
