package import SQLStore

package enum ConveningSchema {
    package static let migrations = [
        SQLMigration("convening-0001") { dialect in
            let text = dialect.text
            let integer = dialect.integer
            let rows = dialect.tableSuffix
            return [
                """
                CREATE TABLE dialogue (
                    id \(text) NOT NULL PRIMARY KEY,
                    slug \(text) NOT NULL UNIQUE,
                    phase \(text) NOT NULL CHECK (phase IN ('draft', 'open', 'paused', 'closed')),
                    opens_at \(integer),
                    closes_at \(integer),
                    results_visibility \(text) NOT NULL,
                    moderation_policy \(text) NOT NULL,
                    is_simulated \(integer) NOT NULL CHECK (is_simulated IN (0, 1)),
                    made_at \(integer) NOT NULL
                ) \(rows)
                """,
                """
                CREATE TABLE dialogue_text (
                    dialogue_id \(text) NOT NULL REFERENCES dialogue (id) ON DELETE CASCADE,
                    language \(text) NOT NULL,
                    place \(integer) NOT NULL,
                    title \(text) NOT NULL,
                    question \(text) NOT NULL,
                    description \(text) NOT NULL,
                    host \(text) NOT NULL,
                    PRIMARY KEY (dialogue_id, language)
                ) \(rows)
                """,
                // What the installation must keep to itself and all its web nodes must know, such as the key of form tokens.
                """
                CREATE TABLE installation_secret (
                    name \(text) NOT NULL PRIMARY KEY,
                    value \(dialect.blob) NOT NULL
                ) \(rows)
                """,
                """
                CREATE TABLE worker (
                    id \(text) NOT NULL PRIMARY KEY,
                    name \(text) NOT NULL UNIQUE,
                    passphrase \(text),
                    made_at \(integer) NOT NULL
                ) \(rows)
                """,
                // A role in one dialogue, or with an empty dialogue_id in the installation as a whole.
                """
                CREATE TABLE worker_role (
                    worker_id \(text) NOT NULL REFERENCES worker (id) ON DELETE CASCADE,
                    dialogue_id \(text) NOT NULL,
                    role \(text) NOT NULL CHECK (role IN ('owner', 'facilitator', 'moderator', 'observer')),
                    PRIMARY KEY (worker_id, dialogue_id)
                ) \(rows)
                """,
                "CREATE INDEX worker_role_by_dialogue ON worker_role (dialogue_id)",
                """
                CREATE TABLE sign_in_link (
                    code_digest \(dialect.blob) NOT NULL PRIMARY KEY,
                    worker_id \(text) NOT NULL REFERENCES worker (id) ON DELETE CASCADE,
                    expires_at \(integer) NOT NULL
                ) \(rows)
                """,
                """
                CREATE TABLE worker_session (
                    token_digest \(dialect.blob) NOT NULL PRIMARY KEY,
                    worker_id \(text) NOT NULL REFERENCES worker (id) ON DELETE CASCADE,
                    expires_at \(integer) NOT NULL
                ) \(rows)
                """,
                """
                CREATE TABLE participant (
                    id \(text) NOT NULL PRIMARY KEY,
                    dialogue_id \(text) NOT NULL REFERENCES dialogue (id) ON DELETE CASCADE,
                    joined_at \(integer) NOT NULL
                ) \(dialect.keyedTableSuffix)
                """,
                "CREATE INDEX participant_by_dialogue ON participant (dialogue_id)",
                // Apart from the votes: whoever erases these rows has cut the votes off from the log for good.
                """
                CREATE TABLE participant_secret (
                    participant_id \(text) NOT NULL PRIMARY KEY,
                    vote_key \(dialect.blob) NOT NULL,
                    vote_tag \(dialect.blob) NOT NULL
                ) \(dialect.keyedTableSuffix)
                """,
            ]
        },
        SQLMigration("convening-publication-profile") { dialect in
            [
                "ALTER TABLE dialogue ADD COLUMN publication_profile \(dialect.text) NOT NULL DEFAULT 'standard'"
            ]
        },
        SQLMigration("convening-matrix-level") { dialect in
            ["ALTER TABLE dialogue ADD COLUMN matrix_level \(dialect.text) NOT NULL DEFAULT 'auditors'"]
        },
        SQLMigration("convening-0002") { dialect in
            let text = dialect.text
            let integer = dialect.integer
            let rows = dialect.tableSuffix
            return [
                """
                CREATE TABLE batch (
                    id \(text) NOT NULL PRIMARY KEY,
                    dialogue_id \(text) NOT NULL REFERENCES dialogue (id) ON DELETE CASCADE,
                    kind \(integer) NOT NULL CHECK (kind IN (1, 2, 3)),
                    name \(text) NOT NULL,
                    area \(text) NOT NULL,
                    codes \(integer) NOT NULL,
                    made_at \(integer) NOT NULL,
                    closed_at \(integer)
                ) \(rows)
                """,
                "CREATE INDEX batch_by_dialogue ON batch (dialogue_id)",
                // Only what a code digests to under a secret; the code itself is shown once and kept nowhere.
                """
                CREATE TABLE admission_code (
                    digest \(dialect.blob) NOT NULL PRIMARY KEY,
                    batch_id \(text) NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
                    participant_id \(text)
                ) \(dialect.keyedTableSuffix)
                """,
                "CREATE INDEX admission_code_by_batch ON admission_code (batch_id)",
                """
                CREATE TABLE admission (
                    participant_id \(text) NOT NULL PRIMARY KEY,
                    batch_id \(text) NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
                    salt \(dialect.blob) NOT NULL
                ) \(dialect.keyedTableSuffix)
                """,
                "CREATE INDEX admission_by_batch ON admission (batch_id)",
                """
                CREATE TABLE proposed_decision (
                    id \(text) NOT NULL PRIMARY KEY,
                    dialogue_id \(text) NOT NULL REFERENCES dialogue (id) ON DELETE CASCADE,
                    kind \(text) NOT NULL,
                    subject \(text) NOT NULL,
                    reason \(integer) NOT NULL,
                    proposer_id \(text) NOT NULL,
                    proposer_role \(text) NOT NULL,
                    proposed_at \(integer) NOT NULL,
                    state \(text) NOT NULL CHECK (state IN ('waiting', 'confirmed', 'dropped')),
                    decided_by \(text),
                    decided_at \(integer)
                ) \(rows)
                """,
                "CREATE INDEX proposed_decision_by_dialogue ON proposed_decision (dialogue_id, state)",
                """
                CREATE TABLE batch_exclusion (
                    batch_id \(text) NOT NULL PRIMARY KEY REFERENCES batch (id) ON DELETE CASCADE,
                    decision_id \(text) NOT NULL
                ) \(rows)
                """,
            ]
        },
        SQLMigration("convening-admission") { dialect in
            [
                "ALTER TABLE dialogue ADD COLUMN admission \(dialect.text) NOT NULL DEFAULT 'open'",
                // Whether the log says of everybody who has no admission of their own that they came by the open link.
                """
                ALTER TABLE dialogue ADD COLUMN is_link_counted \(dialect.integer) NOT NULL DEFAULT 0 \
                CHECK (is_link_counted IN (0, 1))
                """,
                // Nothing was ever written into these two. Of a code only that it was used is kept, so that nobody who knows
                // which code somebody got can find their answers here.
                "DROP TABLE admission_code",
                "DROP TABLE admission",
                """
                CREATE TABLE admission_code (
                    digest \(dialect.blob) NOT NULL PRIMARY KEY,
                    batch_id \(dialect.text) NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
                    is_used \(dialect.integer) NOT NULL DEFAULT 0 CHECK (is_used IN (0, 1))
                ) \(dialect.keyedTableSuffix)
                """,
                "CREATE INDEX admission_code_by_batch ON admission_code (batch_id)",
                // Whoever took part before they used a code came by the link as well: the log has both.
                """
                CREATE TABLE admission (
                    participant_id \(dialect.text) NOT NULL PRIMARY KEY,
                    batch_id \(dialect.text) NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
                    credential \(dialect.blob) NOT NULL,
                    came_by_link \(dialect.integer) NOT NULL CHECK (came_by_link IN (0, 1))
                ) \(dialect.keyedTableSuffix)
                """,
                "CREATE INDEX admission_by_batch ON admission (batch_id)",
            ]
        },
        SQLMigration("convening-sessions") { dialect in
            [
                // Those from before say neither when they began nor when they were used.
                "DELETE FROM worker_session",
                "ALTER TABLE worker_session ADD COLUMN id \(dialect.text) NOT NULL DEFAULT ''",
                "ALTER TABLE worker_session ADD COLUMN opened_at \(dialect.integer) NOT NULL DEFAULT 0",
                "ALTER TABLE worker_session ADD COLUMN seen_hour \(dialect.integer) NOT NULL DEFAULT 0",
                "ALTER TABLE worker_session ADD COLUMN proved_at \(dialect.integer) NOT NULL DEFAULT 0",
                "CREATE INDEX worker_session_by_worker ON worker_session (worker_id)",
            ]
        },
        // How many who came by the link have themselves forgotten: the log still has an entry of each.
        SQLMigration("convening-erased-by-link") { dialect in
            [
                "ALTER TABLE dialogue ADD COLUMN erased_by_link \(dialect.integer) NOT NULL DEFAULT 0"
            ]
        },
        // In what capacity the second person decided; those who decided before had none noted.
        SQLMigration("convening-decider-role") { dialect in
            [
                "ALTER TABLE proposed_decision ADD COLUMN decider_role \(dialect.text)"
            ]
        },
    ]
}
