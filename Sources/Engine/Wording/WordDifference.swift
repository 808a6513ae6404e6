/// What changed between two texts, word by word.
///
/// The runs together are exact: without what was put in they are ``from``, without what was taken out they are ``to``. Both texts
/// are in normalization form C. Two spaces instead of one and ۱۲ instead of 12 are changes like any other.
///
/// - Complexity: O(n log n) for texts that are alike; texts that are not cost a bounded number of steps more, and memory in
///   proportion to their length.
public struct WordDifference: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case same
        case removed
        case inserted
    }

    public struct Run: Sendable, Hashable {
        public let kind: Kind
        /// Never empty.
        public let text: String

        public init(kind: Kind, text: String) {
            self.kind = kind
            self.text = text
        }
    }

    /// In the order of the text; of what was replaced the old words come first. No two in a row have the same kind.
    public let runs: [Run]

    public init(from: String, to: String) {
        self.init(TextComparison(from: from, to: to))
    }

    init(_ comparison: TextComparison) {
        var runs: [Run] = []
        func add(_ kind: Kind, _ text: String) {
            if !text.isEmpty { runs.append(Run(kind: kind, text: text)) }
        }
        var token = 0
        for hunk in comparison.hunks {
            add(.same, comparison.from.text(of: token..<hunk.from.lowerBound))
            add(.removed, comparison.from.text(of: hunk.from))
            add(.inserted, comparison.to.text(of: hunk.to))
            token = hunk.from.upperBound
        }
        add(.same, comparison.from.text(of: token..<comparison.from.count))
        self.runs = runs
    }

    private init(runs: [Run]) {
        self.runs = runs
    }

    /// The text before.
    public var from: String { runs.filter { $0.kind != .inserted }.map(\.text).joined() }

    /// The text after.
    public var to: String { runs.filter { $0.kind != .removed }.map(\.text).joined() }

    public var hasChanges: Bool { runs.contains { $0.kind != .same } }

    /// Whether nothing but spaces and line ends changed.
    public var changesSpacesAlone: Bool {
        hasChanges
            && runs.allSatisfy { run in
                run.kind == .same
                    || WordToken.tokens(of: run.text).allSatisfy { $0.kind == .space || $0.kind == .lineEnd }
            }
    }

    /// How many words are in runs of the kind.
    public func words(_ kind: Kind) -> Int {
        runs.filter { $0.kind == kind }.reduce(0) { $0 + WordToken.tokens(of: $1.text).count { $0.kind == .word } }
    }

    /// The way back.
    public var reversed: WordDifference {
        var back: [Run] = []
        var inserted: Run?
        for run in runs {
            switch run.kind {
            case .removed: inserted = Run(kind: .inserted, text: run.text)
            case .inserted:
                back.append(Run(kind: .removed, text: run.text))
                if let waiting = inserted { back.append(waiting) }
                inserted = nil
            case .same:
                if let waiting = inserted { back.append(waiting) }
                inserted = nil
                back.append(run)
            }
        }
        if let waiting = inserted { back.append(waiting) }
        return WordDifference(runs: back)
    }

    /// The text after, of the text before; nil for any other text.
    public func applied(to text: String) -> String? {
        text.composed.utf8.elementsEqual(from.utf8) ? to : nil
    }
}
