import Convening
import Floor
import JirgaTestSupport
import Journal
import Logging
import OpinionAnalysis
import SQLStore
import Testing

/// A dialogue of which every count goes on from the one before, however small it is.
private struct RunningFloor: Sendable {
    let floor: FloorFixture
    let clock = TestClock(FloorFixture.now)
    let counts: RunningCounts

    init(_ floor: FloorFixture, growth: Double = 100) {
        var settings = RunningCounts.Settings()
        settings.leastVotes = 1
        settings.largestGrowth = growth
        let clock = clock
        self.floor = floor
        counts = RunningCounts(of: floor.database, settings: settings, now: { clock.now })
    }

    func fill(people: Int = 24) async throws {
        for person in 0..<people {
            for (place, statement) in floor.statements.enumerated() where (person + place) % 4 > 0 {
                let isAgreed = (person.isMultiple(of: 2)) == (place < 5)
                try await floor.vote(isAgreed ? .agree : .disagree, on: statement, as: "p\(person)")
            }
        }
    }

    /// A vote of which this process hears.
    func vote(_ choice: VoteChoice?, on place: Int, as name: String) async throws -> CastVote {
        try await floor.vote(choice, on: floor.statements[place], as: name, at: clock.now)
        return CastVote(
            choice, on: floor.statements[place].id, in: floor.dialogue.id, as: floor.participant(name))
    }

    func count(_ acts: [CastVote]? = nil) async throws -> OpinionMapSnapshot? {
        // No two counts are made in the same millisecond.
        clock.advance(by: 1)
        return try await finished(acts)?.snapshot
    }

    /// The same, with what was published of it.
    func finished(_ acts: [CastVote]? = nil) async throws -> FinishedCount? {
        try await counts.count(
            floor.dialogue.id, slug: floor.dialogue.slug, after: VoteNews(acts ?? [], isIncomplete: acts == nil))
    }

    /// What a count from nothing finds, as lines to compare.
    func tallies() async throws -> [String] {
        let dialogue = floor.dialogue.id
        let votes = try await floor.database.read { try FloorStore($0).floorVotes(in: dialogue) }
        return try Self.tallies(OpinionMap.fit(votes.matrix()))
    }

    static func tallies(_ map: OpinionMap) -> [String] {
        map.statements.filter { $0.seen > 0 }
            .map { "\($0.id): \($0.agrees) \($0.disagrees) \($0.passes) of \($0.seen)" } + [
                "\(map.participants.count { $0.votes > 0 }) people"
            ]
    }
}

