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

    func deleteLinks(of worker: Worker.ID) throws {
        try transaction.run("DELETE FROM sign_in_link WHERE worker_id = \(worker)")
    }

    // MARK: Sessions

    func insert(_ session: WorkerSession, digest: [UInt8]) throws {
        try transaction.run(
            """
            INSERT INTO worker_session (token_digest, worker_id, expires_at, id, opened_at, seen_hour, proved_at)
            VALUES (\(digest), \(session.worker.id), \(session.openedAt + SessionRules.lifetime), \(session.id),
                \(session.openedAt), \(session.seenHour), \(session.provedAt))
            """)
    }

    /// The session that a secret opens, if it is not over.
    package func session(token: String, at time: Int64) throws -> WorkerSession? {
        try transaction.first(
            """
            SELECT worker.id, worker.name, worker_session.id AS session_id, opened_at, seen_hour, proved_at
            FROM worker_session JOIN worker ON worker.id = worker_session.worker_id
            WHERE worker_session.token_digest = \(digest(of: token))
            """
        ).map(session(from:)).flatMap { SessionRules.isAlive($0, at: time) ? $0 : nil }
    }

    /// Whose session a secret opens, if it is not over.
    package func worker(session token: String, at time: Int64) throws -> Worker? {
        try session(token: token, at: time)?.worker
    }

    /// Somebody's sessions that are not over, the newest first.
    package func sessions(of worker: Worker.ID, at time: Int64) throws -> [WorkerSession] {
        try transaction.rows(
            """
            SELECT worker.id, worker.name, worker_session.id AS session_id, opened_at, seen_hour, proved_at
            FROM worker_session JOIN worker ON worker.id = worker_session.worker_id
            WHERE worker_session.worker_id = \(worker) ORDER BY opened_at DESC, worker_session.id
            """
        ).map(session(from:)).filter { SessionRules.isAlive($0, at: time) }
    }

    /// Keeps the hour of a use.
    package func noteUse(of session: WorkerSession, at time: Int64) throws {
        let hour = SessionRules.hour(of: time)
        try transaction.run(
            "UPDATE worker_session SET seen_hour = \(hour) WHERE id = \(session.id) AND seen_hour < \(hour)")
    }

    /// Another secret opens the session from now on.
    ///
    /// - Returns: whether there was such a session.
    func renew(session digest: [UInt8], to other: [UInt8], provedAt time: Int64) throws -> Bool {
        try transaction.first(
            """
            UPDATE worker_session SET token_digest = \(other), proved_at = \(time) WHERE token_digest = \(digest)
            RETURNING id
            """) != nil
    }

    func deleteSession(digest: [UInt8]) throws {
        try transaction.run("DELETE FROM worker_session WHERE token_digest = \(digest)")
    }

    func deleteSession(_ id: String, of worker: Worker.ID) throws {
        try transaction.run("DELETE FROM worker_session WHERE id = \(id) AND worker_id = \(worker)")
    }

    /// - Parameter kept: the session that stays, if any.
    func deleteSessions(of worker: Worker.ID, but kept: String? = nil) throws {
        try transaction.run("DELETE FROM worker_session WHERE worker_id = \(worker) AND id <> \(kept ?? "")")
    }

    func deleteExpired(at time: Int64) throws {
        let idle = SessionRules.hour(of: time) - SessionRules.idleLimit - 3_600_000
        try transaction.run("DELETE FROM worker_session WHERE expires_at <= \(time) OR seen_hour < \(idle)")
        try transaction.run("DELETE FROM sign_in_link WHERE expires_at <= \(time)")
    }

    private func session(from row: SQLRow) throws -> WorkerSession {
        WorkerSession(
            id: try row["session_id"], worker: try worker(from: row), openedAt: try row["opened_at"],
            seenHour: try row["seen_hour"], provedAt: try row["proved_at"])
    }
}
