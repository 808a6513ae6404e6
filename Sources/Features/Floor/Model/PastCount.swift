/// A few numbers of a finished count that stay when the count itself is replaced, to show how the picture came about.
package struct PastCount: Sendable, Hashable {
    package let at: Int64
    package let people: Int
    package let answers: Int
    /// 0 where people did not fall into clear groups; nil while it was too early to tell.
    package let groups: Int?
    /// See ``ResultsView/agreementOfHalves``; kept in thousandths.
    package let agreementOfHalves: Double?
    /// How many statements all groups were on one side of.
    package let shared: Int
    /// How many statements divided the groups.
    package let dividing: Int
    /// The numbers of the surest agreements, at most three.
    package let headlines: [Int]

    package init(
        at: Int64, people: Int, answers: Int, groups: Int?, agreementOfHalves: Double?, shared: Int, dividing: Int,
        headlines: [Int]
    ) {
        self.at = at
        self.people = people
        self.answers = answers
        self.groups = groups
        self.agreementOfHalves = agreementOfHalves
        self.shared = shared
        self.dividing = dividing
        self.headlines = headlines
    }

    /// Whether both say the same, whenever they were made.
    package func says(_ other: PastCount) -> Bool {
        people == other.people && answers == other.answers && groups == other.groups
            && agreementOfHalves == other.agreementOfHalves && shared == other.shared && dividing == other.dividing
            && headlines == other.headlines
    }

    package init(of view: ResultsView, at time: Int64) {
        self.init(
            at: time, people: view.people, answers: view.answers,
            groups: view.grouping == .tooFew ? nil : view.groups.count,
            agreementOfHalves: view.agreementOfHalves.map { ($0 * 1_000).rounded() / 1_000 },
            shared: view.agreements.count + view.rejections.count, dividing: view.differences.count,
            headlines: view.agreements.prefix(3).map(\.number))
    }
}
