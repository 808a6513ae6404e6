package import Convening
import Journal
import SQLStore

/// What workers ask about a dialogue.
extension FloorStore {
    /// How often a statement was answered, and how.
    package struct AnswerCounts: Sendable, Hashable {
        package var agree = 0
        package var disagree = 0
        package var pass = 0

        package var all: Int { agree + disagree + pass }
    }

    /// Statements of people who take part or spoke at an assembly, in one state, the oldest first. Those the facilitators
    /// wrote need nobody's decision.
    package func statementsOfPeople(
        in dialogue: Dialogue.ID, _ state: Statement.State, limit: Int, offset: Int
    ) throws -> [Statement] {
        try statements(
            where: "dialogue_id = \(dialogue) AND state = \(state) AND origin <> \(Statement.Origin.facilitator)",
            limit: limit, offset: offset)
    }

    package func countOfPeople(in dialogue: Dialogue.ID, _ state: Statement.State) throws -> Int {
        try transaction.first(
            """
            SELECT COUNT(*) AS n FROM statement WHERE dialogue_id = \(dialogue) AND state = \(state)
            AND origin <> \(Statement.Origin.facilitator)
            """)?["n"] ?? 0
    }

    package func statements(in dialogue: Dialogue.ID, limit: Int, offset: Int) throws -> [Statement] {
        try statements(where: "dialogue_id = \(dialogue)", limit: limit, offset: offset)
    }

    package func statementCount(in dialogue: Dialogue.ID) throws -> Int {
        try transaction.first("SELECT COUNT(*) AS n FROM statement WHERE dialogue_id = \(dialogue)")?["n"] ?? 0
    }

    /// The number of answers that count, for each statement that has any.
    package func answerCounts(of statements: [Statement.ID]) throws -> [Statement.ID: AnswerCounts] {
        var counts: [Statement.ID: AnswerCounts] = [:]
        guard !statements.isEmpty else { return counts }
        try transaction.forEachRow(
            """
            SELECT statement_id, choice, COUNT(*) FROM vote
            WHERE statement_id IN (\(list: statements)) AND choice > 0 GROUP BY statement_id, choice
            """
        ) { row in
            let id: Statement.ID = try row[0]
            let number: Int = try row[2]
            switch VoteChoice(code: try row[1]) {
            case .agree: counts[id, default: AnswerCounts()].agree = number
            case .disagree: counts[id, default: AnswerCounts()].disagree = number
            case .pass: counts[id, default: AnswerCounts()].pass = number
            case nil: break
            }
        }
        return counts
    }

    package func answerCount(in dialogue: Dialogue.ID) throws -> Int {
        try transaction.first(
            """
            SELECT COUNT(*) AS n FROM vote v JOIN statement s ON s.id = v.statement_id
            WHERE s.dialogue_id = \(dialogue) AND v.choice > 0
            """)?["n"] ?? 0
    }

    /// Decisions in a dialogue, newest first.
    package func moderations(in dialogue: Dialogue.ID, limit: Int, offset: Int) throws -> [Moderation] {
        try moderations(
            """
            WHERE statement_id IN (SELECT id FROM statement WHERE dialogue_id = \(dialogue))
            ORDER BY id DESC LIMIT \(limit) OFFSET \(offset)
            """)
    }

    package func moderationCount(in dialogue: Dialogue.ID) throws -> Int {
        try transaction.first(
            """
            SELECT COUNT(*) AS n FROM moderation
            WHERE statement_id IN (SELECT id FROM statement WHERE dialogue_id = \(dialogue))
            """)?["n"] ?? 0
    }

    /// One worker's decisions about what people stated, newest first.
    package func moderations(by worker: Worker.ID, in dialogue: Dialogue.ID, limit: Int) throws -> [Moderation] {
        try moderations(
            """
            WHERE worker_id = \(worker) AND statement_id IN (
                SELECT id FROM statement
                WHERE dialogue_id = \(dialogue) AND origin <> \(Statement.Origin.facilitator)
            ) ORDER BY id DESC LIMIT \(limit)
            """)
    }

    /// The languages in which each shown statement lacks words, counted by language.
    package func missingTranslations(in dialogue: Dialogue) throws -> [String: Int] {
        let shown = try statements(in: dialogue.id, .shown)
        let translations = Dictionary(grouping: try translations(in: dialogue.id), by: \.statement)
        var missing: [String: Int] = [:]
        for statement in shown {
            let languages = Set((translations[statement.id] ?? []).map(\.language) + [statement.language])
            for language in dialogue.languages where !languages.contains(language) {
                missing[language, default: 0] += 1
            }
        }
        return missing
    }

    /// When the last count of a dialogue was finished.
    package func latestSnapshotTime(of dialogue: Dialogue.ID) throws -> Int64? {
        try transaction.first("SELECT MAX(made_at) AS last FROM opinion_map WHERE dialogue_id = \(dialogue)")?["last"]
    }

    /// When the last count of any dialogue was finished.
    package func lastCountAt() throws -> Int64? {
        try transaction.first("SELECT MAX(made_at) AS last FROM opinion_map")?["last"]
    }
}
