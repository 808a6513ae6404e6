import DialogueLog
import Journal
import SQLStore

/// Links and sessions are kept as the SHA-256 of what opens them: the database alone lets nobody in.
extension ConveningStore {
    func insertLink(digest: [UInt8], for worker: Worker.ID, expiresAt: Int64) throws {
        try transaction.run(
            """
            INSERT INTO sign_in_link (code_digest, worker_id, expires_at)
            VALUES (\(digest), \(worker), \(expiresAt))
            """)
    }

    /// Takes the link away and returns whose it was, if it was still good.
    func takeLink(digest: [UInt8], at time: Int64) throws -> Worker? {
        let row = try transaction.first(
            "DELETE FROM sign_in_link WHERE code_digest = \(digest) RETURNING worker_id, expires_at")
        guard let row, try row["expires_at"] as Int64 > time else { return nil }
        return try worker(row["worker_id"])
    }

    func insertSession(digest: [UInt8], for worker: Worker.ID, expiresAt: Int64) throws {
        try transaction.run(
            """
            INSERT INTO worker_session (token_digest, worker_id, expires_at)
            VALUES (\(digest), \(worker), \(expiresAt))
            """)
    }

    func deleteSession(digest: [UInt8]) throws {
        try transaction.run("DELETE FROM worker_session WHERE token_digest = \(digest)")
    }

    func deleteSessions(of worker: Worker.ID) throws {
        try transaction.run("DELETE FROM worker_session WHERE worker_id = \(worker)")
    }

    func deleteExpired(at time: Int64) throws {
        try transaction.run("DELETE FROM worker_session WHERE expires_at <= \(time)")
        try transaction.run("DELETE FROM sign_in_link WHERE expires_at <= \(time)")
    }

    /// Whose session a token opens, if it has not run out.
    package func worker(session token: String, at time: Int64) throws -> Worker? {
        try transaction.first(
            """
            SELECT worker.id, worker.name FROM worker_session JOIN worker ON worker.id = worker_session.worker_id
            WHERE worker_session.token_digest = \(digest(of: token)) AND worker_session.expires_at > \(time)
            """
        ).map(worker(from:))
    }
}
