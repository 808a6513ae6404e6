package import Convening
import FoundationEssentials
import Journal
import OpinionAnalysis
import Publication
import SQLStore

extension FloorStore {
    /// The count that was published last, with its exact numbers.
    package func latestSnapshot(of dialogue: Dialogue.ID) throws -> OpinionMapSnapshot? {
        try transaction.first(
            """
            SELECT m.*, p.is_continued FROM opinion_map m LEFT JOIN publication p ON p.map_id = m.id
            WHERE m.dialogue_id = \(dialogue) ORDER BY m.id DESC LIMIT 1
            """
        ).map { row in
            let json: String = try row["map"]
            let map: OpinionMap
            do {
                map = try JSONDecoder().decode(OpinionMap.self, from: Data(json.utf8))
            } catch {
                throw SQLStoreError(.unexpectedRow, "a stored opinion map can't be read: \(error)")
            }
            let isContinued: Int64? = try row["is_continued"]
            return OpinionMapSnapshot(
                id: try row["id"], dialogue: try row["dialogue_id"], madeAt: try row["made_at"],
                isFinal: try row["is_final"] == 1, isContinued: isContinued == 1, method: try row["method"],
                seed: UInt64(bitPattern: try row["seed"]), engine: try row["engine"],
                inputDigest: try row["input_digest"], mapDigest: try row["map_digest"], map: map)
        }
    }

    /// What everybody sees of a dialogue; nil before its first publication.
    package func latestPublication(of dialogue: Dialogue, shown: Set<Int>) throws -> PublishedSnapshot? {
        guard let snapshot = try latestSnapshot(of: dialogue.id) else { return nil }
        let rules = dialogue.publicationProfile.rules
        let counts = try storedCounts(of: snapshot.id) ?? snapshot.published(by: rules, shown: shown)
        return PublishedSnapshot(snapshot, counts: counts.tightened(to: rules))
    }

    /// The counts that were published last, without their map.
    func lastCounts(
        of dialogue: Dialogue, shown: Set<Int>
    ) throws -> (counts: PublishedCounts, map: OpinionMapSnapshot.ID)? {
        guard let id = try latestSnapshotID(of: dialogue.id) else { return nil }
        if let counts = try storedCounts(of: id) { return (counts, id) }
        return try latestPublication(of: dialogue, shown: shown).map { ($0.counts, id) }
    }

    /// Nil for a count that was kept before there were publications.
    private func storedCounts(of map: OpinionMapSnapshot.ID) throws -> PublishedCounts? {
        try transaction.first("SELECT counts FROM publication WHERE map_id = \(map)").map { row in
            let json: String = try row["counts"]
            do {
                return try JSONDecoder().decode(PublishedCounts.self, from: Data(json.utf8))
            } catch {
                throw SQLStoreError(.unexpectedRow, "stored counts can't be read: \(error)")
            }
        }
    }

    /// How many people answered, as far as it is published, by dialogue.
    package func publishedPeople() throws -> [Dialogue.ID: Int] {
        var people: [Dialogue.ID: Int] = [:]
        try transaction.forEachRow("SELECT dialogue_id, people FROM publication WHERE people IS NOT NULL") { row in
            people[try row[0]] = try row[1]
        }
        return people
    }

    /// The id of the count that was published last, to see whether the one at hand is still it.
    package func latestSnapshotID(of dialogue: Dialogue.ID) throws -> OpinionMapSnapshot.ID? {
        try transaction.first(
            "SELECT id FROM opinion_map WHERE dialogue_id = \(dialogue) ORDER BY id DESC LIMIT 1"
        )?["id"]
    }

    /// Whether the last published count was the final one.
    package func hasFinalSnapshot(of dialogue: Dialogue.ID) throws -> Bool {
        try transaction.first(
            "SELECT id FROM opinion_map WHERE dialogue_id = \(dialogue) AND is_final = 1") != nil
    }

    package func floorVotes(in dialogue: Dialogue.ID, castBefore time: Int64 = .max) throws -> FloorVotes {
        var rows: [(Participant.ID, Statement.ID, VoteChoice)] = []
        try forEachVote(in: dialogue, castBefore: time) { rows.append(($0, $1, $2)) }
        return FloorVotes(statements: try statements(in: dialogue), votes: rows)
    }

    /// Takes back what was published where too few are left whose votes count. A final publication stays for ever.
    func takeBackPublication(of dialogue: Dialogue.ID) throws {
        guard try !hasFinalSnapshot(of: dialogue) else { return }
        try transaction.run("DELETE FROM publication WHERE dialogue_id = \(dialogue)")
        try transaction.run("DELETE FROM opinion_map WHERE dialogue_id = \(dialogue)")
    }

    /// Puts a new publication in the place of the ones before it. A final one stays for ever.
    ///
    /// - Parameter json: the stored form of the map.
    func publish(_ counts: PublishedCounts, of snapshot: OpinionMapSnapshot, json: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(counts), as: UTF8.self)
        let isContinued = snapshot.isContinued ? 1 : 0
        try transaction.run(
            """
            INSERT INTO publication (dialogue_id, map_id, made_at, is_continued, people, counts)
            VALUES (\(snapshot.dialogue), \(snapshot.id), \(counts.madeAt), \(isContinued), \(counts.people), \(text))
            ON CONFLICT (dialogue_id) DO UPDATE
            SET map_id = excluded.map_id, made_at = excluded.made_at, is_continued = excluded.is_continued,
                people = excluded.people, counts = excluded.counts
            """)
        try transaction.run(
            "DELETE FROM opinion_map WHERE dialogue_id = \(snapshot.dialogue) AND is_final = 0")
        try transaction.run(
            """
            INSERT INTO opinion_map (id, dialogue_id, made_at, is_final, method, seed, engine, input_digest, \
            map_digest, map)
            VALUES (\(snapshot.id), \(snapshot.dialogue), \(snapshot.madeAt), \(snapshot.isFinal ? 1 : 0), \
            \(snapshot.method), \(Int64(bitPattern: snapshot.seed)), \(snapshot.engine), \(snapshot.inputDigest), \
            \(snapshot.mapDigest), \(json))
            """)
    }
}
