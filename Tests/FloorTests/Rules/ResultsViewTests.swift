import OpinionAnalysis
import Testing

@testable import Floor

@Suite struct ResultsViewTests {
    static let all = Set(1...20)

    private func view(sizes: [Int] = [60, 45], faith: Int = 92, seed: UInt64 = 7) throws -> ResultsView {
        let map = try PlantedGroups.map(sizes: sizes, minds: PlantedGroups.two, faith: faith, seed: seed)
        return ResultsView(of: map, shown: Self.all, salt: "water")
    }

    @Test func `what both groups think is found, and what divides them`() throws {
        let view = try view()
        #expect(view.grouping == .found)
        #expect(view.groups.map(\.size).sorted() == [45, 60])
        #expect(Set(view.agreements.map(\.number)) == [1, 2, 3, 4, 5])
        #expect(Set(view.rejections.map(\.number)) == [6, 7])
        #expect(Set(view.differences.map(\.number)) == Set(8...17))
        #expect(Set(view.unsure.map(\.number)) == [18, 19, 20])
    }

    @Test func `lists are ordered by their own measure`() throws {
        let view = try view()
        let gaps = view.differences.compactMap { $0.gap?.size }
        #expect(gaps == gaps.sorted(by: >))
        let unsure = view.unsure.map { $0.tally.share(of: .pass) }
        #expect(unsure == unsure.sorted(by: >))
        let surety = view.agreements.compactMap { $0.commonGround?.guaranteedShare }
        #expect(surety.count == view.agreements.count)
        #expect(surety == surety.sorted(by: >))
    }

    @Test func `a gap lies inside its range`() throws {
        for result in try view().results {
            let gap = try #require(result.gap)
            #expect(gap.range.low <= gap.size && gap.size <= gap.range.high)
        }
    }

    @Test(arguments: [(49, 20, false), (50, 20, true), (80, 9, false), (80, 10, true)])
    func `groups are shown from fifty people and ten statements on`(people: Int, statements: Int, shown: Bool) throws {
        let minds = PlantedGroups.two.map {
            Array($0.dropFirst(4).prefix(statements)) + Array(repeating: Vote.agree, count: max(0, statements - 16))
        }
        let map = try PlantedGroups.map(
            sizes: [people / 2, people - people / 2], minds: minds, answered: 100, seed: 3,
            method: .polis)
        let view = ResultsView(of: map, shown: Set(1...statements), salt: "")
        #expect((view.grouping == .tooFew) != shown)
        #expect(view.groups.isEmpty != shown)
    }

    @Test func `a statement that is not shown any more counts nowhere`() throws {
        let map = try PlantedGroups.map(sizes: [60, 45], minds: PlantedGroups.two, seed: 7)
        let view = ResultsView(of: map, shown: Self.all.subtracting([1, 8]), salt: "")
        #expect(view.result(number: 1) == nil)
        #expect(!view.agreements.map(\.number).contains(1))
        #expect(!view.differences.map(\.number).contains(8))
        #expect(view.results.count == 18)
    }

    @Test func `many who do not understand make a statement unsure`() throws {
        let map = try PlantedGroups.map(sizes: [60, 45], minds: PlantedGroups.two, seed: 7)
        let few = ResultsView(of: map, shown: Self.all, notUnderstood: [1: 9], salt: "")
        #expect(!few.unsure.map(\.number).contains(1))
        let many = ResultsView(of: map, shown: Self.all, notUnderstood: [1: 40], salt: "")
        #expect(many.unsure.map(\.number).contains(1))
    }

    @Test func `an empty count says nothing`() throws {
        let map = try OpinionMap.fit(VoteMatrix(participants: [], statements: ["1", "2"], votes: []))
        let view = ResultsView(of: map, shown: [1, 2], salt: "")
        #expect(view.people == 0)
        #expect(view.grouping == .tooFew)
        #expect(view.agreements.isEmpty && view.differences.isEmpty && view.unsure.isEmpty)
    }

    // MARK: Small cells

    private func tally(_ answers: Int) -> AnswerTally { AnswerTally(agrees: answers, disagrees: 0, passes: 0) }

    @Test(arguments: [
        (groups: [50, 50], whole: 100, shown: [true, true]),
        // 9 people of B: not shown, and A with them, because A could be taken from the whole.
        (groups: [50, 9], whole: 59, shown: [false, false]),
        // With ten others outside the groups there is nothing to work out.
        (groups: [50, 9], whole: 69, shown: [true, false]),
        (groups: [50, 20, 9], whole: 79, shown: [true, false, false]),
        (groups: [50, 6, 6], whole: 62, shown: [true, false, false]),
        (groups: [0, 30], whole: 30, shown: [false, true]),
    ])
    func `no cell below ten can be read or worked out`(groups: [Int], whole: Int, shown: [Bool]) {
        let cells = ResultsView.withoutSmallCells(groups.map(tally), of: tally(whole))
        #expect(cells.map { $0 != nil } == shown)
    }

    @Test func `a statement with fewer than ten answers is in no list`() throws {
        let map = try PlantedGroups.map(
            sizes: [60, 45], minds: PlantedGroups.two, answered: 7, seed: 11, method: .polis)
        let view = ResultsView(of: map, shown: Self.all, salt: "")
        let few = Set(view.results.filter { $0.tally.answers < 10 }.map(\.number))
        try #require(!few.isEmpty)
        let listed = view.agreements + view.rejections + view.differences + view.unsure
        #expect(few.isDisjoint(with: listed.map(\.number)))
    }
}

@Suite struct OpinionLettersTests {
    @Test func `letters do not follow size, and stay while what is typical stays`() throws {
        var biggestIsFirst = 0
        for seed in UInt64(0)..<40 {
            let map = try PlantedGroups.map(sizes: [70, 30], minds: PlantedGroups.two, seed: 5, method: .polis)
            let order = OpinionLetters.order(of: map.groups, salt: "dialogue \(seed)")
            #expect(order.sorted() == [0, 1])
            #expect(order == OpinionLetters.order(of: map.groups.reversed(), salt: "dialogue \(seed)"))
            if order.first == 0 { biggestIsFirst += 1 }
        }
        #expect((8...32).contains(biggestIsFirst), "the biggest group came first \(biggestIsFirst) times of 40")
    }
}

@Suite struct AnswerTallyTests {
    @Test(arguments: [
        // Checked against R's binom.confint(method = "wilson").
        (0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (74, 100, 0.6463, 0.8160),
    ])
    func `the range of a share is Wilson's`(count: Int, total: Int, low: Double, high: Double) {
        let range = ShareRange(count, of: total)
        #expect(abs(range.low - low) < 0.0005)
        #expect(abs(range.high - high) < 0.0005)
    }

    @Test func `nobody asked leaves everything open`() {
        #expect(ShareRange(0, of: 0) == ShareRange(low: 0, high: 1))
    }

    @Test func `the range of a difference is Newcombe's`() {
        // The worked example of the 1998 paper: 56/70 and 48/80, method 10: 0.0524 to 0.3339.
        let range = ShareRange.difference((56, 70), (48, 80))
        #expect(abs(range.low - 0.0524) < 0.0005)
        #expect(abs(range.high - 0.3339) < 0.0005)
    }
}
