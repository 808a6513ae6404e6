import Convening
import DialogueLog
import JirgaTestSupport
import Journal
import OpinionAnalysis
import Publication
import SQLStore
import Testing

@testable import Floor

extension FloorFixture {
    /// A batch and people who came with its codes; they agree with every statement, or with nothing.
    func fillBatch(
        _ people: [String], _ choice: VoteChoice? = .agree, at time: Int64 = now
    ) async throws -> Batch.ID {
        let (dialogue, statements, standing) = (dialogue.id, statements, facilitator)
        let participants = people.map(participant)
        return try await database.write { transaction in
            var generator = SystemRandomNumberGenerator()
            let issued = try IssueBatch(
                in: dialogue, name: "Upper valley", area: "", codes: participants.count, isVouched: false, by: standing
            ).perform(in: transaction, at: Self.now, using: &generator)
            for (participant, code) in zip(participants, issued.codes) {
                try AdmitParticipant(participant, to: dialogue, typed: code.written)
                    .perform(in: transaction, at: Self.now, using: &generator)
                guard let choice else { continue }
                for statement in statements {
                    try CastVote(choice, on: statement.id, in: dialogue, as: participant)
                        .perform(in: transaction, at: time, using: &generator)
                }
            }
            return issued.batch.id
        }
    }

    /// Another one who may decide.
    func second(_ name: String = "Farid") async throws -> Standing {
        let dialogue = dialogue.id
        return try await database.write { transaction in
            var generator = SystemRandomNumberGenerator()
            return Standing(
                worker: try AppointWorker(name: name, as: .facilitator, in: dialogue, by: nil)
                    .perform(in: transaction, at: Self.now, using: &generator), role: .facilitator)
        }
    }

    /// Two people decide.
    func decide(_ kind: ProposedDecision.Kind, _ batch: Batch.ID, with second: Standing) async throws {
        let (dialogue, first) = (dialogue.id, facilitator)
        try await database.write { transaction in
            var generator = SystemRandomNumberGenerator()
            let hasResult = try FloorStore(transaction).hasFinalSnapshot(of: dialogue)
            let proposed = try ProposeBatchDecision(
                kind, batch, in: dialogue, because: kind == .excludeBatch ? .manyVotesByFew : .notBorneOut, by: first
            ).perform(in: transaction, hasResult: hasResult, at: Self.now, using: &generator)
            try DecideProposal(proposed.id, in: dialogue, isConfirmed: true, by: second)
                .perform(in: transaction, hasResult: hasResult, at: Self.now, using: &generator)
        }
    }
}

@Suite struct ExclusionTests {
    private static let bots = (0..<8).map { "bot \($0)" }

    private func fill(_ floor: FloorFixture) async throws {
        for person in 0..<12 {
            for (place, statement) in floor.statements.enumerated() where (person + place) % 4 > 0 {
                try await floor.vote(person.isMultiple(of: 2) ? .agree : .disagree, on: statement, as: "p\(person)")
            }
        }
    }

    private func count(_ floor: FloorFixture, at time: Int64 = FloorFixture.now) async throws -> OpinionMapSnapshot? {
        var count = CountVotes(in: floor.dialogue.id)
        count.parameters.method = .polis
        return try await count.perform(on: floor.database, at: { time })
    }

