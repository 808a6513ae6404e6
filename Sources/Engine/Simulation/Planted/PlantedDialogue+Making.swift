#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension PlantedDialogue {
    /// Draws a dialogue: the same parameters give the same value on every machine.
    ///
    /// - Parameter progress: told now and then how many votes are drawn.
    /// - Complexity: O(*v*·*k*) for *v* votes and *k* groups; 3 bytes a vote and some 70 a person.
    package init(
        _ parameters: PlantedParameters, progress: (_ done: Int, _ all: Int) -> Void = { _, _ in }
    ) throws(PlantedRefusal) {
        try parameters.validate()
        var seeds = SplitMix64(seed: parameters.seed)
        var ofStatements = seeds.split()
        var ofEffort = seeds.split()
        var ofPeople = seeds.split()

        let planted = PlantedStatements(parameters, using: &ofStatements)
        let counts = Self.effort(parameters, using: &ofEffort)
        let shares = Self.shares(parameters)
        let total = counts.reduce(0) { $0 + Int($1) }
        let shapeOfConviction = 1 / (parameters.convictionSpread * parameters.convictionSpread)

        var draw = StatementDraw(weights: planted.popularity)
        var ballot = PlantedBallot(planted, groups: parameters.groups, noise: parameters.noise, priors: shares.map(log))
        var groups: [UInt8] = []
        var guesses: [UInt8] = []
        var starts = [0]
        var statements: [UInt16] = []
        var choices: [Int8] = []
        var due = 0
        groups.reserveCapacity(parameters.people)
        guesses.reserveCapacity(parameters.people)
        starts.reserveCapacity(parameters.people + 1)
        statements.reserveCapacity(total)
        choices.reserveCapacity(total)
        for person in counts.indices {
            if statements.count >= due {
                progress(statements.count, total)
                due = statements.count + (1 << 16)
            }
            let group = Self.group(by: shares, using: &ofPeople)
            let traits = PlantedBallot.Traits(
                group: group, agreeable: ofPeople.normal() * PlantedParameters.agreeableSpread,
                reluctant: ofPeople.normal() * PlantedParameters.passPersonSpread,
                // Below this the gamma distribution is a point to all the digits that matter, and its shape is beyond
                // what can be drawn.
                conviction: parameters.convictionSpread < 1e-4
                    ? parameters.conviction
                    : parameters.conviction * ofPeople.gamma(shape: shapeOfConviction) / shapeOfConviction)
            draw.draw(Int(counts[person]), into: &statements, using: &ofPeople)
            let guess = ballot.fill(
                statements[starts[person]...], as: traits, into: &choices, using: &ofPeople)
            groups.append(UInt8(truncatingIfNeeded: group))
            guesses.append(UInt8(truncatingIfNeeded: guess))
            starts.append(statements.count)
        }
        progress(total, total)
        self.init(
            parameters: parameters, plantedGroups: groups, bestGuess: guesses, starts: starts, statements: statements,
            choices: choices)
    }

    /// By group: its share of the people.
    private static func shares(_ parameters: PlantedParameters) -> [Double] {
        var sizes = [1.0]
        while sizes.count < parameters.groups { sizes.append((sizes.last ?? 1) * parameters.sizeRatio) }
        let total = sizes.reduce(0, +)
        return sizes.map { $0 / total }
    }

    private static func group(by shares: [Double], using generator: inout SplitMix64) -> Int {
        var rest = generator.share()
        for (group, share) in shares.enumerated() {
            rest -= share
            if rest < 0 { return group }
        }
        return 0
    }

    /// By person: how many votes they give. The location of the log-normal distribution is found by bisection, so that the
    /// mean after rounding and cutting off is the one asked for.
    private static func effort(_ parameters: PlantedParameters, using generator: inout SplitMix64) -> [UInt16] {
        let most = Double(parameters.statements)
        let scatter = (0..<parameters.people).map { _ in
            exp(generator.normal() * PlantedParameters.effortSpread)
        }
        func count(_ scatter: Double, _ scale: Double) -> Double { min(most, max(1, (scatter * scale).rounded())) }
        var low = -10.0
        var high = 20.0
        for _ in 0..<40 {
            let scale = exp((low + high) / 2)
            let mean = scatter.reduce(0) { $0 + count($1, scale) } / Double(scatter.count)
            if mean < parameters.meanVotes { low = (low + high) / 2 } else { high = (low + high) / 2 }
        }
        let scale = exp(high)
        return scatter.map { UInt16(count($0, scale)) }
    }
}

/// Fills in the answers of one person after another, and guesses their group from them as the oracle does.
private struct PlantedBallot {
    struct Traits {
        let group: Int
        let agreeable: Double
        let reluctant: Double
        let conviction: Double
    }

    private let planted: PlantedStatements
    private let groups: Int
    private let noise: Double
    /// By group: the logarithm of its share.
    private let priors: [Double]
    private var likelihoods: [Double]

    init(_ planted: PlantedStatements, groups: Int, noise: Double, priors: [Double]) {
        self.planted = planted
        self.groups = groups
        self.noise = noise
        self.priors = priors
        likelihoods = priors
    }

    /// - Returns: the group in which the answers are most likely; of several the first.
    mutating func fill(
        _ statements: ArraySlice<UInt16>, as person: Traits, into choices: inout [Int8],
        using generator: inout SplitMix64
    ) -> Int {
        for group in 0..<groups { likelihoods[group] = priors[group] }
        for statement in statements {
            let statement = Int(statement)
            if generator.share() < logistic(planted.passing[statement] + person.reluctant) {
                choices.append(0)
                continue
            }
            let shared = planted.base[statement] + person.agreeable
            let leans = statement * groups
            let agreeing = blurred(logistic(shared + person.conviction * planted.lean[leans + person.group]))
            let agrees = generator.share() < agreeing
            choices.append(agrees ? 1 : -1)
            for group in 0..<groups {
                // The probability of what was answered, which unlike its complement never rounds to zero.
                let logit = shared + person.conviction * planted.lean[leans + group]
                likelihoods[group] += log(blurred(logistic(agrees ? logit : -logit)))
            }
        }
        var best = 0
        for group in 0..<groups where likelihoods[group] > likelihoods[best] { best = group }
        return best
    }

    private func logistic(_ logit: Double) -> Double { 1 / (1 + exp(-logit)) }

    /// With the coin tosses in it.
    private func blurred(_ share: Double) -> Double { noise / 2 + (1 - noise) * share }
}
