import JirgaTestSupport
import OpinionAnalysis
import Publication
import Testing

private let minute: Int64 = 60_000

/// A hundred people, sixty of them in two groups of thirty who answered four statements, and what was published of it.
private struct Sample {
    let rules = PublicationRules(.standard)
    var exact: ExactCounts
    let first: PublishedCounts

    init() throws {
        let groups = [PublishedCounts.Group(id: 0, size: 30), PublishedCounts.Group(id: 1, size: 30)]
        let row = ExactCounts.Row(
            everybody: StatementVotes(agrees: 32, disagrees: 16, passes: 12),
            groups: [
                StatementVotes(agrees: 22, disagrees: 6, passes: 2),
                StatementVotes(agrees: 10, disagrees: 10, passes: 10),
            ])
        exact = ExactCounts(
            people: 100, placed: 60, groups: groups,
            rows: Dictionary(uniqueKeysWithValues: (1...4).map { (String($0), row) }))
        first = try #require(PublishedCounts.next(exact, after: nil, by: rules, at: 0, isFinal: false))
    }

    func next(_ exact: ExactCounts? = nil, after last: PublishedCounts? = nil, at time: Int64 = 5 * minute)
        -> PublishedCounts?
    {
        .next(exact ?? self.exact, after: last ?? first, by: rules, at: time, isFinal: false)
    }
}

extension ExactCounts {
    /// Agreements of people in a group; of people in none where that is nil.
    fileprivate mutating func add(_ count: Int, to statement: Int, group: Int? = nil) {
        rows[String(statement)]?.everybody.agrees += count
        if let group { rows[String(statement)]?.groups[group].agrees += count }
    }
}

struct `Steps of publication` {
    @Test(arguments: [(19, false), (20, true)])
    func `begin when enough people have answered`(people: Int, isPublished: Bool) {
        let exact = ExactCounts(
            people: people, placed: people, groups: nil,
            rows: ["1": ExactCounts.Row(everybody: StatementVotes(agrees: 10, disagrees: 6))])
        let rules = PublicationRules(.standard)
        let first = PublishedCounts.next(exact, after: nil, by: rules, at: 0, isFinal: false)
        #expect((first != nil) == isPublished)
    }

    @Test func `take enough time and enough votes on one statement`() throws {
        let sample = try Sample()
        var exact = sample.exact
        exact.add(9, to: 1)
        exact.add(9, to: 2)
        #expect(sample.next(exact) == nil)
        exact.add(1, to: 1)
        #expect(sample.next(exact, at: 5 * minute - 1) == nil)
        let next = try #require(sample.next(exact))
        let votes = next.votes(of: ["1", "2"])
        #expect(votes.everybody.map(\.seen) == [68, 58])
    }

    @Test func `are measured from what was published, whatever a clock says`() throws {
        let sample = try Sample()
        var exact = sample.exact
        exact.add(20, to: 1)
        #expect(sample.next(exact, at: -minute) == nil)
        #expect(sample.next(exact, at: .min) == nil)
    }

    @Test func `leave a statement with few new votes as it was, with its groups`() throws {
        let sample = try Sample()
        var exact = sample.exact
        exact.add(10, to: 1, group: 0)
        exact.add(9, to: 2, group: 0)
        let next = try #require(sample.next(exact))
        #expect(next.rows["2"]?.everybody == sample.first.rows["2"]?.everybody)
        #expect(next.rows["2"]?.groups == sample.first.rows["2"]?.groups)
        #expect(next.rows["1"]?.isCurrent == true && next.rows["2"]?.isCurrent == false)
        // What came before counts towards the next step.
        exact.add(1, to: 2, group: 0)
        #expect(sample.next(exact, after: next, at: 9 * minute) == nil)
        #expect(sample.next(exact, after: next, at: 10 * minute)?.votes(of: ["2"]).everybody[0].seen == 68)
    }

    @Test func `say nothing of other groups before a statement's own step`() throws {
        let sample = try Sample()
        var exact = sample.exact
        exact.add(10, to: 1)
        exact.groups = [PublishedCounts.Group(id: 0, size: 60)]
        for (id, row) in exact.rows { exact.rows[id]?.groups = [row.everybody] }
        let next = try #require(sample.next(exact))
        #expect(next.rows["2"]?.everybody == sample.first.rows["2"]?.everybody)
        #expect(next.rows["2"]?.groups == nil)
        #expect(next.votes(of: ["1", "2"]).groups[0].map(\.seen) == [70, 0])
    }

