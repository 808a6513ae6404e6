package import Convening
package import DialogueLog
import OpinionAnalysis
package import Publication

/// What may be told of who came by which way, and of what changes without those who were excluded.
///
/// All counts are made by the rules of publication. Beside the published results stand two kinds of tables: the votes that
/// were left out, as a group of its own, and the published counts split by way of admission. Neither lets anybody find a
/// number that is hidden in the other or in the results.
package struct AdmissionView: Sendable {
    /// A batch, or the open link.
    package struct Line: Sendable {
        /// Nil for those who came by the open link without a batch.
        package let standing: BatchStanding?
        /// From 1, by age; 0 for the open link.
        package let place: Int
        /// Who answered; nil where it may not be told.
        package let people: Int?

        package var isExcluded: Bool { standing?.isExcluded ?? false }
    }

    /// All batches of one kind that count.
    package struct Way: Sendable {
        package let kind: BatchKind
        package let issued: Int
        package let used: Int
        /// Nil where it may not be told.
        package let people: Int?
    }

    /// One statement. Nothing stands for zero answers but "too few to be told".
    package struct Row: Sendable {
        package let number: Int
        /// What the results say.
        package let official: AnswerTally
        /// Those who were left out.
        package let leftOut: AnswerTally
        /// Of those the results count, who came by the open link and who was admitted; nil where it may not be told.
        package let open: AnswerTally?
        package let admitted: AnswerTally?

        /// What the results would say if the excluded counted.
        package var with: AnswerTally { official + leftOut }
        package var changes: Bool { leftOut.answers > 0 }
    }

    package let lines: [Line]
    package let ways: [Way]
    /// Empty unless something is excluded or people came both by the open link and admitted.
    package let rows: [Row]
    /// Whom the results count.
    package let people: Int
    package let hasExcluded: Bool
    package let hasSplit: Bool

    /// - Parameters:
    ///   - count: what the last count found by the way of admission.
    ///   - snapshot: the identifier of the count the results are of.
    ///   - results: what is published; nil before there is anything.
    package init(
        _ count: AdmissionCount?, of batches: [BatchStanding], beside results: ResultsView?, of snapshot: String?,
        by rules: PublicationRules
    ) {
        people = results?.people ?? 0
        let counted = batches.filter { !$0.isExcluded }
        let isOpen = count?.part(of: nil).map { $0.people > 0 } ?? false
        let sizes = (isOpen ? [count?.part(of: nil)?.people ?? 0] : []) + counted.map { Self.people(of: $0, in: count) }
        // Where the results are of another moment than this count, one would tell of the other what it hides.
        let isOfOneMoment = sizes.reduce(0, +) == people
        let told = isOfOneMoment ? rules.published(partsOfWhole: sizes) : sizes.map { _ in nil }
        var lines: [Line] = []
        if isOpen { lines.append(Line(standing: nil, place: 0, people: told.first ?? nil)) }
        var place = isOpen ? 1 : 0
        for (index, standing) in batches.enumerated() {
            if standing.isExcluded {
                let few = Self.people(of: standing, in: count)
                lines.append(Line(standing: standing, place: index + 1, people: rules.published(cell: few)))
            } else {
                lines.append(
                    Line(
                        standing: standing, place: index + 1, people: told.indices.contains(place) ? told[place] : nil))
                place += 1
            }
        }
        self.lines = lines
        ways = Self.ways(lines)

        let excluded = batches.filter(\.isExcluded).compactMap { count?.part(of: $0.batch.id) }.filter(\.isExcluded)
        let split = count.flatMap { $0.snapshot == snapshot ? $0.splits : nil } ?? []
        hasExcluded = !excluded.isEmpty
        hasSplit = !split.isEmpty
        guard let results, hasExcluded || hasSplit else {
            rows = []
            return
        }
        let splits = Dictionary(split.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        rows = results.results.filter(\.isShown).map { result in
            let leftOut = excluded.reduce(StatementVotes()) { sum, part in
                sum + rules.published(leftOut: part.votes[result.number] ?? StatementVotes(), people: part.people)
            }
            let parts = splits[result.number].flatMap { Self.parts(of: $0, result.tally, results, rules) }
            return Row(
                number: result.number, official: result.tally, leftOut: tally(leftOut),
                open: parts?.open, admitted: parts?.admitted)
        }
    }

    private static func people(of standing: BatchStanding, in count: AdmissionCount?) -> Int {
        count?.part(of: standing.batch.id)?.people ?? 0
    }

    /// The counted batches of each kind; the people of a kind only where those of each of its batches are told.
    private static func ways(_ lines: [Line]) -> [Way] {
        [BatchKind.openLink, .codes, .vouched].compactMap { kind in
            let own = lines.filter { !$0.isExcluded && ($0.standing?.batch.kind ?? .openLink) == kind }
            guard !own.isEmpty else { return nil }
            let people = own.map(\.people)
            return Way(
                kind: kind, issued: own.reduce(0) { $0 + ($1.standing?.batch.codes ?? 0) },
                used: own.reduce(0) { $0 + ($1.standing?.used ?? 0) },
                people: people.contains(nil) ? nil : people.reduce(0) { $0 + ($1 ?? 0) })
        }
    }

    /// - Returns: nil where the split is not one of just these published numbers, or lacks one of them: shares of what is left
    ///   would say something else.
    private static func parts(
        of split: AdmissionCount.Split, _ official: AnswerTally, _ results: ResultsView, _ rules: PublicationRules
    ) -> (open: AnswerTally, admitted: AnswerTally)? {
        guard split.rows.allSatisfy({ $0.count == 2 }) else { return nil }
        // Groups without numbers of their own are one row with those in none, as in the results.
        let shown = results.groups.map(\.id)
        var rows = shown.map {
            split.rows.indices.contains($0) ? split.rows[$0] : [StatementVotes(), StatementVotes()]
        }
        var others = [StatementVotes(), StatementVotes()]
        for (group, row) in split.rows.enumerated() where !shown.contains(group) { others = zip(others, row).map(+) }
        rows.append(others)
        let parts = rules.published(split: rows, partCount: 2)
        let sum = parts[0] + parts[1]
        for choice in VoteChoice.allCases {
            let told = tally(sum).count(of: choice)
            if told != official.count(of: choice) { return nil }
        }
        return sum.seen > 0 ? (tally(parts[0]), tally(parts[1])) : nil
    }
}

private func tally(_ votes: StatementVotes) -> AnswerTally {
    AnswerTally(agrees: votes.agrees, disagrees: votes.disagrees, passes: votes.passes)
}

extension AnswerTally {
    package static func + (left: Self, right: Self) -> Self {
        Self(
            agrees: left.agrees + right.agrees, disagrees: left.disagrees + right.disagrees,
            passes: left.passes + right.passes)
    }
}
