import TextAnalysis

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
    /// Signs that can't be seen, or that no plain text has.
    case nameUnfit
    case areaUnfit
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

    /// The name and the area of a batch in the form in which they are kept, by the same policy as every text.
    ///
    /// - Parameter area: may be empty.
    package static func admit(
        name: String, area: String, codes: Int
    ) throws(BatchRefusal) -> (name: String, area: String) {
        let admitted: (name: String, area: String)
        do {
            admitted.name = try TextPolicy(characters: longestName, bytes: 8 * longestName).admit(name)
        } catch {
            switch error {
            case .empty, .noLetters: throw .nameMissing
            case .tooLong, .tooManyBytes: throw .nameTooLong(limit: longestName)
            case .notUTF8, .character, .directionMark, .marks: throw .nameUnfit
            }
        }
        do {
            admitted.area =
                area.isEmpty ? "" : try TextPolicy(characters: longestArea, bytes: 8 * longestArea).admit(area)
        } catch {
            switch error {
            case .empty, .noLetters: admitted.area = ""
            case .tooLong, .tooManyBytes: throw .areaTooLong(limit: longestArea)
            case .notUTF8, .character, .directionMark, .marks: throw .areaUnfit
            }
        }
        guard (1...mostCodes).contains(codes) else { throw .codesOutOfRange(asked: codes, limit: mostCodes) }
        return admitted
    }
}
