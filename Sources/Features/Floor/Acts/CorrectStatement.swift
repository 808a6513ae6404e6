package import Convening
import DialogueLog
import Journal
package import SQLStore

/// Puts the facilitators' own words right, while nobody has voted on them.
package struct CorrectStatement: Sendable {
    package var statement: Statement.ID
    package var text: String
    package var dialogue: Dialogue.ID
    package var standing: Standing

    package init(_ statement: Statement.ID, to text: String, in dialogue: Dialogue.ID, by standing: Standing) {
        self.statement = statement
        self.text = text
        self.dialogue = dialogue
        self.standing = standing
    }

    /// - Throws: ``ModerationRefusal``, ``SubmissionRefusal``, ``StandingRefusal``.
    package func perform(
        in transaction: SQLTransaction, at time: Int64, using generator: inout some RandomNumberGenerator
    ) throws {
        try StandingRules.check(standing, reaches: .facilitator)
        let store = FloorStore(transaction)
        guard let statement = try store.statement(statement), statement.dialogue == dialogue else {
            throw ModerationRefusal.noSuchStatement
        }
        try ModerationRules.checkCorrection(of: statement, votes: try store.voteCount(on: statement.id))
        let text = try SubmissionRules.admit(text)
        guard text != statement.text else { return }
        if let same = SubmissionRules.same(as: text, among: try store.statements(in: dialogue)), same != statement.id {
            throw SubmissionRefusal.alreadySaid(same)
        }
        let salt = randomBytes(32, using: &generator)
        try store.setText(text, salt: salt, of: statement.id)
        try JournalStore(transaction).append(
            .statement(
                id: statement.id.bytes, text: Commitment(text: text, salt: salt), language: statement.language,
                origin: statement.origin.code),
            in: dialogue.bytes, at: time, using: &generator)
    }
}
