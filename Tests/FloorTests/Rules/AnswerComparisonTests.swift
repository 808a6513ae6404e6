import OpinionAnalysis
import Publication
import Testing

@testable import Floor

@Suite struct AnswerComparisonTests {
    private let map: OpinionMap
    private let view: ResultsView

    init() throws {
        map = try PlantedGroups.map(sizes: [60, 45], minds: PlantedGroups.two, seed: 7)
        view = ResultsView(of: map, by: PublicationRules(.open), shown: Set(1...20), salt: "water")
    }

    private func answers(_ minds: [Vote], _ numbers: some Sequence<Int>) -> [Int: VoteChoice] {
        var answers: [Int: VoteChoice] = [:]
        for number in numbers {
            answers[number] = VoteChoice.allCases.first { $0.vote == minds[number - 1] }
        }
        return answers
    }

    @Test(arguments: [0, 1])
    func `somebody of one mind with a group is most alike to it`(group: Int) throws {
        let comparison = AnswerComparison(of: answers(PlantedGroups.two[group], 1...20), with: view, on: map)
        let likeness = try #require(comparison.likeness)
        let found = view.groups[likeness.letter]
        #expect(found.size == [60, 45][group])
        #expect(likeness.isCertain)
        #expect(likeness.alike >= 18)
        let place = try #require(comparison.place)
        let distances = view.groups.map { center in
            let (x, y) = (center.center.x - place.point.x, center.center.y - place.point.y)
            return x * x + y * y
        }
        #expect(distances.indices.min { distances[$0] < distances[$1] } == likeness.letter)
    }

    @Test func `answers everybody shares tell nothing of groups`() throws {
        let comparison = AnswerComparison(of: answers(PlantedGroups.two[0], 1...7), with: view, on: map)
        #expect(comparison.withMost == 7)
        #expect(try !#require(comparison.likeness).isCertain)
    }

    @Test func `with few answers there is no place on the map`() {
        let comparison = AnswerComparison(of: answers(PlantedGroups.two[0], 8...10), with: view, on: map)
        #expect(comparison.place == nil)
        #expect(comparison.likeness?.isCertain != true)
    }

    @Test func `where one stands apart comes first among the least shared`() throws {
        var own = answers(PlantedGroups.two[0], 1...7)
        own[3] = .disagree
        let comparison = AnswerComparison(of: own, with: view, on: map)
        #expect(comparison.leastShared.first?.number == 3)
        #expect(comparison.withMost == 6)
    }

    @Test func `no answers compare with nothing`() {
        let comparison = AnswerComparison(of: [:], with: view, on: map)
        #expect(comparison.items.isEmpty)
        #expect(comparison.likeness == nil)
        #expect(comparison.place == nil)
    }
}
