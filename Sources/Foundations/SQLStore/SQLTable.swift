/// A table as the database describes it, for what must reach all of them: a copy, or a report of what is kept.
package struct SQLTable: Sendable, Hashable {
    package let name: String
    /// In the order in which they were added.
    package let columns: [String]
    /// The columns of the primary key, in its order.
    package let key: [String]
    /// The tables its rows refer to, without itself.
    package let parents: Set<String>
    /// The columns whose values refer to rows of the same table.
    package let selfReferences: Set<String>
}

/// One column of one table, or one of its references, while the description is read.
private struct Described {
    var columns: [(name: String, keyPlace: Int)] = []
    var parents: Set<String> = []
    var selfReferences: Set<String> = []
}

extension SQLTransaction {
    /// All tables of this database, each after those its rows refer to, otherwise by name.
    ///
    /// - Throws: ``SQLStoreError`` with ``SQLStoreError/Code/unexpectedRow`` for a name no table of ours has.
    package func tables() throws -> [SQLTable] {
        var described: [String: Described] = [:]
        try forEachRow(dialect.columnList) { row in
            let column = try (name: row["column_name"] as String, keyPlace: row["key_place"] as Int)
            described[try row["table_name"], default: Described()].columns.append(column)
        }
        try forEachRow(dialect.referenceList) { row in
            let (child, parent): (String, String) = (try row["child_name"], try row["parent_name"])
            if child == parent {
                described[child]?.selfReferences.insert(try row["column_name"])
            } else {
                described[child]?.parents.insert(parent)
            }
        }
        var left = try described.sorted { $0.key < $1.key }.map { name, table in
            _ = try SQLFragment(identifier: name)
            return SQLTable(
                name: name, columns: table.columns.map(\.name),
                key: table.columns.filter { $0.keyPlace > 0 }.sorted { $0.keyPlace < $1.keyPlace }.map(\.name),
                parents: table.parents, selfReferences: table.selfReferences)
        }
        var ordered: [SQLTable] = []
        var known: Set<String> = []
        while !left.isEmpty {
            let ready = left.filter { known.isSuperset(of: $0.parents) }
            guard !ready.isEmpty else {
                throw SQLStoreError(.unexpectedRow, "tables of this database refer to each other in a circle")
            }
            ordered += ready
            known.formUnion(ready.map(\.name))
            left.removeAll { known.contains($0.name) }
        }
        return ordered
    }

    /// Hands over all rows of a table in the order of its key, their values in the order of `columns`. Only so many are read
    /// at once, on both databases.
    package func forEachRow(of table: SQLTable, atOnce count: Int = 500, _ body: ([SQLValue]) throws -> Void) throws {
        guard !table.key.isEmpty else {
            throw SQLStoreError(.invalidStatement, "the table \(table.name) has no key to read it by")
        }
        let name = try SQLFragment(identifier: table.name)
        let columns = try SQLFragment(identifiers: table.columns)
        let key = try SQLFragment(identifiers: table.key)
        let places = table.key.compactMap(table.columns.firstIndex(of:))
        var last: [SQLValue]?
        while true {
            let after: SQLQuery = last.map { "WHERE (\(key)) > (\(values: $0))" } ?? ""
            var read = 0
            try forEachRow("SELECT \(columns) FROM \(name) \(after) ORDER BY \(key) LIMIT \(count)") { row in
                read += 1
                last = places.map { row.values[$0] }
                try body(row.values)
            }
            guard read == count else { return }
        }
    }

    /// Writes rows into a table; each has a value for each of the columns.
    package func insert(_ rows: [[SQLValue]], into table: SQLTable, columns: [String]) throws {
        guard !rows.isEmpty else { return }
        var query = SQLQuery.StringInterpolation(literalCapacity: 0, interpolationCount: rows.count * columns.count)
        query.appendLiteral("INSERT INTO ")
        query.appendInterpolation(try SQLFragment(identifier: table.name))
        query.appendLiteral(" (")
        query.appendInterpolation(try SQLFragment(identifiers: columns))
        query.appendLiteral(") VALUES ")
        for (place, row) in rows.enumerated() {
            guard row.count == columns.count else {
                throw SQLStoreError(.invalidStatement, "a row has not as many values as the table \(table.name)")
            }
            query.appendLiteral(place == 0 ? "(" : ", (")
            query.appendInterpolation(values: row)
            query.appendLiteral(")")
        }
        try run(SQLQuery(stringInterpolation: query))
    }

    /// Sets one column of the row with a key.
    package func set(_ column: String, to value: SQLValue, of table: SQLTable, key: [SQLValue]) throws {
        let keys = try SQLFragment(identifiers: table.key)
        try run(
            """
            UPDATE \(try SQLFragment(identifier: table.name)) SET \(try SQLFragment(identifier: column)) = \
            \(values: [value]) WHERE (\(keys)) = (\(values: key))
            """)
    }

    /// Whether a table has no row.
    package func isEmpty(_ table: SQLTable) throws -> Bool {
        try first("SELECT 1 AS one FROM \(try SQLFragment(identifier: table.name)) LIMIT 1") == nil
    }
}

extension SQLFragment {
    /// The name of a table or column. Only names as ours are let through, so that nothing else ever becomes a statement.
    fileprivate init(identifier name: String) throws {
        let isName =
            (1...63).contains(name.utf8.count) && name.utf8.first.map { (0x61...0x7A).contains($0) } ?? false
            && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
        guard isName else { throw SQLStoreError(.unexpectedRow, "the database has a table or column that is not ours") }
        self.init(trusted: "\"\(name)\"")
    }

    fileprivate init(identifiers names: [String]) throws {
        self.init(trusted: try names.map { try SQLFragment(identifier: $0).text }.joined(separator: ", "))
    }
}

extension SQLDialect {
    fileprivate var columnList: SQLQuery {
        switch self {
        case .sqlite:
            """
            SELECT m.name AS table_name, c.name AS column_name, c.pk AS key_place
            FROM sqlite_master m JOIN pragma_table_info(m.name) c
            WHERE m.type = 'table' AND substr(m.name, 1, 7) <> 'sqlite_' ORDER BY m.name, c.cid
            """
        case .postgres:
            """
            SELECT c.relname AS table_name, a.attname AS column_name,
                COALESCE(array_position(k.conkey, a.attnum), 0) AS key_place
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
            WHERE n.nspname = current_schema() AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY c.relname, a.attnum
            """
        }
    }

    fileprivate var referenceList: SQLQuery {
        switch self {
        case .sqlite:
            """
            SELECT m.name AS child_name, f."table" AS parent_name, f."from" AS column_name
            FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
            """
        case .postgres:
            """
            SELECT c.relname AS child_name, p.relname AS parent_name, a.attname AS column_name
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid
                JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
            WHERE k.contype = 'f' AND n.nspname = current_schema()
            """
        }
    }
}
