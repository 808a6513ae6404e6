/// A text in force with all that was proposed to change in it, each change with whose it is and on which line.
public struct Redline: Sendable, Hashable {
    public enum View: String, Sendable, Hashable, CaseIterable {
        /// The text in force with everything proposed marked in it.
        case withProposals
        case inForce
        /// The lines with changes and the lines next to them; what is left out in between is said.
        case changesOnly
        /// As it would read with all proposals that do not collide; where they do, the words in force stay, marked.
        case asItWouldRead
    }

    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// In force, and nobody wants it otherwise.
        case unchanged
        case removed
        case inserted
        /// In force, and several want it otherwise, each in another way.
        case contested
        /// Stands for lines that a view leaves out; has no text.
        case omitted
    }

    public struct Run: Sendable, Hashable {
        public let kind: Kind
        public let text: String
        /// Who wants it so; more than one where proposals say the same. Empty for what is unchanged.
        public let proposals: [Attribution]
        /// The line of the text in force on which it stands or would be put in, from 1. A run never spans two lines.
        public let line: Int
        /// Which collision it belongs to, from 1.
        public let collision: Int?
    }

    /// One place that proposals want differently.
    public struct Collision: Sendable, Hashable {
        public struct Alternative: Sendable, Hashable {
            public let text: String
            public let proposals: [Attribution]
        }

        /// From 1.
        public let number: Int
        public let anchor: TextAnchor
        public let line: Int
        public let alternatives: [Alternative]
    }

    /// The text in force, with the numbers of its lines.
    public let numbered: NumberedText
    /// In the order of the text.
    public let collisions: [Collision]
    private let proposals: [Attribution]
    private let places: [Overlay.Place]

    /// - Parameter width: of the lines, in columns; without it what suits the script.
    public init(inForce: String, proposals: [ProposedWording], width: Int? = nil) {
        let text = TokenizedText(inForce)
        let lines = NumberedText(text, width: width ?? NumberedText.width(suiting: inForce))
        numbered = lines
        let overlay = Overlay(base: text, wordings: proposals.map(\.wording))
        places = overlay.places
        let attributions = proposals.map(\.attribution)
        self.proposals = attributions
        collisions = overlay.places.filter(\.isCollision).enumerated().map { index, place in
            Collision(
                number: index + 1, anchor: TextAnchor(text, place.range),
                line: lines.line(of: place.range.lowerBound),
                alternatives: place.variants.map { variant in
                    Collision.Alternative(text: variant.text, proposals: variant.proposals.map { attributions[$0] })
                })
        }
    }

    /// The runs of a view, in the order of the text.
    ///
    /// - Parameter context: for ``View/changesOnly``, how many lines are shown before and after each change.
    public func runs(in view: View, context: Int = 1) -> [Run] {
        switch view {
        case .inForce: unchanged(0..<numbered.text.count)
        case .withProposals: everything { marked($0, $1) }
        case .asItWouldRead: everything { accepted($0, $1) }
        case .changesOnly: nearChanges(everything { marked($0, $1) }, context: context)
        }
    }

    private func everything(_ runs: (Overlay.Place, Int?) -> [Run]) -> [Run] {
        var result: [Run] = []
        var token = 0
        var collision = 0
        for place in places {
            result += unchanged(token..<place.range.lowerBound)
            if place.isCollision { collision += 1 }
            result += runs(place, place.isCollision ? collision : nil)
            token = place.range.upperBound
        }
        return result + unchanged(token..<numbered.text.count)
    }

    private func unchanged(_ range: Range<Int>) -> [Run] {
        byLine(range).map { Run(kind: .unchanged, text: $0.text, proposals: [], line: $0.line, collision: nil) }
    }

    private func marked(_ place: Overlay.Place, _ collision: Int?) -> [Run] {
        let everybody = place.variants.flatMap { authors(of: $0) }.sorted()
        let line = numbered.line(of: place.range.isEmpty ? place.range.lowerBound : place.range.upperBound - 1)
        if collision != nil {
            return byLine(place.range).map {
                Run(kind: .contested, text: $0.text, proposals: everybody, line: $0.line, collision: collision)
            }
                + place.variants.map {
                    Run(kind: .inserted, text: $0.text, proposals: authors(of: $0), line: line, collision: collision)
                }
        }
        let wording = place.variants.first?.text ?? ""
        let removed = byLine(place.range).map {
            Run(kind: .removed, text: $0.text, proposals: everybody, line: $0.line, collision: nil)
        }
        return removed
            + (wording.isEmpty
                ? [] : [Run(kind: .inserted, text: wording, proposals: everybody, line: line, collision: nil)])
    }

    private func accepted(_ place: Overlay.Place, _ collision: Int?) -> [Run] {
        marked(place, collision).filter { $0.kind == .contested || $0.kind == .inserted && collision == nil }
    }

    private func authors(of variant: Overlay.Variant) -> [Attribution] {
        variant.proposals.map { proposals[$0] }.sorted()
    }

    private func nearChanges(_ runs: [Run], context: Int) -> [Run] {
        let context = min(max(0, context), numbered.lines.count)
        var shown: Set<Int> = []
        for run in runs where run.kind != .unchanged {
            for line in max(1, run.line - context)...max(1, min(numbered.lines.count, run.line + context)) {
                shown.insert(line)
            }
        }
        var result: [Run] = []
        for run in runs {
            if shown.contains(run.line) {
                result.append(run)
            } else if result.last?.kind != .omitted {
                result.append(Run(kind: .omitted, text: "", proposals: [], line: run.line, collision: nil))
            }
        }
        return result
    }

    /// The text of a range, line by line.
    private func byLine(_ range: Range<Int>) -> [(line: Int, text: String)] {
        var parts: [(line: Int, text: String)] = []
        var token = range.lowerBound
        while token < range.upperBound {
            let line = numbered.line(of: token)
            // The last line has what is behind it, the first what is before it.
            let lineEnd = line <= numbered.lines.count ? numbered.lines[line - 1].tokens.upperBound : range.upperBound
            let end = line == numbered.lines.count ? range.upperBound : min(range.upperBound, max(lineEnd, token + 1))
            parts.append((line, numbered.text.text(of: token..<end)))
            token = end
        }
        return parts
    }
}
