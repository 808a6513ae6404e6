package import Convening
package import TextAnalysis

/// Why a statement is not taken.
package enum SubmissionRefusal: Error, Sendable, Equatable {
    case floor(FloorClosure)
    case text(TextProblem)
    /// Word for word what another statement says.
    case alreadySaid(Statement.ID)
    /// So many of one writer's statements wait to be read that others would have to wait too long.
    case tooManyWaiting(limit: Int)
    case unknownLanguage(String)
}

/// What may be stated.
package enum SubmissionRules {
    /// At most 200 characters as people count them.
    package static let policy = TextPolicy(characters: 200, bytes: 1_600)
    package static let mostWaiting = 10

    /// - Returns: the text as it will be kept.
    package static func admit(_ text: String) throws(SubmissionRefusal) -> String {
        do throws(TextProblem) {
            return try policy.admit(text)
        } catch {
            throw .text(error)
        }
    }

    /// - Parameters:
    ///   - waiting: how many of this writer's statements wait to be read.
    ///   - others: what has been stated in this dialogue and is shown or waits.
    package static func check(
        _ text: String, language: String, in dialogue: Dialogue, waiting: Int, others: [Statement], at time: Int64
    ) throws(SubmissionRefusal) {
        do throws(FloorClosure) {
            try FloorClosure.check(dialogue.opening, at: time)
        } catch {
            throw .floor(error)
        }
        guard dialogue.languages.contains(language) else { throw .unknownLanguage(language) }
        guard waiting < mostWaiting else { throw .tooManyWaiting(limit: mostWaiting) }
        if let same = same(as: text, among: others) { throw .alreadySaid(same) }
    }

    /// The statement that says the same when case, spelling variants and punctuation are set aside.
    package static func same(as text: String, among others: [Statement]) -> Statement.ID? {
        let folded = FoldedText(text).text
        return others.first { $0.state != .hidden && FoldedText($0.text).text == folded }?.id
    }
}
