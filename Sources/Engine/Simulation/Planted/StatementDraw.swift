/// Draws different statements one after another, each time by weight among those that are left.
///
/// For few statements Walker's alias method as M. D. Vose arranged it ("A linear algorithm for generating random numbers
/// with a given distribution", IEEE Transactions on Software Engineering 17, 1991), drawing again what was drawn before.
/// For many a race: each statement arrives after an exponential time in inverse proportion to its weight, and the first
/// ones are taken. Both give the same distribution.
struct StatementDraw {
    private let weights: [Double]
    /// By column of the alias table: below this the statement of the column is taken, from it on its alias.
    private var limits: [UInt64]
    private var aliases: [UInt16]
    /// By statement: the last round in which it was drawn.
    private var lastRound: [UInt32]
    private var round: UInt32 = 0

    /// - Parameter weights: above 0, at least one, at most 65,535.
    init(weights: [Double]) {
        self.weights = weights
        limits = Array(repeating: .max, count: weights.count)
        aliases = weights.indices.map { UInt16(truncatingIfNeeded: $0) }
        lastRound = Array(repeating: 0, count: weights.count)

        let mean = weights.reduce(0, +) / Double(weights.count)
        var rest = weights.map { $0 / mean }
        var small = rest.indices.filter { rest[$0] < 1 }
        var large = rest.indices.filter { rest[$0] >= 1 }
        while let low = small.popLast(), let high = large.last {
            limits[low] = UInt64(rest[low] * 0x1p53) << 11
            aliases[low] = UInt16(truncatingIfNeeded: high)
            rest[high] -= 1 - rest[low]
            if rest[high] < 1 {
                large.removeLast()
                small.append(high)
            }
        }
    }

    /// Appends `count` different statements, in the order drawn.
    ///
    /// - Parameter count: from 0 to the number of statements.
    /// - Complexity: O(*c*) expected for a count *c* of up to half of the *s* statements, O(*s* log *s*) for more.
    mutating func draw(_ count: Int, into statements: inout [UInt16], using generator: inout SplitMix64) {
        guard count <= weights.count / 2 else { return race(count, into: &statements, using: &generator) }
        round &+= 1
        var missing = count
        while missing > 0 {
            let (column, place) = generator.next().multipliedFullWidth(by: UInt64(weights.count))
            let statement = place < limits[Int(column)] ? UInt16(truncatingIfNeeded: column) : aliases[Int(column)]
            if lastRound[Int(statement)] != round {
                lastRound[Int(statement)] = round
                statements.append(statement)
                missing -= 1
            }
        }
    }

    private func race(_ count: Int, into statements: inout [UInt16], using generator: inout SplitMix64) {
        var arrivals = weights.indices.map { (time: generator.exponential() / weights[$0], statement: $0) }
        arrivals.sort { ($0.time, $0.statement) < ($1.time, $1.statement) }
        for arrival in arrivals.prefix(count) { statements.append(UInt16(truncatingIfNeeded: arrival.statement)) }
    }
}
