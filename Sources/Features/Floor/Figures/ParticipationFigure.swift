/// How many people answered on each day, as small bars. Time runs from left to right in every language; a day without
/// answers is a gap. More than three months are drawn by weeks.
package struct ParticipationFigure: Sendable {
    package struct Day: Sendable, Hashable {
        /// Since 1 January 1970.
        package var day: Int64
        package var people: Int

        package init(day: Int64, people: Int) {
            self.day = day
            self.people = people
        }
    }

    package static let mostDays = 92
    /// Days outside, some ten thousand years away, are not drawn.
    private static let plausible: ClosedRange<Int64> = -4_000_000...4_000_000

    package var days: [Day]
    /// Under the first and the last bar.
    package var ends: [String]
    /// Beside the highest bar.
    package var highest: String
    package var title: String
    package var description: String

    package init(days: [Day], ends: [String], highest: String, title: String, description: String) {
        self.days = days
        self.ends = ends
        self.highest = highest
        self.title = title
        self.description = description
    }

    /// The bars as they are drawn: days, or weeks with their people added up.
    ///
    /// - Returns: by time; `first` is the bar's first day.
    package static func bars(of days: [Day]) -> [(first: Int64, people: Int)] {
        let drawn = drawn(days)
        guard let first = drawn.first?.day else { return [] }
        let width = width(of: days)
        var bars: [Int64: Int] = [:]
        for day in drawn {
            let bar = first + (day.day - first) / width * width
            bars[bar] = min(day.people, Int.max - bars[bar, default: 0]) + bars[bar, default: 0]
        }
        return bars.sorted { $0.key < $1.key }.map { (first: $0.key, people: $0.value) }
    }

    /// How many days one bar stands for: 1, or as many weeks as it takes to stay below the most bars that can be read.
    package static func width(of days: [Day]) -> Int64 {
        let drawn = drawn(days)
        let span = (drawn.last?.day ?? 0) - (drawn.first?.day ?? 0)
        return span < Int64(mostDays) ? 1 : (span / 7 / Int64(mostDays) + 1) * 7
    }

    private static func drawn(_ days: [Day]) -> [Day] {
        days.filter { $0.people > 0 && plausible.contains($0.day) }.sorted { $0.day < $1.day }
    }

    package func svg(name: String = "days") -> String {
        let bars = Self.bars(of: days)
        var body = "<path class=\"axis\" stroke=\"#767d87\" stroke-width=\"2\" d=\"M20 \(Self.ground)H700\"/>"
        if let first = bars.first?.first, let last = bars.last?.first {
            let length = Self.width(of: days)
            let slots = Double((last - first) / length + 1)
            let slot = min(680 / slots, 60)
            let most = Double(bars.map(\.people).max() ?? 1)
            let data = bars.map { bar -> String in
                let x = Figure.whole(20 + Double((bar.first - first) / length) * slot)
                let width = max(2, Figure.whole(slot * 0.8))
                let height = max(2, Figure.whole(Double(bar.people) / most * 130))
                return "M\(x) \(Self.ground)v\(-height)h\(width)v\(height)z"
            }.joined()
            body += "<path class=\"day\" fill=\"#0b4f75\" d=\"\(data)\"/>"
            let peak = bars.max { ($0.people, $1.first) < ($1.people, $0.first) }?.first ?? first
            let x = Figure.whole(20 + (Double((peak - first) / length) + 0.4) * slot)
            body += text(highest, x: min(max(x, 60), 660), y: 28)
            let end = max(Figure.whole(20 + (slots - 0.5) * slot), 330)
            for (words, x) in zip(ends, [110, min(end, 610)]) { body += text(words, x: x, y: Self.ground + 30) }
        }
        return Figure(
            name: name, width: 720, height: Self.ground + 44, title: title, description: description
        ).svg(body)
    }

    private static let ground = 170

    private func text(_ words: String, x: Int, y: Int) -> String {
        "<text class=\"tick\" x=\"\(x)\" y=\"\(y)\" font-size=\"22\" font-family=\"sans-serif\" "
            + "text-anchor=\"middle\" fill=\"#4f5660\">\(Figure.escaped(words))</text>"
    }
}