    @Test func `do not show one group's answers under the letter of another`() throws {
        let sample = try Sample()
        var exact = sample.exact
        exact.add(10, to: 1)
        for (id, row) in exact.rows { exact.rows[id]?.groups = row.groups.reversed() }
        let next = try #require(sample.next(exact))
        #expect(next.rows["2"]?.groups == nil)
        #expect(next.rows["1"]?.groups?.first?.agrees == 10)
    }

    @Test func `hold numbers of people, of days and of those who do not understand as well`() throws {
        let sample = try Sample()
        var exact = sample.exact
        exact.add(10, to: 1)
        exact.people = 109
        exact.placed = 63
        exact.groups = [PublishedCounts.Group(id: 0, size: 31), PublishedCounts.Group(id: 1, size: 32)]
        exact.notUnderstood = ["1": 9, "2": 10]
        exact.spans = [PublishedCounts.Span(day: 3, people: 9, answers: 40)]
        let next = try #require(sample.next(exact))
        #expect(next.people == 100 && next.placed == 60)
        #expect(next.groups?.map(\.size) == [30, 30])
        #expect(next.notUnderstood == ["2": 10])
        #expect(next.spans == [])
        exact.people = 110
        exact.spans = [PublishedCounts.Span(day: 3, people: 12, answers: 49)]
        exact.rows["3"]?.everybody.disagrees += 10
        let later = sample.next(exact, after: next, at: 10 * minute)
        #expect(later?.people == 110)
        #expect(later?.spans == [PublishedCounts.Span(day: 3, people: 12, answers: 49)])
    }

