package import OpinionAnalysis
import Publication

/// The results beside those without some of the people.
package struct WhatIf: Sendable {
    /// What both sides are told of.
    package struct Side: Sendable, Hashable {
        /// Nil where the number would tell the size of a small group.
        package var people: Int?
        package var groups: Int
        package var steadiness: Steadiness?
        package var shared: Int
        package var dividing: Int
    }

    /// A statement of which something else can be said.
    package struct Change: Sendable, Hashable {
        package let number: Int
        package let everybody: StatementStanding?
        package let without: StatementStanding?
    }

    package let everybody: Side
    package let without: Side
    /// Those that become shared or cease to be first, then by number.
    package let changes: [Change]

    /// Without one group, as far as that can be told from the counts. The others stay as they are grouped.
    package init(_ view: ResultsView, withoutGroup letter: Int) {
        let counts = view.counts.without(group: letter)
        let standings = StatementStanding.sorted(from: counts, rules: ResultsView.rules)
        let size = view.groups[letter].size
        everybody = Side(view)
        without = Side(
            people: size >= view.publication.smallestGroup ? view.people - size : nil,
            groups: counts.groups.count > 1 ? counts.groups.count : 0, steadiness: nil,
            shared: view.results.count { Self.isShared(view.column(of: $0.number).flatMap { standings[$0] }) },
            dividing: view.results.count {
                view.column(of: $0.number).flatMap { standings[$0] } == .dividesGroups
            })
        changes = Self.changes(in: view) { number in view.column(of: number).flatMap { standings[$0] } }
    }

    /// Beside a count made without some people. Of a statement that is missing from it the same is said on both sides.
    ///
    /// - Parameter left: how many were left out. How many there are then comes from the published number, not from the count.
    package init(_ view: ResultsView, _ recount: ResultsView, withoutPeople left: Int) {
        func kept(_ results: [ResultsView.StatementResult]) -> Int {
            results.count { recount.result(number: $0.number) == nil }
        }
        everybody = Side(view)
        without = Side(
            people: max(0, view.people - left), groups: recount.groups.count, steadiness: recount.steadiness,
            shared: recount.agreements.count + recount.rejections.count + kept(view.agreements)
                + kept(view.rejections),
            dividing: recount.differences.count + kept(view.differences))
        changes = Self.changes(in: view) { number in
            (recount.result(number: number) ?? view.result(number: number))?.standing
        }
    }

    private static func changes(
        in view: ResultsView, without standing: (Int) -> StatementStanding?
    ) -> [Change] {
        view.results.compactMap { result in
            let other = standing(result.number)
            guard kind(result.standing) != kind(other) else { return nil }
            return Change(number: result.number, everybody: result.standing, without: other)
        }.sorted { left, right in
            let first = isShared(left.everybody) != isShared(left.without)
            let second = isShared(right.everybody) != isShared(right.without)
            return first != second ? first : left.number < right.number
        }
    }

    private static func isShared(_ standing: StatementStanding?) -> Bool { kind(standing) == kind(.bridge(.agree)) }

    /// Sides aside, bridges are common ground here: which of both it is hangs on who disagrees, not on the groups.
    private static func kind(_ standing: StatementStanding?) -> Int {
        switch standing {
        case .bridge, .commonGround: 0
        case .dividesGroups: 1
        case .majority: 2
        case .splitWithinGroups: 3
        case .unsettled: 4
        case .notEnoughAnswers, nil: 5
        }
    }
}

extension WhatIf.Side {
    init(_ view: ResultsView) {
        self.init(
            people: view.people, groups: view.groups.count, steadiness: view.steadiness,
            shared: view.agreements.count + view.rejections.count, dividing: view.differences.count)
    }
}
