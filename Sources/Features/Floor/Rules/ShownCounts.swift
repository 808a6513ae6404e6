package import OpinionAnalysis

extension VoteCounts {
    /// The counts of a map as they may be shown: cells below `smallestCell` are empty, and so is the next smallest of the
    /// same statement where a cell could be worked out from the others. Whatever is computed from these counts tells
    /// nothing of fewer people.
    ///
    /// - Parameters:
    ///   - order: the numbers of the groups, in the order wanted.
    ///   - skipping: statements by identifier that say who somebody is, or that are not shown.
    package static func shown(
        of map: OpinionMap, groups order: [Int], smallestCell: Int, skipping: (String) -> Bool
    ) -> VoteCounts {
        var everybody: [StatementVotes] = []
        var groups = order.map { _ in [StatementVotes]() }
        for statistics in map.statements {
            let whole = AnswerTally(
                agrees: statistics.agrees, disagrees: statistics.disagrees, passes: statistics.passes)
            let isShown = whole.answers >= smallestCell
            everybody.append(isShown ? whole.votes : StatementVotes())
            let cells = order.map { id in
                statistics.groups.first { $0.id == id }.map { votes in
                    AnswerTally(
                        agrees: votes.agrees, disagrees: votes.disagrees,
                        passes: votes.seen - votes.agrees - votes.disagrees)
                } ?? AnswerTally(agrees: 0, disagrees: 0, passes: 0)
            }
            for (place, tally) in ResultsView.withoutSmallCells(cells, of: whole).enumerated() {
                groups[place].append(isShown ? tally?.votes ?? StatementVotes() : StatementVotes())
            }
        }
        let sizes = Dictionary(map.groups.map { ($0.id, $0.size) }, uniquingKeysWith: { first, _ in first })
        return VoteCounts(
            everybody: everybody, groups: groups, groupSizes: order.map { sizes[$0] ?? 0 },
            skipped: Set(map.statements.indices.filter { skipping(map.statements[$0].id) }))
    }
}

extension AnswerTally {
    var votes: StatementVotes { StatementVotes(agrees: agrees, disagrees: disagrees, passes: passes) }

    init?(_ votes: StatementVotes) {
        guard votes.seen > 0 else { return nil }
        self.init(agrees: votes.agrees, disagrees: votes.disagrees, passes: votes.passes)
    }
}
