import JirgaTestSupport
import OpinionAnalysis
import Publication
import Testing

struct `Published counts` {
    private static func votes(_ generator: inout SeededGenerator) -> StatementVotes {
        // Small cells are common, so that many are hidden.
        func cell() -> Int { .random(in: 0...(Bool.random(using: &generator) ? 12 : 150), using: &generator) }
        return StatementVotes(agrees: cell(), disagrees: cell(), passes: cell())
    }

    private static var answers: [WritableKeyPath<StatementVotes, Int>] { [\.agrees, \.disagrees, \.passes] }

    /// Whoever reads what is published can't tell which of all possible numbers a hidden cell holds, because each of them
    /// gives the same publication: so no equation between published numbers can find it.
    @Test(arguments: PublicationProfile.allCases, Array(UInt64(1)...40))
    func `are the same whatever a hidden cell holds`(profile: PublicationProfile, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let rules = profile.rules
        var rows = (0..<Int.random(in: 1...5, using: &generator)).map { _ in Self.votes(&generator) }
        let told = rules.published(groups: Array(rows.dropLast()), of: rows.reduce(StatementVotes(), +))
        for row in rows.indices {
            for answer in Self.answers where rows[row][keyPath: answer] < rules.smallestCell {
                let kept = rows[row][keyPath: answer]
                for other in 0..<rules.smallestCell {
                    rows[row][keyPath: answer] = other
                    let again = rules.published(groups: Array(rows.dropLast()), of: rows.reduce(StatementVotes(), +))
                    #expect(again.groups == told.groups && again.everybody == told.everybody, "seed \(seed)")
                }
                rows[row][keyPath: answer] = kept
            }
        }
    }

    @Test(arguments: PublicationProfile.allCases, Array(UInt64(1)...40))
    func `violate nothing`(profile: PublicationProfile, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let rows = (0..<4).map { _ in Self.votes(&generator) }
        let told = profile.rules.published(groups: Array(rows.dropLast()), of: rows.reduce(StatementVotes(), +))
        #expect(violations(in: Self.table(told, people: 1_000), profile: profile) == [], "seed \(seed)")
    }

    private static func table(
        _ told: (groups: [StatementVotes], everybody: StatementVotes), people: Int
    ) -> PublishedTable {
        func row(_ votes: StatementVotes, _ group: String?) -> PublishedTable.Row {
            PublishedTable.Row(
                statement: 1, group: group, agrees: votes.agrees, disagrees: votes.disagrees, passes: votes.passes)
        }
        return PublishedTable(
            people: people,
            rows: [row(told.everybody, nil)] + told.groups.enumerated().map { row($1, "\($0)") })
    }

    @Test func `never come from too few people or too small groups`() throws {
        var votes: [(participant: Int, statement: Int, vote: Vote)] = []
        for person in 0..<60 {
            for statement in 0..<12 {
                votes.append((person, statement, (person < 45) == statement.isMultiple(of: 2) ? .agree : .disagree))
            }
        }
        let map = try OpinionMap.fit(
            VoteMatrix(
                participants: (0..<60).map(String.init), statements: (0..<12).map(String.init), votes: votes),
            parameters: .init(method: .polis))
        try #require(map.groups.map(\.size).sorted() == [15, 45])
        #expect(PublishedCounts.shownGroups(of: map, by: PublicationRules(.open)).count == 2)
        #expect(PublishedCounts.shownGroups(of: map, by: PublicationRules(.standard)).count == 1)
        let all = map.groups.map(\.id)
        let told = PublishedCounts(ExactCounts(of: map, groups: all), by: PublicationRules(.standard), at: 0)
        #expect(told.groups?.map(\.size) == [45])
        let counts = told.votes(of: map.statements.map(\.id))
        #expect(counts.groups.count == 1 && counts.groups[0].allSatisfy { $0.seen == 45 })
        #expect(counts.everybody.allSatisfy { $0.seen == 60 })
    }

    @Test func `are none below the fewest people`() throws {
        let votes = (0..<19).map { (participant: $0, statement: 0, vote: Vote.agree) }
        let map = try OpinionMap.fit(
            VoteMatrix(participants: (0..<19).map(String.init), statements: ["1"], votes: votes))
        let told = PublishedCounts(ExactCounts(of: map, groups: nil), by: PublicationRules(.standard), at: 0)
        #expect(told.people == nil)
        #expect(told.votes(of: ["1"]).everybody == [StatementVotes()])
    }
}

struct `Violations` {
    private func row(_ agrees: Int, _ disagrees: Int, _ passes: Int, _ group: String? = nil) -> PublishedTable.Row {
        PublishedTable.Row(statement: 3, group: group, agrees: agrees, disagrees: disagrees, passes: passes)
    }

    @Test func `are found wherever one is planted`() {
        func found(_ table: PublishedTable) -> [PublicationViolation] { violations(in: table, profile: .standard) }
        let few = PublishedTable(people: 19, rows: [row(10, 9, 0)])
        #expect(found(few) == [.tooFewPeople(19, needed: 20)])
        let small = PublishedTable(people: 100, groupSizes: ["a": 24])
        #expect(found(small) == [.smallGroup("a", size: 24, needed: 25)])
        let cell = PublishedTable(people: 100, rows: [row(50, 4, 0)])
        #expect(found(cell) == [.smallCell(statement: 3, group: nil, count: 4, needed: 5)])
        let recoverable = PublishedTable(people: 100, rows: [row(50, 40, 0), row(30, 38, 0, "a"), row(20, 0, 0, "b")])
        #expect(found(recoverable) == [.recoverable(statement: 3, count: 2, needed: 5)])
        let alike = PublishedTable(people: 300, rows: [row(150, 7, 0, "a")])
        #expect(found(alike) == [.homogeneous(statement: 3, group: "a", answers: 157, limit: 200)])
        #expect(found(PublishedTable(people: 300, times: [86_400_001])) == [.fineTime(86_400_001, step: 86_400_000)])
        let impossible = PublishedTable(people: 300, rows: [row(.max, .max, 0), row(-1, 0, 0)])
        #expect(found(impossible).count == 2)
    }
}
