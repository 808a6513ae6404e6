package import Convening
import Journal
import SQLStore

extension FloorStore {
    /// Every decision about one statement, oldest first.
    package func moderations(of statement: Statement.ID) throws -> [Moderation] {
        try moderations("WHERE statement_id = \(statement) ORDER BY id")
    }

    /// The newest decisions in a dialogue, newest first.
    package func moderations(in dialogue: Dialogue.ID, limit: Int) throws -> [Moderation] {
        try moderations(
            """
            WHERE statement_id IN (SELECT id FROM statement WHERE dialogue_id = \(dialogue))
            ORDER BY id DESC LIMIT \(limit)
            """)
    }

    func moderations(_ tail: SQLQuery) throws -> [Moderation] {
        try transaction.rows("SELECT * FROM moderation \(tail)").map { row in
            Moderation(
                statement: try row["statement_id"], action: try row["action"], reason: try row["reason"],
                worker: try row["worker_id"], at: try row["decided_at"])
        }
    }

    func insert(_ moderation: Moderation, id: Identifier<Moderation>) throws {
        try transaction.run(
            """
            INSERT INTO moderation (id, statement_id, action, reason, worker_id, decided_at)
            VALUES (\(id), \(moderation.statement), \(moderation.action), \(moderation.reason), \
            \(moderation.worker), \(moderation.at))
            """)
    }
}