@Suite struct RunningCountsTests {
    @Test(arguments: DatabaseKind.allCases)
    func `votes that are handed over are in the next count`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let running = RunningFloor(floor)
            try await running.fill()
            let first = try #require(try await running.count())
            #expect(!first.isContinued && first.inputDigest.count == 32)
            let acts = [
                try await running.vote(.pass, on: 0, as: "new"), try await running.vote(nil, on: 3, as: "p4"),
                try await running.vote(.disagree, on: 1, as: "p1"),
            ]
            let next = try #require(try await running.count(acts))
            #expect(next.isContinued && !next.isFinal && next.id > first.id)
            #expect(RunningFloor.tallies(next.map) == (try await running.tallies()))
            #expect(try await running.count([]) == nil)
            // One minute is not over yet.
            let dialogue = floor.dialogue.id
            #expect(try await floor.database.read { try FloorStore($0).latestSnapshotID(of: dialogue) } == first.id)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `what another program did is seen, whatever this one heard of`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let running = RunningFloor(floor)
            try await running.fill()
            _ = try await running.count()
            _ = try await running.vote(.agree, on: 2, as: "elsewhere")
            _ = try await running.vote(nil, on: 3, as: "p4")
            #expect(try await running.count([]) == nil)
            running.clock.advance(by: 61_000)
            #expect(await running.counts.unread().map(\.slug) == ["water"])
            let seen = try #require(try await running.count([]))
            #expect(seen.isContinued)
            #expect(RunningFloor.tallies(seen.map) == (try await running.tallies()))
            #expect(await running.counts.unread().isEmpty)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `people who were erased are counted no more`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let running = RunningFloor(floor)
            try await running.fill()
            _ = try await running.count()
            let erased = floor.participant("p3")
            try await floor.database.write { try $0.run("DELETE FROM participant WHERE id = \(erased)") }
            let seen = try #require(try await running.count())
            #expect(!seen.isContinued)
            #expect(RunningFloor.tallies(seen.map) == (try await running.tallies()))
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a statement taken out counts no more, and asks for a count from nothing`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let running = RunningFloor(floor)
            try await running.fill()
            _ = try await running.count()
            try await floor.moderate(.hide, floor.statements[4], reason: .offTopic)
            let seen = try #require(try await running.count())
            #expect(seen.isContinued)
            #expect(seen.map.assessment?.standings[4] == nil)
            #expect(await running.counts.isCountFromNothingDue(floor.dialogue.id))
            let fresh = try #require(
                try await running.counts.countFromNothing(floor.dialogue.id, slug: floor.dialogue.slug))
            #expect(!fresh.snapshot.isContinued)
            #expect(!(await running.counts.isCountFromNothingDue(floor.dialogue.id)))
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a new statement has a place before anybody votes on it`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind, policy: .afterShowing) { floor async throws in
            let running = RunningFloor(floor)
            try await running.fill()
            _ = try await running.count()
            let added = try await floor.submit("The canal must be dug deeper by autumn.", as: "p1", key: "k")
            let seen = try #require(try await running.count([]))
            #expect(seen.map.statements.contains { $0.id == String(added.number) && $0.seen == 0 })
            #expect(!(await running.counts.isCountFromNothingDue(floor.dialogue.id)))
        }
    }

    @Test func `a count from nothing is due after an hour, or when votes have grown`() async throws {
        try await FloorFixture.with(.sqlite) { floor async throws in
            let running = RunningFloor(floor, growth: 0.1)
            try await running.fill()
            _ = try await running.count()
            running.clock.advance(by: 3_600_000)
            #expect(!(await running.counts.isCountFromNothingDue(floor.dialogue.id)))
            _ = try await running.count([try await running.vote(.agree, on: 0, as: "one")])
            #expect(await running.counts.isCountFromNothingDue(floor.dialogue.id))
            _ = try await running.counts.countFromNothing(floor.dialogue.id, slug: "water")
            var acts: [CastVote] = []
            for person in 0..<19 { acts.append(try await running.vote(.agree, on: 0, as: "q\(person)")) }
            _ = try await running.count(acts)
            #expect(await running.counts.isCountFromNothingDue(floor.dialogue.id))
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `the final count is one from nothing, and the running one ends`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind, closesAt: FloorFixture.now + 1_000) { floor async throws in
            let running = RunningFloor(floor)
            try await running.fill()
            _ = try await running.count()
            running.clock.advance(by: 60_000)
            let last = try #require(try await running.count())
            #expect(last.isFinal && !last.isContinued)
            #expect(!(await running.counts.isRunning(floor.dialogue.id)))
            // Anybody makes the same of the same votes.
            let again = try #require(
                try await CountVotes(in: floor.dialogue.id).perform(on: floor.database, at: { running.clock.now }))
            #expect(again.map == last.map && again.inputDigest == last.inputDigest)
        }
    }

    @Test func `a dialogue nobody votes in is let go`() async throws {
        try await FloorFixture.with(.sqlite) { floor async throws in
            let running = RunningFloor(floor)
            try await running.fill()
            _ = try await running.count()
            #expect(await running.counts.isRunning(floor.dialogue.id))
            running.clock.advance(by: 7_200_000)
            #expect(await running.counts.unread().isEmpty)
            #expect(!(await running.counts.isRunning(floor.dialogue.id)))
        }
    }

    @Test(arguments: 0..<4)
    func `after any acts a continued count has the figures of one from nothing`(seed: Int) async throws {
        try await FloorFixture.with(seed.isMultiple(of: 2) ? .sqlite : .postgres) { floor async throws in
            var generator = SeededGenerator(seed: UInt64(seed))
            let running = RunningFloor(floor)
            try await running.fill(people: 12)
            _ = try await running.count()
            for round in 0..<6 {
                var acts: [CastVote] = []
                for _ in 0..<Int.random(in: 1...12, using: &generator) {
                    let name = "p\(Int.random(in: 0..<20, using: &generator))"
                    let place = Int.random(in: 0..<10, using: &generator)
                    let choice = (VoteChoice.allCases + [nil]).randomElement(using: &generator) ?? nil
                    do {
                        let act = try await running.vote(choice, on: place, as: name)
                        // Some are not heard of.
                        if Int.random(in: 0..<4, using: &generator) > 0 { acts.append(act) }
                    } catch is VoteRefusal {
                        continue
                    }
                }
                if round == 3 { try await floor.moderate(.hide, floor.statements[seed], reason: .offTopic) }
                if round == 5 { try await floor.moderate(.show, floor.statements[seed]) }
                running.clock.advance(by: 400_000)
                let seen = try await running.count(acts)
                if let seen {
                    #expect(
                        RunningFloor.tallies(seen.map) == (try await running.tallies()), "seed \(seed), round \(round)")
                }
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `votes read into memory are the votes of the floor, with the same digest`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let running = RunningFloor(floor)
            try await running.fill()
            try await floor.moderate(.hide, floor.statements[4], reason: .offTopic)
            let dialogue = floor.dialogue.id
            let (live, votes) = try await floor.database.read { transaction in
                let store = FloorStore(transaction)
                return (try store.liveVotes(in: dialogue), try store.floorVotes(in: dialogue))
            }
            #expect(live.matrix == (try votes.matrix()))
            #expect(live.digest == votes.digest)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a continued count is on the boards of all nodes once it is published, and not before`(
        kind: DatabaseKind
    ) async throws {
        try await FloorFixture.with(kind, closesAt: FloorFixture.now + 300_000) { floor async throws in
            let running = RunningFloor(floor)
            let nodes = [FloorBoards(of: floor.database), FloorBoards(of: floor.database)]
            func shown() async throws -> [OpinionMapSnapshot?] {
                var shown: [OpinionMapSnapshot?] = []
                for node in nodes { shown.append(try await node.board(slug: "water", at: running.clock.now)?.snapshot) }
                return shown
            }
            try await running.fill()
            nodes[0].take(try #require(try await running.finished()), in: "water")
            let first = try await shown().map { try #require($0) }
            #expect(first[0] == first[1])

            // Four votes on one statement, or too early: nobody sees them.
            running.clock.advance(by: 60_000)
            var acts: [CastVote] = []
            for person in 0..<4 { acts.append(try await running.vote(.agree, on: 0, as: "new \(person)")) }
            nodes[0].take(try #require(try await running.finished(acts)), in: "water")
            #expect(try await shown() == first)

            running.clock.advance(by: 10_000)
            let fifth = [try await running.vote(.agree, on: 0, as: "new 4")]
            let next = try #require(try await running.finished(fifth))
            #expect(next.snapshot.isContinued)
            nodes[0].take(next, in: "water")
            let second = try await shown().map { try #require($0) }
            #expect(second[0].id == next.snapshot.id && second[1] == second[0])
            #expect(second[0].map.statements[0].seen == first[0].map.statements[0].seen + 5)

            running.clock.advance(by: 400_000)
            let final = try #require(
                try await CountVotes(in: floor.dialogue.id).perform(on: floor.database, at: { running.clock.now }))
            #expect(final.isFinal)
            #expect(try await shown().map { $0?.id } == [final.id, final.id])
        }
    }

    @Test func `a count for which it was too early is published when its time has come`() async throws {
        try await FloorFixture.with(.sqlite) { floor async throws in
            let running = RunningFloor(floor)
            let boards = FloorBoards(of: floor.database)
            let clock = running.clock
            let refresher = OpinionMapRefresher(
                of: floor.database, boards: boards, logger: Logger(label: "test"), now: { clock.now })
            func seen() async throws -> Int? {
                try await boards.board(slug: "water", at: clock.now)?.snapshot?.map.statements[0].seen
            }
            try await running.fill(people: 12)
            refresher.votesChanged(in: floor.dialogue)
            clock.advance(by: 2_000)
            await refresher.countDue()
            let first = try #require(try await seen())
            for person in 0..<6 { _ = try await running.vote(.agree, on: 0, as: "new \(person)") }
            refresher.votesChanged(in: floor.dialogue)
            clock.advance(by: 2_000)
            await refresher.countDue()
            #expect(try await seen() == first)
            #expect(refresher.waitingSince(in: floor.dialogue.id) == nil)
            clock.advance(by: 58_000)
            await refresher.countDue()
            #expect(try await seen() == first + 6)
        }
    }
}
