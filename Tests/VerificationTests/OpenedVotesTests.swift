import DialogueLog
import Foundation
import JirgaTestSupport
import OpinionAnalysis
import Testing
import TransparencyLog

@testable import Verification

/// The parts that read large archives piece by piece must find what one who holds everything would find.
@Suite struct OpenedVotesTests {
    private let folder: TemporaryFolder
    private let dialogue = (0..<16).map { UInt8($0) }

    init() throws {
        folder = try TemporaryFolder()
    }

    private struct Made {
        let openings: SealedOpenings
        let people: [SealedOpenings.Participant]
        let votes: [SealedOpenings.Vote]
        let statements: [[UInt8]]
    }

    private func make(people: Int, statements: Int, seed: UInt64) throws -> Made {
        var generator = SeededGenerator(seed: seed)
        let ids = (0..<statements).map { _ in randomBytes(16, using: &generator) }
        let batches = (0..<3).map { _ in randomBytes(16, using: &generator) }
        let persons = (0..<people).map { _ in
            SealedOpenings.Participant(
                tag: randomBytes(16, using: &generator), batch: batches.randomElement(using: &generator) ?? [],
                credential: randomBytes(32, using: &generator))
        }
        var votes: [SealedOpenings.Vote] = []
        for person in persons.indices {
            for statement in 0..<statements where Bool.random(using: &generator) {
                for revision in 1...Int.random(in: 1...3, using: &generator) {
                    votes.append(
                        .init(
                            participant: person, statement: statement, revision: UInt32(revision),
                            choice: UInt8.random(in: 0...3, using: &generator),
                            nonce: randomBytes(32, using: &generator)))
                }
            }
        }
        let path = folder.path("openings-\(seed)")
        try Data(
            SealedOpenings.bytes(dialogue: dialogue, statements: ids, participants: persons, votes: votes)
        ).write(to: URL(fileURLWithPath: path))
        return Made(openings: try SealedOpenings(file: path), people: persons, votes: votes, statements: ids)
    }

