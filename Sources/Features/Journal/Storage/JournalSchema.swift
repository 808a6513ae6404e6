package import SQLStore

package enum JournalSchema {
    package static let migrations = [
        SQLMigration("journal-0001") { dialect in
            [
                // What has been done and not yet been sequenced into a log. The id is pure chance, so that the order of
                // rows says nothing about the order of votes.
                """
                CREATE TABLE outbox (
                    id \(dialect.text) NOT NULL PRIMARY KEY,
                    dialogue_id \(dialect.text) NOT NULL,
                    is_blinded \(dialect.integer) NOT NULL CHECK (is_blinded IN (0, 1)),
                    entry \(dialect.blob) NOT NULL
                ) \(dialect.keyedTableSuffix)
                """,
                "CREATE INDEX outbox_by_dialogue ON outbox (dialogue_id, is_blinded)",
            ]
        }
    ]
}
