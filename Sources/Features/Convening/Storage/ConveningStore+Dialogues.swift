import Journal
import Publication
import SQLStore

extension ConveningStore {
    package func dialogue(_ id: Dialogue.ID) throws -> Dialogue? {
        try dialogues(where: "id = \(id)").first
    }

    package func dialogue(slug: String) throws -> Dialogue? {
        try dialogues(where: "slug = \(slug)").first
    }

    /// Just what decides whether people may vote now, for the path every vote takes.
    package func opening(of id: Dialogue.ID) throws -> Dialogue.Opening? {
        try openingAndEntrance(of: id)?.opening
    }

    /// The same, with what decides whether somebody new may come in.
    package func openingAndEntrance(
        of id: Dialogue.ID
    ) throws -> (opening: Dialogue.Opening, entrance: Dialogue.Entrance)? {
        try transaction.first(
            "SELECT phase, opens_at, closes_at, admission, is_link_counted FROM dialogue WHERE id = \(id)"
        ).map {
            (
                Dialogue.Opening(phase: try $0["phase"], opensAt: try $0["opens_at"], closesAt: try $0["closes_at"]),
                Dialogue.Entrance(admission: try $0["admission"], isLinkCounted: try $0["is_link_counted"] == 1)
            )
        }
    }

    /// All dialogues: the ones that close soonest first, then those without a closing time, newest first.
    package func dialogues() throws -> [Dialogue] {
        try dialogues(where: "1 = 1")
    }

    private func dialogues(where condition: SQLQuery) throws -> [Dialogue] {
        let rows = try transaction.rows(
            """
            SELECT * FROM dialogue WHERE \(condition)
            ORDER BY CASE WHEN closes_at IS NULL THEN 1 ELSE 0 END, closes_at, id DESC
            """)
        guard !rows.isEmpty else { return [] }
        let ids = try rows.map { try $0["id"] as Dialogue.ID }
        var texts: [Dialogue.ID: [Dialogue.Texts]] = [:]
        try transaction.forEachRow(
            "SELECT * FROM dialogue_text WHERE dialogue_id IN (\(list: ids)) ORDER BY dialogue_id, place"
        ) { row in
            try texts[row["dialogue_id"], default: []].append(
                Dialogue.Texts(
                    language: row["language"], title: row["title"], question: row["question"],
                    description: row["description"], host: row["host"]))
        }
        return try zip(ids, rows).map { id, row in
            guard let texts = texts[id] else {
                throw SQLStoreError(.unexpectedRow, "a dialogue has no text in any language")
            }
            var dialogue = Dialogue(
                id: id, slug: try row["slug"], texts: texts, phase: try row["phase"], opensAt: try row["opens_at"],
                closesAt: try row["closes_at"], resultsVisibility: try row["results_visibility"],
                moderationPolicy: try row["moderation_policy"],
                publicationProfile: try row["publication_profile"], admission: try row["admission"],
                isSimulated: try row["is_simulated"] == 1, madeAt: try row["made_at"])
            dialogue.matrixLevel = try row["matrix_level"]
            return dialogue
        }
    }

    func insert(_ dialogue: Dialogue) throws {
        try transaction.run(
            """
            INSERT INTO dialogue (id, slug, phase, opens_at, closes_at, results_visibility, moderation_policy, \
            publication_profile, admission, matrix_level, is_simulated, made_at)
            VALUES (\(dialogue.id), \(dialogue.slug), \(dialogue.phase), \(dialogue.opensAt), \(dialogue.closesAt), \
            \(dialogue.resultsVisibility), \(dialogue.moderationPolicy), \
            \(dialogue.publicationProfile), \(dialogue.admission), \(dialogue.matrixLevel), \
            \(dialogue.isSimulated ? 1 : 0), \
            \(dialogue.madeAt))
            """)
        try replaceTexts(of: dialogue)
    }

    func update(_ dialogue: Dialogue) throws {
        try transaction.run(
            """
            UPDATE dialogue SET slug = \(dialogue.slug), phase = \(dialogue.phase), opens_at = \(dialogue.opensAt), \
            closes_at = \(dialogue.closesAt), results_visibility = \(dialogue.resultsVisibility), \
            moderation_policy = \(dialogue.moderationPolicy), \
            publication_profile = \(dialogue.publicationProfile), admission = \(dialogue.admission), \
            matrix_level = \(dialogue.matrixLevel) WHERE id = \(dialogue.id)
            """)
        try replaceTexts(of: dialogue)
    }

    private func replaceTexts(of dialogue: Dialogue) throws {
        try transaction.run("DELETE FROM dialogue_text WHERE dialogue_id = \(dialogue.id)")
        for (place, texts) in dialogue.texts.enumerated() {
            try transaction.run(
                """
                INSERT INTO dialogue_text (dialogue_id, language, place, title, question, description, host)
                VALUES (\(dialogue.id), \(texts.language), \(place), \(texts.title), \(texts.question), \
                \(texts.description), \(texts.host))
                """)
        }
    }
}
