package import SQLStore

package enum JournalSchema {
    /// The step that makes the table of the logs a backup holds back, and nothing else.
    package static let restoredLogs = "journal-restored"

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
        SQLMigration(restoredLogs) { dialect in
            [
                // The logs of a database that was restored from a backup, until each was begun anew on purpose.
                """
                CREATE TABLE restored_log (
                    log_id \(dialect.text) NOT NULL PRIMARY KEY,
                    backup_made_at \(dialect.integer) NOT NULL,
                    restored_at \(dialect.integer) NOT NULL
                ) \(dialect.tableSuffix)
                """
            ]
        },
        SQLMigration("journal-erasure") { dialect in
            let text = dialect.text
            let integer = dialect.integer
            let blob = dialect.blob
            return [
                // The leaves of what was erased and is not in the log as erased yet, of several people and without a sign of
                // which are one person's. Where an earlier answer is not known any more all that it can have been are here.
                """
                CREATE TABLE erased_leaf (
                    log_id \(text) NOT NULL,
                    leaf \(blob) NOT NULL,
                    is_vote \(integer) NOT NULL CHECK (is_vote IN (0, 1)),
                    PRIMARY KEY (log_id, leaf)
                ) \(dialect.keyedTableSuffix)
                """,
                """
                CREATE TABLE waiting_erasure (
                    log_id \(text) NOT NULL PRIMARY KEY,
                    erasures \(integer) NOT NULL,
                    votes \(integer) NOT NULL,
                    others \(integer) NOT NULL,
                    since \(integer) NOT NULL
                ) \(dialect.tableSuffix)
                """,
                // What the log says of it: so many entries, and a commitment to the list of their places.
                """
                CREATE TABLE logged_erasure (
                    log_id \(text) NOT NULL,
                    salt \(blob) NOT NULL,
                    epoch \(integer) NOT NULL,
                    erasures \(integer) NOT NULL,
                    votes \(integer) NOT NULL,
                    places \(blob) NOT NULL,
                    PRIMARY KEY (log_id, salt)
                ) \(dialect.keyedTableSuffix)
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
