import JirgaTestSupport
import SQLStore
import Testing

@Suite(.timeLimit(.minutes(10)))
struct TransactionTests {
    @Test(arguments: DatabaseKind.allCases)
    func `what is written is read again`(_ kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: [itemMigration]) { database async throws in
            let name = "مرحبا 👩‍👩‍👧 e\u{301} \u{10FFFF} '\"\\ $1"
            let picture: [UInt8] = Array(0...255)
            try await database.write { transaction in
                let changed = try transaction.run(
                    """
                    INSERT INTO item (id, name, weight, picture, amount)
                    VALUES (\(Int64.min), \(name), \(1.0e-300), \(picture), \(Int64.max))
                    """)
                #expect(changed == 1)
                try transaction.run("INSERT INTO item (id, name, picture) VALUES (\(2), \(""), \([UInt8]()))")
                try transaction.run("INSERT INTO item (id, name) VALUES (\(3), \(nil as String?))")
            }
            let rows = try await database.read { try $0.rows("SELECT * FROM item ORDER BY id") }
            #expect(
                rows.map(\.values) == [
                    [.integer(.min), .text(name), .real(1.0e-300), .blob(picture), .integer(.max)],
                    [.integer(2), .text(""), .null, .blob([]), .integer(0)],
                    [.integer(3), .null, .null, .null, .integer(0)],
                ])
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `computed values come in the same kinds`(_ kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: [itemMigration]) { database async throws in
            try await database.write { transaction in
                try transaction.run("INSERT INTO item (id, amount) VALUES (1, 70000), (2, 80000), (3, 120000000)")
                let row = try #require(
                    try transaction.first(
                        """
                        SELECT sum(amount) AS total, sum(-amount) AS negative, count(*) AS n, 'x' AS word,
                            EXISTS (SELECT 1 FROM part) AS parts, sum(amount - amount) AS zero FROM item
                        """))
                #expect(
                    row.values == [
                        .integer(120_150_000), .integer(-120_150_000), .integer(3), .text("x"), .integer(0),
                        .integer(0),
                    ])
                #expect(try transaction.run("UPDATE item SET amount = 1 WHERE id < 3") == 2)
                #expect(try transaction.run("UPDATE item SET amount = 1 WHERE id > 3") == 0)
                #expect(try transaction.run("SELECT id FROM item") == 0)
                let kept = try transaction.rows(
                    """
                    INSERT INTO item (id, amount) VALUES (\(1), \(5))
                    ON CONFLICT (id) DO UPDATE SET amount = excluded.amount RETURNING amount
                    """)
                #expect(kept.map(\.values) == [[.integer(5)]])
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `an empty list matches nothing`(_ kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: [itemMigration]) { database async throws in
            try await database.write { try $0.run("INSERT INTO item (id) VALUES (1)") }
            let rows = try await database.read {
                try $0.rows("SELECT id FROM item WHERE id IN (\(list: [Int]()))")
            }
            #expect(rows.isEmpty)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a value is asked for by its type`(_ kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: [itemMigration]) { database async throws in
            try await database.write { try $0.run("INSERT INTO item (id) VALUES (1)") }
            let row = try #require(try await database.read { try $0.first("SELECT id, name FROM item") })
            let (id, name): (Int, String?) = (try row["id"], try row["name"])
            #expect(id == 1)
            #expect(name == nil)
            #expect(try await storeError { try row["nam"] as String }.code == .unexpectedRow)
            #expect(try await storeError { try row["id"] as String }.code == .unexpectedRow)
            #expect(try await storeError { try row["name"] as String }.code == .unexpectedRow)
            #expect(try await storeError { try row[2] as String }.code == .unexpectedRow)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `an answer may have many rows`(_ kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: [itemMigration]) { database async throws in
            try await database.write { transaction in
                for id in 0..<20_000 { try transaction.run("INSERT INTO item (id) VALUES (\(id))") }
            }
            let sum = try await database.read { transaction in
                var sum = 0
                try transaction.forEachRow("SELECT id FROM item") { sum += try $0["id"] as Int }
                return sum
            }
            #expect(sum == 199_990_000)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a body that throws leaves nothing and its error is unchanged`(_ kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: [itemMigration]) { database async throws in
            await #expect(throws: Refusal(number: 7)) {
                try await database.write { transaction in
                    try transaction.run("INSERT INTO item (id) VALUES (1)")
                    throw Refusal(number: 7)
                }
            }
            #expect(try await database.itemCount() == 0)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a failed statement ends its transaction even if the body goes on`(_ kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: [itemMigration]) { database async throws in
            let error = try await storeError {
                try await database.write { transaction in
                    try transaction.run("INSERT INTO item (id) VALUES (1)")
                    _ = try? transaction.run("INSERT INTO item (id) VALUES (1)")
                }
            }
            #expect(error.code == .uniqueViolated)
            #expect(try await database.itemCount() == 0)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `two hundred increments of one counter are all kept`(_ kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: [itemMigration]) { database async throws in
            try await database.write { try $0.run("INSERT INTO item (id, amount) VALUES (1, 0)") }
            try await withThrowingTaskGroup { group in
                for _ in 0..<200 {
                    group.addTask {
                        try await database.write { transaction in
                            let row = try #require(try transaction.first("SELECT amount FROM item WHERE id = 1"))
                            try transaction.run("UPDATE item SET amount = \(try row["amount"] + 1 as Int)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            let amount = try await database.read { try $0.first("SELECT amount FROM item")?["amount"] as Int? }
            #expect(amount == 200)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a failing body hurts none of those written beside it`(_ kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: [itemMigration]) { database async throws in
            let refused = await withTaskGroup { group in
                for id in 0..<60 {
                    group.addTask {
                        do {
                            try await database.write { transaction in
                                try transaction.run("INSERT INTO item (id) VALUES (\(id))")
                                if id % 3 == 0 { throw Refusal(number: id) }
                                if id % 3 == 1 { try transaction.run("INSERT INTO part (item) VALUES (\(-1))") }
                            }
                            return 0
                        } catch {
                            return 1
                        }
                    }
                }
                return await group.reduce(0, +)
            }
            #expect(refused == 40)
            #expect(try await database.itemCount() == 20)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a cancelled caller's write is there as a whole or not at all`(_ kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: [itemMigration]) { database async throws in
            let tasks = (0..<50).map { id in
                Task {
                    try await database.write { transaction in
                        try transaction.run("INSERT INTO item (id) VALUES (\(id))")
                        try transaction.run("INSERT INTO part (item) VALUES (\(id))")
                    }
                }
            }
            for (id, task) in tasks.enumerated() where id % 2 == 0 { task.cancel() }
            var confirmed = 0
            for task in tasks { if case .success = await task.result { confirmed += 1 } }
            #expect(confirmed >= 25)
            let parts = try await database.read { try $0.rows("SELECT item FROM part") }.count
            #expect(try await database.itemCount() == parts)
            #expect(parts >= confirmed)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a read sees one moment`(_ kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: [itemMigration]) { database async throws in
            try await database.write { try $0.run("INSERT INTO item (id, amount) VALUES (1, 0), (2, 0)") }
            async let writing: Void = {
                for _ in 0..<50 { try await database.write { try $0.run("UPDATE item SET amount = amount + 1") } }
            }()
            for _ in 0..<50 {
                let isEven = try await database.read { transaction in
                    let first = try transaction.first("SELECT amount FROM item WHERE id = 1")?["amount"] as Int?
                    let second = try transaction.first("SELECT amount FROM item WHERE id = 2")?["amount"] as Int?
                    return first == second
                }
                #expect(isEven)
            }
            try await writing
        }
    }
}
