package import OpinionAnalysis

/// The counts of an opinion map as they may leave the server. Nothing but the rules makes them, so whatever takes these
/// instead of raw counts can't say more than they hold.
///
/// Each cell, one answer of one group to one statement, is kept where it is not below the smallest cell and is zero
/// otherwise. People of groups that are too small, and those in no group, are one more row that is not shown, under the
/// same rule. The counts of everybody are the sum of all these rows.
package struct PublishedCounts: Sendable, Hashable {
    package let rules: PublicationRules
    /// Groups in the order asked for. Sizes are exact.
    package let counts: VoteCounts
    /// People with at least one answer; nil where they are too few for any counts.
    package let people: Int?

    /// - Parameters:
    ///   - order: the engine's numbers of the groups, in the order wanted; those that are too small must be left out, see
    ///     ``shownGroups(of:by:)``, and are left out here again.
    ///   - skipping: statements by identifier that say who somebody is, or that are not shown.
    package init(
        of map: OpinionMap, groups order: [Int], by rules: PublicationRules, skipping: (String) -> Bool
    ) {
        let people = map.participants.count { $0.votes > 0 }
        let isEnough = people >= rules.minimumParticipants
        let sizes = Dictionary(map.groups.map { ($0.id, $0.size) }, uniquingKeysWith: { first, _ in first })
        var groups = order.map { _ in [StatementVotes]() }
        var everybody: [StatementVotes] = []
        for statistics in map.statements {
            let exact = order.map { id in
                guard isEnough, (sizes[id] ?? 0) >= rules.smallestGroup,
                    let votes = statistics.groups.first(where: { $0.id == id })
                else { return StatementVotes() }
                return StatementVotes(
                    agrees: votes.agrees, disagrees: votes.disagrees,
                    passes: max(0, votes.seen - votes.agrees - votes.disagrees))
            }
            let whole = StatementVotes(
                agrees: statistics.agrees, disagrees: statistics.disagrees, passes: statistics.passes)
            let told = rules.published(groups: exact, of: whole)
            for (place, votes) in told.groups.enumerated() { groups[place].append(votes) }
            everybody.append(isEnough ? told.everybody : StatementVotes())
        }
        self.rules = rules
        self.people = isEnough ? people : nil
        counts = VoteCounts(
            everybody: everybody, groups: groups, groupSizes: order.map { sizes[$0] ?? 0 },
            skipped: Set(map.statements.indices.filter { skipping(map.statements[$0].id) }))
    }

    /// The engine's numbers of the groups that are large enough to have numbers of their own. Where one group alone is too
    /// small, nothing tells its people from those in no group.
    package static func shownGroups(of map: OpinionMap, by rules: PublicationRules) -> Set<Int> {
        Set(map.groups.lazy.filter { $0.size >= rules.smallestGroup }.map(\.id))
    }
}

extension PublicationRules {
    /// The rows of one statement as they may be published: each group's, and their sum with the row of all others.
    ///
    /// - Parameters:
    ///   - groups: exact.
    ///   - whole: of everybody, those in no group included; exact.
    package func published(
        groups: [StatementVotes], of whole: StatementVotes
    ) -> (groups: [StatementVotes], everybody: StatementVotes) {
        let rest = groups.reduce(whole, -)
        let others = StatementVotes(
            agrees: max(0, rest.agrees), disagrees: max(0, rest.disagrees), passes: max(0, rest.passes))
        let told = groups.map(published)
        return (told, told.reduce(published(others), +))
    }

    /// The cells of one row, zero where they are too small to be published. Where nearly all of few people gave the same
    /// answer, that answer alone is left: "over 95 %".
    package func published(_ votes: StatementVotes) -> StatementVotes {
        let kept = StatementVotes(
            agrees: published(cell: votes.agrees) ?? 0, disagrees: published(cell: votes.disagrees) ?? 0,
            passes: published(cell: votes.passes) ?? 0)
        let most = max(kept.agrees, kept.disagrees, kept.passes)
        guard kept.seen < homogeneityLimit, Double(most) > 0.95 * Double(kept.seen) else { return kept }
        return StatementVotes(
            agrees: kept.agrees == most ? most : 0, disagrees: kept.disagrees == most ? most : 0,
            passes: kept.passes == most ? most : 0)
    }
}
