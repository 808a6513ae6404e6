import Floor
import OpinionAnalysis

/// The map of people: who answered alike stands close.
///
/// The shape comes first: the plane is cut into hexagons, darker where more people stand, and in each hexagon the
/// groups found there have a mark whose area says which part of its people they are. A mark is hollow where the places
/// of most of these people are uncertain. There are no hulls, axes or ticks. Shape and letter tell groups apart, so
/// that one ink is enough. Few people are drawn one by one. The picture is turned so that group A is to the left of and
/// above group B; directions have no meaning of their own.
struct PeopleMap {
    /// Below this many people there is no shape to see.
    static let fewestInHexagons = 150
    /// Of a group that is alone in its hexagon.
    private static let markSize = 17.0
    /// The first line of a file with the map alone.
    static let mark = "<!-- jirga analyze: map of people -->"

    struct Person {
        let point: MapPoint
        /// The position of the group in the map; nil for none.
        let group: Int?
        let isUncertain: Bool
    }

    let findings: Findings
    let people: [Person]
    private let plane: MapPlane

    init(_ findings: Findings) {
        self.findings = findings
        let map = findings.map
        let placed = map.participants.indices.filter { map.participants[$0].isClustered }
        let radius = MapPlane.radius(of: placed.map { map.participants[$0].point })
        let positions = Dictionary(
            map.groups.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        people = placed.map { row in
            let place = map.participants[row]
            // As wide as the whole crowd: then the answers tell less than half of where the person stands.
            let isUncertain = map.assessment?.participants[row].spread.map { $0 >= radius } ?? false
            return Person(
                point: place.point, group: place.group.flatMap { positions[$0] }, isUncertain: isUncertain)
        }
        let centers = findings.groups.prefix(2).map { map.groups[$0].centre }
        plane = MapPlane(of: people.map(\.point), first: centers.first, second: centers.dropFirst().first)
    }

    var uncertainCount: Int { people.count { $0.isUncertain } }
    var outsideCount: Int { people.count { plane.place($0.point) == nil } }
    var isInHexagons: Bool { people.count >= Self.fewestInHexagons }

    var title: String {
        switch GroupingStory(findings).outcome {
        case .nobodyPlaced: "Nobody has answered enough to be placed on a map"
        case .noClearGroups: "Map of \(Words.people(people.count)): no clear groups"
        case .groups(let number, _): "Map of \(Words.people(people.count)) in \(Words.groups(number))"
        }
    }

    var description: String {
        var sentences = [
            "People who answered alike stand close to each other. Directions have no meaning of their own."
        ]
        if isInHexagons {
            sentences.append("Hexagons are shaded more strongly where more people stand.")
        }
        if findings.hasGroups {
            sentences.append(
                findings.groups.map { group in
                    "Group \(findings.letter(of: group)), \(GroupMark(place: findings.place(of: group)).word): "
                        + Words.people(findings.map.groups[group].size)
                }.joined(separator: "; ") + ".")
        }
        if let shown = findings.map.assessment?.shownShare {
            sentences.append("The picture shows \(Words.percent(shown)) of what sets the groups apart.")
        }
        if uncertainCount > 0 {
            sentences.append(
                "Hollow marks: the places of \(Words.people(uncertainCount)) are uncertain, because they answered "
                    + "little or "
                    + "in no clear direction.")
        }
        return sentences.joined(separator: " ")
    }

    /// - Parameter name: the beginning of every id inside.
    func svg(name: String = "map") -> String {
        var body = "<rect width=\"\(MapPlane.width)\" height=\"\(height)\" class=\"ground\" fill=\"#fff\"/>"
        body += isInHexagons ? hexagons : marks
        body += edgeCounts + letters + legend
        return Figure(name: name, width: MapPlane.width, height: height, title: title, description: description).svg(
            body)
    }

    // MARK: One by one

    private var marks: String {
        var paths: [MarkStyle: String] = [:]
        for person in people {
            guard let (x, y) = plane.place(person.point) else { continue }
            paths[style(of: person.group, isHollow: person.isUncertain), default: ""] += outline(
                of: person.group, x: x, y: y, size: 12)
        }
        return Self.drawn(paths)
    }

    // MARK: In hexagons

    private struct Crowd {
        var count = 0
        var groups: [Int: Int] = [:]
        var uncertain: [Int: Int] = [:]
    }

    private var hexagons: String {
        var crowds: [MapHexagon: Crowd] = [:]
        for person in people {
            guard let (x, y) = plane.place(person.point) else { continue }
            let key = person.group ?? -1
            crowds[MapHexagon(x: x, y: y), default: Crowd()].count += 1
            crowds[MapHexagon(x: x, y: y), default: Crowd()].groups[key, default: 0] += 1
            if person.isUncertain {
                crowds[MapHexagon(x: x, y: y), default: Crowd()].uncertain[key, default: 0] += 1
            }
        }
        let most = crowds.values.map(\.count).max() ?? 1
        var shades: [Int: String] = [:]
        var paths: [MarkStyle: String] = [:]
        for (hexagon, crowd) in crowds.sorted(by: { $0.key < $1.key }) {
            // Steps of the root: what the eye takes for twice as dark.
            let depth = (Double(crowd.count) / Double(most)).squareRoot()
            shades[min(4, 1 + Int(depth * 4)), default: ""] += hexagon.outline
            let present = crowd.groups.filter { 5 * $0.value >= crowd.count }.sorted { $0.key < $1.key }
            for (place, entry) in present.enumerated() {
                let group = entry.key < 0 ? nil : entry.key
                let isHollow = 2 * crowd.uncertain[entry.key, default: 0] > entry.value
                if group == nil, !isHollow { continue }
                let share = Double(entry.value) / Double(crowd.count)
                let size = max(7, Int((Self.markSize * share.squareRoot()).rounded()))
                let (x, y) = hexagon.place(place, of: present.count)
                paths[style(of: group, isHollow: isHollow), default: ""] += outline(of: group, x: x, y: y, size: size)
            }
        }
        let colors = ["#efede8", "#d9d5cc", "#bdb7aa", "#9c9484"]
        return shades.keys.sorted().map {
            "<path class=\"h\($0)\" fill=\"\(colors[min(max($0, 1), 4) - 1])\" d=\"\(shades[$0, default: ""])\"/>"
        }.joined() + Self.drawn(paths)
    }

    // MARK: Marks

    private struct MarkStyle: Hashable, Comparable {
        /// The place of the group among the letters; −1 for none.
        let place: Int
        let isHollow: Bool

        static func < (left: Self, right: Self) -> Bool {
            left.place != right.place ? left.place < right.place : !left.isHollow && right.isHollow
        }
    }

    private func style(of group: Int?, isHollow: Bool) -> MarkStyle {
        MarkStyle(place: group.map { findings.place(of: $0) } ?? -1, isHollow: isHollow)
    }

    private func outline(of group: Int?, x: Int, y: Int, size: Int) -> String {
        GroupMark(place: group.map { findings.place(of: $0) } ?? 0).outline(x: x, y: y, size: size)
    }

    private static func drawn(_ paths: [MarkStyle: String]) -> String {
        paths.keys.sorted().map { style in
            let mark = GroupMark(place: max(0, style.place))
            let color = style.place < 0 ? "#4f5660" : mark.color
            let name = style.place < 0 ? "g0" : mark.styleClass
            return style.isHollow
                ? "<path class=\"hollow \(name)\" fill=\"#fff\" stroke=\"\(color)\" stroke-width=\"2\" "
                    + "d=\"\(paths[style, default: ""])\"/>"
                : "<path class=\"full \(name)\" fill=\"\(color)\" stroke=\"#fff\" d=\"\(paths[style, default: ""])\"/>"
        }.joined()
    }

    // MARK: Words

    private var edgeCounts: String {
        let outside = plane.outside(people.map(\.point))
        let middle = plane.height / 2
        let places = [
            (x: 36, y: middle, arrow: "◀"), (x: MapPlane.width - 36, y: middle, arrow: "▶"),
            (x: MapPlane.width / 2, y: 28, arrow: "▲"), (x: MapPlane.width / 2, y: plane.height - 12, arrow: "▼"),
        ]
        return zip(places, outside).map { place, count in
            count == 0 ? "" : text("\(place.arrow) \(count)", x: place.x, y: place.y, size: 22, anchor: "middle")
        }.joined()
    }

    private var letters: String {
        var taken: [(x: Int, y: Int)] = []
        return findings.groups.map { group in
            guard findings.hasGroups, let (x, y) = plane.place(findings.map.groups[group].centre) else { return "" }
            var place = (x: x, y: y + 16)
            while taken.contains(where: { abs($0.x - place.x) < 48 && abs($0.y - place.y) < 48 }),
                place.y < plane.height - 20
            {
                place.y += 12
            }
            taken.append(place)
            return text(findings.letter(of: group), x: place.x, y: place.y, size: 46, anchor: "middle")
        }.joined()
    }

    private static let legendColumns = 3
    private var legendEntries: [(group: Int?, words: String)] {
        let groups: [(group: Int?, words: String)] =
            findings.hasGroups
            ? findings.groups.map { ($0, "\(findings.letter(of: $0)) · \(Words.people(findings.map.groups[$0].size))") }
            : []
        return uncertainCount > 0 ? groups + [(nil, "place uncertain")] : groups
    }

    private var height: Int {
        plane.height + 34 * ((legendEntries.count + Self.legendColumns - 1) / Self.legendColumns) + 6
    }

    private var legend: String {
        legendEntries.enumerated().map { place, entry in
            let x = 24 + place % Self.legendColumns * 232
            let y = plane.height + 24 + place / Self.legendColumns * 34
            let mark = Self.drawn([
                style(of: entry.group, isHollow: entry.group == nil): outline(of: entry.group, x: x, y: y - 8, size: 18)
            ])
            return mark + text(entry.words, x: x + 18, y: y, size: 22, anchor: "start")
        }.joined()
    }

    private func text(_ words: String, x: Int, y: Int, size: Int, anchor: String) -> String {
        "<text class=\"lb\" x=\"\(x)\" y=\"\(y)\" font-size=\"\(size)\" font-weight=\"700\" text-anchor=\"\(anchor)\" "
            + "font-family=\"sans-serif\" fill=\"#1c1f23\" paint-order=\"stroke\" stroke=\"#fff\" "
            + "stroke-width=\"\(size > 30 ? 9 : 6)\" stroke-linejoin=\"round\">\(Figure.escaped(words))</text>"
    }
}
