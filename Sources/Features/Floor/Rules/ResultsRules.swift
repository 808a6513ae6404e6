package import Convening

/// Why somebody does not see yet what others answered. How many took part is everybody's from the first minute.
package enum ResultsRefusal: Error, Sendable, Hashable {
    /// Only workers know of the dialogue.
    case draft
    /// Seeing the results first can change what a person answers; so many answers are still to be given.
    case answersNeeded(Int)
    case afterClosing(at: Int64?)
}

/// Who may see what people answered, and when.
package enum ResultsRules {
    package static let answersBeforeResults = 7

    /// - Parameters:
    ///   - answered: how many statements the reader has answered.
    ///   - shown: how many statements there are to answer.
    package static func check(
        _ dialogue: Dialogue, answered: Int, shown: Int, isWorker: Bool, at time: Int64
    ) throws(ResultsRefusal) {
        if isWorker { return }
        if dialogue.phase == .draft { throw .draft }
        if dialogue.isClosed(at: time) { return }
        switch dialogue.resultsVisibility {
        case .always:
            return
        case .afterSevenAnswers:
            let needed = min(answersBeforeResults, max(shown, 1))
            guard answered >= needed else { throw .answersNeeded(needed - answered) }
        case .afterClosing:
            throw .afterClosing(at: dialogue.closesAt)
        }
    }
}
