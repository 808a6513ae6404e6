package import OpinionAnalysis

/// The counts of a dialogue as they may leave the server. Nothing but the rules makes them, so whatever takes these
/// instead of raw counts can't say more than they hold.
///
/// Each cell, one answer of one group to one statement, is kept where it is not below the smallest cell and is zero
/// otherwise. People of groups that are too small, and those in no group, are one more row that is not shown, under the
/// same rule. The counts of everybody are the sum of all these rows.
///
/// They change in steps: see ``next(_:after:by:at:isFinal:)``.
package struct PublishedCounts: Sendable, Hashable, Codable {
    /// A group that has numbers of its own.
    package struct Group: Sendable, Hashable, Codable {
        /// The engine's number.
        package let id: Int
        package let size: Int

        package init(id: Int, size: Int) {
            self.id = id
            self.size = size
        }
    }

    /// How many took part in a day, or in the days that may not be told apart.
    package struct Span: Sendable, Hashable, Codable {
        /// The first day, counted from the beginning of 1970 in UTC.
        package let day: Int64
        package let people: Int
        package let answers: Int

        package init(day: Int64, people: Int, answers: Int) {
            self.day = day
            self.people = people
            self.answers = answers
        }
    }

    /// What is published of one statement.
    package struct Row: Sendable, Hashable, Codable {
        /// The votes of everybody when the row was published. New votes are counted against these; they are shown nowhere.
        let exact: StatementVotes
        package let everybody: StatementVotes
        /// By letter; nil where the groups are others since then.
        package fileprivate(set) var groups: [StatementVotes]?
        /// Whether these are the votes of the count that was published last, and not those of an earlier one.
        package fileprivate(set) var isCurrent = true
    }

    package let profile: PublicationProfile
    /// When they were published, in milliseconds since 1970; exact, to be shown only as the rules say.
    package let madeAt: Int64
    /// Whether they are the last, in which no answer waits for the next step.
    package let isFinal: Bool
    /// People with at least one answer; nil where they are too few for any counts.
    package let people: Int?
    /// People with enough answers to be placed on the map.
    package let placed: Int
    /// By letter; nil where it was too early to tell groups apart.
    package let groups: [Group]?
    /// By the identifier of the statement.
    package let rows: [String: Row]
    /// How many said they do not understand a statement; only those of which there are enough.
    package let notUnderstood: [String: Int]
    /// The oldest first.
    package let spans: [Span]

    package var rules: PublicationRules { profile.rules }

    /// All of a count at once, whatever was published before.
    package init(_ exact: ExactCounts, by rules: PublicationRules, at time: Int64, isFinal: Bool = false) {
        let isEnough = exact.people >= rules.minimumParticipants
        let exact = exact.withGroups(ofAtLeast: rules.smallestGroup)
        self.init(
            profile: rules.profile, madeAt: time, isFinal: isFinal, people: isEnough ? exact.people : nil,
            placed: isEnough ? exact.placed : 0, groups: isEnough ? exact.groups : nil,
            rows: isEnough ? exact.rows.mapValues { Row($0, by: rules) } : [:],
            notUnderstood: isEnough ? exact.notUnderstood.filter { $0.value >= rules.smallestCell } : [:],
            spans: isEnough ? exact.spans : [])
    }

    private init(
        profile: PublicationProfile, madeAt: Int64, isFinal: Bool, people: Int?, placed: Int, groups: [Group]?,
        rows: [String: Row], notUnderstood: [String: Int], spans: [Span]
    ) {
        self.profile = profile
        self.madeAt = madeAt
        self.isFinal = isFinal
        self.people = people
        self.placed = placed
        self.groups = groups
        self.rows = rows
        self.notUnderstood = notUnderstood
        self.spans = spans
    }

    /// The engine's numbers of the groups that are large enough to have numbers of their own. Where one group alone is too
    /// small, nothing tells its people from those in no group.
    package static func shownGroups(of map: OpinionMap, by rules: PublicationRules) -> Set<Int> {
        Set(map.groups.lazy.filter { $0.size >= rules.smallestGroup }.map(\.id))
    }

    /// The counts of some statements, in their order; zero where nothing is published.
    ///
    /// - Parameter skipping: statements that say who somebody is, or that are not shown.
    package func votes(of statements: [String], skipping: (String) -> Bool = { _ in false }) -> VoteCounts {
        let letters = (groups ?? []).indices
        return VoteCounts(
            everybody: statements.map { rows[$0]?.everybody ?? StatementVotes() },
            groups: letters.map { letter in
                statements.map { id in
                    guard let groups = rows[id]?.groups, groups.indices.contains(letter) else {
                        return StatementVotes()
                    }
                    return groups[letter]
                }
            }, groupSizes: (groups ?? []).map(\.size),
            skipped: Set(statements.indices.filter { skipping(statements[$0]) }))
    }
}

