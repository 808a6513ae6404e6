import JirgaTestSupport
import SQLStore
import Testing

@Suite struct TableTests {
    private let migration = SQLMigration("test-tables") { dialect in
        [
            """
            CREATE TABLE owner (id \(dialect.text) NOT NULL PRIMARY KEY, note \(dialect.blob)) \(dialect.tableSuffix)
            """,
            """
            CREATE TABLE animal (
                owner_id \(dialect.text) NOT NULL REFERENCES owner (id),
                number \(dialect.integer) NOT NULL,
                weight \(dialect.real),
                mother \(dialect.integer) UNIQUE,
                PRIMARY KEY (number, owner_id)
            ) \(dialect.keyedTableSuffix)
            """,
            """
            CREATE TABLE branch (
                id \(dialect.text) NOT NULL PRIMARY KEY, grows_on \(dialect.text) REFERENCES branch (id)
            ) \(dialect.tableSuffix)
            """,
        ]
    }

    @Test(arguments: DatabaseKind.allCases)
    func `tables are described alike, each after those it refers to`(kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: [migration]) { database in
            let tables = try await database.read { try $0.tables() }
            #expect(tables.map(\.name) == ["branch", "owner", "schema_migration", "animal"])
            let animal = try #require(tables.last)
            #expect(animal.columns == ["owner_id", "number", "weight", "mother"])
            #expect(animal.key == ["number", "owner_id"])
            #expect(animal.parents == ["owner"])
            #expect(tables[0].selfReferences == ["grows_on"] && tables[0].parents.isEmpty)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `rows that are read a few at once come all, once, with every kind of value`(kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: [migration]) { database in
            let tables = try await database.read { try $0.tables() }
            let (owner, animal) = (tables[1], try #require(tables.last))
            let rows: [[SQLValue]] = (0..<100).map { number in
                [
                    .text(number.isMultiple(of: 2) ? "a" : "بز"), .integer(Int64(number / 2) - 20),
                    number.isMultiple(of: 3) ? .null : .real(Double(number) / 7), .null,
                ]
            }
            try await database.write { transaction in
                try transaction.insert(
                    [[.text("a"), .blob([0, 1, 255])], [.text("بز"), .null]], into: owner, columns: ["id", "note"])
                try transaction.insert(rows, into: animal, columns: animal.columns)
            }
            for atOnce in [1, 7, 100, 101] {
                let found = try await database.read { transaction in
                    var found: [[SQLValue]] = []
                    try transaction.forEachRow(of: animal, atOnce: atOnce) { found.append($0) }
                    return found
                }
                #expect(found.count == 100 && Set(found) == Set(rows), "\(atOnce) at once")
                let numbers = found.map { $0[1] }
                #expect(numbers == (0..<100).map { .integer(Int64($0 / 2) - 20) })
            }
            let isEmpty = try await database.read { (try $0.isEmpty(owner), try $0.isEmpty(tables[0])) }
            #expect(!isEmpty.0 && isEmpty.1)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a reference to a row that comes later can be put in afterwards`(kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: [migration]) { database in
            try await database.write { transaction in
                let branch = try transaction.tables()[0]
                try transaction.insert(
                    [[.text("twig"), .null], [.text("trunk"), .null]], into: branch, columns: ["id", "grows_on"])
                try transaction.set("grows_on", to: .text("trunk"), of: branch, key: [.text("twig")])
            }
            let found: String? = try await database.read {
                try $0.first("SELECT grows_on FROM branch WHERE id = 'twig'")?["grows_on"]
            }
            #expect(found == "trunk")
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a table whose name could be a statement is refused`(kind: DatabaseKind) async throws {
        let odd = SQLMigration("test-odd") { dialect in
            ["CREATE TABLE \"x; DROP\" (id \(dialect.integer) NOT NULL PRIMARY KEY) \(dialect.tableSuffix)"]
        }
        try await withDatabase(kind, migrations: [odd]) { database in
            let error = try await storeError { try await database.read { try $0.tables() } }
            #expect(error.code == .unexpectedRow)
        }
    }
}
