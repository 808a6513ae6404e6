package import Convening
import DialogueLog
import Journal
package import OpinionAnalysis
package import SQLStore

/// Counts a dialogue from nothing: reads the votes, lets the engine find the groups, and publishes the result where there
/// may be a new publication, with what it found by the way people were admitted. The votes of excluded batches are left out.
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

    /// What a count leaves: the snapshot, what of it was published, and what it takes to go on from it.
    package struct Made: Sendable {
        package let snapshot: OpinionMapSnapshot
        package let publication: PublishCounts.Outcome
        package let count: OpinionCount
        package let votes: LiveVotes
        /// How many had joined the dialogue when the votes were read, whether or not they have voted.
        package let participants: Int
        /// What it found by the way people were admitted.
        package let admissions: CountedAdmissions?
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
        let admissions: AdmissionsAtCount
    }

    /// - Parameters:
    ///   - time: asked again when the work is done.
    ///   - isCancelled: asked now and then; where it says yes the count is dropped.
    /// - Returns: the new snapshot; nil when there is no such dialogue and when nobody's votes count. Where a batch was
    ///   excluded or restored meanwhile it is not published: the next one is to be made.
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
                sealed: sealed, admissions: try AdmissionsAtCount(of: dialogue, from: transaction))
        }
        guard let input else { return nil }
        guard input.votes.matrix.voteCount > 0 else {
            try await takeBack(after: input, on: database)
            return nil
        }
        let (parameters, seed) = (parameters, seed)
        let (count, json) = try await inBackground(isCancelled: isCancelled) { isCancelled in
            let count = try OpinionCount.made(
                of: input.votes.matrix, parameters: parameters, seed: seed, isCancelled: isCancelled)
            return (count, try count.map.storedForm)
        }
        let end = time()
        var generator = SystemRandomNumberGenerator()
        let snapshot = OpinionMapSnapshot(
            id: OpinionMapSnapshot.ID(at: end, using: &generator), dialogue: dialogue, madeAt: end,
            isFinal: input.isFinal, method: parameters.method.rawValue, seed: seed,
            engine: OpinionMap.engineVersion, inputDigest: input.votes.digest, mapDigest: digest(of: json),
            map: count.map)
        var publish = PublishCounts(of: snapshot)
        publish.json = json
        publish.sealed = input.sealed
        publish.admissions = CountedAdmissions(input.admissions, with: snapshot, input.votes)
        return Made(
            snapshot: snapshot, publication: try await publish.perform(on: database, at: end), count: count,
            votes: input.votes, participants: input.participants, admissions: publish.admissions,
            erasures: input.erasures)
    }

    /// Where everybody who voted is excluded or erased, what was published before says nothing any more.
    private func takeBack(after input: Input, on database: SQLDatabase) async throws {
        guard !input.admissions.exclusions.isEmpty || input.erasures > 0 else { return }
        let dialogue = dialogue
        try await database.write { transaction in
            if try input.admissions.hold(in: transaction) {
                try FloorStore(transaction).takeBackPublication(of: dialogue)
            }
        }
    }
}
