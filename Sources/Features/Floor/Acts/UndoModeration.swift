package import Convening
import Journal
package import SQLStore

/// Takes a worker's own last decision about a statement back: what the decision before it said is so again.
///
/// Nothing is erased. The undoing is a decision like others, kept and journaled.
package struct UndoModeration: Sendable {
    package var statement: Statement.ID
    package var dialogue: Dialogue.ID
    package var standing: Standing

    package init(of statement: Statement.ID, in dialogue: Dialogue.ID, by standing: Standing) {
        self.statement = statement
        self.dialogue = dialogue
        self.standing = standing
    }

    /// - Returns: the statement as it is now.
    /// - Throws: ``ModerationRefusal``, among them ``ModerationRefusal/nothingToChange`` where somebody else has decided
    ///   since; ``StandingRefusal``.
    @discardableResult
    package func perform(
        in transaction: SQLTransaction, at time: Int64, using generator: inout some RandomNumberGenerator
    ) throws -> Statement {
        try StandingRules.check(standing, reaches: .moderator)
        let store = FloorStore(transaction)
        guard let current = try store.statement(statement), current.dialogue == dialogue else {
            throw ModerationRefusal.noSuchStatement
        }
        let decisions = try store.moderations(of: statement)
        guard decisions.last?.worker == standing.worker.id else { throw ModerationRefusal.nothingToChange }
        let before = decisions.dropLast().last
        let action: Moderation.Action =
            switch before?.action {
            case .show: .show
            // Which statement it was joined to is not part of a decision, so a joined one is looked at again.
            case .hide: .hide
            case .join, .reconsider, nil: .reconsider
            }
        return try ModerateStatement(
            action, statement, in: dialogue, reason: action == .hide ? before?.reason : nil, by: standing
        ).perform(in: transaction, at: time, using: &generator)
    }
}
