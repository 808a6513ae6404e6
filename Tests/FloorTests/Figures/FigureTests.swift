import Foundation
import JirgaTestSupport
import OpinionAnalysis
import Testing

@testable import Floor

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite struct FigureTests {
    private let nasty = "</svg><script>\"a\" & 'b'\u{0}\u{FFFE} جرگه ‌"

    private func people(_ count: Int, groups: Int, seed: UInt64, spread: Double = 1) -> [OpinionMapFigure.Person] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { index in
            let group = index % groups
            return OpinionMapFigure.Person(
                point: MapPoint(
                    x: Double(group) * 3 + .random(in: -spread...spread, using: &generator),
                    y: Double(group % 2) * 3 + .random(in: -spread...spread, using: &generator)),
                letter: group)
        }
    }

    private func map(_ people: [OpinionMapFigure.Person], groups: Int) -> OpinionMapFigure {
        OpinionMapFigure(
            people: people,
            labels: (0..<groups).map {
                OpinionMapFigure.Label(letter: $0, text: "A ● \(nasty)")
            }, own: MapPoint(x: 0, y: 0), title: nasty, description: nasty)
    }

    private func swarm(_ gaps: [Double]) -> SwarmFigure {
        SwarmFigure(
            dots: gaps.enumerated().map { index, gap in
                SwarmFigure.Dot(
                    number: index + 1, gap: gap, restsOnFew: index.isMultiple(of: 3),
                    label: index < 6 ? "\(index + 1)" : nil)
            }, axis: [nasty, "", nasty], title: nasty, description: nasty)
    }

    private func participation(_ days: [(Int64, Int)]) -> ParticipationFigure {
        ParticipationFigure(
            days: days.map { ParticipationFigure.Day(day: $0.0, people: $0.1) }, ends: [nasty, nasty], highest: nasty,
            title: nasty, description: nasty)
    }

    private func course(_ counts: [(Int64, Int)]) -> CourseFigure {
        CourseFigure(
            counts: counts.map { CourseFigure.Count(at: $0.0, people: $0.1, words: nasty, shade: $0.1 % 5) },
            ends: [nasty, nasty], highest: nasty, title: nasty, description: nasty)
    }

    /// Every figure, with nothing, with little and with too much in it.
    private var figures: [String] {
        let far = OpinionMapFigure.Person(point: MapPoint(x: 1e300, y: -.infinity), letter: 0)
        let lost = OpinionMapFigure.Person(point: MapPoint(x: .nan, y: .nan), letter: nil)
        return [
            map([], groups: 0).svg(),
            map([OpinionMapFigure.Person(point: MapPoint(x: 0, y: 0), letter: nil)], groups: 0).svg(),
            map(people(40, groups: 1, seed: 1, spread: 0), groups: 1).svg(),
            map(people(300, groups: 6, seed: 2) + [far, lost], groups: 6).svg(),
            map(people(5_000, groups: 5, seed: 3), groups: 5).svg(),
            swarm([]).svg(), swarm([50]).svg(), swarm(Array(repeating: 20, count: 900)).svg(),
            swarm([-5, 0, 100, 101, .nan, .infinity]).svg(),
            participation([]).svg(), participation([(0, 1)]).svg(),
            participation((0..<90).map { (Int64($0), Int($0)) }).svg(),
            participation([(Int64.min, 3), (Int64.max, Int.max)]).svg(),
            participation([(-40_000, 2), (20_000, 5)]).svg(),
            course([]).svg(), course([(5, 3)]).svg(), course([(5, 3), (5, 4), (900, 0)]).svg(),
            course([(Int64.min, -3), (Int64.max, Int.max)]).svg(),
        ]
    }

    @Test func `every figure is well-formed, and its title and description are found`() throws {
        for (index, svg) in figures.enumerated() {
            let reader = FigureReader()
            let parser = XMLParser(data: Data(svg.utf8))
            parser.delegate = reader
            #expect(parser.parse(), "figure \(index): \(parser.parserError.debugDescription)")
            #expect(reader.labelledBy.count == 2, "figure \(index)")
            #expect(reader.labelledBy.allSatisfy { reader.ids.contains($0) }, "figure \(index)")
            #expect(reader.ids.count == Set(reader.ids).count, "figure \(index)")
            #expect(!reader.names.contains("script"), "figure \(index)")
            #expect(reader.attributes.allSatisfy { $0 != "style" && !$0.hasPrefix("on") }, "figure \(index)")
        }
    }

    @Test func `the same input gives the same bytes, in whatever order people come`() {
        let people = people(300, groups: 3, seed: 4)
        #expect(map(people, groups: 3).svg() == map(people.reversed(), groups: 3).svg())
        let gaps = (0..<80).map { Double($0 * 7 % 100) }
        #expect(swarm(gaps).svg() == swarm(gaps).svg())
    }

    @Test func `the map of a mirrored plane is the same picture`() {
        let people = people(300, groups: 3, seed: 5)
        let mirrored = people.map { person in
            OpinionMapFigure.Person(point: MapPoint(x: -person.point.x, y: -person.point.y), letter: person.letter)
        }
        #expect(map(people, groups: 3).svg().count == map(mirrored, groups: 3).svg().count)
    }

    @Test func `who is not surely placed is drawn fainter, and places with few people are no part of the shape`() {
        var people = people(300, groups: 3, seed: 8)
        #expect(!map(people, groups: 3).svg().contains("opacity=\"0.4\""))
        for index in 0..<150 { people[index].isUncertain = true }
        #expect(map(people, groups: 3).svg().contains("opacity=\"0.4\""))
        let few = (0..<4).map { _ in OpinionMapFigure.Person(point: MapPoint(x: 0, y: 0), letter: 0) }
        #expect(!map(few, groups: 1).svg().contains("class=\"dn\""))
        #expect(map(few + few, groups: 1).svg().contains("class=\"dn\""))
    }

    @Test func `people far outside are counted at the edge and press nobody together`() {
        let far = (0..<2).map { _ in OpinionMapFigure.Person(point: MapPoint(x: 1_000, y: 0), letter: 0) }
        let figure = map(people(300, groups: 2, seed: 6) + far, groups: 2)
        #expect(figure.outsideCount == 2)
    }

    @Test func `two thousand people fit into ten kilobytes`() {
        let svg = map(people(2_000, groups: 3, seed: 7), groups: 3).svg()
        #expect(svg.utf8.count < 30_000)
    }

    @Test func `dots of the swarm do not lie on each other`() {
        let svg = swarm((0..<200).map { Double($0 % 25) }).svg()
        let centers = svg.matches(of: /cx="(\d+)" cy="(\d+)"/).map { "\($0.1) \($0.2)" }
        #expect(centers.count == 200)
        #expect(Set(centers).count == 200)
    }

    @Test func `many days become weeks, and none of the people is lost`() {
        let days = (0..<400).map { ParticipationFigure.Day(day: Int64($0), people: 1) }
        let bars = ParticipationFigure.bars(of: days)
        #expect(bars.count <= ParticipationFigure.mostDays)
        #expect(bars.reduce(0) { $0 + $1.people } == 400)
    }
}

private final class FigureReader: NSObject, XMLParserDelegate {
    var ids: [String] = []
    var names: Set<String> = []
    var attributes: Set<String> = []
    var labelledBy: [String] = []

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes found: [String: String]
    ) {
        names.insert(name)
        attributes.formUnion(found.keys)
        if let id = found["id"] { ids.append(id) }
        if let labels = found["aria-labelledby"] { labelledBy = labels.split(separator: " ").map(String.init) }
    }
}
