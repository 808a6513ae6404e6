package import OpinionAnalysis

/// What a finished count says: where people agree, where opinion groups differ, what people are unsure of.
///
/// Nothing is made of fewer than ten answers: neither a share nor a place in a list. Where only one group's answers to a
/// statement are few enough to be left out, and could be had by taking the others from the whole, the next smallest group
/// is left out as well.
package struct ResultsView: Sendable {
    package static let smallestCell = 10
    package static let peopleForGroups = 50
    package static let statementsForGroups = 10
    /// In every group, or in the whole where there are no groups.
    package static let agreementShare = 0.6
    /// The smallest gap, in shares of agreement, that is called a difference.
    package static let differenceGap = 0.25
    package static let unsureShare = 0.3
    package static let notUnderstoodShare = 0.25
    /// Below this many answers in a group a gap is marked as resting on few answers.
    package static let fewAnswers = 30

    package enum Grouping: Sendable, Hashable {
        /// Too early to tell groups apart; only counts are shown.
        case tooFew
        /// People did not fall into clear groups.
        case none
        case found
    }

    /// One opinion group, in the order of the letters.
    package struct Group: Sendable {
        /// The engine's number.
        package let id: Int
        package let size: Int
        package let center: MapPoint
        /// At most five statements with the side the group takes more than all other groups together: by at least ten
        /// points, and by more than chance would bring about nine times in ten. Those everybody shares are left out.
        package let apart: [OpinionMap.RepresentativeStatement]
    }

    package struct StatementResult: Sendable {
        package let number: Int
        package let tally: AnswerTally
        /// One for each group, by letter; nil where fewer than ten of its people answered.
        package let groups: [AnswerTally?]
        package let groupInformedConsensus: Double
        package let notUnderstood: Int
        package let gap: Gap?

        /// Whether there are enough answers to show shares at all.
        package var isShown: Bool { tally.answers >= ResultsView.smallestCell }
    }

    /// The largest difference of agreement between two groups.
    package struct Gap: Sendable, Hashable {
        /// From 0, all groups answer alike, to 1, opposite.
        package let size: Double
        package let range: ShareRange
        /// Whether any group gave fewer than thirty answers.
        package let restsOnFew: Bool
    }

    package let grouping: Grouping
    package let groups: [Group]
    /// By number; without those that are not shown any more.
    package let results: [StatementResult]
    /// People with at least one answer.
    package let people: Int
    /// People who answered enough to be placed on the map.
    package let placedPeople: Int
    package let answers: Int

    /// Most people in every group agree, the surest first.
    package let agreements: [StatementResult]
    /// Most people in every group disagree, the surest first.
    package let rejections: [StatementResult]
    /// The widest gap first.
    package let differences: [StatementResult]
    /// The most unsure first.
    package let unsure: [StatementResult]

    private let places: [Int: Int]

    /// - Parameters:
    ///   - shown: the numbers of the statements that are shown now.
    ///   - notUnderstood: how many people said they do not understand a statement, by number.
    ///   - salt: see ``OpinionLetters/order(of:salt:)``.
    package init(of map: OpinionMap, shown: Set<Int>, notUnderstood: [Int: Int] = [:], salt: String) {
        let people = map.participants.count { $0.votes > 0 }
        let statistics = map.statements.compactMap { statistics in
            Int(statistics.id).flatMap { shown.contains($0) ? (number: $0, statistics) : nil }
        }
        let grouping: Grouping =
            if people < Self.peopleForGroups || statistics.count < Self.statementsForGroups {
                .tooFew
            } else if map.groups.count < 2 {
                .none
            } else {
                .found
            }
        let order = grouping == .found ? OpinionLetters.order(of: map.groups, salt: salt) : []
        let found = Dictionary(map.groups.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        groups = order.compactMap { id in
            found[id].map { group in
                Group(
                    id: id, size: group.size, center: group.centre,
                    apart: group.representative.filter { Self.setsApart($0, group.id, in: map) })
            }
        }
        self.people = people
        self.grouping = grouping
        placedPeople = map.clusteredCount
        results = statistics.map { number, statistics in
            Self.result(number, statistics, groups: order, notUnderstood: notUnderstood[number] ?? 0)
        }.sorted { $0.number < $1.number }
        answers = results.reduce(0) { $0 + $1.tally.answers }
        places = Dictionary(
            results.enumerated().map { ($1.number, $0) }, uniquingKeysWith: { first, _ in first })

        let shownResults = results.filter(\.isShown)
        agreements = Self.shared(.agree, in: shownResults)
        rejections = Self.shared(.disagree, in: shownResults)
        let alike = Set((agreements + rejections).map(\.number))
        differences = shownResults.filter {
            ($0.gap?.size ?? 0) >= Self.differenceGap && !alike.contains($0.number)
        }.sorted { ($1.gap?.size ?? 0, $0.number) < ($0.gap?.size ?? 0, $1.number) }
        unsure = shownResults.filter {
            $0.tally.share(of: .pass) >= Self.unsureShare
                || $0.notUnderstood >= Self.smallestCell
                    && Double($0.notUnderstood) >= Self.notUnderstoodShare * Double($0.tally.answers)
        }.sorted { ($1.tally.share(of: .pass), $0.number) < ($0.tally.share(of: .pass), $1.number) }
    }

    package func result(number: Int) -> StatementResult? {
        places[number].map { results[$0] }
    }

    /// The place of a group among the letters.
    package func letter(ofGroup id: Int) -> Int? {
        groups.firstIndex { $0.id == id }
    }

    /// How the people of one group answered a statement; nil where too few did.
    package func tally(of number: Int, inGroup letter: Int) -> AnswerTally? {
        guard let result = result(number: number), result.groups.indices.contains(letter) else { return nil }
        return result.groups[letter]
    }

    // MARK: How the lists come about

    private static func setsApart(
        _ typical: OpinionMap.RepresentativeStatement, _ group: Int, in map: OpinionMap
    ) -> Bool {
        guard typical.ratioTest > 1.2816, let statistics = map.statements.first(where: { $0.id == typical.statement })
        else { return false }
        func count(_ votes: OpinionMap.GroupVotes) -> Int { typical.side == .agree ? votes.agrees : votes.disagrees }
        let own = statistics.groups.filter { $0.id == group }
        let others = statistics.groups.filter { $0.id != group }
        let (seen, seenByOthers) = (own.reduce(0) { $0 + $1.seen }, others.reduce(0) { $0 + $1.seen })
        guard seen >= smallestCell, seenByOthers >= smallestCell else { return false }
        let share = Double(own.reduce(0) { $0 + count($1) }) / Double(seen)
        let shareOfOthers = Double(others.reduce(0) { $0 + count($1) }) / Double(seenByOthers)
        return share - shareOfOthers >= 0.1
    }

    private static func result(
        _ number: Int, _ statistics: OpinionMap.StatementStatistics, groups order: [Int], notUnderstood: Int
    ) -> StatementResult {
        let whole = AnswerTally(
            agrees: statistics.agrees, disagrees: statistics.disagrees, passes: statistics.passes)
        let byGroup = Dictionary(
            statistics.groups.map { votes in
                (
                    votes.id,
                    AnswerTally(
                        agrees: votes.agrees, disagrees: votes.disagrees,
                        passes: votes.seen - votes.agrees - votes.disagrees)
                )
            }, uniquingKeysWith: { first, _ in first })
        let groups = withoutSmallCells(
            order.map { byGroup[$0] ?? AnswerTally(agrees: 0, disagrees: 0, passes: 0) }, of: whole)
        return StatementResult(
            number: number, tally: whole, groups: groups,
            groupInformedConsensus: statistics.groupInformedConsensus, notUnderstood: notUnderstood,
            gap: whole.answers >= smallestCell ? gap(between: groups.compactMap(\.self)) : nil)
    }

    static func withoutSmallCells(_ groups: [AnswerTally], of whole: AnswerTally) -> [AnswerTally?] {
        var shown: [AnswerTally?] = groups.map { $0.answers >= smallestCell ? $0 : nil }
        func rest() -> Int { whole.answers - shown.reduce(0) { $0 + ($1?.answers ?? 0) } }
        while shown.contains(where: { $0 == nil }), rest() > 0, rest() < smallestCell,
            let smallest = shown.indices.filter({ shown[$0] != nil }).min(by: { left, right in
                (shown[left]?.answers ?? 0, left) < (shown[right]?.answers ?? 0, right)
            })
        {
            shown[smallest] = nil
        }
        return shown
    }

    static func gap(between groups: [AnswerTally]) -> Gap? {
        guard groups.count >= 2,
            let most = groups.max(by: { $0.share(of: .agree) < $1.share(of: .agree) }),
            let least = groups.min(by: { $0.share(of: .agree) < $1.share(of: .agree) })
        else { return nil }
        let range = ShareRange.difference((most.agrees, most.answers), (least.agrees, least.answers))
        return Gap(
            size: most.share(of: .agree) - least.share(of: .agree),
            range: ShareRange(low: max(0, range.low), high: range.high),
            restsOnFew: groups.contains { $0.answers < fewAnswers })
    }

    /// The statements to which most people in every group gave the same answer. They are ordered by the product over
    /// the groups of the (smoothed) shares, which for agreement is the group-informed consensus.
    private static func shared(_ choice: VoteChoice, in results: [StatementResult]) -> [StatementResult] {
        func strength(_ result: StatementResult) -> Double {
            let groups = result.groups.isEmpty ? [result.tally] : result.groups.compactMap(\.self)
            return groups.reduce(1) { $0 * Double($1.count(of: choice) + 1) / Double($1.answers + 2) }
        }
        let alike = results.filter { result in
            result.tally.share(of: choice) >= agreementShare
                && result.groups.allSatisfy { ($0?.share(of: choice) ?? 0) >= agreementShare }
        }
        return alike.map { (strength($0), $0) }.sorted { left, right in
            left.0 != right.0 ? left.0 > right.0 : left.1.number < right.1.number
        }.map(\.1)
    }
}
