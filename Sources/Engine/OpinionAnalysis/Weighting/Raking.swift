/// The rounds of raking, over combinations of parts rather than persons: people alike in all divisions weigh the same.
struct Raking {
    /// For each participant the position of their combination; nil for those who do not count.
    private(set) var combinationOf: [Int?]

    /// How many people count.
    private(set) var total = 0

    /// For each combination the weight of each person in it.
    private(set) var weights: [Double] = []
    private(set) var rounds = 0
    private(set) var largestGap = (division: 0, part: 0, wanted: 0.0, reached: 0.0, difference: 0.0)

    /// For each combination its people.
    private var sizes: [Double] = []

    /// For each division, for each combination, the part; the last part are those who did not say.
    private var parts: [[Int]] = []

    /// For each division the people wanted in each part.
    private var targets: [[Double]] = []

    init(strata: [Stratum], counting: [Bool]) throws(WeightingError) {
        combinationOf = [Int?](repeating: nil, count: counting.count)
        total = counting.count { $0 }
        guard total > 0 else { throw .nobody }
        for (division, stratum) in strata.enumerated() { try Self.check(stratum, division, counting) }
        try combine(strata, counting)
        for (division, stratum) in strata.enumerated() {
            var people = [Double](repeating: 0, count: stratum.margin.count + 1)
            for (combination, part) in parts[division].enumerated() { people[part] += sizes[combination] }
            let silent = people[stratum.margin.count]
            if silent < Double(total) {
                for (part, share) in stratum.margin.enumerated() where share > 0 && people[part] == 0 {
                    throw .emptyPart(division: division, part: part, share: share)
                }
            }
            targets.append(stratum.margin.map { $0 * (Double(total) - silent) } + [silent])
        }
    }

    private static func check(_ stratum: Stratum, _ division: Int, _ counting: [Bool]) throws(WeightingError) {
        guard stratum.categories.count == counting.count else {
            throw .wrongLength(
                division: division, participants: stratum.categories.count, expected: counting.count)
        }
        for (part, share) in stratum.margin.enumerated() where !(share >= 0 && share <= 1) {
            throw .impossibleShare(division: division, part: part, share: share)
        }
        let sum = stratum.margin.reduce(0, +)
        guard abs(sum - 1) < 1e-6 else { throw .wrongSum(division: division, sum: sum) }
        for case let part? in stratum.categories where !stratum.margin.indices.contains(part) {
            throw .noSuchPart(division: division, part: part, parts: stratum.margin.count)
        }
    }

    /// Numbers the combinations of parts that occur, in the order in which they first do.
    private mutating func combine(_ strata: [Stratum], _ counting: [Bool]) throws(WeightingError) {
        var steps: [Int] = []
        var size = 1
        for stratum in strata {
            steps.append(size)
            let (product, overflow) = size.multipliedReportingOverflow(by: stratum.margin.count + 1)
            if overflow { throw .tooManyCombinations }
            size = product
        }
        parts = strata.map { _ in [] }
        var numbers: [Int: Int] = [:]
        for participant in counting.indices where counting[participant] {
            var key = 0
            for (division, stratum) in strata.enumerated() {
                key += steps[division] * (stratum.categories[participant] ?? stratum.margin.count)
            }
            if let number = numbers[key] {
                combinationOf[participant] = number
                sizes[number] += 1
            } else {
                numbers[key] = sizes.count
                combinationOf[participant] = sizes.count
                sizes.append(1)
                for (division, stratum) in strata.enumerated() {
                    parts[division].append(stratum.categories[participant] ?? stratum.margin.count)
                }
            }
        }
        weights = [Double](repeating: 1, count: sizes.count)
    }

    mutating func run(rules: PersonWeights.Rules) throws(WeightingError) {
        measureGap()
        while largestGap.difference > rules.tolerance {
            guard rounds < rules.maximumRounds else {
                throw .outOfReach(
                    division: largestGap.division, part: largestGap.part, wanted: largestGap.wanted,
                    reached: largestGap.reached, rounds: rounds)
            }
            for division in targets.indices {
                let people = weighted(division)
                for combination in weights.indices {
                    let part = parts[division][combination]
                    if people[part] > 0 { weights[combination] *= targets[division][part] / people[part] }
                }
            }
            for combination in weights.indices { weights[combination] = min(weights[combination], rules.cap) }
            rounds += 1
            measureGap()
        }
    }

    /// The weight of the people in each part.
    private func weighted(_ division: Int) -> [Double] {
        var people = [Double](repeating: 0, count: targets[division].count)
        for combination in weights.indices {
            people[parts[division][combination]] += weights[combination] * sizes[combination]
        }
        return people
    }

    private mutating func measureGap() {
        largestGap.difference = 0
        for division in targets.indices {
            for (part, people) in weighted(division).enumerated() {
                let wanted = targets[division][part] / Double(total)
                let reached = people / Double(total)
                if abs(wanted - reached) > largestGap.difference {
                    largestGap = (division, part, wanted, reached, abs(wanted - reached))
                }
            }
        }
    }
}
