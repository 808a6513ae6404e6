/// One step in the history of a schema. Steps are only ever added; one that has shipped is never changed.
package struct SQLMigration: Sendable {
    /// For example `floor-0001`: the feature, then a number. Kept in the database once the step has been taken.
    package let id: String
    package let statements: @Sendable (SQLDialect) -> [SQLQuery]

    package init(_ id: String, _ statements: @escaping @Sendable (SQLDialect) -> [SQLQuery]) {
        self.id = id
        self.statements = statements
    }
}

extension SQLDatabase {
    /// Takes the steps this database has not taken yet, in the order given, all in one transaction.
    /// Programs that start at the same moment take turns.
    ///
    /// - Parameter time: milliseconds since 1970, noted beside each step.
    /// - Returns: the ids of the steps taken now.
    /// - Throws: ``SQLStoreError`` with ``SQLStoreError/Code/newerSchema``, and the database untouched, when it has taken a
    ///   step this program does not know.
    @discardableResult
    package func migrate(_ migrations: [SQLMigration], at time: Int64) async throws -> [String] {
        let dialect = dialect
        return try await writeAlone { transaction in
            try transaction.run(
                """
                CREATE TABLE IF NOT EXISTS schema_migration (
                    id \(dialect.text) NOT NULL PRIMARY KEY,
                    taken_at \(dialect.integer) NOT NULL
                ) \(dialect.tableSuffix)
                """)
            let taken = try Set(transaction.rows("SELECT id FROM schema_migration").map { try $0["id"] as String })
            let unknown = taken.subtracting(migrations.map(\.id)).sorted()
            guard unknown.isEmpty else {
                throw SQLStoreError(
                    .newerSchema,
                    "this database was changed by a newer version (\(unknown.joined(separator: ", "))); "
                        + "run that version, or restore a backup made before it")
            }
            var takenNow: [String] = []
            for migration in migrations where !taken.contains(migration.id) {
                for statement in migration.statements(dialect) {
                    try transaction.run(statement)
                }
                try transaction.run(
                    "INSERT INTO schema_migration (id, taken_at) VALUES (\(migration.id), \(time))")
                takenNow.append(migration.id)
            }
            return takenNow
        }
    }
}
