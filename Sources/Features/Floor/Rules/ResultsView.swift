package import OpinionAnalysis
package import Publication

/// What a finished count says: where people agree, where opinion groups differ, what people are unsure of.
///
/// All of it is made of ``Publication/PublishedCounts``, verdicts too. Of fewer than ten answers nothing is made: neither a
/// share nor a place in a list.
package struct ResultsView: Sendable {
    package static let leastAnswers = 10
    package static let peopleForGroups = 50
    package static let statementsForGroups = 10
    package static let unsureShare = 0.3
    package static let notUnderstoodShare = 0.25
    /// Below this many answers in a group a gap is marked as resting on few answers.
    package static let fewAnswers = 30
    /// Where the lines between the lists run.
    package static let rules = StatementStanding.Rules(
        commonGround: CommonGround.Rules(minimumAnswers: leastAnswers))

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
        /// Nil where the method does not ask.
        package let steadiness: Steadiness?
        /// The share of members who belong to it with a probability of at least four fifths, in tenths; nil where nobody
        /// asked.
        package let clearShare: Double?
        /// Statements the group answers otherwise than all others together, the clearest difference first: those that set
        /// it apart beyond chance, and those that are its majority's and not the others'.
        package let apart: [Apart]
    }

    /// A statement a group answers otherwise than the others.
    package struct Apart: Sendable, Hashable {
        package let number: Int
        package let finding: DistinctiveStatement

        /// Whether it may stand for the group where there is room for a few only.
        package var isTypical: Bool { finding.isDistinctive && finding.difference >= 0.1 }
    }

    package struct StatementResult: Sendable {
        package let number: Int
        package let tally: AnswerTally
        /// One for each group, by letter; nil where fewer than ten of its people answered.
        package let groups: [AnswerTally?]
        package let notUnderstood: Int
        /// What can be said of it in a word; nil for a statement about the person, or with fewer than ten answers.
        package let standing: StatementStanding?
        package let commonGround: CommonGround?
        /// From 0, all on one side, to 1, half against half.
        package let division: Double
        package let gap: Gap?

        /// Whether there are enough answers to show shares at all.
        package var isShown: Bool { tally.answers >= ResultsView.leastAnswers }

        /// The side everybody is on, surely enough for all statements that are called so.
        package var sharedSide: OpinionMap.Side? {
            switch standing {
            case .bridge(let side), .commonGround(let side): side
            default: nil
            }
        }

        package var isBridge: Bool { if case .bridge = standing { true } else { false } }
    }

    /// The largest difference of agreement between two groups.
    package struct Gap: Sendable, Hashable {
        /// From 0, all groups answer alike, to 1, opposite.
        package let size: Double
        /// Wide enough for all pairs of groups and all statements at once.
        package let range: ShareRange
        /// Whether any group gave fewer than thirty answers.
        package let restsOnFew: Bool
    }

    /// By these all of it was made.
    package let publication: PublicationRules
    package let grouping: Grouping
    package let noGroupsReason: NoGroupsReason?
    /// The agreement between groups found in halves of the people, about 0 to 1; nil without groups or where nobody asked.
    package let agreementOfHalves: Double?
    package let groups: [Group]
    /// By number; without those that are not shown any more.
    package let results: [StatementResult]
    /// People with at least one answer; 0 where they are too few for any numbers.
    package let people: Int
    /// People who answered enough to be placed on the map.
    package let placedPeople: Int
    package let answers: Int

    /// Every group agrees, the surest first.
    package let agreements: [StatementResult]
    /// Every group disagrees, the surest first.
    package let rejections: [StatementResult]
    /// Every group is on the same side if one looks at this statement alone; the surest first.
    package let perhapsShared: [StatementResult]
    /// The widest gap between two groups first.
    package let differences: [StatementResult]
    /// Divided, but not along the groups; the most divided first.
    package let splits: [StatementResult]
    /// The most unsure first.
    package let unsure: [StatementResult]

    /// What may be shown, statements as in the map and groups by letter.
    package let counts: VoteCounts
    private let places: [Int: Int]
    private let columns: [Int: Int]
    private let numbers: [Int?]

    /// All of a count at once, whatever was published before.
    ///
    /// - Parameters:
    ///   - publication: what may be published of the dialogue.
    ///   - shown: the numbers of the statements that are shown now.
    ///   - meta: the numbers of those about the person, of which no verdict is given.
    ///   - notUnderstood: how many people said they do not understand a statement, by number.
    ///   - salt: see ``OpinionLetters/order(of:salt:)``.
    package init(
        of map: OpinionMap, by publication: PublicationRules, shown: Set<Int>, meta: Set<Int> = [],
        notUnderstood: [Int: Int] = [:], salt: String
    ) {
        var exact = ExactCounts(of: map, groups: Self.groups(of: map, by: publication, shown: shown, salt: salt))
        exact.notUnderstood = Dictionary(
            notUnderstood.map { (String($0), $1) }, uniquingKeysWith: { first, _ in first })
        self.init(of: PublishedCounts(exact, by: publication, at: 0), on: map, shown: shown, meta: meta)
    }

    /// The engine's numbers of the groups that get letters, in the order of these; nil where it is too early to tell groups
    /// apart.
    static func groups(of map: OpinionMap, by publication: PublicationRules, shown: Set<Int>, salt: String) -> [Int]? {
        let people = map.participants.count { $0.votes > 0 }
        guard people >= max(peopleForGroups, publication.minimumParticipants),
            map.statements.count(where: { Int($0.id).map(shown.contains) ?? false }) >= statementsForGroups
        else { return nil }
        let large = PublishedCounts.shownGroups(of: map, by: publication)
        guard large.count > 1 else { return [] }
        return OpinionLetters.order(of: map.groups.filter { large.contains($0.id) }, salt: salt)
    }

    /// - Parameters:
    ///   - map: the one with which the counts were published.
    ///   - shown: the numbers of the statements that are shown now.
    ///   - meta: the numbers of those about the person, of which no verdict is given.
    package init(of published: PublishedCounts, on map: OpinionMap, shown: Set<Int>, meta: Set<Int> = []) {
        let publication = published.rules
        let people = published.people ?? 0
        let numbers = map.statements.map { Int($0.id).flatMap { shown.contains($0) ? $0 : nil } }
        let letters = published.groups ?? []
        let grouping: Grouping =
            if people < max(Self.peopleForGroups, publication.minimumParticipants) || published.groups == nil
                || numbers.count(where: { $0 != nil }) < Self.statementsForGroups
            {
                .tooFew
            } else if letters.count < 2 {
                .none
            } else {
                .found
            }
        self.numbers = numbers
        let all = published.votes(of: map.statements.map(\.id)) { id in
            Int(id).map { !shown.contains($0) || meta.contains($0) } ?? true
        }
        let told =
            grouping == .found
            ? all : VoteCounts(everybody: all.everybody, groups: [], groupSizes: [], skipped: all.skipped)
        let counts = told.withAtLeast(Self.leastAnswers)
        self.publication = publication
        self.people = people
        self.grouping = grouping
        self.counts = counts
        noGroupsReason = grouping == .none ? NoGroupsReason(of: map) : nil
        agreementOfHalves =
            grouping == .found
            ? map.assessment?.evidence.candidates.first { $0.verdict == .chosen }?.steadiness : nil
        placedPeople = published.placed
        groups = grouping == .found ? Self.groups(letters, of: map, counts: counts, numbers: numbers) : []

        let standings = StatementStanding.sorted(from: counts, rules: Self.rules)
        let divisions = Division.measured(from: counts, level: Self.rules.commonGround.level)
        let grounds = Dictionary(
            CommonGround.judged(from: counts, rules: Self.rules.commonGround).map { ($0.statement, $0) },
            uniquingKeysWith: { first, _ in first })
        results = map.statements.indices.compactMap { column in
            numbers[column].map { number in
                let votes = told.everybody[column]
                return StatementResult(
                    number: number,
                    tally: AnswerTally(
                        agrees: votes.agrees, disagrees: votes.disagrees, passes: votes.passes),
                    groups: counts.groups.map { AnswerTally($0[column]) },
                    notUnderstood: published.notUnderstood[String(number)] ?? 0,
                    standing: standings[column], commonGround: grounds[column], division: divisions[column].amount,
                    gap: Gap(divisions[column], of: counts.groups.map { $0[column].seen }))
            }
        }.sorted { $0.number < $1.number }
        answers = results.reduce(0) { $0 + $1.tally.answers }
        places = Dictionary(
            results.enumerated().map { ($1.number, $0) }, uniquingKeysWith: { first, _ in first })
        columns = Dictionary(
            numbers.enumerated().compactMap { column, number in number.map { ($0, column) } },
            uniquingKeysWith: { first, _ in first })

        let lists = ResultsLists(of: results.filter(\.isShown))
        agreements = lists.agreements
        rejections = lists.rejections
        perhapsShared = lists.perhapsShared
        differences = lists.differences
        splits = lists.splits
        unsure = lists.unsure
    }

    /// How far all groups together can be believed; nil without groups or where nobody asked.
    package var steadiness: Steadiness? { agreementOfHalves.map(Steadiness.init(ofHalves:)) }

    package func result(number: Int) -> StatementResult? {
        places[number].map { results[$0] }
    }

    /// The place of a group among the letters.
    package func letter(ofGroup id: Int) -> Int? {
        groups.firstIndex { $0.id == id }
    }

    /// The place of a statement among those of the map and in ``counts``.
    package func column(of number: Int) -> Int? { columns[number] }

    /// The number of the statement at a place of the map; nil for one that is not shown.
    package func number(at column: Int) -> Int? {
        numbers.indices.contains(column) ? numbers[column] : nil
    }

    /// How the people of one group answered a statement; nil where too few did.
    package func tally(of number: Int, inGroup letter: Int) -> AnswerTally? {
        guard let result = result(number: number), result.groups.indices.contains(letter) else { return nil }
        return result.groups[letter]
    }

    /// How many people would have to have answered falsely before a statement is no common ground any more; nil for one that
    /// is none.
    package func falseVoters(of number: Int) -> Int? {
        guard result(number: number)?.sharedSide != nil, let column = column(of: number) else { return nil }
        return FalseVoters.counted(from: counts, rules: Self.rules.commonGround)
            .first { $0.statement == column && $0.isCommonGround }?.fewest
    }

    private static func groups(
        _ letters: [PublishedCounts.Group], of map: OpinionMap, counts: VoteCounts, numbers: [Int?]
    ) -> [Group] {
        let rules = DistinctiveStatement.Rules(minimumAnswers: leastAnswers)
        let rankings = DistinctiveStatement.ranked(from: counts, rules: rules)
        return letters.enumerated().compactMap { letter, published in
            map.groups.firstIndex { $0.id == published.id }.map { place in
                let group = map.groups[place]
                let assessed = map.assessment.flatMap { $0.groups.indices.contains(place) ? $0.groups[place] : nil }
                return Group(
                    id: group.id, size: published.size, center: group.centre,
                    steadiness: assessed.map { Steadiness(ofGroup: $0.steadiness) },
                    clearShare: assessed.map {
                        (10 * Double($0.clearMembers) / Double(max(1, group.size))).rounded() / 10
                    },
                    apart: (rankings.indices.contains(letter) ? rankings[letter] : []).compactMap { finding in
                        guard finding.isDistinctive || finding.isMinorityOpinion else { return nil }
                        return numbers[finding.statement].map { Apart(number: $0, finding: finding) }
                    })
            }
        }
    }
}

