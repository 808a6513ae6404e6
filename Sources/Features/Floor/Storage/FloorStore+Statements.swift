package import Convening
import Journal
import SQLStore

extension FloorStore {
    package func statement(_ id: Statement.ID) throws -> Statement? {
        try statements(where: "id = \(id)").first
    }

    package func statement(trackingCode: TrackingCode) throws -> Statement? {
        try statements(where: "tracking_code = \(trackingCode)").first
    }

    package func statement(number: Int, in dialogue: Dialogue.ID) throws -> Statement? {
        try statements(where: "dialogue_id = \(dialogue) AND number = \(number)").first
    }

    /// By number, so in the order they were made.
    package func statements(in dialogue: Dialogue.ID) throws -> [Statement] {
        try statements(where: "dialogue_id = \(dialogue)")
    }

    package func statements(in dialogue: Dialogue.ID, _ state: Statement.State) throws -> [Statement] {
        try statements(where: "dialogue_id = \(dialogue) AND state = \(state)")
    }

    package func statements(by author: Participant.ID) throws -> [Statement] {
        try statements(where: "author_id = \(author)")
    }

    package func count(of state: Statement.State, in dialogue: Dialogue.ID) throws -> Int {
        try transaction.first(
            "SELECT COUNT(*) AS n FROM statement WHERE dialogue_id = \(dialogue) AND state = \(state)")?["n"] ?? 0
    }

    /// How many wait before this one.
    package func placeInQueue(of statement: Statement) throws -> Int {
        try transaction.first(
            """
            SELECT COUNT(*) AS n FROM statement
            WHERE dialogue_id = \(statement.dialogue) AND state = 'waiting' AND number < \(statement.number)
            """)?["n"] ?? 0
    }

    package func waiting(by author: Participant.ID) throws -> Int {
        try transaction.first(
            "SELECT COUNT(*) AS n FROM statement WHERE author_id = \(author) AND state = 'waiting'")?["n"] ?? 0
    }

    package func translations(in dialogue: Dialogue.ID) throws -> [Translation] {
        try transaction.rows(
            """
            SELECT t.* FROM statement_translation t JOIN statement s ON s.id = t.statement_id
            WHERE s.dialogue_id = \(dialogue) AND t.text <> '' ORDER BY t.statement_id, t.language
            """
        ).map(translation(from:))
    }

    package func translations(of statement: Statement.ID) throws -> [Translation] {
        try transaction.rows(
            """
            SELECT * FROM statement_translation WHERE statement_id = \(statement) AND text <> '' ORDER BY language
            """
        ).map(translation(from:))
    }

    /// Just the state, for the path every vote takes; nil when the dialogue has no such statement. One without its words
    /// can't be answered any more, whatever its state.
    func state(of statement: Statement.ID, in dialogue: Dialogue.ID) throws -> Statement.State? {
        try transaction.first(
            """
            SELECT CASE WHEN erased_by IS NULL THEN state ELSE 'hidden' END AS state
            FROM statement WHERE id = \(statement) AND dialogue_id = \(dialogue)
            """)?["state"]
    }

    package func nextNumber(in dialogue: Dialogue.ID) throws -> Int {
        try transaction.first(
            "SELECT COALESCE(MAX(number), 0) + 1 AS next FROM statement WHERE dialogue_id = \(dialogue)")?["next"] ?? 1
    }

    func statement(submissionKey: String) throws -> Statement? {
        try statements(where: "submission_key = \(submissionKey)").first
    }

    func insert(_ statement: Statement, salt: [UInt8], submissionKey: String?) throws {
        try transaction.run(
            """
            INSERT INTO statement (id, dialogue_id, number, origin, language, text, salt, state, author_id, \
            tracking_code, submission_key, joined_to, is_meta, made_at)
            VALUES (\(statement.id), \(statement.dialogue), \(statement.number), \(statement.origin), \
            \(statement.language), \(statement.text), \(salt), \(statement.state), \(statement.author), \
            \(statement.trackingCode), \(submissionKey), \(statement.joinedTo), \(statement.isMeta ? 1 : 0), \
            \(statement.madeAt))
            """)
    }

    func setText(_ text: String, salt: [UInt8], of statement: Statement.ID) throws {
        try transaction.run("UPDATE statement SET text = \(text), salt = \(salt) WHERE id = \(statement)")
        try transaction.run("DELETE FROM statement_translation WHERE statement_id = \(statement)")
    }

    func setState(_ state: Statement.State, joinedTo target: Statement.ID?, of statement: Statement.ID) throws {
        try transaction.run(
            "UPDATE statement SET state = \(state), joined_to = \(target) WHERE id = \(statement)")
    }

    func upsert(_ translation: Translation, salt: [UInt8]) throws {
        let worker: Worker.ID? =
            switch translation.maker {
            case .worker(let id): id
            case .program: nil
            }
        try transaction.run(
            """
            INSERT INTO statement_translation (statement_id, language, text, salt, worker_id, made_at)
            VALUES (\(translation.statement), \(translation.language), \(translation.text), \(salt), \(worker), \
            \(translation.madeAt))
            ON CONFLICT (statement_id, language) DO UPDATE
            SET text = excluded.text, salt = excluded.salt, worker_id = excluded.worker_id,
                made_at = excluded.made_at
            """)
    }

    func statements(where condition: SQLQuery, limit: Int? = nil, offset: Int = 0) throws -> [Statement] {
        let page: SQLQuery = limit.map { "LIMIT \($0) OFFSET \(offset)" } ?? ""
        return try transaction.rows(
            "SELECT * FROM statement WHERE \(condition) ORDER BY dialogue_id, number \(page)"
        ).map { row in
            let erasure: Statement.Erasure? = try row["erased_by"]
            return Statement(
                id: try row["id"], dialogue: try row["dialogue_id"], number: try row["number"],
                origin: try row["origin"], language: try row["language"],
                text: erasure == nil ? try row["text"] : Statement.erasedText, state: try row["state"],
                author: try row["author_id"], trackingCode: try row["tracking_code"],
                joinedTo: try row["joined_to"], isMeta: try row["is_meta"] == 1, madeAt: try row["made_at"],
                erasure: erasure)
        }
    }

    private func translation(from row: SQLRow) throws -> Translation {
        let worker: Worker.ID? = try row["worker_id"]
        return Translation(
            statement: try row["statement_id"], language: try row["language"], text: try row["text"],
            maker: worker.map { .worker($0) } ?? .program, madeAt: try row["made_at"])
    }
}
