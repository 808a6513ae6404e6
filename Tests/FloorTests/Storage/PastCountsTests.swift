import Convening
import JirgaTestSupport
import SQLStore
import Testing

@testable import Floor

@Suite struct PastCountsTests {
    private static let hour: Int64 = 3_600_000

    private func count(_ at: Int64, groups: Int? = 2, people: Int? = nil) -> PastCount {
        PastCount(
            at: at, people: people ?? Int(at % 1_000_003), answers: 600, groups: groups,
            agreementOfHalves: groups.map { _ in 0.875 }, shared: 4, dividing: 5, headlines: [2, 1, 3])
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a past count comes back as it was noted`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let dialogue = floor.dialogue.id
            let counts = [count(1_000, groups: nil), count(2_000)]
            try await floor.database.write { transaction in
                for count in counts { try FloorStore(transaction).note(count, of: dialogue) }
            }
            #expect(try await floor.database.read { try FloorStore($0).pastCounts(of: dialogue) } == counts)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a count that says what the last one said is not noted again`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let dialogue = floor.dialogue.id
            try await floor.database.write { transaction in
                for time in Int64(1)...3 {
                    try FloorStore(transaction).note(count(time, people: time < 3 ? 60 : 61), of: dialogue)
                }
            }
            #expect(try await floor.database.read { try FloorStore($0).pastCounts(of: dialogue) }.map(\.at) == [1, 3])
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `of what is more than a day old the last of each hour stays`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let dialogue = floor.dialogue.id
            let times = [0, 10, 20, 70, 80, 130].map { Self.hour * 1_000 + Int64($0) * 60_000 }
            let late = Self.hour * 1_026
            try await floor.database.write { transaction in
                for time in times + [late - 60_000, late] {
                    try FloorStore(transaction).note(count(time), of: dialogue)
                }
            }
            let kept = try await floor.database.read { try FloorStore($0).pastCounts(of: dialogue) }.map(\.at)
            // The sixth is less than a day old at the end.
            #expect(kept == [times[2], times[4], times[5], late - 60_000, late])
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `every publication leaves its numbers behind`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let dialogue = floor.dialogue.id
            for person in 0..<24 {
                for statement in floor.statements { try await floor.vote(.agree, on: statement, as: "p\(person)") }
                // Ten people are needed, and a minute between one publication and the next.
                if [3, 11, 17, 23].contains(person) {
                    let time = FloorFixture.now + Int64(person) * 5_000
                    _ = try await CountVotes(in: dialogue).perform(on: floor.database, at: { time })
                }
            }
            let past = try await floor.database.read { try FloorStore($0).pastCounts(of: dialogue) }
            #expect(past.map(\.people) == [12, 24])
            #expect(past.map(\.groups) == [nil, nil])
            #expect(past.map(\.at) == [FloorFixture.now + 55_000, FloorFixture.now + 115_000])
        }
    }
}
