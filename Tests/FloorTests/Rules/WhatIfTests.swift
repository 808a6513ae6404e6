import OpinionAnalysis
import Publication
import Testing

@testable import Floor

@Suite struct WhatIfTests {
    private func view() throws -> ResultsView {
        let map = try PlantedGroups.map(sizes: [60, 45], minds: PlantedGroups.two, faith: 92, seed: 7)
        return ResultsView(of: map, by: PublicationRules(.open), shown: Set(1...20), salt: "water")
    }

    @Test func `without one of two groups what divided them is shared by those who are left`() throws {
        let view = try view()
        let comparison = WhatIf(view, withoutGroup: 0)
        #expect(comparison.everybody.groups == 2 && comparison.without.groups == 0)
        #expect(comparison.everybody.people == 105)
        #expect(comparison.without.people == 105 - view.groups[0].size)
        #expect(comparison.everybody.dividing == 10 && comparison.without.dividing == 0)
        #expect(comparison.without.shared > comparison.everybody.shared + 5)
        #expect(Set(comparison.changes.map(\.number)) == Set(8...17))
        #expect(comparison.changes.allSatisfy { $0.everybody == .dividesGroups })
    }

    @Test func `the same count beside itself changes nothing`() throws {
        let view = try view()
        let comparison = WhatIf(view, view, withoutPeople: 0)
        #expect(comparison.changes.isEmpty)
        #expect(comparison.everybody == comparison.without)
    }

    @Test func `of a statement that was not counted again the same is said on both sides`() throws {
        let map = try PlantedGroups.map(sizes: [60, 45], minds: PlantedGroups.two, faith: 92, seed: 7)
        let view = try view()
        let some = ResultsView(of: map, by: PublicationRules(.open), shown: Set(1...12), salt: "water")
        let comparison = WhatIf(view, some, withoutPeople: 11)
        #expect(comparison.changes.isEmpty)
        #expect(comparison.everybody.shared == comparison.without.shared)
        #expect(comparison.everybody.dividing == comparison.without.dividing)
        #expect(comparison.without.people == 94)
    }

    @Test func `a small group is not shown, so that nobody can leave it out`() throws {
        let map = try PlantedGroups.map(sizes: [90, 9], minds: PlantedGroups.two, faith: 97, answered: 100, seed: 8)
        try #require(map.groups.contains { $0.size < 10 })
        let view = ResultsView(of: map, by: PublicationRules(.open), shown: Set(1...20), salt: "water")
        #expect(view.grouping == .none && view.groups.isEmpty)
    }

    @Test func `people who answer everything alike are marked, and a few of them are not shown to everybody`() throws {
        let map = try PlantedGroups.map(sizes: [60, 45], minds: PlantedGroups.two, faith: 92, seed: 7)
        let marked = try #require(MarkedAnswers(in: map))
        #expect(marked.people.count < ResultsView.leastAnswers)
        #expect(!marked.mayBeLeftOutByAnybody)
    }
}
