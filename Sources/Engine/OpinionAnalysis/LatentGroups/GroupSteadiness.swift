// Whether other people would have led to the same groups.
//
// Method: the people are split in halves at random, several times; each half is searched for groups on its own, from the
// beginning, and both models then say of everybody which group they would be in. Where the two agree (adjusted Rand index;
// L. Hubert and P. Arabie, 1985) the groups do not hang on who happened to come. What happens to a single person or
// group in this tells how steady its place is (C. Hennig, "Cluster-wise assessment of cluster stability", 2007).

import LinearAlgebra

struct GroupSteadiness {
    /// The mean adjusted Rand index between halves.
    let agreement: Double

    /// For each person the share of halves that put the person in the same group as the whole does.
    let people: [Double]

    /// For each group the mean likeness with the group most like it in a half: members in common over members in either.
    let groups: [Double]

    /// - Parameters:
    ///   - votes: participants × statements, agree +1, disagree −1, no passes.
    ///   - groups: for each participant the group the whole leads to.
    ///   - splits: how often the people are split.
    /// - Complexity: that of 2 · *splits* fits to half of the people.
    init(votes: SparseMatrix, groups whole: [Int], groupCount: Int, splits: Int, starts: Int, seed: UInt64) {
        let halves = concurrentMap(2 * splits) { half in
            // Both halves of a split come from the same shuffle.
            var generator = SeededGenerator(seed: seed &+ UInt64(half / 2) &* 0x9FB2_1C65_1E98_DF25)
            var order = Array(0..<votes.rowCount)
            order.shuffle(using: &generator)
            let middle = order.count / 2
            let rows = (half % 2 == 0 ? order[..<middle] : order[middle...]).sorted()
            let part = votes.selecting(rows: rows)
            let fitted = LatentGroupModel.best(
                of: part, guesses: GroupGuesses(votes: part), groupCount: groupCount, starts: starts,
                seed: seed &+ UInt64(half), rounds: 30)
            return fitted.model.mostProbableGroups(of: votes)
        }
        let indices = (0..<splits).map { split in
            AdjustedRandIndex.between(zip(halves[2 * split], halves[2 * split + 1]))
        }
        agreement = indices.reduce(0, +) / Double(max(1, splits))
        var stays = [Int](repeating: 0, count: whole.count)
        var likeness = [Double](repeating: 0, count: groupCount)
        for half in halves {
            let overlap = GroupOverlap(half, with: whole, groupCount: groupCount)
            let names = overlap.names
            for person in whole.indices where names[half[person]] == whole[person] { stays[person] += 1 }
            for group in 0..<groupCount { likeness[group] += overlap.likeness(of: group) }
        }
        let count = Double(max(1, halves.count))
        people = stays.map { Double($0) / count }
        groups = likeness.map { $0 / count }
    }
}

/// How two divisions of the same people into equally many groups overlap.
struct GroupOverlap {
    private let common: [[Int]]
    private let sizes: [Int]
    private let otherSizes: [Int]

    init(_ groups: [Int], with others: [Int], groupCount: Int) {
        var common = [[Int]](repeating: Array(repeating: 0, count: groupCount), count: groupCount)
        for (group, other) in zip(groups, others) { common[group][other] += 1 }
        self.common = common
        sizes = common.map { $0.reduce(0, +) }
        otherSizes = (0..<groupCount).map { other in common.reduce(0) { $0 + $1[other] } }
    }

    /// For each group of the first division the group of the second that it stands for: pair by pair those that have most in
    /// common.
    var names: [Int] {
        let pairs = common.indices.flatMap { group in common.indices.map { (group, $0) } }
            .sorted {
                (common[$1.0][$1.1], $0.0, $0.1) < (common[$0.0][$0.1], $1.0, $1.1)
            }
        var names = [Int?](repeating: nil, count: common.count)
        var isTaken = [Bool](repeating: false, count: common.count)
        for (group, other) in pairs where names[group] == nil && !isTaken[other] {
            names[group] = other
            isTaken[other] = true
        }
        return names.map { $0 ?? 0 }
    }

    /// The greatest share that a group of the second division has in common with one of the first, of the people in either.
    func likeness(of other: Int) -> Double {
        common.indices.map { group in
            let both = common[group][other]
            let either = sizes[group] + otherSizes[other] - both
            return either == 0 ? 0 : Double(both) / Double(either)
        }.max() ?? 0
    }
}

extension LatentGroupModel {
    /// For each person the most probable group; of equally probable ones the first.
    func mostProbableGroups(of votes: SparseMatrix) -> [Int] {
        groupProbabilities(membership(of: votes, rows: 0..<votes.rowCount, evidence: evidence())).map { groups in
            groups.indices.reduce(0) { groups[$1] > groups[$0] ? $1 : $0 }
        }
    }
}