    @Test(arguments: DatabaseKind.allCases)
    func `the votes of an excluded batch count nowhere until it is restored`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let dialogue = floor.dialogue.id
            try await fill(floor)
            let honest = try #require(try await count(floor))
            let batch = try await floor.fillBatch(Self.bots)
            let flag = FlagStatement(
                notUnderstood: true, floor.statements[0].id, in: dialogue, as: floor.participant("bot 0"))
            try await floor.database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                try flag.perform(in: transaction, at: FloorFixture.now, using: &generator)
            }
            let with = try #require(try await count(floor))
            #expect(with.map.participants.count == 20)
            #expect(with.inputDigest != honest.inputDigest)
            let second = try await floor.second()
            try await floor.decide(.excludeBatch, batch, with: second)

            let without = try #require(try await count(floor))
            #expect(without.map == honest.map)
            #expect(without.inputDigest == honest.inputDigest, "the digest is of what was counted")
            let (live, votes, flags, days, recent) = try await floor.database.read { transaction in
                let store = FloorStore(transaction)
                return (
                    try store.liveVotes(in: dialogue), try store.floorVotes(in: dialogue),
                    try store.notUnderstoodCounts(in: dialogue), try store.participation(in: dialogue),
                    try store.votes(in: dialogue, since: 0)
                )
            }
            #expect(live.digest == votes.digest && live.digest == without.inputDigest)
            #expect(votes.participants.count == 12)
            #expect(flags.isEmpty)
            #expect(days.map(\.people) == [12])
            #expect(Set(recent.map(\.participant)).count == 12)
            let kept = try await floor.database.read { try FloorStore($0).answerCount(in: dialogue) }
            #expect(kept == votes.votes.count + 80, "nothing is deleted")

            try await floor.decide(.restoreBatch, batch, with: second)
            #expect(try await count(floor)?.inputDigest == with.inputDigest)
            #expect(try await floor.journal().filter { [0x14, 0x17].contains($0.type) }.count == 2)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a count that goes on is one from nothing after an exclusion, and stays without them`(
        kind: DatabaseKind
    ) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let clock = TestClock(FloorFixture.now)
            var settings = RunningCounts.Settings()
            settings.leastVotes = 1
            settings.largestGrowth = 100
            let counts = RunningCounts(of: floor.database, settings: settings, now: { clock.now })
            func next(_ acts: [CastVote]?) async throws -> OpinionMapSnapshot? {
                clock.advance(by: 1)
                return try await counts.count(
                    floor.dialogue.id, slug: "water", after: VoteNews(acts ?? [], isIncomplete: acts == nil))?.snapshot
            }
            func vote(_ name: String) async throws -> CastVote {
                try await floor.vote(.pass, on: floor.statements[9], as: name, at: clock.now)
                return CastVote(
                    .pass, on: floor.statements[9].id, in: floor.dialogue.id, as: floor.participant(name))
            }
            try await fill(floor)
            let batch = try await floor.fillBatch(Self.bots)
            _ = try #require(try await next(nil))
            let going = try #require(try await next([vote("bot 1")]))
            #expect(going.isContinued && going.map.participants.count == 20)
            try await floor.decide(.excludeBatch, batch, with: try await floor.second())
            let anew = try #require(try await next([]))
            #expect(!anew.isContinued && anew.map.participants.count == 12)
            let later = try #require(try await next([vote("bot 2"), vote("new")]))
            #expect(later.isContinued && later.map.participants.count == 13)
            let passes = try #require(later.map.statements.first { $0.id == "10" }).passes
            #expect(passes == 1, "the one who came by the link")
            #expect(try await next([vote("bot 3")]) == nil, "nothing that counts has changed")
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `what was read before an exclusion does not hold after it`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let dialogue = floor.dialogue.id
            let batch = try await floor.fillBatch(Self.bots)
            let second = try await floor.second()
            let read = try await floor.database.read { try AdmissionsAtCount(of: dialogue, from: $0) }
            #expect(try await floor.database.write { try read.hold(in: $0) })
            try await floor.decide(.excludeBatch, batch, with: second)
            #expect(try await !floor.database.write { try read.hold(in: $0) })
            try await floor.decide(.restoreBatch, batch, with: second)
            #expect(try await floor.database.write { try read.hold(in: $0) })
        }
    }

    @Test func `after the final result everything stays as it is`() async throws {
        try await FloorFixture.with(.sqlite, closesAt: FloorFixture.now + 1) { floor async throws in
            try await fill(floor)
            let batch = try await floor.fillBatch(Self.bots)
            let second = try await floor.second()
            #expect(try await count(floor, at: FloorFixture.now + 60_000)?.isFinal == true)
            await #expect(throws: ProposedDecisionRefusal.resultStands) {
                try await floor.decide(.excludeBatch, batch, with: second)
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `where all who voted are excluded there is no count any more`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let dialogue = floor.dialogue.id
            let batch = try await floor.fillBatch((0..<12).map { "bot \($0)" })
            _ = try #require(try await count(floor))
            #expect(try await floor.database.read { try FloorStore($0).latestSnapshotID(of: dialogue) } != nil)
            try await floor.decide(.excludeBatch, batch, with: try await floor.second())
            #expect(try await count(floor) == nil)
            #expect(try await floor.database.read { try FloorStore($0).latestSnapshotID(of: dialogue) } == nil)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a count tells parts apart, and what the excluded answered stays as it was`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let dialogue = floor.dialogue.id
            func kept() async throws -> AdmissionCount {
                try #require(try await floor.database.read { try FloorStore($0).admissionCount(of: dialogue) })
            }
            try await fill(floor)
            let batch = try await floor.fillBatch(Self.bots)
            let map = try #require(try await count(floor)).map
            let before = try await kept()
            #expect(before.part(of: nil)?.people == 12)
            #expect(before.part(of: batch)?.people == 8)
            #expect(before.part(of: batch)?.marks?.identical == 8)
            #expect(before.part(of: nil)?.marks?.identical == 0)
            for split in before.splits {
                let statement = try #require(map.statements.first { $0.id == String(split.number) })
                let sum = split.rows.reduce(StatementVotes()) { $1.reduce($0, +) }
                #expect(sum.agrees == statement.agrees && sum.disagrees == statement.disagrees)
                #expect(split.rows.reduce(0) { $0 + $1[1].agrees } == 8)
            }
            try await floor.decide(.excludeBatch, batch, with: try await floor.second())
            _ = try #require(try await count(floor))
            let first = try await kept()
            #expect(first.part(of: batch)?.votes[1] == StatementVotes(agrees: 8))
            #expect(first.part(of: batch)?.marks?.identical == 8, "as they were when they were counted")
            #expect(first.splits.isEmpty, "all who count came one way")
            try await floor.vote(.disagree, on: floor.statements[0], as: "bot 0")
            _ = try #require(try await count(floor))
            #expect(try await kept().part(of: batch)?.votes[1] == StatementVotes(agrees: 8))
        }
    }
}
