package import Convening
package import DialogueLog
import Journal
package import SQLStore

/// Puts a statement into another language, beside the original.
package struct TranslateStatement: Sendable {
    package var statement: Statement.ID
    package var language: String
    package var text: String
    package var dialogue: Dialogue.ID
    package var standing: Standing

    package init(
        _ statement: Statement.ID, into language: String, _ text: String, in dialogue: Dialogue.ID,
        by standing: Standing
    ) {
        self.statement = statement
        self.language = language
        self.text = text
        self.dialogue = dialogue
        self.standing = standing
    }

    /// - Throws: ``SubmissionRefusal``, ``ModerationRefusal``, ``StandingRefusal``.
    package func perform(
        in transaction: SQLTransaction, at time: Int64, using generator: inout some RandomNumberGenerator
    ) throws {
        try StandingRules.check(standing, reaches: .moderator)
        let store = FloorStore(transaction)
        guard let statement = try store.statement(statement), statement.dialogue == dialogue,
            let languages = try ConveningStore(transaction).dialogue(dialogue)?.languages
        else { throw ModerationRefusal.noSuchStatement }
        guard statement.erasure == nil else { throw ModerationRefusal.textErased }
        guard languages.contains(language), language != statement.language else {
            throw SubmissionRefusal.unknownLanguage(language)
        }
        try store.put(
            Translation(
                statement: statement.id, language: language, text: try SubmissionRules.admit(text),
                maker: .worker(standing.worker.id), madeAt: time),
            in: dialogue, role: standing.role.journalRole, using: &generator)
    }
}

extension FloorStore {
    /// Writes a translation down, as a row and in the journal.
    package func put(
        _ translation: Translation, in dialogue: Dialogue.ID, role: Act.Role,
        using generator: inout some RandomNumberGenerator
    ) throws {
        let salt = randomBytes(32, using: &generator)
        try upsert(translation, salt: salt)
        try JournalStore(transaction).append(
            .translation(
                id: translation.statement.bytes, text: Commitment(text: translation.text, salt: salt),
                language: translation.language, role: role),
            in: dialogue.bytes, at: translation.madeAt, using: &generator)
    }
}
