package import Convening
import FoundationEssentials
import Journal
package import OpinionAnalysis
package import SQLStore

/// Counts a dialogue: reads the votes, lets the engine find the groups, and keeps the result.
///
/// The engine works between two transactions, so nobody who votes has to wait for it.
package struct CountVotes: Sendable {
    package var dialogue: Dialogue.ID
    package var parameters = OpinionMap.Parameters()
    package var seed: UInt64 = 0

    package init(in dialogue: Dialogue.ID) {
        self.dialogue = dialogue
    }

    /// - Parameters:
    ///   - time: asked again when the work is done.
    ///   - isCancelled: asked now and then; where it says yes the count is dropped.
    /// - Returns: the new snapshot; nil when there is no such dialogue or nobody has voted.
    package func perform(
        on database: SQLDatabase, at time: @Sendable () -> Int64,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) async throws -> OpinionMapSnapshot? {
        let dialogue = dialogue
        let start = time()
        let input = try await database.read { transaction -> (FloorVotes, isFinal: Bool)? in
            guard let opening = try ConveningStore(transaction).opening(of: dialogue) else { return nil }
            // A vote that was in time may still be on its way to the disk for a moment.
            return (try FloorStore(transaction).floorVotes(in: dialogue), opening.isClosed(at: start - 5_000))
        }
        guard let (votes, isFinal) = input, !votes.votes.isEmpty else { return nil }
        let map = try OpinionMap.fit(votes.matrix(), parameters: parameters, seed: seed, isCancelled: isCancelled)

        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let json = String(decoding: try encoder.encode(map), as: UTF8.self)
        let madeAt = time()
        var generator = SystemRandomNumberGenerator()
        let snapshot = OpinionMapSnapshot(
            id: OpinionMapSnapshot.ID(at: madeAt, using: &generator), dialogue: dialogue, madeAt: madeAt,
            isFinal: isFinal, method: parameters.method.rawValue, seed: seed, engine: OpinionMap.engineVersion,
            inputDigest: votes.digest, mapDigest: digest(of: json), map: map)
        let past = PastCount(of: votes.view(of: map, salt: dialogue.rawValue), at: madeAt)
        try await database.write { transaction in
            let store = FloorStore(transaction)
            guard try !store.hasFinalSnapshot(of: dialogue) else { return }
            try store.replaceSnapshot(with: snapshot, json: json)
            try store.note(past, of: dialogue)
            guard isFinal else { return }
            var generator = SystemRandomNumberGenerator()
            try JournalStore(transaction).append(
                .result(
                    digest: snapshot.mapDigest, input: snapshot.inputDigest,
                    algorithm: "jirga/\(snapshot.engine) \(snapshot.method)"),
                in: dialogue.bytes, at: madeAt, using: &generator)
        }
        return snapshot
    }
}
