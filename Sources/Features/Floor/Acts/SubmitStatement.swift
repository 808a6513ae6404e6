package import Convening
package import DialogueLog
import Journal
package import SQLStore

/// A participant puts a statement to the floor.
package struct SubmitStatement: Sendable {
    package var text: String
    package var language: String
    package var dialogue: Dialogue.ID
    package var participant: Participant.ID
    /// Made when the form was shown, so that sending it twice is sending it once.
    package var submissionKey: String

    package init(
        _ text: String, language: String, in dialogue: Dialogue.ID, as participant: Participant.ID,
        submissionKey: String
    ) {
        self.text = text
        self.language = language
        self.dialogue = dialogue
        self.participant = participant
        self.submissionKey = submissionKey
    }

    /// - Returns: the statement, with its tracking code; nil when there is no such dialogue.
    /// - Throws: ``SubmissionRefusal``, `AdmissionRefusal.codeNeeded`.
    package func perform(
        in transaction: SQLTransaction, at time: Int64, using generator: inout some RandomNumberGenerator
    ) throws -> Statement? {
        let store = FloorStore(transaction)
        if let sent = try store.statement(submissionKey: submissionKey), sent.author == participant { return sent }
        let convening = ConveningStore(transaction)
        guard let dialogue = try convening.dialogue(dialogue),
            let entrance = try convening.openingAndEntrance(of: dialogue.id)?.entrance
        else { return nil }
        let text = try SubmissionRules.admit(text)
        try SubmissionRules.check(
            text, language: language, in: dialogue, waiting: try store.waiting(by: participant),
            others: try store.statements(in: dialogue.id), at: time)

        _ = try JoinDialogue(dialogue.id, as: participant, by: .link(entrance))
            .perform(in: transaction, at: time, using: &generator)
        let statement = Statement(
            id: Statement.ID(at: time, using: &generator), dialogue: dialogue.id,
            number: try store.nextNumber(in: dialogue.id), origin: .participant, language: language, text: text,
            state: dialogue.moderationPolicy == .beforeShowing ? .waiting : .shown, author: participant,
            trackingCode: TrackingCode(using: &generator), madeAt: time)
        try store.put(statement, submissionKey: submissionKey, using: &generator)
        if statement.state == .shown {
            try store.record(
                Moderation(statement: statement.id, action: .show, reason: nil, worker: nil, at: time),
                in: dialogue.id, role: .program, using: &generator)
        }
        return statement
    }
}

extension FloorStore {
    /// Writes a new statement down, as a row and in the journal.
    package func put(
        _ statement: Statement, submissionKey: String? = nil, using generator: inout some RandomNumberGenerator
    ) throws {
        let salt = randomBytes(32, using: &generator)
        try insert(statement, salt: salt, submissionKey: submissionKey)
        try JournalStore(transaction).append(
            .statement(
                id: statement.id.bytes, text: Commitment(text: statement.text, salt: salt),
                language: statement.language, origin: statement.origin.code),
            in: statement.dialogue.bytes, at: statement.madeAt, using: &generator)
    }

    /// Writes a decision down, as a row and in the journal.
    package func record(
        _ moderation: Moderation, in dialogue: Dialogue.ID, role: Act.Role,
        using generator: inout some RandomNumberGenerator
    ) throws {
        try insert(moderation, id: Identifier(at: moderation.at, using: &generator))
        try JournalStore(transaction).append(
            .moderation(
                id: moderation.statement.bytes, action: moderation.action.code, reason: moderation.reason?.code ?? 0,
                role: role),
            in: dialogue.bytes, at: moderation.at, using: &generator)
    }
}
