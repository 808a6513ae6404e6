/// How far two groupings of the same people agree, with what chance alone would give taken off.
///
/// For each pair of people both groupings say "together" or "apart". The index counts the pairs on which they say the
/// same, less what is expected when the sizes of the groups stay and people are dealt to them at random, in relation to
/// the most that is possible. It is symmetric, and the names of the groups do not matter.
///
/// - 1: the same groups.
/// - 0: no more alike than chance makes them.
/// - below 0: less alike than by chance.
///
/// Source: L. Hubert and P. Arabie, "Comparing partitions", Journal of Classification 2, 1985, pages 193–218, equation 5.
///
///     AdjustedRandIndex.between(zip([0, 0, 1, 1], ["a", "a", "b", "c"]))  // 4 ⁄ 7
public enum AdjustedRandIndex {
    /// - Parameter labels: for each person the group in one grouping and the group in the other. Who is in no group in one
    ///   of them is the caller's to leave out.
    /// - Returns: at most 1. Where chance can give nothing else than what is there (nobody, one person, all together in
    ///   both, all alone in both), the groupings are the same and the index is 1.
    /// - Complexity: O(*n*) for *n* people.
    public static func between<First: Hashable, Second: Hashable>(
        _ labels: some Sequence<(First, Second)>
    ) -> Double {
        var firstPlaces: [First: Int] = [:]
        var secondPlaces: [Second: Int] = [:]
        var both: [SIMD2<Int>: Int] = [:]
        var first: [Int] = []
        var second: [Int] = []
        var people = 0
        for (left, right) in labels {
            let row = place(of: left, in: &firstPlaces, counts: &first)
            let column = place(of: right, in: &secondPlaces, counts: &second)
            both[SIMD2(row, column), default: 0] += 1
            people += 1
        }
        // Sums of whole numbers, so that the order in which a dictionary gives them out does not matter.
        let together = both.values.reduce(0.0) { $0 + pairs($1) }
        let togetherInFirst = first.reduce(0.0) { $0 + pairs($1) }
        let togetherInSecond = second.reduce(0.0) { $0 + pairs($1) }
        let all = pairs(people)
        guard all > 0 else { return 1 }
        let expected = togetherInFirst * togetherInSecond / all
        let most = (togetherInFirst + togetherInSecond) / 2
        return most == expected ? 1 : (together - expected) / (most - expected)
    }

    private static func place<Label: Hashable>(
        of label: Label, in places: inout [Label: Int], counts: inout [Int]
    ) -> Int {
        if let place = places[label] {
            counts[place] += 1
            return place
        }
        places[label] = counts.count
        counts.append(1)
        return counts.count - 1
    }

    /// How many pairs there are among so many people.
    private static func pairs(_ people: Int) -> Double {
        Double(people) * Double(people - 1) / 2
    }
}
