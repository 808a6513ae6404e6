/// Which of many findings to believe, when some are bound to be luck.
public enum FalseDiscoveryRate {
    /// For each test the smallest share of false findings at which it would still be among the findings.
    ///
    /// The step-up procedure of Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate" (1995): of the *m* chances,
    /// sorted, the *i*-th times *m*/*i*, made to ascend. Whoever believes everything up to 0.05 is wrong in about one of
    /// twenty of those; holds for independent tests and for those that err together.
    ///
    /// - Parameter chances: for each test how likely chance alone gives at least as much; nil for what was not tested.
    /// - Complexity: O(*m* log *m*).
    public static func adjusted(_ chances: [Double?]) -> [Double?] {
        let tested = chances.enumerated().compactMap { index, chance in chance.map { (index: index, chance: $0) } }
            .sorted { $0.chance != $1.chance ? $0.chance < $1.chance : $0.index < $1.index }
        var adjusted = [Double?](repeating: nil, count: chances.count)
        var smallest = 1.0
        for (place, test) in tested.enumerated().reversed() {
            smallest = min(smallest, test.chance * Double(tested.count) / Double(place + 1))
            adjusted[test.index] = smallest
        }
        return adjusted
    }
}
