// People who answered as one.
//
// Method: rows that are nearly alike are found by sketches (see `SparseMatrix.rowSketches`), never by comparing each with each.
// A block has to pass three tests: its members answered nearly the same many statements; they answered them nearly alike; and
// there are many more of them than the rest of their group lets expect. For the last, each statement's share in the group is
// taken without the block (with as many imagined answers as the block has that follow everybody else), and the exact chance that somebody answers
// at least as much like the block is worked out statement by statement (a Poisson binomial distribution). The answers of one
// person hang together, so the root of that chance is used: only half of the surprise is believed.
//
// That many people feel alike is no offence, and this does not say so. It says that chance and a common opinion do not easily
// explain so many equal ballots.

import LinearAlgebra

/// Many people with nearly the same answers to nearly the same many statements, more than opinion explains.
public struct CoordinatedBlock: Sendable, Codable, Hashable {
    /// The positions of the participants, ascending.
    public let participants: [Int]

    /// The one whose answers the others were compared with.
    public let pattern: Int

    /// The positions of the statements that one answered, ascending.
    public let statements: [Int]

    /// Of the statements answered both by a member and by the pattern, the mean share answered alike.
    public let likeness: Double

    /// How many members have exactly the answers of the pattern, itself included.
    public let identicalCount: Int

    /// The group most members are in; nil for none.
    public let group: Int?

    /// The common logarithm of the chance that one person of that group, or of everybody, answers so, half believed.
    public let commonLogarithmOfChance: Double

    /// How many such people to expect from all groups together.
    public let expectedByChance: Double

    public struct Rules: Sendable, Codable, Hashable {
        /// The fewest members.
        public var minimumSize: Int
        /// The fewest statements answered; on fewer, honest people are often alike.
        public var minimumStatements: Int
        /// The share of common statements that has to be answered alike.
        public var likeness: Double
        /// The share of the statements either answered that both have to have answered.
        public var overlap: Double
        /// How many times more members than expected.
        public var excess: Double

        public init(
            minimumSize: Int = 10, minimumStatements: Int = 20, likeness: Double = 0.95, overlap: Double = 0.9,
            excess: Double = 5
        ) {
            self.minimumSize = minimumSize
            self.minimumStatements = minimumStatements
            self.likeness = likeness
            self.overlap = overlap
            self.excess = excess
        }
    }

    /// Finds the blocks.
    ///
    /// - Parameters:
    ///   - counts: with the groups of `rowGroups`.
    ///   - rowGroups: for each participant the group or nil.
    ///   - excluding: participants who are not looked at, and not in `counts`.
    ///   - generator: for the sketches; blocks well within the rules are found whatever it draws.
    /// - Returns: the largest first; nobody is in two.
    /// - Complexity: O(*votes* + *blocks*·*participants*).
    public static func found(
        in votes: VoteMatrix, counts: VoteCounts, rowGroups: [Int?], excluding: Set<Int> = [], rules: Rules = Rules(),
        using generator: inout some RandomNumberGenerator
    ) -> [CoordinatedBlock] {
        let sketches = votes.cells.rowSketches(
            minimumCells: rules.minimumStatements, leavingOut: excluding, using: &generator)
        var search = BlockSearch(cells: votes.cells, sketches: sketches, rules: rules)
        let chances = BlockChances(
            cells: votes.cells, counts: counts, rowGroups: rowGroups, candidates: sketches.rows, rules: rules)
        return search.run().compactMap { members, pattern in
            CoordinatedBlock(members: members, pattern: pattern, chances: chances, rules: rules)
        }.sorted {
            ($1.participants.count, $0.pattern) < ($0.participants.count, $1.pattern)
        }
    }

    /// - Returns: nil if opinion explains the block.
    private init?(members: [Int], pattern: Int, chances: BlockChances, rules: Rules) {
        let group = chances.usualGroup(of: members)
        // From every group, and from those in none: a block may have been grouped with several.
        let everywhere = chances.groups.map {
            (
                group: $0, people: Double(chances.candidateCount(in: $0)),
                logarithm: chances.logarithm(ofAnsweringLike: pattern, group: $0, without: members) / 2
            )
        }
        let logarithm = everywhere.first { $0.group == group }?.logarithm ?? 0
        let expected = everywhere.reduce(0) { $0 + $1.people * exponential($1.logarithm) }
        let size = Double(members.count)
        // Chernoff's bound for at least so many when so few are expected (Poisson), over all who might begin a block.
        let bound = size - expected + size * naturalLogarithm(max(expected, 1e-300) / size)
        guard size >= rules.excess * expected,
            bound < naturalLogarithm(0.01 / Double(max(1, chances.candidateCount)))
        else { return nil }
        let comparisons = members.map { chances.cells.comparison(ofRow: $0, withRow: pattern) }
        participants = members
        self.pattern = pattern
        statements = chances.cells.cells(ofRow: pattern).map(\.column)
        likeness = comparisons.reduce(0) { $0 + Double($1.alike) / Double(max(1, $1.both)) } / size
        identicalCount = comparisons.count { $0.alike == $0.either }
        self.group = group
        commonLogarithmOfChance = logarithm / 2.302585092994046
        expectedByChance = expected
    }
}
