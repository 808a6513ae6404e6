package import Convening
import DialogueLog
import FoundationEssentials
import Journal
package import OpinionAnalysis
import Publication
package import SQLStore

/// Counts a dialogue from nothing: reads the votes, lets the engine find the groups, and keeps the result.
///
/// The engine works between two transactions, so nobody who votes has to wait for it.
package struct CountVotes: Sendable {
    package var dialogue: Dialogue.ID
    package var parameters = OpinionMap.Parameters()
    package var seed: UInt64 = 0
    /// Whether a count is final only once every vote it counts is in the log. Where no log is sealed nobody could wait.
    package var waitsForSealing = false

    /// How long after closing, in milliseconds, a vote that was in time may still be on its way to the disk.
    static let graceForVotes: Int64 = 5_000

    package init(in dialogue: Dialogue.ID) {
        self.dialogue = dialogue
    }

    /// What a count leaves: the snapshot that was kept, and what it takes to go on from it.
    package struct Made: Sendable {
        package let snapshot: OpinionMapSnapshot
        package let count: OpinionCount
        package let votes: LiveVotes
        /// How many had joined the dialogue when the votes were read, whether or not they have voted.
        package let participants: Int
        /// How many people and texts had been erased by then.
        package let erasures: Int
    }

    private struct Input: Sendable {
        let votes: LiveVotes
        let participants: Int
        let erasures: Int
        let isFinal: Bool
        /// The end of the log at that moment, where no vote waited to be sealed.
        let sealed: SealedRoot?
    }

    /// - Parameters:
    ///   - time: asked again when the work is done.
    ///   - isCancelled: asked now and then; where it says yes the count is dropped.
    /// - Returns: the new snapshot; nil when there is no such dialogue or nobody has voted.
    package func perform(
        on database: SQLDatabase, at time: @Sendable () -> Int64,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) async throws -> OpinionMapSnapshot? {
        try await made(on: database, at: time, isCancelled: isCancelled)?.snapshot
    }

    /// The same, with what it takes to go on from the count.
    package func made(
        on database: SQLDatabase, at time: @Sendable () -> Int64,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) async throws -> Made? {
        let dialogue = dialogue
        let waitsForSealing = waitsForSealing
        let start = time()
        let input = try await database.read { transaction -> Input? in
            guard let opening = try ConveningStore(transaction).opening(of: dialogue) else { return nil }
            let store = FloorStore(transaction)
            let log = LogID(dialogue: dialogue.bytes)
            let sealed = try LogStore(transaction).rootWithoutWaitingVotes(of: log)
            return Input(
                votes: try store.liveVotes(in: dialogue), participants: try store.participantCount(in: dialogue),
                erasures: try LogStore(transaction).erasureCount(of: log),
                isFinal: opening.isClosed(at: start - Self.graceForVotes) && (sealed != nil || !waitsForSealing),
                sealed: sealed)
        }
        guard let input else { return nil }
        guard input.votes.matrix.voteCount > 0 else {
            // Whoever had voted was erased; what the last count says of them goes as well.
            if input.erasures > 0 { try await database.write { try FloorStore($0).removeSnapshots(of: dialogue) } }
            return nil
        }
        let count = try OpinionCount.made(
            of: input.votes.matrix, parameters: parameters, seed: seed, isCancelled: isCancelled)
        let snapshot = try await keep(
            count.map, of: input.votes, isFinal: input.isFinal, sealed: input.sealed, on: database, at: time())
        return Made(
            snapshot: snapshot, count: count, votes: input.votes, participants: input.participants,
            erasures: input.erasures)
    }

    private func keep(
        _ map: OpinionMap, of votes: LiveVotes, isFinal: Bool, sealed: SealedRoot?, on database: SQLDatabase,
        at time: Int64
    ) async throws -> OpinionMapSnapshot {
        let dialogue = dialogue
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let json = String(decoding: try encoder.encode(map), as: UTF8.self)
        var generator = SystemRandomNumberGenerator()
        let snapshot = OpinionMapSnapshot(
            id: OpinionMapSnapshot.ID(at: time, using: &generator), dialogue: dialogue, madeAt: time,
            isFinal: isFinal, method: parameters.method.rawValue, seed: seed,
            engine: OpinionMap.engineVersion, inputDigest: votes.digest, mapDigest: digest(of: json), map: map)
        try await database.write { transaction in
            let store = FloorStore(transaction)
            guard try !store.hasFinalSnapshot(of: dialogue) else { return }
            try store.replaceSnapshot(with: snapshot, json: json)
            if let rules = try ConveningStore(transaction).dialogue(dialogue)?.publicationProfile.rules {
                let view = votes.view(of: map, by: rules, salt: dialogue.rawValue)
                try store.note(PastCount(of: view, at: time), of: dialogue)
            }
            guard isFinal else { return }
            var generator = SystemRandomNumberGenerator()
            try JournalStore(transaction).append(
                .result(
                    digest: snapshot.mapDigest, input: snapshot.inputDigest,
                    algorithm: "jirga/\(snapshot.engine) \(snapshot.method)", log: sealed),
                in: dialogue.bytes, at: time, using: &generator)
        }
        return snapshot
    }
}
