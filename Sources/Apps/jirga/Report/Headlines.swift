import OpinionAnalysis

/// Which statements are worth telling, list by list, each in the order in which it is told. Positions in the map.
struct Headlines {
    /// All groups are on one side of a contested matter.
    let bridges: [Int]

    /// All groups are on one side, and hardly anybody on the other. Without groups: a clear majority of everybody.
    let shared: [Int]

    /// All groups seem to be on one side; among so many statements some of these are luck.
    let likelyShared: [Int]

    /// A clear majority of everybody, but not clearly one in every group.
    let majorities: [Int]

    /// The groups clearly differ.
    let divides: [Int]

    /// People are divided, but not along the groups.
    let splits: [Int]

    /// At least ``unsureShare`` of those who answered passed.
    let unsure: [Int]

    /// Too few have answered to say anything.
    let tooFew: [Int]

    static let unsureShare = 0.3
    /// Answers below which no share is made.
    static let smallestCell = 10

    init(_ findings: Findings) {
        func all(_ isMeant: (StatementStanding) -> Bool) -> [Int] {
            findings.standings.indices.filter { findings.standings[$0].map(isMeant) ?? false }
        }
        func descending(_ statements: [Int], by value: (Int) -> Double) -> [Int] {
            let valued = statements.map { (statement: $0, value: value($0)) }
            return valued.sorted { left, right in
                left.value != right.value ? left.value > right.value : left.statement < right.statement
            }.map(\.statement)
        }
        func guaranteed(_ statement: Int) -> Double { findings.commonGround[statement]?.guaranteedShare ?? 0 }
        bridges = descending(all { if case .bridge = $0 { true } else { false } }, by: guaranteed)
        shared = descending(all { if case .commonGround = $0 { true } else { false } }, by: guaranteed)
        let divides = descending(all { $0 == .dividesGroups }) {
            findings.divisions[$0].largestGap?.interval.lower ?? 0
        }
        self.divides = divides
        let isDividing = Set(divides)
        let likely = findings.standings.indices.filter {
            findings.commonGround[$0]?.verdict == .indicated && !isDividing.contains($0)
        }
        likelyShared = descending(likely, by: guaranteed)
        let isLikely = Set(likely)
        majorities = descending(
            all { if case .majority = $0 { true } else { false } }.filter { !isLikely.contains($0) }
        ) { statement in
            let shares = findings.support[statement].everybody
            return max(shares.agree.interval.lower, shares.disagree.interval.lower)
        }
        splits = descending(all { $0 == .splitWithinGroups }.filter { !isLikely.contains($0) }) {
            findings.divisions[$0].amount
        }
        unsure = descending(
            findings.standings.indices.filter { statement in
                let pass = findings.support[statement].everybody.pass
                return findings.standings[statement] != nil && pass.total >= Self.smallestCell
                    && (pass.value ?? 0) >= Self.unsureShare
            }
        ) { findings.support[$0].everybody.pass.interval.lower }
        tooFew = all { $0 == .notEnoughAnswers }
    }
}

/// What a group says, beside what everybody says.
struct Portrait {
    /// The position of the group in the map.
    let group: Int

    /// What sets it apart beyond luck and by at least ten points, the clearest difference first.
    let apart: [DistinctiveStatement]

    /// What most in this smaller group, and no majority of the others, think, besides what is in ``apart``.
    let minorityOpinions: [DistinctiveStatement]

    static let smallestDifference = 0.1

    init(of group: Int, in findings: Findings, longest: Int) {
        self.group = group
        let ranked = findings.distinctive.indices.contains(group) ? findings.distinctive[group] : []
        let counted = ranked.filter {
            $0.inside.total >= Headlines.smallestCell && $0.outside.total >= Headlines.smallestCell
        }
        let clear = counted.filter { $0.isDistinctive && $0.difference >= Self.smallestDifference }
        apart = Array(clear.prefix(longest))
        let told = Set(apart.map(\.statement))
        minorityOpinions = counted.filter { $0.isMinorityOpinion && !told.contains($0.statement) }
    }
}
