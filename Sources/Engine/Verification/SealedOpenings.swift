import DialogueLog
import Foundation

/// `sealed/openings`: what every vote was, for the auditors that were named.
///
///     "JOP1" | dialogue, 16 | statements, u32 | id, 16 … | participants, u32 | tag, 16 | batch, 16 | commitment, 32 …
///     votes, u64 | participant, u32 | statement, u32 | revision, u32 | choice, u8 | nonce, 32 …
///
/// Participants and statements are places in the lists before, from 0. Votes ascend by participant, statement and revision,
/// so that whatever is asked of them is answered in one walk. Batch and commitment are zeros where nobody was admitted.
package struct SealedOpenings: Sendable {
    package struct Participant: Sendable, Hashable {
        package let tag: [UInt8]
        package let batch: [UInt8]
        /// The one of the entry that admitted them.
        package let credential: [UInt8]

        package init(tag: [UInt8], batch: [UInt8], credential: [UInt8]) {
            self.tag = tag
            self.batch = batch
            self.credential = credential
        }

        /// Whether they came without being admitted by any batch.
        var hasNoAdmission: Bool { batch.allSatisfy { $0 == 0 } && credential.allSatisfy { $0 == 0 } }
    }

    package struct Vote: Sendable, Hashable {
        package let participant: Int
        package let statement: Int
        package let revision: UInt32
        package let choice: UInt8
        package let nonce: [UInt8]

        package init(participant: Int, statement: Int, revision: UInt32, choice: UInt8, nonce: [UInt8]) {
            self.participant = participant
            self.statement = statement
            self.revision = revision
            self.choice = choice
            self.nonce = nonce
        }
    }

    static let magic = Array("JOP1".utf8)
    static let voteBytes = 45
    static let personBytes = 64

    package let dialogue: [UInt8]
    package let statements: [[UInt8]]
    package let participants: [Participant]
    let path: String
    let votesStart: UInt64
    package let count: UInt64

    /// Reads the head of a file; the votes are read by ``forEachVote(_:)``.
    ///
    /// - Throws: ``ArchiveProblem/unreadable(file:)`` for anything but such a file, also one of another length than it says.
    package init(file path: String) throws(ArchiveProblem) {
        do {
            guard let handle = FileHandle(forReadingAtPath: path) else { throw ArchiveProblem.unreadable(file: path) }
            defer { try? handle.close() }
            func take(_ count: Int) throws -> [UInt8] {
                guard let data = try handle.read(upToCount: count), data.count == count else {
                    throw ArchiveProblem.unreadable(file: path)
                }
                return Array(data)
            }
            guard try take(4) == Self.magic else { throw ArchiveProblem.unreadable(file: path) }
            dialogue = try take(16)
            let size = try handle.seekToEnd()
            try handle.seek(toOffset: 20)
            let statementCount = Int(Self.integer(try take(4)))
            guard UInt64(statementCount) * 16 <= size else { throw ArchiveProblem.unreadable(file: path) }
            let ids = statementCount == 0 ? [] : try take(statementCount * 16)
            statements = (0..<statementCount).map { Array(ids[$0 * 16..<$0 * 16 + 16]) }
            let personCount = Int(Self.integer(try take(4)))
            guard UInt64(personCount) * UInt64(Self.personBytes) <= size else {
                throw ArchiveProblem.unreadable(file: path)
            }
            let people = personCount == 0 ? [] : try take(personCount * Self.personBytes)
            participants = (0..<personCount).map { place in
                let start = place * Self.personBytes
                return Participant(
                    tag: Array(people[start..<start + 16]), batch: Array(people[start + 16..<start + 32]),
                    credential: Array(people[start + 32..<start + 64]))
            }
            count = Self.integer(try take(8))
            votesStart = 20 + 4 + UInt64(ids.count) + 4 + UInt64(people.count) + 8
            let (bytes, hasOverflown) = count.multipliedReportingOverflow(by: UInt64(Self.voteBytes))
            guard !hasOverflown, size >= votesStart, size - votesStart == bytes else {
                throw ArchiveProblem.unreadable(file: path)
            }
            self.path = path
        } catch let problem as ArchiveProblem {
            throw problem
        } catch {
            throw .unreadable(file: path)
        }
    }

    /// Hands over the votes in their order.
    ///
    /// - Throws: ``ArchiveProblem/unreadable(file:)`` where they are not in order or speak of nobody; what `body` throws.
    /// - Complexity: O(*votes*); memory for some thousands of them.
    package func forEachVote(_ body: (Vote) throws -> Void) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw ArchiveProblem.unreadable(file: path) }
        defer { try? handle.close() }
        try handle.seek(toOffset: votesStart)
        var last: Vote?
        while let data = try handle.read(upToCount: Self.voteBytes * 16_384), !data.isEmpty {
            let bytes = Array(data)
            for start in stride(from: 0, to: bytes.count - Self.voteBytes + 1, by: Self.voteBytes) {
                let vote = Vote(
                    participant: Int(Self.integer(bytes[start..<start + 4])),
                    statement: Int(Self.integer(bytes[start + 4..<start + 8])),
                    revision: UInt32(Self.integer(bytes[start + 8..<start + 12])), choice: bytes[start + 12],
                    nonce: Array(bytes[start + 13..<start + 45]))
                let isAscending =
                    last.map {
                        ($0.participant, $0.statement, $0.revision) < (vote.participant, vote.statement, vote.revision)
                    } ?? true
                guard isAscending, participants.indices.contains(vote.participant),
                    statements.indices.contains(vote.statement), vote.choice <= 3, vote.revision > 0
                else { throw ArchiveProblem.unreadable(file: path) }
                last = vote
                try body(vote)
            }
        }
    }

    /// The whole commitment of a vote.
    package func commitment(of vote: Vote) -> [UInt8]? {
        VoteOpening(
            nonce: vote.nonce, dialogue: dialogue, statement: statements[vote.statement],
            tag: participants[vote.participant].tag, revision: vote.revision, choice: vote.choice)?.commitment.bytes
    }

    /// The bytes of such a file. - Precondition: the votes ascend.
    package static func bytes(
        dialogue: [UInt8], statements: [[UInt8]], participants: [Participant], votes: [Vote]
    ) -> [UInt8] {
        var bytes = magic + dialogue + written(statements.count, 4) + statements.flatMap(\.self)
        bytes += written(participants.count, 4)
        for person in participants { bytes += person.tag + person.batch + person.credential }
        bytes += written(votes.count, 8)
        for vote in votes {
            bytes += written(vote.participant, 4) + written(vote.statement, 4) + written(Int(vote.revision), 4)
            bytes += [vote.choice] + vote.nonce
        }
        return bytes
    }

    private static func written(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    private static func integer(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}
