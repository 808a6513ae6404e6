package import OpinionAnalysis

/// The opinion map: people who answered alike stand close.
///
/// The shape comes first: hexagons, tinted the more the more people stand there, whatever their group. On them stand the
/// people: one path of small marks for each group, and no hulls, axes or ticks. Above two thousand people every group has
/// one mark in each hexagon, whose area says how many of its people stand there. Who is not surely placed or grouped is
/// drawn fainter. The picture is turned so that group A lies to the left and above group B; directions have no
/// meaning of their own.
package struct OpinionMapFigure: Sendable {
    package static let mostPeopleDrawnOneByOne = 2_000

    package struct Person: Sendable, Hashable {
        package var point: MapPoint
        /// The place of their group among the letters; nil draws a hollow mark.
        package var letter: Int?
        /// Whether the place, or the group, may well be another.
        package var isUncertain: Bool

        package init(point: MapPoint, letter: Int?, isUncertain: Bool = false) {
            self.point = point
            self.letter = letter
            self.isUncertain = isUncertain
        }
    }

    package struct Label: Sendable, Hashable {
        package var letter: Int
        /// Such as `A ● 637`.
        package var text: String

        package init(letter: Int, text: String) {
            self.letter = letter
            self.text = text
        }
    }

    package var people: [Person]
    package var labels: [Label]
    /// Somebody's own place, drawn as a ring.
    package var own: MapPoint?
    /// The radius of the ring in the units of the plane: how far off the own place may be.
    package var ownRadius: Double
    /// Of a group in one hexagon; fewer are not drawn.
    package var fewestInHexagon: Int
    /// Draws hexagons however few people there are.
    package var hidesSinglePeople: Bool
    package var title: String
    package var description: String

    package init(
        people: [Person], labels: [Label], own: MapPoint? = nil, ownRadius: Double = 0,
        fewestInHexagon: Int = 5, hidesSinglePeople: Bool = false, title: String, description: String
    ) {
        self.people = people
        self.labels = labels
        self.own = own
        self.ownRadius = ownRadius
        self.fewestInHexagon = fewestInHexagon
        self.hidesSinglePeople = hidesSinglePeople
        self.title = title
        self.description = description
    }

    /// How many people are drawn as a number at the edge, because they stand far outside.
    package var outsideCount: Int { frame.outside.reduce(0, +) }

    /// Whether people are drawn together in hexagons.
    package var isBinned: Bool { hidesSinglePeople || people.count > Self.mostPeopleDrawnOneByOne }

    package func svg(name: String = "map") -> String {
        let frame = frame
        var body = "<rect width=\"\(MapFrame.width)\" height=\"\(MapFrame.height)\" class=\"ground\" fill=\"#fff\"/>"
        body += shape(in: frame)
        body += isBinned ? hexagons(in: frame) : marks(in: frame, name: name)
        body += edgeCounts(in: frame)
        if let own, let (x, y) = frame.place(own) {
            body +=
                "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"\(min(max(frame.length(ownRadius), 20), 260))\" class=\"own\" fill=\"none\" stroke=\"#1c1f23\" "
                + "stroke-width=\"5\"/>"
        }
        body += labelTexts(in: frame)
        return Figure(
            name: name, width: MapFrame.width, height: MapFrame.height, title: title, description: description
        ).svg(body)
    }

    private var frame: MapFrame {
        MapFrame(of: people.map(\.point), first: center(of: 0), second: center(of: 1))
    }

    private func center(of letter: Int) -> MapPoint? {
        let points = people.filter { $0.letter == letter }.map(\.point)
        guard !points.isEmpty else { return nil }
        return MapPoint(
            x: points.reduce(0) { $0 + $1.x } / Double(points.count),
            y: points.reduce(0) { $0 + $1.y } / Double(points.count))
    }

    private var letters: [Int?] {
        Set(people.map(\.letter)).sorted { ($0 ?? -1) < ($1 ?? -1) }
    }

    // MARK: Shape

    /// Where people stand, in three shades; places with few people are left out.
    private func shape(in frame: MapFrame) -> String {
        var counts: [HexagonCell: Int] = [:]
        for person in people {
            if let (x, y) = frame.place(person.point) { counts[HexagonCell(x: x, y: y), default: 0] += 1 }
        }
        let drawn = counts.filter { $0.value >= fewestInHexagon }
        let most = drawn.values.max() ?? 1
        return (1...3).map { shade in
            let cells = drawn.filter { min(3, 1 + 4 * $0.value / (most + 1)) == shade }.keys.sorted()
            guard !cells.isEmpty else { return "" }
            var place = (x: 0, y: 0)
            let data = cells.map { cell -> String in
                let top = cell.top
                defer { place = top }
                return "m\(top.x - place.x) \(top.y - place.y)" + HexagonCell.outline
            }.joined()
            return "<path class=\"dn\" fill=\"#4f5660\" fill-opacity=\"0.\(shade)\" "
                + "d=\"\(data)\"/>"
        }.joined()
    }

    /// What makes a path faint.
    private static func paint(_ isFaint: Bool) -> String { isFaint ? " opacity=\"0.4\"" : "" }

    // MARK: One by one

    private func marks(in frame: MapFrame, name: String) -> String {
        letters.map { letter in
            let paths = [true, false].map { isFaint in
                let places = Set(
                    people.lazy.filter { $0.letter == letter && $0.isUncertain == isFaint }
                        .compactMap { frame.place($0.point).map(Spot.init) }
                ).sorted()
                return path(through: places, letter: letter, isFaint: isFaint, name: name)
            }.joined()
            return marker(of: letter, name: name) + paths
        }.joined()
    }

    /// The shape of a group that no end of a line has; drawn at the corners of a line nobody sees.
    private func marker(of letter: Int?, name: String) -> String {
        guard let letter, GroupMark(place: letter).place > 1 else { return "" }
        let mark = GroupMark(place: letter)
        return "<marker id=\"\(name)-\(mark.styleClass)\" markerUnits=\"userSpaceOnUse\" markerWidth=\"12\" "
            + "markerHeight=\"12\" refX=\"6\" refY=\"6\"><path class=\"mk \(mark.styleClass)\" fill=\"\(mark.color)\" "
            + "d=\"\(mark.outline(x: 6, y: 6, size: 11))\"/></marker>"
    }

    private func path(through places: [Spot], letter: Int?, isFaint: Bool, name: String) -> String {
        guard let first = places.first else { return "" }
        let steps = zip(places, places.dropFirst()).map { ($1.x - $0.x, $1.y - $0.y) }
        let paint = Self.paint(isFaint)
        guard let letter else {
            return "<path class=\"pt g0\"\(paint) fill=\"none\" stroke=\"#4f5660\" stroke-width=\"2\" d=\""
                + places.map { GroupMark(place: 0).outline(x: $0.x, y: $0.y, size: 8) }.joined() + "\"/>"
        }
        let mark = GroupMark(place: letter)
        switch mark.place {
        case 0, 1:
            // Strokes of no length: only their caps show, round or square.
            let data = "M\(first.x) \(first.y)h0" + steps.map { "m\($0.0) \($0.1)h0" }.joined()
            return "<path class=\"pt \(mark.styleClass)\"\(paint) fill=\"none\" stroke=\"\(mark.color)\" "
                + "stroke-width=\"\(mark.place == 0 ? 9 : 8)\" "
                + "stroke-linecap=\"\(mark.place == 0 ? "round" : "square")\" d=\"\(data)\"/>"
        default:
            let id = "\(name)-\(mark.styleClass)"
            let data =
                "M\(first.x) \(first.y)"
                + (steps.isEmpty ? "" : "l" + steps.map { "\($0.0) \($0.1)" }.joined(separator: " "))
            return "<path class=\"pm\"\(paint) fill=\"none\" stroke=\"none\" marker-start=\"url(#\(id))\" "
                + "marker-mid=\"url(#\(id))\" marker-end=\"url(#\(id))\" d=\"\(data)\"/>"
        }
    }

    // MARK: In hexagons

    private func hexagons(in frame: MapFrame) -> String {
        var counts: [HexagonCell: [Int: (all: Int, uncertain: Int)]] = [:]
        for person in people {
            guard let (x, y) = frame.place(person.point) else { continue }
            let cell = HexagonCell(x: x, y: y)
            counts[cell, default: [:]][person.letter ?? -1, default: (0, 0)].all += 1
            if person.isUncertain { counts[cell]?[person.letter ?? -1]?.uncertain += 1 }
        }
        let drawn = counts.mapValues { $0.filter { $0.value.all >= fewestInHexagon } }
        let most = drawn.values.flatMap(\.values).map(\.all).max() ?? 1
        var paths: [Int: (clear: String, faint: String)] = [:]
        for cell in drawn.keys.sorted() {
            let groups = (drawn[cell] ?? [:]).sorted { $0.key < $1.key }
            for (index, group) in groups.enumerated() {
                // The largest mark fills the cell; area goes with the number of people. Several stand side by side.
                let room = Double(HexagonCell.width) / Double(groups.count).squareRoot()
                let size = max(4, Figure.whole(room * (Double(group.value.all) / Double(most)).squareRoot()))
                let (x, y) = cell.place(index, of: groups.count)
                let outline = GroupMark(place: max(0, group.key)).outline(x: x, y: y, size: size)
                if 2 * group.value.uncertain > group.value.all {
                    paths[group.key, default: ("", "")].faint += outline
                } else {
                    paths[group.key, default: ("", "")].clear += outline
                }
            }
        }
        return paths.keys.sorted().map { letter in
            let mark = GroupMark(place: max(0, letter))
            let style =
                letter < 0
                ? "class=\"pt g0\" fill=\"none\" stroke=\"#4f5660\" stroke-width=\"2\""
                : "class=\"mk \(mark.styleClass)\" fill=\"\(mark.color)\""
            let (clear, faint) = paths[letter] ?? ("", "")
            return [(faint, true), (clear, false)].map { data, isFaint in
                data.isEmpty ? "" : "<path \(style)\(Self.paint(isFaint)) d=\"\(data)\"/>"
            }.joined()
        }.joined()
    }

    // MARK: Words

    private func edgeCounts(in frame: MapFrame) -> String {
        let places = [
            (x: 34, y: MapFrame.height / 2, arrow: "◀"), (x: MapFrame.width - 34, y: MapFrame.height / 2, arrow: "▶"),
            (x: MapFrame.width / 2, y: 26, arrow: "▲"), (x: MapFrame.width / 2, y: MapFrame.height - 10, arrow: "▼"),
        ]
        return zip(places, frame.outside).map { place, count in
            count == 0 ? "" : text("\(place.arrow) \(count)", x: place.x, y: place.y, class: "edge")
        }.joined()
    }

    private func labelTexts(in frame: MapFrame) -> String {
        var taken: [(x: Int, y: Int)] = []
        return labels.sorted { $0.letter < $1.letter }.map { label in
            guard let center = center(of: label.letter), let (x, y) = frame.place(center) else { return "" }
            var place = (x: min(max(x, 80), MapFrame.width - 80), y: min(max(y, 40), MapFrame.height - 30))
            while taken.contains(where: { abs($0.x - place.x) < 150 && abs($0.y - place.y) < 32 }),
                place.y < MapFrame.height - 30
            {
                place.y += 8
            }
            taken.append(place)
            return text(label.text, x: place.x, y: place.y, class: "lb")
        }.joined()
    }

    private func text(_ words: String, x: Int, y: Int, class style: String) -> String {
        "<text class=\"\(style)\" x=\"\(x)\" y=\"\(y)\" font-size=\"26\" font-weight=\"600\" text-anchor=\"middle\" "
            + "font-family=\"sans-serif\" paint-order=\"stroke\" stroke=\"#fff\" stroke-width=\"10\" "
            + "stroke-linejoin=\"round\">\(Figure.escaped(words))</text>"
    }
}

/// A whole-numbered place in the picture.
private struct Spot: Hashable, Comparable {
    var x: Int
    var y: Int

    init(_ place: (x: Int, y: Int)) {
        x = place.x
        y = place.y
    }

    static func < (left: Spot, right: Spot) -> Bool { (left.y, left.x) < (right.y, right.x) }
}
