import DialogueLog
import TransparencyLog

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
    /// More than any dialogue has; what is counted by statement is in memory.
    static let mostStatements = 1 << 18

    package let dialogue: [UInt8]
    package let statements: [[UInt8]]
    package let participantCount: Int
    package let count: UInt64
    private let file: OpenFile
    private let peopleStart: UInt64
    private let votesStart: UInt64

    /// Reads the head of a file; people and votes are read when they are asked for.
    ///
    /// - Throws: ``ArchiveProblem/unreadable(file:)`` for anything but such a file, also one of another length than it says.
    package init(file path: String) throws(ArchiveProblem) {
        file = try OpenFile(path)
        guard try file.read(4, at: 0) == Self.magic else { throw .unreadable(file: path) }
        dialogue = try file.read(16, at: 4)
        let statementCount = Int(Self.integer(try file.read(4, at: 20)))
        guard statementCount <= Self.mostStatements else { throw .unreadable(file: path) }
        let ids = try file.read(statementCount * 16, at: 24)
        statements = (0..<statementCount).map { Array(ids[$0 * 16..<$0 * 16 + 16]) }
        let head = 24 + UInt64(ids.count)
        participantCount = Int(Self.integer(try file.read(4, at: head)))
        peopleStart = head + 4
        let peopleEnd = peopleStart + UInt64(participantCount) * UInt64(Self.personBytes)
        count = Self.integer(try file.read(8, at: peopleEnd))
        votesStart = peopleEnd + 8
        let (bytes, hasOverflown) = count.multipliedReportingOverflow(by: UInt64(Self.voteBytes))
        guard !hasOverflown, file.size >= votesStart, file.size - votesStart == bytes else {
            throw .unreadable(file: path)
        }
    }

    package func participant(_ place: Int) throws(ArchiveProblem) -> Participant {
        let start = peopleStart + UInt64(place) * UInt64(Self.personBytes)
        return Self.participant(try file.read(Self.personBytes, at: start)[...])
    }

    /// Hands over everybody in their order.
    package func forEachParticipant(_ body: (_ place: Int, Participant) throws -> Void) throws {
        var place = 0
        while place < participantCount {
            let number = min(4_096, participantCount - place)
            let start = peopleStart + UInt64(place) * UInt64(Self.personBytes)
            let bytes = try file.read(number * Self.personBytes, at: start)
            for offset in 0..<number {
                let start = offset * Self.personBytes
                try body(place + offset, Self.participant(bytes[start..<start + Self.personBytes]))
            }
            place += number
        }
    }

    /// The first two participants that could not be told apart; 20 bytes of memory for each.
    func firstSameTag() throws -> (Int, Int)? {
        var tags: [(tag: UInt128, place: UInt32)] = []
        tags.reserveCapacity(participantCount)
        try forEachParticipant { place, person in
            let tag = person.tag.withUnsafeBytes { $0.loadUnaligned(as: UInt128.self) }
            tags.append((tag, UInt32(truncatingIfNeeded: place)))
        }
        tags.sort { ($0.tag, $0.place) < ($1.tag, $1.place) }
        return zip(tags, tags.dropFirst()).first { $0.tag == $1.tag }.map { (Int($0.place), Int($1.place)) }
    }

    private static func participant(_ bytes: ArraySlice<UInt8>) -> Participant {
        let start = bytes.startIndex
        return Participant(
            tag: Array(bytes[start..<start + 16]), batch: Array(bytes[start + 16..<start + 32]),
            credential: Array(bytes[start + 32..<start + 64]))
    }

    /// One vote as a walk through them finds it.
    struct Walked: Sendable {
        /// Among all votes, from 0.
        let place: UInt64
        let participant: Int
        let statement: Int
        let choice: UInt8
        /// Whether no later revision follows.
        let isLast: Bool
        /// The batch by which the participant was admitted.
        let batch: [UInt8]
    }

    /// Hands over some of the votes in their order, with the commitment of each.
    ///
    /// - Throws: ``ArchiveProblem/unreadable(file:)`` where they are not in order or speak of nobody; what `body` throws.
    /// - Complexity: memory for all of the range.
    func walk(
        _ range: Range<UInt64>, _ body: (Walked, _ commitment: TreeHash) throws -> Void
    ) throws {
        guard !range.isEmpty, var commitments = VoteCommitments(dialogue: dialogue) else { return }
        // The one before shows whether the order holds, the one after whether a later revision follows.
        let start = max(1, range.lowerBound) - 1
        let end = min(count, range.upperBound + 1)
        let bytes = try file.read(
            Int(end - start) * Self.voteBytes, at: votesStart + start * UInt64(Self.voteBytes))
        try bytes.withUnsafeBytes { bytes in
            var person: Participant?
            var last: Key?
            var key = Key(bytes, at: 0)
            for offset in 0..<Int(range.upperBound - start) {
                let next = start + UInt64(offset) + 1 < end ? Key(bytes, at: (offset + 1) * Self.voteBytes) : nil
                defer {
                    last = key
                    key = next ?? key
                }
                guard start + UInt64(offset) >= range.lowerBound else { continue }
                let choice = bytes[offset * Self.voteBytes + 12]
                guard last.map({ $0 < key }) ?? true, key.participant < participantCount,
                    key.statement < statements.count, key.revision > 0, choice <= 3
                else { throw ArchiveProblem.unreadable(file: file.path) }
                let isSomebodyElse = person == nil || last?.participant != key.participant
                if isSomebodyElse {
                    let found = try participant(Int(key.participant))
                    commitments.set(tag: found.tag)
                    person = found
                }
                if isSomebodyElse || last?.statement != key.statement {
                    commitments.set(statement: statements[Int(key.statement)])
                }
                let walked = Walked(
                    place: start + UInt64(offset), participant: Int(key.participant), statement: Int(key.statement),
                    choice: choice,
                    isLast: next.map { ($0.participant, $0.statement) != (key.participant, key.statement) } ?? true,
                    batch: person?.batch ?? [])
                let nonce = offset * Self.voteBytes + 13
                let commitment = commitments.commitment(
                    nonce: UnsafeRawBufferPointer(rebasing: bytes[nonce..<nonce + 32]), revision: key.revision,
                    choice: choice)
                try body(walked, commitment)
            }
        }
    }

    /// What the order of votes goes by.
    private struct Key {
        let participant: UInt32
        let statement: UInt32
        let revision: UInt32

        init(_ bytes: UnsafeRawBufferPointer, at place: Int) {
            participant = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
            statement = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self))
            revision = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: place + 8, as: UInt32.self))
        }

        static func < (a: Key, b: Key) -> Bool {
            (a.participant, a.statement, a.revision) < (b.participant, b.statement, b.revision)
        }
    }

    /// Hands over all votes in their order, with the commitment of each.
    func forEachVote(_ body: (Walked, _ commitment: TreeHash) throws -> Void) throws {
        var start: UInt64 = 0
        while start < count {
            let end = min(count, start + 16_384)
            try walk(start..<end, body)
            start = end
        }
    }

    /// The bytes of such a file. - Precondition: the votes ascend.
    package static func bytes(
        dialogue: [UInt8], statements: [[UInt8]], participants: [Participant], votes: [Vote]
    ) -> [UInt8] {
        var bytes = head(
            dialogue: dialogue, statements: statements, participants: participants, votes: UInt64(votes.count))
        bytes.reserveCapacity(bytes.count + votes.count * voteBytes)
        for vote in votes { append(vote, to: &bytes) }
        return bytes
    }

    /// What comes before the votes, where these are many and written one after another.
    package static func head(
        dialogue: [UInt8], statements: [[UInt8]], participants: [Participant], votes: UInt64
    ) -> [UInt8] {
        var bytes = magic + dialogue
        append(UInt32(clamping: statements.count), to: &bytes)
        for statement in statements { bytes += statement }
        append(UInt32(clamping: participants.count), to: &bytes)
        for person in participants {
            bytes += person.tag
            bytes += person.batch
            bytes += person.credential
        }
        append(votes, to: &bytes)
        return bytes
    }

    package static func append(_ vote: Vote, to bytes: inout [UInt8]) {
        append(UInt32(clamping: vote.participant), to: &bytes)
        append(UInt32(clamping: vote.statement), to: &bytes)
        append(vote.revision, to: &bytes)
        bytes.append(vote.choice)
        bytes += vote.nonce
    }

    private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    private static func integer(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}