extension ResultsView.Gap {
    init?(_ division: Division, of answers: [Int]) {
        guard let gap = division.largestGap else { return nil }
        self.init(
            size: gap.difference, range: ShareRange(low: max(0, gap.interval.lower), high: gap.interval.upper),
            restsOnFew: answers.contains { $0 > 0 && $0 < ResultsView.fewAnswers })
    }
}

/// The lists of a view, from the results that have enough answers.
private struct ResultsLists {
    let agreements: [ResultsView.StatementResult]
    let rejections: [ResultsView.StatementResult]
    let perhapsShared: [ResultsView.StatementResult]
    let differences: [ResultsView.StatementResult]
    let splits: [ResultsView.StatementResult]
    let unsure: [ResultsView.StatementResult]

    init(of results: [ResultsView.StatementResult]) {
        func sorted(
            by value: (ResultsView.StatementResult) -> Double,
            where belongs: (ResultsView.StatementResult) -> Bool
        ) -> [ResultsView.StatementResult] {
            results.filter(belongs).sorted { (value($1), $0.number) < (value($0), $1.number) }
        }
        func surety(_ result: ResultsView.StatementResult) -> Double { result.commonGround?.guaranteedShare ?? 0 }
        func unsureShare(_ result: ResultsView.StatementResult) -> Double { result.tally.share(of: .pass) }
        agreements = sorted(by: surety) { $0.sharedSide == .agree }
        rejections = sorted(by: surety) { $0.sharedSide == .disagree }
        perhapsShared = sorted(by: surety) {
            $0.commonGround?.verdict == .indicated && $0.standing != .dividesGroups
        }
        differences = sorted {
            $0.gap?.size ?? 0
        } where: { result in
            switch result.standing {
            case .dividesGroups: true
            // Too few answered in one group; others may differ clearly all the same.
            case .notEnoughAnswers: (result.gap?.range.low ?? 0) > ResultsView.rules.gap
            default: false
            }
        }
        splits = sorted {
            $0.division
        } where: {
            $0.standing == .splitWithinGroups
        }
        unsure = sorted(by: unsureShare) {
            unsureShare($0) >= ResultsView.unsureShare
                || $0.notUnderstood >= ResultsView.leastAnswers
                    && Double($0.notUnderstood) >= ResultsView.notUnderstoodShare * Double($0.tally.answers)
        }
    }
}
