import SQLStore
package import TransparencyLog

extension LogStore {
    /// The logs that a restored backup holds back, with the moment of the backup in milliseconds since 1970.
    package func restoredLogs() throws -> [LogID: Int64] {
        var logs: [LogID: Int64] = [:]
        try transaction.forEachRow("SELECT log_id, backup_made_at FROM restored_log") { row in
            logs[try row["log_id"]] = try row["backup_made_at"]
        }
        return logs
    }

    /// From now on nothing is signed for these logs until each is begun anew: nobody knows what was signed after the backup.
    ///
    /// - Parameters:
    ///   - backup: when it was made, in milliseconds since 1970.
    ///   - time: now.
    package func holdBack(_ logs: some Sequence<LogID>, restoredFrom backup: Int64, at time: Int64) throws {
        for log in logs {
            try transaction.run(
                """
                INSERT INTO restored_log (log_id, backup_made_at, restored_at) VALUES (\(log), \(backup), \(time))
                ON CONFLICT (log_id) DO UPDATE
                SET backup_made_at = excluded.backup_made_at, restored_at = excluded.restored_at
                """)
        }
    }

    func letGo(_ log: LogID) throws {
        try transaction.run("DELETE FROM restored_log WHERE log_id = \(log)")
    }

    /// The last note that was signed in an epoch, as the database has it.
    package func lastNote(of log: LogID, epoch: Int) throws -> SignedNote? {
        let row = try transaction.first(
            """
            SELECT note FROM log_checkpoint WHERE log_id = \(log) AND epoch = \(epoch) AND note IS NOT NULL
            ORDER BY size DESC LIMIT 1
            """)
        return try (row?["note"] as String?).map { try SignedNote(parsing: $0) }
    }
}
