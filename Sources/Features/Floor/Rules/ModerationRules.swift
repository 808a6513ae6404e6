/// Why a decision about a statement can't be taken.
package enum ModerationRefusal: Error, Sendable, Hashable {
    case noSuchStatement
    /// Whoever wrote it is told why it is not shown.
    case reasonMissing
    case reasonNotNeeded
    /// It can only be joined to another statement of the same dialogue that is shown.
    case cannotJoin
    /// It is so already.
    case nothingToChange
    /// Once people have voted on a text, it stays as it is; a better text is a new statement.
    case hasVotes(Int)
    /// Its words are gone; nothing can bring them back before others.
    case textErased
    /// Only what the facilitators wrote may be corrected; a person's words are never edited.
    case notOurText
}

/// What a moderator may decide.
package enum ModerationRules {
    /// - Parameter target: the statement it shall be joined to.
    /// - Returns: the statement's state afterwards.
    package static func check(
        _ action: Moderation.Action, reason: Moderation.Reason?, on statement: Statement, joining target: Statement?
    ) throws(ModerationRefusal) -> Statement.State {
        guard statement.erasure == nil || action == .hide else { throw .textErased }
        switch action {
        case .show:
            guard reason == nil else { throw .reasonNotNeeded }
            guard statement.state != .shown else { throw .nothingToChange }
            return .shown
        case .hide:
            guard let reason, Moderation.Reason.choosable.contains(reason) else { throw .reasonMissing }
            guard statement.state != .hidden || statement.joinedTo != nil else { throw .nothingToChange }
            return .hidden
        case .join:
            guard let target, target.id != statement.id, target.dialogue == statement.dialogue, target.state == .shown
            else { throw .cannotJoin }
            guard statement.joinedTo != target.id else { throw .nothingToChange }
            return .hidden
        case .reconsider:
            guard statement.state != .waiting else { throw .nothingToChange }
            return .waiting
        }
    }

    /// Whether a statement's own words may be put right.
    package static func checkCorrection(of statement: Statement, votes: Int) throws(ModerationRefusal) {
        guard statement.erasure == nil else { throw .textErased }
        guard statement.origin == .facilitator else { throw .notOurText }
        guard votes == 0 else { throw .hasVotes(votes) }
    }
}
