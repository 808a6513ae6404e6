import OpinionAnalysis
import Publication
import Testing

@testable import Floor

@Suite struct SteadinessTests {
    @Test(arguments: [
        (1.0, Steadiness.steady), (0.8, .steady), (0.79, .fairlySteady), (0.65, .fairlySteady), (0.64, .shaky),
        (-0.1, .shaky),
    ])
    func `halves that lead to the same groups make them steady`(agreement: Double, steadiness: Steadiness) {
        #expect(Steadiness(ofHalves: agreement) == steadiness)
    }

    @Test(arguments: [(0.75, Steadiness.steady), (0.6, .fairlySteady), (0.59, .shaky)])
    func `a group is steady where most of its people stay`(likeness: Double, steadiness: Steadiness) {
        #expect(Steadiness(ofGroup: likeness) == steadiness)
    }

    @Test func `planted groups are steady and their people surely in them`() throws {
        let map = try PlantedGroups.map(sizes: [60, 45], minds: PlantedGroups.two, faith: 92, seed: 7)
        let view = ResultsView(of: map, by: PublicationRules(.open), shown: Set(1...20), salt: "water")
        #expect(view.steadiness == .steady)
        #expect(view.groups.map(\.steadiness) == [.steady, .steady])
        #expect(view.groups.allSatisfy { ($0.clearShare ?? 0) > 0.9 })
        #expect(view.noGroupsReason == nil)
    }

    @Test func `people of one mind have no groups, and it is said why`() throws {
        let one = [PlantedGroups.two[0]]
        let map = try PlantedGroups.map(sizes: [80], minds: one, faith: 50, seed: 4)
        let view = ResultsView(of: map, by: PublicationRules(.open), shown: Set(1...20), salt: "water")
        #expect(view.grouping == .none)
        #expect(view.noGroupsReason != nil)
        #expect(view.steadiness == nil && view.groups.isEmpty && view.differences.isEmpty)
    }
}
