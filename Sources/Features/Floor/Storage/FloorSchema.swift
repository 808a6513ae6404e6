package import SQLStore

package enum FloorSchema {
    package static let migrations = [
        SQLMigration("floor-0001") { dialect in
            let text = dialect.text
            let integer = dialect.integer
            return [
                """
                CREATE TABLE statement (
                    id \(text) NOT NULL PRIMARY KEY,
                    dialogue_id \(text) NOT NULL REFERENCES dialogue (id) ON DELETE CASCADE,
                    number \(integer) NOT NULL CHECK (number >= 0),
                    origin \(text) NOT NULL CHECK (origin IN ('facilitator', 'participant', 'field')),
                    language \(text) NOT NULL,
                    text \(text) NOT NULL,
                    salt \(dialect.blob) NOT NULL,
                    state \(text) NOT NULL CHECK (state IN ('waiting', 'shown', 'hidden')),
                    author_id \(text),
                    tracking_code \(text) UNIQUE,
                    submission_key \(text) UNIQUE,
                    joined_to \(text) REFERENCES statement (id),
                    is_meta \(integer) NOT NULL CHECK (is_meta IN (0, 1)),
                    made_at \(integer) NOT NULL,
                    UNIQUE (dialogue_id, number)
                ) \(dialect.tableSuffix)
                """,
                "CREATE INDEX statement_by_state ON statement (dialogue_id, state, number)",
                """
                CREATE TABLE statement_translation (
                    statement_id \(text) NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
                    language \(text) NOT NULL,
                    text \(text) NOT NULL,
                    salt \(dialect.blob) NOT NULL,
                    worker_id \(text),
                    made_at \(integer) NOT NULL,
                    PRIMARY KEY (statement_id, language)
                ) \(dialect.tableSuffix)
                """,
                """
                CREATE TABLE moderation (
                    id \(text) NOT NULL PRIMARY KEY,
                    statement_id \(text) NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
                    action \(text) NOT NULL CHECK (action IN ('show', 'hide', 'join', 'reconsider')),
                    reason \(text),
                    worker_id \(text),
                    decided_at \(integer) NOT NULL
                ) \(dialect.tableSuffix)
                """,
                "CREATE INDEX moderation_by_statement ON moderation (statement_id, id)",
                // choice: 0 withdrawn, 1 agree, 2 disagree, 3 pass. The time is rounded down to ten minutes.
                """
                CREATE TABLE vote (
                    statement_id \(text) NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
                    participant_id \(text) NOT NULL REFERENCES participant (id) ON DELETE CASCADE,
                    choice \(integer) NOT NULL CHECK (choice BETWEEN 0 AND 3),
                    revision \(integer) NOT NULL CHECK (revision > 0),
                    cast_at \(integer) NOT NULL,
                    PRIMARY KEY (participant_id, statement_id)
                ) \(dialect.keyedTableSuffix)
                """,
                "CREATE INDEX vote_by_statement ON vote (statement_id)",
                """
                CREATE TABLE not_understood (
                    statement_id \(text) NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
                    participant_id \(text) NOT NULL REFERENCES participant (id) ON DELETE CASCADE,
                    is_raised \(integer) NOT NULL CHECK (is_raised IN (0, 1)),
                    revision \(integer) NOT NULL CHECK (revision > 0),
                    PRIMARY KEY (participant_id, statement_id)
                ) \(dialect.keyedTableSuffix)
                """,
                "CREATE INDEX not_understood_by_statement ON not_understood (statement_id)",
                """
                CREATE TABLE opinion_map (
                    id \(text) NOT NULL PRIMARY KEY,
                    dialogue_id \(text) NOT NULL REFERENCES dialogue (id) ON DELETE CASCADE,
                    made_at \(integer) NOT NULL,
                    is_final \(integer) NOT NULL CHECK (is_final IN (0, 1)),
                    method \(text) NOT NULL,
                    seed \(integer) NOT NULL,
                    engine \(text) NOT NULL,
                    input_digest \(dialect.blob) NOT NULL,
                    map_digest \(dialect.blob) NOT NULL,
                    map \(text) NOT NULL
                ) \(dialect.tableSuffix)
                """,
                "CREATE INDEX opinion_map_by_dialogue ON opinion_map (dialogue_id, id)",
            ]
        },
        SQLMigration("floor-0002") { dialect in
            let integer = dialect.integer
            return [
                // What each count said, thinned out with time. agreement_of_halves is in thousandths.
                """
                CREATE TABLE past_count (
                    dialogue_id \(dialect.text) NOT NULL REFERENCES dialogue (id) ON DELETE CASCADE,
                    counted_at \(integer) NOT NULL,
                    people \(integer) NOT NULL,
                    answers \(integer) NOT NULL,
                    groups_found \(integer),
                    agreement_of_halves \(integer),
                    shared \(integer) NOT NULL,
                    dividing \(integer) NOT NULL,
                    headlines \(dialect.text) NOT NULL,
                    PRIMARY KEY (dialogue_id, counted_at)
                ) \(dialect.keyedTableSuffix)
                """
            ]
        },
        // So that the votes of the last minutes are found without reading the others.
        SQLMigration("floor-0003") { _ in
            [
                "CREATE INDEX vote_by_statement_and_time ON vote (statement_id, cast_at)",
                "DROP INDEX vote_by_statement",
            ]
        },
        // Those who do not want to be shown their answers again, so that nobody can make them show them.
        SQLMigration("floor-0010") { dialect in
            [
                """
                CREATE TABLE hidden_answers (
                    participant_id \(dialect.text) NOT NULL PRIMARY KEY
                        REFERENCES participant (id) ON DELETE CASCADE
                ) \(dialect.keyedTableSuffix)
                """
            ]
        },
        // What is published of each dialogue: the counts as everybody sees them, of the map they came with.
        SQLMigration("floor-0020") { dialect in
            let integer = dialect.integer
            return [
                """
                CREATE TABLE publication (
                    dialogue_id \(dialect.text) NOT NULL PRIMARY KEY REFERENCES dialogue (id) ON DELETE CASCADE,
                    map_id \(dialect.text) NOT NULL,
                    made_at \(integer) NOT NULL,
                    is_continued \(integer) NOT NULL CHECK (is_continued IN (0, 1)),
                    people \(integer),
                    counts \(dialect.text) NOT NULL
                ) \(dialect.tableSuffix)
                """
            ]
        },
        // What the last count found by the way people were admitted.
        SQLMigration("floor-admission-count") { dialect in
            [
                """
                CREATE TABLE admission_count (
                    dialogue_id \(dialect.text) NOT NULL PRIMARY KEY REFERENCES dialogue (id) ON DELETE CASCADE,
                    counts \(dialect.text) NOT NULL
                ) \(dialect.tableSuffix)
                """
            ]
        },
        // By whom the words of a statement were erased, its author or an order; empty words and salts stay.
        SQLMigration("floor-erasure") { dialect in
            ["ALTER TABLE statement ADD COLUMN erased_by \(dialect.text)"]
        },
    ]
}