// MARK: Steps

extension PublishedCounts {
    /// The counts to be published now in the place of the last ones; nil where those must stay.
    ///
    /// So that who reads often can't see the answers of a few arrive, a publication follows another only after
    /// ``PublicationRules/stepMinutes``, and changes what is said of a statement only where at least
    /// ``PublicationRules/stepVotes`` votes on it came, changed or went, and where the published total stays or changes by as
    /// many. Everything else is said as before. A statement that is said as before keeps the counts of its groups while
    /// these are the same groups; of other groups nothing is said of it until its next step. Numbers of people stay or
    /// change by as many as well. The final counts are exact, but for what is too small.
    ///
    /// - Parameters:
    ///   - last: nil before the first publication, which waits for ``PublicationRules/minimumParticipants``.
    ///   - time: milliseconds since 1970.
    package static func next(
        _ exact: ExactCounts, after last: PublishedCounts?, by rules: PublicationRules, at time: Int64, isFinal: Bool
    ) -> PublishedCounts? {
        if isFinal { return PublishedCounts(exact, by: rules, at: time, isFinal: true) }
        guard exact.people >= rules.minimumParticipants, last?.isFinal != true else { return nil }
        let exact = exact.withGroups(ofAtLeast: rules.smallestGroup)
        let last = last?.tightened(to: rules)
        let (age, isOver) = time.subtractingReportingOverflow(last?.madeAt ?? 0)
        guard last == nil || !isOver && rules.mayStep(after: age) else { return nil }

        let people = rules.stepped(exact.people, from: last?.people ?? 0)
        let told = exact.rows.mapValues { Row($0, by: rules) }
        let hasSameGroups = last.map { $0.hasSameGroups(exact.groups, told) } ?? false
        var rows: [String: Row] = [:]
        var hasStepped = false
        for (id, row) in told {
            let before = last?.rows[id]
            if row.exact.seen <= people, row.mayFollow(before, by: rules) {
                rows[id] = row
                hasStepped = true
            } else if var kept = before {
                kept.isCurrent = false
                if !hasSameGroups { kept.groups = nil }
                rows[id] = kept
            }
        }
        guard hasStepped else { return nil }
        let groups = exact.groups.map { groups in
            groups.indices.map { letter in
                guard hasSameGroups, let before = last?.groups?[letter] else { return groups[letter] }
                return Group(id: groups[letter].id, size: rules.stepped(groups[letter].size, from: before.size))
            }
        }
        let placed = rules.stepped(exact.placed, from: last?.placed ?? 0)
        return PublishedCounts(
            profile: rules.profile, madeAt: time, isFinal: false, people: people,
            placed: placed <= people ? placed : min(people, last?.placed ?? 0), groups: groups, rows: rows,
            notUnderstood: stepped(exact.notUnderstood, from: last?.notUnderstood ?? [:], by: rules),
            spans: stepped(exact.spans, from: last?.spans ?? [], by: rules))
    }

    private static func stepped(
        _ counts: [String: Int], from last: [String: Int], by rules: PublicationRules
    ) -> [String: Int] {
        var told: [String: Int] = [:]
        for id in Set(counts.keys).union(last.keys) {
            let count = rules.stepped(counts[id] ?? 0, from: last[id] ?? 0)
            if count >= rules.smallestCell { told[id] = count }
        }
        return told
    }

