/// How the result came about: how many people each count knew of, and beneath it how many groups it found.
///
/// Time runs from left to right in every language. A count holds until the next one, so the line has steps.
package struct CourseFigure: Sendable {
    package struct Count: Sendable, Hashable {
        /// Milliseconds since 1970.
        package var at: Int64
        package var people: Int
        /// What stands in the strip; counts in a row with the same words share a piece.
        package var words: String
        /// How strongly the piece is tinted, from 0 to 3.
        package var shade: Int

        package init(at: Int64, people: Int, words: String, shade: Int) {
            self.at = at
            self.people = people
            self.words = words
            self.shade = shade
        }
    }

    /// By time.
    package var counts: [Count]
    /// Under the beginning and the end.
    package var ends: [String]
    /// Beside the highest step.
    package var highest: String
    package var title: String
    package var description: String

    package init(counts: [Count], ends: [String], highest: String, title: String, description: String) {
        self.counts = counts
        self.ends = ends
        self.highest = highest
        self.title = title
        self.description = description
    }

    private static let left = 20
    private static let right = 700
    private static let ground = 170
    private static let strip = 44
    /// A piece of the strip that is narrower has no room for its words.
    private static let narrowest = 110

    package func svg(name: String = "course") -> String {
        let counts = counts.sorted { $0.at < $1.at }
        var body = ""
        if let first = counts.first, let last = counts.last {
            let span = max(1, Double(last.at) - Double(first.at))
            let most = Double(max(1, counts.map(\.people).max() ?? 1))
            func x(_ time: Int64) -> Int {
                Self.left
                    + Figure.whole((Double(time) - Double(first.at)) / span * Double(Self.right - Self.left))
            }
            func y(_ people: Int) -> Int { Self.ground - Figure.whole(Double(max(0, people)) / most * 130) }
            var line = "M\(Self.left) \(Self.ground)V\(y(first.people))"
            for count in counts.dropFirst() { line += "H\(x(count.at))V\(y(count.people))" }
            body += "<path class=\"day\" fill=\"#0b4f75\" d=\"\(line)H\(Self.right)V\(Self.ground)z\"/>"
            body += text(highest, x: 650, y: 28)
            body += strip(counts, x: x)
            let under = Self.ground + Self.strip + 34
            for (words, x) in zip(ends, [120, 600]) { body += text(words, x: x, y: under) }
        }
        return Figure(
            name: name, width: 720, height: Self.ground + Self.strip + 46, title: title, description: description
        ).svg(body)
    }

    private func strip(_ counts: [Count], x: (Int64) -> Int) -> String {
        var pieces: [(start: Int, count: Count)] = []
        for count in counts {
            if let last = pieces.last?.count, last.words == count.words, last.shade == count.shade { continue }
            pieces.append((pieces.isEmpty ? Self.left : x(count.at), count))
        }
        let ends = pieces.dropFirst().map(\.start) + [Self.right]
        return zip(pieces, ends).map { piece, end in
            let width = max(1, end - piece.start)
            let opacity = ["0", "0.12", "0.24", "0.4"][min(max(piece.count.shade, 0), 3)]
            let box =
                "<rect class=\"piece\" x=\"\(piece.start)\" y=\"\(Self.ground + 6)\" width=\"\(width)\" "
                + "height=\"\(Self.strip - 6)\" fill=\"#0b4f75\" fill-opacity=\"\(opacity)\" stroke=\"#767d87\"/>"
            guard width >= Self.narrowest else { return box }
            return box
                + text(piece.count.words, x: piece.start + width / 2, y: Self.ground + 33, ink: true)
        }.joined()
    }

    private func text(_ words: String, x: Int, y: Int, ink: Bool = false) -> String {
        "<text class=\"\(ink ? "words" : "tick")\" x=\"\(x)\" y=\"\(y)\" font-size=\"22\" font-family=\"sans-serif\" "
            + "text-anchor=\"middle\" fill=\"\(ink ? "#1c1f23" : "#4f5660")\">\(Figure.escaped(words))</text>"
    }
}