    @Test func `never tell of more answers than people`() throws {
        let sample = try Sample()
        var exact = sample.exact
        exact.people = 60
        let first = try #require(
            PublishedCounts.next(exact, after: nil, by: sample.rules, at: 0, isFinal: false))
        exact.people = 69
        exact.add(10, to: 1)
        #expect(sample.next(exact, after: first) == nil)
        exact.people = 70
        #expect(sample.next(exact, after: first)?.people == 70)
    }

    @Test func `count a changed mind as a new vote`() throws {
        let sample = try Sample()
        var exact = sample.exact
        exact.rows["1"]?.everybody = StatementVotes(agrees: 23, disagrees: 25, passes: 12)
        #expect(sample.next(exact) == nil)
        exact.rows["1"]?.everybody = StatementVotes(agrees: 22, disagrees: 26, passes: 12)
        exact.rows["1"]?.groups = [
            StatementVotes(agrees: 12, disagrees: 16, passes: 2), StatementVotes(agrees: 10, disagrees: 10, passes: 10),
        ]
        #expect(sample.next(exact)?.rows["1"]?.everybody.disagrees == 26)
    }

    @Test func `end with everything, and then there are no more`() throws {
        let sample = try Sample()
        var exact = sample.exact
        exact.add(1, to: 1, group: 0)
        exact.people = 101
        let last = try #require(
            PublishedCounts.next(exact, after: sample.first, by: sample.rules, at: 1, isFinal: true))
        #expect(last.people == 101 && last.votes(of: ["1"]).everybody[0].agrees == 33)
        exact.add(50, to: 1)
        #expect(PublishedCounts.next(exact, after: last, by: sample.rules, at: 60 * minute, isFinal: false) == nil)
    }

    @Test func `follow more cautious rules at once`() throws {
        let told = try Sample().first.tightened(to: PublicationRules(.protected))
        #expect(told.people == 100 && told.groups == [])
        #expect(violations(in: Self.table(told), profile: .protected) == [])
        let few = ExactCounts(people: 30, placed: 30, groups: nil, rows: [:])
        let open = PublishedCounts(few, by: PublicationRules(.open), at: 0)
        #expect(open.people == 30 && open.tightened(to: PublicationRules(.protected)).people == nil)
    }

    private static func table(_ counts: PublishedCounts) -> PublishedTable {
        let statements = counts.rows.keys.sorted()
        let votes = counts.votes(of: statements)
        func row(_ place: Int, _ group: String?, _ votes: StatementVotes) -> PublishedTable.Row {
            PublishedTable.Row(
                statement: Int(statements[place]) ?? 0, group: group, agrees: votes.agrees, disagrees: votes.disagrees,
                passes: votes.passes)
        }
        return PublishedTable(
            people: counts.people ?? 0,
            groupSizes: Dictionary(
                uniqueKeysWithValues: votes.groupSizes.enumerated().map { ("\($0)", $1) }),
            rows: statements.indices.flatMap { place in
                [row(place, nil, votes.everybody[place])]
                    + votes.groups.indices.filter {
                        counts.rows[statements[place]]?.groups?.indices.contains($0) == true
                    }
                    .map { row(place, "\($0)", votes.groups[$0][place]) }
            })
    }

    // MARK: Whatever people do

    /// Votes of people who come, change their minds and take answers back, in groups that now and then are found anew.
    private struct Crowd {
        var generator: SeededGenerator
        var votes: [[Int: WritableKeyPath<StatementVotes, Int>]] = []
        var groups: [Int] = []

        init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

        mutating func act() {
            let answers: [WritableKeyPath<StatementVotes, Int>] = [\.agrees, \.disagrees, \.passes]
            if votes.isEmpty || Int.random(in: 0..<6, using: &generator) == 0 {
                votes.append([:])
                groups.append(Int.random(in: 0..<3, using: &generator))
            }
            let person = Int.random(in: votes.indices, using: &generator)
            let statement = min(Int.random(in: 1...8, using: &generator), Int.random(in: 1...8, using: &generator))
            votes[person][statement] =
                Int.random(in: 0..<12, using: &generator) == 0 ? nil : answers.randomElement(using: &generator)
            if Int.random(in: 0..<400, using: &generator) == 0 {
                groups = groups.map { _ in Int.random(in: 0..<3, using: &generator) }
            }
        }

        var exact: ExactCounts {
            var rows: [String: ExactCounts.Row] = [:]
            for (person, votes) in votes.enumerated() {
                for (statement, answer) in votes {
                    var row =
                        rows[String(statement)]
                        ?? ExactCounts.Row(
                            everybody: StatementVotes(), groups: Array(repeating: StatementVotes(), count: 3))
                    row.everybody[keyPath: answer] += 1
                    row.groups[groups[person]][keyPath: answer] += 1
                    rows[String(statement)] = row
                }
            }
            let people = votes.count { !$0.isEmpty }
            return ExactCounts(
                people: people, placed: votes.count { $0.count > 2 },
                groups: (0..<3).map { group in
                    PublishedCounts.Group(
                        id: group, size: votes.indices.count { groups[$0] == group && votes[$0].count > 2 })
                }, rows: rows)
        }
    }

    @Test(arguments: PublicationProfile.allCases, Array(UInt64(1)...6))
    func `are all that anybody sees`(profile: PublicationProfile, seed: UInt64) {
        var crowd = Crowd(seed: seed)
        let rules = profile.rules
        var last: PublishedCounts?
        var time: Int64 = 1_800_000_000_000
        var steps = 0
        for _ in 0..<400 {
            for _ in 0..<5 { crowd.act() }
            time += Int64.random(in: 0...(minute * Int64(rules.stepMinutes) / 4), using: &crowd.generator)
            guard let next = PublishedCounts.next(crowd.exact, after: last, by: rules, at: time, isFinal: false) else {
                continue
            }
            let sign = Comment(rawValue: "\(profile), seed \(seed), step \(steps)")
            steps += 1
            #expect(violations(in: Self.table(next), profile: profile) == [], sign)
            if let last {
                #expect(next.madeAt - last.madeAt >= minute * Int64(rules.stepMinutes), sign)
                let statements = Set(next.rows.keys).union(last.rows.keys).sorted()
                for (old, new) in zip(
                    last.votes(of: statements).everybody, next.votes(of: statements).everybody)
                {
                    let change = abs(new.seen - old.seen)
                    #expect(change == 0 || change >= rules.stepVotes, sign)
                }
                let people = abs((next.people ?? 0) - (last.people ?? 0))
                #expect(people == 0 || people >= rules.stepVotes, sign)
                let placed = abs(next.placed - last.placed)
                #expect(placed == 0 || placed >= rules.stepVotes, sign)
            }
            last = next
        }
        #expect(steps > 5, "\(profile), seed \(seed)")
    }
}
