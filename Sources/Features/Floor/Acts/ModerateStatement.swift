package import Convening
import Journal
package import SQLStore

/// A moderator's decision about a statement. Each one is kept; the last one counts.
package struct ModerateStatement: Sendable {
    package var action: Moderation.Action
    package var reason: Moderation.Reason?
    package var statement: Statement.ID
    /// The statement that says it already, for ``Moderation/Action/join``.
    package var target: Statement.ID?
    package var dialogue: Dialogue.ID
    package var standing: Standing

    package init(
        _ action: Moderation.Action, _ statement: Statement.ID, in dialogue: Dialogue.ID,
        reason: Moderation.Reason? = nil, joining target: Statement.ID? = nil, by standing: Standing
    ) {
        self.action = action
        self.reason = reason
        self.statement = statement
        self.target = target
        self.dialogue = dialogue
        self.standing = standing
    }

    /// - Returns: the statement as it is now.
    /// - Throws: ``ModerationRefusal``, ``StandingRefusal``.
    @discardableResult
    package func perform(
        in transaction: SQLTransaction, at time: Int64, using generator: inout some RandomNumberGenerator
    ) throws -> Statement {
        try StandingRules.check(standing, reaches: .moderator)
        let store = FloorStore(transaction)
        guard var statement = try store.statement(statement), statement.dialogue == dialogue else {
            throw ModerationRefusal.noSuchStatement
        }
        let target = try target.flatMap(store.statement)
        statement.state = try ModerationRules.check(action, reason: reason, on: statement, joining: target)
        statement.joinedTo = action == .join ? target?.id : nil
        try store.setState(statement.state, joinedTo: statement.joinedTo, of: statement.id)
        try store.record(
            Moderation(
                statement: statement.id, action: action, reason: action == .join ? .duplicate : reason,
                worker: standing.worker.id, at: time),
            in: dialogue, role: standing.role.journalRole, using: &generator)
        return statement
    }
}
