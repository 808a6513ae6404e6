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
        },
        SQLMigration("journal-0002") { dialect in
            let text = dialect.text
            let integer = dialect.integer
            let rows = dialect.tableSuffix
            return [
                // The name in the origins of all logs of this database and the key of its promises, fixed with the first.
                """
                CREATE TABLE log_installation (
                    id \(integer) NOT NULL PRIMARY KEY CHECK (id = 1),
                    name \(text) NOT NULL,
                    promise_key \(text) NOT NULL
                ) \(rows)
                """,
                """
                CREATE TABLE log_head (
                    log_id \(text) NOT NULL PRIMARY KEY,
                    epoch \(integer) NOT NULL,
                    size \(integer) NOT NULL,
                    frontier \(dialect.blob) NOT NULL,
                    generation \(integer) NOT NULL,
                    former_generation \(integer),
                    rotated_at \(integer),
                    signing_key \(text) NOT NULL,
                    key_since \(integer) NOT NULL,
                    votes_noticed_at \(integer),
                    signed_size \(integer) NOT NULL,
                    anchored_size \(integer) NOT NULL
                ) \(rows)
                """,
                // Up to 256 entries a row, each behind its length. Votes have no number here: where one stands is found
                // by its hash alone.
                """
                CREATE TABLE log_bundle (
                    log_id \(text) NOT NULL,
                    epoch \(integer) NOT NULL,
                    place \(integer) NOT NULL,
                    width \(integer) NOT NULL CHECK (width BETWEEN 1 AND 256),
                    entries \(dialect.blob) NOT NULL,
                    PRIMARY KEY (log_id, epoch, place)
                ) \(rows)
                """,
                // Every size a log was sealed at; the hashes of what came with it until it is signed.
                """
                CREATE TABLE log_checkpoint (
                    log_id \(text) NOT NULL,
                    epoch \(integer) NOT NULL,
                    size \(integer) NOT NULL,
                    root \(dialect.blob) NOT NULL,
                    note \(text),
                    leaves \(dialect.blob),
                    PRIMARY KEY (log_id, epoch, size)
                ) \(rows)
                """,
            ]
        },
        SQLMigration("journal-0010") { dialect in
            [
                // Public acts of a dialogue stand in its log in the order in which they were done; votes have no place.
                "ALTER TABLE outbox ADD COLUMN place \(dialect.integer)",
                "DROP INDEX outbox_by_dialogue",
                "CREATE INDEX outbox_by_place ON outbox (dialogue_id, is_blinded, place)",
            ]
        },
    ]
}
