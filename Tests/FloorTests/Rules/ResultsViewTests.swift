import OpinionAnalysis
import Publication
import Testing

@testable import Floor

@Suite struct ResultsViewTests {
    static let all = Set(1...20)

    private func view(sizes: [Int] = [60, 45], faith: Int = 92, seed: UInt64 = 7) throws -> ResultsView {
        let map = try PlantedGroups.map(sizes: sizes, minds: PlantedGroups.two, faith: faith, seed: seed)
        return ResultsView(of: map, by: PublicationRules(.open), shown: Self.all, salt: "water")
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
        let view = ResultsView(of: map, by: PublicationRules(.open), shown: Set(1...statements), salt: "")
        #expect((view.grouping == .tooFew) != shown)
        #expect(view.groups.isEmpty != shown)
    }

    @Test func `a statement that is not shown any more counts nowhere`() throws {
        let map = try PlantedGroups.map(sizes: [60, 45], minds: PlantedGroups.two, seed: 7)
        let view = ResultsView(of: map, by: PublicationRules(.open), shown: Self.all.subtracting([1, 8]), salt: "")
        #expect(view.result(number: 1) == nil)
        #expect(!view.agreements.map(\.number).contains(1))
        #expect(!view.differences.map(\.number).contains(8))
        #expect(view.results.count == 18)
    }

    @Test func `many who do not understand make a statement unsure`() throws {
        let map = try PlantedGroups.map(sizes: [60, 45], minds: PlantedGroups.two, seed: 7)
        let few = ResultsView(of: map, by: PublicationRules(.open), shown: Self.all, notUnderstood: [1: 9], salt: "")
        #expect(!few.unsure.map(\.number).contains(1))
        let many = ResultsView(of: map, by: PublicationRules(.open), shown: Self.all, notUnderstood: [1: 40], salt: "")
        #expect(many.unsure.map(\.number).contains(1))
    }

    @Test func `an empty count says nothing`() throws {
        let map = try OpinionMap.fit(VoteMatrix(participants: [], statements: ["1", "2"], votes: []))
        let view = ResultsView(of: map, by: PublicationRules(.open), shown: [1, 2], salt: "")
        #expect(view.people == 0)
        #expect(view.grouping == .tooFew)
        #expect(view.agreements.isEmpty && view.differences.isEmpty && view.unsure.isEmpty)
    }

    // MARK: Small cells

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
