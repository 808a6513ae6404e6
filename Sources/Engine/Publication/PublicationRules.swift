/// What a profile lets out. Every number that leaves the server is made by these rules.
///
/// A *cell* is how many people of one opinion group gave one answer to one statement. A cell below ``smallestCell`` is
/// never published, zero included, and every total is the sum of the cells that are: so there is no equation between
/// published numbers in which a hidden cell stands.
package struct PublicationRules: Sendable, Hashable {
    package let profile: PublicationProfile
    /// So many people must have answered before any counts are published.
    package let minimumParticipants: Int
    /// A statement's counts change only when so many votes on it are new or changed …
    package let stepVotes: Int
    /// … and so many minutes have passed.
    package let stepMinutes: Int
    /// Smaller groups are counted among the others and get no numbers of their own.
    package let smallestGroup: Int
    /// Smaller numbers are "fewer than".
    package let smallestCell: Int
    /// Below this many answers a share near 0 or 1 is published as "under 5 %" or "over 95 %".
    package let homogeneityLimit: Int
    /// Milliseconds; every published time is the beginning of a span so long.
    package let timeStep: Int64
    /// Fewest people in one mark of the opinion map.
    package let smallestMark: Int
    /// Whether breakdowns by place, language or age may be published, one dimension at a time.
    package let hasBreakdowns: Bool
    /// Whether a matrix may be given to anybody but auditors.
    package let mayPublishMatrix: Bool

    package init(_ profile: PublicationProfile) {
        self.profile = profile
        switch profile {
        case .open:
            (minimumParticipants, stepVotes, stepMinutes) = (10, 5, 1)
            (smallestGroup, smallestCell, homogeneityLimit, smallestMark) = (10, 3, 50, 5)
            (timeStep, hasBreakdowns, mayPublishMatrix) = (Self.hour, true, true)
        case .standard:
            (minimumParticipants, stepVotes, stepMinutes) = (20, 10, 5)
            (smallestGroup, smallestCell, homogeneityLimit, smallestMark) = (25, 5, 200, 10)
            (timeStep, hasBreakdowns, mayPublishMatrix) = (24 * Self.hour, true, false)
        case .protected:
            (minimumParticipants, stepVotes, stepMinutes) = (50, 20, 60)
            (smallestGroup, smallestCell, homogeneityLimit, smallestMark) = (50, 10, 500, 25)
            (timeStep, hasBreakdowns, mayPublishMatrix) = (7 * 24 * Self.hour, false, false)
        }
    }

    private static let hour: Int64 = 3_600_000
    /// The Monday after the beginning of 1970, from which weeks are counted.
    private static let firstMonday: Int64 = 4 * 24 * hour

    /// The beginning of the hour, day or week (from Monday) a moment lies in, in UTC; milliseconds since 1970.
    package func published(time: Int64) -> Int64 {
        let start = timeStep > 24 * Self.hour ? Self.firstMonday : 0
        let (past, isOver) = time.subtractingReportingOverflow(start)
        guard !isOver else { return start }
        let rest = past % timeStep
        let (floor, isUnder) = time.subtractingReportingOverflow(rest < 0 ? rest + timeStep : rest)
        return isUnder ? start : floor
    }

    /// - Returns: nil for a number that is "fewer than" ``smallestCell``.
    package func published(cell: Int) -> Int? { cell >= smallestCell ? cell : nil }

    /// Whether the published counts of a statement may be replaced.
    ///
    /// - Parameters:
    ///   - newVotes: votes that came, changed or went since the published counts were made.
    ///   - milliseconds: since then.
    package func mayStep(newVotes: Int, after milliseconds: Int64) -> Bool {
        newVotes >= stepVotes && mayStep(after: milliseconds)
    }

    /// Whether so many milliseconds after one publication there may be the next.
    package func mayStep(after milliseconds: Int64) -> Bool { milliseconds >= Int64(stepMinutes) * 60_000 }

    /// A number of people that was published, or the new one where they differ by a whole step.
    package func stepped(_ count: Int, from published: Int) -> Int {
        abs(count - published) >= stepVotes ? count : published
    }
}

extension PublicationProfile {
    package var rules: PublicationRules { PublicationRules(self) }

    /// From 0, the most open.
    private var strictness: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// Whether this promises people no less than another: after opening a dialogue may only go this way.
    package func isAtLeast(asCautiousAs other: PublicationProfile) -> Bool { strictness >= other.strictness }
}
