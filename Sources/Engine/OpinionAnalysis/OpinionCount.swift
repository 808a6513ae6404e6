/// A map together with what it takes to bring it up to date when a few votes have changed.
///
/// A count made from nothing depends on the votes, the parameters and the seed alone, and anybody can make it again. A
/// continued one keeps the number of groups, their order and the evidence for them from the count before, and lets the groups move
/// with the new votes; all shares are counted anew in both, but bridging and coordinated blocks stay those of the count before
/// as long as there are no new statements. Continue while people vote, and make a count from nothing
/// whenever a result is to be kept.
public struct OpinionCount: Sendable {
    public let map: OpinionMap

    /// Whether this goes on from an earlier count.
    public let isContinued: Bool

    private let votes: VoteMatrix
    private let parameters: OpinionMap.Parameters
    private let seed: UInt64
    private let search: GroupSearch?

    /// Counts from nothing; see ``OpinionMap/fit(_:parameters:seed:isCancelled:)``.
    ///
    /// - Throws: `CancellationError`, and nothing else.
    public static func made(
        of votes: VoteMatrix, parameters: OpinionMap.Parameters = .init(), seed: UInt64 = 0,
        isCancelled: () -> Bool = { false }
    ) throws -> OpinionCount {
        switch parameters.method {
        case .polis:
            return OpinionCount(
                map: try OpinionMap.fit(votes, parameters: parameters, seed: seed, isCancelled: isCancelled),
                isContinued: false, votes: votes, parameters: parameters, seed: seed, search: nil)
        case .jirga:
            let fit = try HonestFit(votes: votes, seed: seed, isCancelled: isCancelled)
            return OpinionCount(
                map: fit.map, isContinued: false, votes: votes, parameters: parameters, seed: seed, search: fit.search)
        }
    }

    /// Counts votes of which most were in this count already. The method `.polis` has nothing to continue and counts from
    /// nothing.
    ///
    /// - Complexity: O(*votes*): about that of two walks over all votes.
    /// - Throws: `CancellationError`, and nothing else.
    public func continued(with votes: VoteMatrix, isCancelled: () -> Bool = { false }) throws -> OpinionCount {
        guard let search, !self.votes.participants.isEmpty else {
            return try .made(of: votes, parameters: parameters, seed: seed, isCancelled: isCancelled)
        }
        let fit = try HonestFit(
            votes: votes, seed: seed, continuing: HonestFit.Earlier(search: search, votes: self.votes, map: map),
            isCancelled: isCancelled)
        return OpinionCount(
            map: fit.map, isContinued: true, votes: votes, parameters: parameters, seed: seed, search: fit.search)
    }
}
