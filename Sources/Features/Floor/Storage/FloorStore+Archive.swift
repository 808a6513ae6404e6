package import Convening
import DialogueLog
import Journal
import SQLStore

extension FloorStore {
    /// A statement or a translation with what shows that the log has it.
    package struct SaltedText: Sendable {
        package let statement: Statement.ID
        package let language: String
        /// Nil where it was erased; its salt is empty then.
        package let text: String?
        package let salt: [UInt8]
    }

    /// The salts of all statements of a dialogue, in the language each was made in.
    package func saltedStatements(in dialogue: Dialogue.ID) throws -> [SaltedText] {
        try transaction.rows(
            "SELECT id, language, text, salt FROM statement WHERE dialogue_id = \(dialogue) ORDER BY number"
        ).map(Self.saltedText)
    }

    package func saltedTranslations(in dialogue: Dialogue.ID) throws -> [SaltedText] {
        try transaction.rows(
            """
            SELECT t.statement_id AS id, t.language, t.text, t.salt
            FROM statement_translation t JOIN statement s ON s.id = t.statement_id
            WHERE s.dialogue_id = \(dialogue) ORDER BY s.number, t.language
            """
        ).map(Self.saltedText)
    }

    private static func saltedText(_ row: SQLRow) throws -> SaltedText {
        let salt: [UInt8] = try row["salt"]
        return SaltedText(
            statement: try row["id"], language: try row["language"], text: salt.isEmpty ? nil : try row["text"],
            salt: salt)
    }

    /// Every decision about the statements of a dialogue, oldest first.
    package func allModerations(in dialogue: Dialogue.ID) throws -> [Moderation] {
        try moderations(
            "WHERE statement_id IN (SELECT id FROM statement WHERE dialogue_id = \(dialogue)) ORDER BY id")
    }

    /// The last state of every vote of a dialogue, withdrawn ones too, by participant and statement.
    package func forEachLastVote(
        in dialogue: Dialogue.ID, _ body: (Participant.ID, Statement.ID, UInt8, UInt32) throws -> Void
    ) throws {
        try transaction.forEachRow(
            """
            SELECT v.participant_id, v.statement_id, v.choice, v.revision
            FROM vote v JOIN statement s ON s.id = v.statement_id
            WHERE s.dialogue_id = \(dialogue) ORDER BY v.participant_id, s.number
            """
        ) { row in
            try body(
                try row[0], try row[1], UInt8(clamping: try row[2] as Int), UInt32(clamping: try row[3] as Int))
        }
    }

    /// The bytes of the final result, as their digest is in the log; nil before there is one.
    package func finalResult(of dialogue: Dialogue.ID) throws -> [UInt8]? {
        let text: String? = try transaction.first(
            "SELECT map FROM opinion_map WHERE dialogue_id = \(dialogue) AND is_final = 1")?["map"]
        return text.map { Array($0.utf8) }
    }
}
