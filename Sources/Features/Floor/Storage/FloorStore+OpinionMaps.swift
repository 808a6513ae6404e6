package import Convening
import FoundationEssentials
import Journal
import OpinionAnalysis
import SQLStore

extension FloorStore {
    /// The last finished count.
    package func latestSnapshot(of dialogue: Dialogue.ID) throws -> OpinionMapSnapshot? {
        try transaction.first(
            "SELECT * FROM opinion_map WHERE dialogue_id = \(dialogue) ORDER BY id DESC LIMIT 1"
        ).map { row in
            let json: String = try row["map"]
            let map: OpinionMap
            do {
                map = try JSONDecoder().decode(OpinionMap.self, from: Data(json.utf8))
            } catch {
                throw SQLStoreError(.unexpectedRow, "a stored opinion map can't be read: \(error)")
            }
            return OpinionMapSnapshot(
                id: try row["id"], dialogue: try row["dialogue_id"], madeAt: try row["made_at"],
                isFinal: try row["is_final"] == 1, method: try row["method"],
                seed: UInt64(bitPattern: try row["seed"]), engine: try row["engine"],
                inputDigest: try row["input_digest"], mapDigest: try row["map_digest"], map: map)
        }
    }

    /// The id of the last finished count, to see whether the one at hand is still it.
    package func latestSnapshotID(of dialogue: Dialogue.ID) throws -> OpinionMapSnapshot.ID? {
        try latestSnapshotMark(of: dialogue)?.id
    }

    /// The id of the last count that was kept, and whether it was the final one.
    func latestSnapshotMark(of dialogue: Dialogue.ID) throws -> (id: OpinionMapSnapshot.ID, isFinal: Bool)? {
        try transaction.first(
            "SELECT id, is_final FROM opinion_map WHERE dialogue_id = \(dialogue) ORDER BY id DESC LIMIT 1"
        ).map { (id: try $0["id"], isFinal: try $0["is_final"] == 1) }
    }

    /// Whether the last finished count was the final one.
    package func hasFinalSnapshot(of dialogue: Dialogue.ID) throws -> Bool {
        try transaction.first(
            "SELECT id FROM opinion_map WHERE dialogue_id = \(dialogue) AND is_final = 1") != nil
    }

    package func floorVotes(in dialogue: Dialogue.ID, castBefore time: Int64 = .max) throws -> FloorVotes {
        var rows: [(Participant.ID, Statement.ID, VoteChoice)] = []
        try forEachVote(in: dialogue, castBefore: time) { rows.append(($0, $1, $2)) }
        return FloorVotes(statements: try statements(in: dialogue), votes: rows)
    }

    /// Removes every count that is not final.
    func removeSnapshots(of dialogue: Dialogue.ID) throws {
        try transaction.run("DELETE FROM opinion_map WHERE dialogue_id = \(dialogue) AND is_final = 0")
    }

    /// Puts a new count in the place of the ones before it. A final one stays for ever.
    func replaceSnapshot(with snapshot: OpinionMapSnapshot, json: String) throws {
        try removeSnapshots(of: snapshot.dialogue)
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