    /// Spans that were counted long ago are not counted again and stay.
    private static func stepped(_ spans: [Span], from last: [Span], by rules: PublicationRules) -> [Span] {
        var told = Dictionary(last.map { ($0.day, $0) }, uniquingKeysWith: { first, _ in first })
        for span in spans {
            let before = told[span.day]
            told[span.day] = Span(
                day: span.day, people: rules.stepped(span.people, from: before?.people ?? 0),
                answers: rules.stepped(span.answers, from: before?.answers ?? 0))
        }
        return told.values.filter { $0.people > 0 }.sorted { $0.day < $1.day }
    }

    /// Whether letters mean the same groups as before: there are as many, each has about as many people, and none answers
    /// more like one that had another letter.
    private func hasSameGroups(_ now: [Group]?, _ told: [String: Row]) -> Bool {
        guard let before = groups, let now else { return groups == nil && now == nil }
        guard before.count == now.count,
            zip(before, now).allSatisfy({ 4 * abs($0.size - $1.size) <= max($0.size, $1.size) })
        else { return false }
        let letters = before.indices
        var distances = letters.map { _ in letters.map { _ in 0.0 } }
        for (id, row) in told {
            guard let old = rows[id]?.groups, let new = row.groups, old.count == new.count else { continue }
            for one in letters where old[one].seen > 0 {
                for other in letters where new[other].seen > 0 {
                    distances[one][other] += Self.distance(old[one], new[other])
                }
            }
        }
        return letters.allSatisfy { one in letters.allSatisfy { distances[one][one] <= distances[one][$0] } }
    }

    /// How differently two groups answered a statement, from 0 to 2.
    private static func distance(_ one: StatementVotes, _ other: StatementVotes) -> Double {
        func share(_ count: Int, _ votes: StatementVotes) -> Double { Double(count) / Double(max(1, votes.seen)) }
        return abs(share(one.agrees, one) - share(other.agrees, other))
            + abs(share(one.disagrees, one) - share(other.disagrees, other))
            + abs(share(one.passes, one) - share(other.passes, other))
    }

    /// What more cautious rules leave of what was published.
    package func tightened(to rules: PublicationRules) -> PublishedCounts {
        guard rules.profile != profile else { return self }
        let isEnough = (people ?? 0) >= rules.minimumParticipants
        let areGroupsLargeEnough = (groups ?? []).allSatisfy { $0.size >= rules.smallestGroup }
        return PublishedCounts(
            profile: rules.profile, madeAt: madeAt, isFinal: isFinal, people: isEnough ? people : nil,
            placed: isEnough ? placed : 0, groups: isEnough ? (areGroupsLargeEnough ? groups : []) : nil,
            rows: isEnough ? rows.mapValues { $0.tightened(to: rules, keepsGroups: areGroupsLargeEnough) } : [:],
            notUnderstood: isEnough ? notUnderstood.filter { $0.value >= rules.smallestCell } : [:],
            spans: isEnough ? spans : [])
    }
}

extension PublishedCounts.Row {
    fileprivate init(_ counted: ExactCounts.Row, by rules: PublicationRules) {
        let told = rules.published(groups: counted.groups, of: counted.everybody)
        self.init(exact: counted.everybody, everybody: told.everybody, groups: told.groups)
    }

    fileprivate func mayFollow(_ last: Self?, by rules: PublicationRules) -> Bool {
        let shift = everybody.seen - (last?.everybody.seen ?? 0)
        return PublicationRules.newVotes(from: last?.exact ?? StatementVotes(), to: exact) >= rules.stepVotes
            && (shift == 0 || abs(shift) >= rules.stepVotes)
    }

    fileprivate func tightened(to rules: PublicationRules, keepsGroups: Bool) -> Self {
        guard let groups else {
            return Self(exact: exact, everybody: rules.published(everybody), groups: nil, isCurrent: isCurrent)
        }
        let told = rules.published(groups: groups, of: everybody)
        // Without groups what was hidden in them stays hidden.
        return Self(
            exact: exact, everybody: told.everybody, groups: keepsGroups ? told.groups : [], isCurrent: isCurrent)
    }
}

extension PublicationRules {
    /// The fewest votes that must have come, changed or gone for one row to become the other.
    static func newVotes(from old: StatementVotes, to new: StatementVotes) -> Int {
        let change = new - old
        let changes = [change.agrees, change.disagrees, change.passes]
        return max(
            changes.reduce(0) { $0 + max(0, $1) }, changes.reduce(0) { $0 + max(0, -$1) })
    }

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
