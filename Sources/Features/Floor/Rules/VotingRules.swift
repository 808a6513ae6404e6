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
}