    @Test(arguments: [1, 2, 3, 7, 64, 1 << 15] as [UInt64])
    func `counts the same however the votes are parted`(block: UInt64) throws {
        let made = try make(people: 60, statements: 9, seed: 4)
        let key = RunKey()
        let excluded: Set<[UInt8]> = [made.people[0].batch]
        let columns: [Int32?] = made.statements.indices.map { $0 == 4 ? nil : Int32($0) }
        let found = try OpenedVotes(
            made.openings, key: key, excluded: excluded, columns: columns, keepsMatrix: true, votesInBlock: block)

        var sum = KeyedSum()
        for vote in made.votes.shuffled() {
            let opening = try #require(
                VoteOpening(
                    nonce: vote.nonce, dialogue: dialogue, statement: made.statements[vote.statement],
                    tag: made.people[vote.participant].tag, revision: vote.revision, choice: vote.choice))
            opening.commitment.bytes.withUnsafeBytes { sum.add(key.digest(of: $0)) }
        }
        #expect(found.sum == sum)
        let last = Dictionary(made.votes.map { ([$0.participant, $0.statement], $0) }, uniquingKeysWith: { $1 })
        #expect(found.superseded == UInt64(made.votes.count - last.count))
        #expect(found.withdrawn == UInt64(last.values.count { $0.choice == 0 }))
        #expect(found.published == UInt64(last.values.count { $0.choice > 0 }))
        let counted = last.values.filter {
            $0.choice > 0 && $0.statement != 4 && !excluded.contains(made.people[$0.participant].batch)
        }
        for statement in made.statements.indices {
            let here = counted.filter { $0.statement == statement }
            #expect(
                found.tallies[statement]
                    == StatementVotes(
                        agrees: here.count { $0.choice == 1 }, disagrees: here.count { $0.choice == 2 },
                        passes: here.count { $0.choice == 3 }))
        }
        let rows = Dictionary(grouping: counted, by: \.participant).sorted { $0.key < $1.key }.map(\.value)
        #expect(found.matrix.rowStarts.count == rows.count + 1)
        for (row, votes) in rows.enumerated() {
            let range = found.matrix.rowStarts[row]..<found.matrix.rowStarts[row + 1]
            let wanted = votes.sorted { $0.statement < $1.statement }
            #expect(found.matrix.columns[range].map { Int($0) } == wanted.map(\.statement))
            #expect(found.matrix.values[range].map { $0 } == wanted.map { [0, 1, -1, 0][Int($0.choice)] })
        }
    }

    @Test func `a vote more, less or twice changes the sum`() {
        let key = RunKey()
        func sum(_ members: [UInt8]) -> KeyedSum {
            members.reduce(into: KeyedSum()) { sum, member in
                [UInt8](repeating: member, count: 32).withUnsafeBytes { sum.add(key.digest(of: $0)) }
            }
        }
        #expect(sum([1, 2, 3]) == sum([3, 1, 2]))
        var halves = sum([1, 2])
        halves.add(sum([3]))
        #expect(halves == sum([1, 2, 3]))
        for other in [[1, 2], [1, 2, 3, 3], [1, 1, 3], [1, 2, 4], []] as [[UInt8]] {
            #expect(sum(other) != sum([1, 2, 3]))
        }
        #expect(RunKey().digest(of: .emptyTree) != key.digest(of: .emptyTree), "every run has its own key")
    }

    @Test func `votes out of order and files of another length are refused`() throws {
        let made = try make(people: 30, statements: 4, seed: 9)
        let path = folder.path("openings-9")
        var bytes = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
        for change in [{ $0.removeLast() }, { $0.append(0) }] as [(inout [UInt8]) -> Void] {
            var other = bytes
            change(&other)
            try Data(other).write(to: URL(fileURLWithPath: path + "x"))
            #expect(throws: ArchiveProblem.self) { try SealedOpenings(file: path + "x") }
        }
        // Two votes of one person exchanged.
        let start = bytes.count - made.votes.count * SealedOpenings.voteBytes
        let record = SealedOpenings.voteBytes
        let first = Array(bytes[start..<start + record])
        bytes.replaceSubrange(start..<start + record, with: bytes[start + record..<start + 2 * record])
        bytes.replaceSubrange(start + record..<start + 2 * record, with: first)
        try Data(bytes).write(to: URL(fileURLWithPath: path + "y"))
        let openings = try SealedOpenings(file: path + "y")
        #expect(throws: ArchiveProblem.self) {
            try OpenedVotes(
                openings, key: RunKey(), excluded: [], columns: made.statements.map { _ in nil }, keepsMatrix: false,
                votesInBlock: 1)
        }
    }

    @Test func `an admission is used once, in its own batch`() {
        var admissions = Admissions(key: RunKey())
        let credentials = (0..<50).map { [UInt8](repeating: UInt8($0), count: 32) }
        for credential in credentials.reversed() { admissions.append(credential, batch: [credential[0] % 3]) }
        for credential in credentials {
            #expect(admissions.use(credential, batch: [9]) == .notAdmitted)
            #expect(admissions.use(credential, batch: [credential[0] % 3]) == .admitted)
            #expect(admissions.use(credential, batch: [credential[0] % 3]) == .usedBefore)
        }
        #expect(admissions.use([UInt8](repeating: 99, count: 32), batch: [0]) == .notAdmitted)
        var none = Admissions(key: RunKey())
        #expect(none.use(credentials[0], batch: [0]) == .notAdmitted)
    }

    @Test(arguments: [1, 2, 5, 1_000])
    func `finds a member of a document that comes in pieces`(length: Int) throws {
        let document = #"""
            {"a":{"statements":[1]},"b\"statements":"x\\","c":[{"statements":"no, ]}"}],
             "statements" : [{"id":"1","agrees":3,"disagrees":0,"passes":2,"text":"], \"statements\": {"}] ,"z":"statements"}
            """#
        func member(_ name: String, of text: String) throws -> String? {
            var member = JSONMember(name)
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: length) {
                try member.take(Array(bytes[start..<min(start + length, bytes.count)]))
            }
            return member.isComplete ? String(decoding: member.value, as: UTF8.self) : nil
        }
        let found = try #require(try member("statements", of: document))
        let counts = try JSONDecoder().decode([ResultCounts].self, from: Data(found.utf8))
        #expect(counts.map(\.id) == ["1"] && counts[0].agrees == 3 && counts[0].passes == 2)
        #expect(try member("z", of: document) == #""statements""#)
        #expect(try member("statement", of: document) == nil)
        #expect(try member("statements", of: "[]}}}") == nil)
        #expect(try member("statements", of: #"{"statements":[1"#) == nil)
    }
}
