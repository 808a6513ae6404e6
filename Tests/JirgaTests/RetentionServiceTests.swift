import JirgaTestSupport
import Logging
import SQLStore
import Testing

@testable import jirga

@Suite struct RetentionServiceTests {
    private static let now: Int64 = 1_800_000_000_000
    private static let day: Int64 = 86_400_000

    private func count(_ query: SQLQuery, _ database: SQLDatabase) async throws -> Int? {
        try await database.read { try $0.first(query)?["n"] }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `what has run out goes, and what is still needed stays`(kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: StorageOptions.migrations) { database in
            try await database.write { transaction in
                let (now, day) = (Self.now, Self.day)
                for (digit, closes) in [("0", now - day - 1), ("1", now - day + 1), ("2", now + day)] {
                    let slug = String(repeating: digit, count: 32)
                    try transaction.run(
                        """
                        INSERT INTO dialogue (id, slug, phase, closes_at, results_visibility, moderation_policy,
                            is_simulated, made_at)
                        VALUES (\(slug), \(slug), 'open', \(closes), 'always', 'before-showing', 0, 0)
                        """)
                    try transaction.run(
                        """
                        INSERT INTO dialogue_text (dialogue_id, language, place, title, question, description, host)
                        VALUES (\(slug), 'en', 0, 'T', 'Q', '', 'H')
                        """)
                    try transaction.run(
                        """
                        INSERT INTO batch (id, dialogue_id, kind, name, area, codes, made_at)
                        VALUES (\(slug), \(slug), 2, 'B', '', 1, 0)
                        """)
                    try transaction.run(
                        "INSERT INTO admission_code (digest, batch_id) VALUES (\(Array(slug.utf8)), \(slug))")
                    try transaction.run(
                        """
                        INSERT INTO statement (id, dialogue_id, number, origin, language, text, salt, state,
                            submission_key, is_meta, made_at)
                        VALUES (\(slug), \(slug), 1, 'participant', 'en', 'x', \([UInt8]()), 'shown', \(slug), 0,
                            \(digit == "0" ? now - 3 * day : now - day))
                        """)
                }
                try transaction.run("INSERT INTO worker (id, name, made_at) VALUES ('w', 'Zarina', 0)")
                for (token, expires) in [([UInt8(1)], now), ([UInt8(2)], now + 1)] {
                    try transaction.run(
                        """
                        INSERT INTO worker_session (token_digest, worker_id, expires_at, seen_hour)
                        VALUES (\(token), 'w', \(expires), \(now))
                        """)
                    try transaction.run(
                        """
                        INSERT INTO sign_in_link (code_digest, worker_id, expires_at) VALUES (\(token), 'w', \(expires))
                        """)
                }
            }
            let service = RetentionService(
                of: database, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
                now: { Self.now })
            // Several nodes do the same.
            for _ in 0..<2 {
                await service.removeWhatIsDue()
                await service.discardWhatWasErased()
            }
            let codes = try await database.read {
                try $0.rows("SELECT batch_id FROM admission_code ORDER BY batch_id").map { try $0[0] as String }
            }
            #expect(codes == ["1", "2"].map { String(repeating: $0, count: 32) })
            #expect(try await count("SELECT COUNT(*) AS n FROM batch", database) == 3)
            #expect(try await count("SELECT COUNT(*) AS n FROM worker_session", database) == 1)
            #expect(try await count("SELECT COUNT(*) AS n FROM sign_in_link", database) == 1)
            #expect(try await count("SELECT COUNT(submission_key) AS n FROM statement", database) == 2)
        }
    }
}
