package import Convening

/// Why a vote is not counted.
package enum VoteRefusal: Error, Sendable, Hashable {
    case floor(FloorClosure)
    /// There is none with this id in this dialogue.
    case noSuchStatement
    /// It was taken out, or has not been shown yet.
    case statementNotShown
    /// Nothing was answered that could be taken back.
    case nothingToWithdraw
    /// It was given before an answer that has arrived since.
    case overtaken
}

/// Who may vote on what, when. Anybody may vote, without an account; a later vote replaces an earlier one.
package enum VotingRules {
    /// - Parameter state: the statement's; nil when there is no such statement in this dialogue.
    package static func check(
        _ opening: Dialogue.Opening, _ state: Statement.State?, at time: Int64
    ) throws(VoteRefusal) {
        do throws(FloorClosure) {
            try FloorClosure.check(opening, at: time)
        } catch {
            throw .floor(error)
        }
        guard let state else { throw .noSuchStatement }
        guard state == .shown else { throw .statementNotShown }
    }

    /// What an answer does that says which one it follows.
    package enum Succession: Sendable, Hashable {
        case follows
        /// It is there already: its acknowledgement was lost.
        case repeats
    }

    /// An answer may name the revision it was given after; then it can neither be kept twice nor, arriving late, undo a
    /// newer one, however often and whenever it is sent.
    ///
    /// - Parameters:
    ///   - revision: of the answer it follows, 0 for none; nil for an answer that takes the place of any.
    ///   - last: the answer that stands, and its revision, which begins at 1.
    package static func succession(
        of choice: VoteChoice?, after revision: Int?, last: (choice: VoteChoice?, revision: Int)?
    ) throws(VoteRefusal) -> Succession {
        guard let revision, revision != last?.revision ?? 0 else { return .follows }
        guard let last, revision < last.revision, last.revision - revision == 1, last.choice == choice else {
            throw .overtaken
        }
        return .repeats
    }
}
