package import Convening
import DialogueLog
import FoundationEssentials
import Journal
package import OpinionAnalysis
import Publication
package import SQLStore

/// Counts a dialogue from nothing: reads the votes, lets the engine find the groups, and keeps the result, with what it
/// found by the way people were admitted. The votes of excluded batches are left out.
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
        /// The batches whose people were left out.
        package let exclusions: Set<Batch.ID>
    }

    private struct Input: Sendable {
        let votes: LiveVotes
        let participants: Int
        let isFinal: Bool
        /// The end of the log at that moment, where no vote waited to be sealed.
        let sealed: SealedRoot?
        let admissions: AdmissionsAtCount
    }

    /// - Parameters:
    ///   - time: asked again when the work is done.
    ///   - isCancelled: asked now and then; where it says yes the count is dropped.
    /// - Returns: the new snapshot; nil when there is no such dialogue, when nobody's votes count, and when a batch was
    ///   excluded or restored meanwhile: then the count says what does not hold any more, and the next one is to be made.
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
            let sealed = try LogStore(transaction).rootWithoutWaitingVotes(of: LogID(dialogue: dialogue.bytes))
            return Input(
                votes: try store.liveVotes(in: dialogue), participants: try store.participantCount(in: dialogue),
                isFinal: opening.isClosed(at: start - Self.graceForVotes) && (sealed != nil || !waitsForSealing),
                sealed: sealed, admissions: try AdmissionsAtCount(of: dialogue, from: transaction))
        }
        guard let input else { return nil }
        guard input.votes.matrix.voteCount > 0 else {
            try await takeBack(without: input.admissions, on: database)
            return nil
        }
        let count = try OpinionCount.made(
            of: input.votes.matrix, parameters: parameters, seed: seed, isCancelled: isCancelled)
        guard let snapshot = try await keep(count.map, of: input, on: database, at: time()) else { return nil }
        return Made(
            snapshot: snapshot, count: count, votes: input.votes, participants: input.participants,
            exclusions: input.admissions.exclusions)
    }

    /// Where everybody who voted is excluded, what was counted before says nothing any more.
    private func takeBack(without admissions: AdmissionsAtCount, on database: SQLDatabase) async throws {
        guard !admissions.exclusions.isEmpty else { return }
        let dialogue = dialogue
        try await database.write { transaction in
            if try admissions.hold(in: transaction) { try FloorStore(transaction).removeSnapshots(of: dialogue) }
        }
    }

    private func keep(
        _ map: OpinionMap, of input: Input, on database: SQLDatabase, at time: Int64
    ) async throws -> OpinionMapSnapshot? {
        let dialogue = dialogue
        let votes = input.votes
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let json = String(decoding: try encoder.encode(map), as: UTF8.self)
        var generator = SystemRandomNumberGenerator()
        let snapshot = OpinionMapSnapshot(
            id: OpinionMapSnapshot.ID(at: time, using: &generator), dialogue: dialogue, madeAt: time,
            isFinal: input.isFinal, method: parameters.method.rawValue, seed: seed,
            engine: OpinionMap.engineVersion, inputDigest: votes.digest, mapDigest: digest(of: json), map: map)
        let counted = input.admissions.counted(with: snapshot, votes)
        let holds = try await database.write { transaction -> Bool in
            let store = FloorStore(transaction)
            guard try !store.hasFinalSnapshot(of: dialogue) else { return true }
            guard try input.admissions.hold(in: transaction) else { return false }
            try store.replaceSnapshot(with: snapshot, json: json)
            try store.replace(with: counted, of: dialogue)
            if let rules = try ConveningStore(transaction).dialogue(dialogue)?.publicationProfile.rules {
                let view = votes.view(of: map, by: rules, salt: dialogue.rawValue)
                try store.note(PastCount(of: view, at: time), of: dialogue)
            }
            guard input.isFinal else { return true }
            var generator = SystemRandomNumberGenerator()
            try JournalStore(transaction).append(
                .result(
                    digest: snapshot.mapDigest, input: snapshot.inputDigest,
                    algorithm: "jirga/\(snapshot.engine) \(snapshot.method)", log: input.sealed),
                in: dialogue.bytes, at: time, using: &generator)
            return true
        }
        return holds ? snapshot : nil
    }
}
