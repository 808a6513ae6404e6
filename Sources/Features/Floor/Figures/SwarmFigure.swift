/// The agreement swarm: one dot for each statement, from "the groups answer alike" to "the groups answer opposite".
///
/// The place from left to right is the largest gap between two groups in percentage points of agreement. Up and down mean
/// nothing: dots that would lie on each other move aside, in a fixed order and without chance.
package struct SwarmFigure: Sendable {
    package struct Dot: Sendable, Hashable {
        package var number: Int
        /// From 0 to 100.
        package var gap: Double
        /// Drawn hollow.
        package var restsOnFew: Bool
        /// The statement's number, for the few that are listed under the figure.
        package var label: String?

        package init(number: Int, gap: Double, restsOnFew: Bool, label: String?) {
            self.number = number
            self.gap = gap
            self.restsOnFew = restsOnFew
            self.label = label
        }
    }

    package var dots: [Dot]
    /// What stands under the left end, the middle and the right end.
    package var axis: [String]
    package var title: String
    package var description: String

    package init(dots: [Dot], axis: [String], title: String, description: String) {
        self.dots = dots
        self.axis = axis
        self.title = title
        self.description = description
    }

    package func svg(name: String = "swarm") -> String {
        let placed = placed
        let reach = placed.map { abs($0.y) + $0.radius }.max() ?? 20
        let middle = Int(reach.rounded(.up)) + 6
        let ground = middle * 2
        var body =
            "<path class=\"axis\" stroke=\"#767d87\" stroke-width=\"2\" "
            + "d=\"M\(Self.margin) \(ground)H\(Self.width - Self.margin)\"/>"
        for dot in placed {
            let hollow = dot.dot.restsOnFew
            body +=
                "<circle class=\"dot\(hollow ? " few" : "")\" cx=\"\(Figure.whole(dot.x))\" "
                + "cy=\"\(middle + Figure.whole(dot.y))\" r=\"\(Figure.whole(dot.radius) - 1)\" "
                + (hollow ? "fill=\"#fff\" stroke=\"#4f5660\" stroke-width=\"2\"/>" : "fill=\"#4f5660\"/>")
        }
        for dot in placed {
            guard let label = dot.dot.label else { continue }
            body +=
                "<text class=\"\(dot.dot.restsOnFew ? "num few" : "num")\" x=\"\(Figure.whole(dot.x))\" "
                + "y=\"\(middle + Figure.whole(dot.y) + 8)\" "
                + "font-size=\"22\" font-family=\"sans-serif\" text-anchor=\"middle\" "
                + "fill=\"\(dot.dot.restsOnFew ? "#1c1f23" : "#fff")\">\(Figure.escaped(label))</text>"
        }
        let places = [Self.margin + 90, Self.width / 2, Self.width - Self.margin - 90]
        for (words, x) in zip(axis, places) where !words.isEmpty {
            body +=
                "<text class=\"tick\" x=\"\(x)\" y=\"\(ground + 30)\" font-size=\"22\" "
                + "font-family=\"sans-serif\" text-anchor=\"middle\" fill=\"#4f5660\">\(Figure.escaped(words))</text>"
        }
        return Figure(
            name: name, width: Self.width, height: ground + 40, title: title, description: description
        ).svg(body)
    }

    private static let width = 720
    private static let margin = 24

    private struct PlacedDot {
        let dot: Dot
        let x: Double
        let y: Double
        let radius: Double
    }

    private var placed: [PlacedDot] {
        let small = dots.count > 300 ? 5.0 : 8.0
        let width = Double(Self.width - 2 * Self.margin)
        let sorted = dots.sorted { ($0.gap, $0.number) < ($1.gap, $1.number) }
        // Labeled dots are larger and placed first, so that the small ones make room for them.
        let order = sorted.filter { $0.label != nil } + sorted.filter { $0.label == nil }
        var placed: [PlacedDot] = []
        for dot in order {
            let gap = dot.gap.isFinite ? min(max(dot.gap, 0), 100) : 0
            let radius = dot.label == nil ? small : 20.0
            let x = Double(Self.margin) + width * gap / 100
            let near = placed.filter { abs($0.x - x) < $0.radius + radius }
            var step = 0
            var y = 0.0
            while near.contains(where: { other in
                let (across, along) = (other.x - x, other.y - y)
                let apart = other.radius + radius
                return across * across + along * along < apart * apart
            }) {
                step += 1
                y = Double((step + 1) / 2) * small * (step.isMultiple(of: 2) ? 1 : -1)
            }
            placed.append(PlacedDot(dot: dot, x: x, y: y, radius: radius))
        }
        return placed.sorted { ($0.dot.gap, $0.dot.number) < ($1.dot.gap, $1.dot.number) }
    }
}
