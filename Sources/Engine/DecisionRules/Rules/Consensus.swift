/// Consensus that a few objectors can't stop: those named beforehand because the question concerns them, or any `most`.
public struct ConsensusMinus: Sendable, Hashable {
    /// At most so many may be named, or may object.
    public var most: Int
    /// Only these may object in vain; nil counts whoever objects.
    public var named: Set<String>?
    public var quorum: Quorum

    public init(most: Int, named: Set<String>? = nil, quorum: Quorum = .none) {
        self.most = max(0, most)
        self.named = named
        self.quorum = quorum
    }

    func decide(_ seated: SeatedBallots, _ before: [RuleTest]) throws(DecisionInputProblem) -> DecisionOutcome {
        let objectors = seated.members(.object)
        let most = Amount(most.magnitude)
        guard let named else {
            let heads = try Scale.heads.sum(seated.objections)
            var test = RuleTest(.objectors, passed: heads <= UInt128(self.most.magnitude), names: objectors)
            (test.part, test.needed) = (Scale.heads.amount(heads), most)
            return .conjunction(before + [test])
        }
        if objectors.isEmpty { return .conjunction(before + [RuleTest(.objections, passed: true)]) }
        var limit = RuleTest(.namedLimit, passed: named.count <= self.most, names: named.sorted())
        (limit.part, limit.needed) = (Amount(named.count.magnitude), most)
        let others = objectors.filter { !named.contains($0) }
        let test = RuleTest(.named, passed: others.isEmpty, names: others.isEmpty ? objectors : others)
        return .conjunction(before + [limit, test])
    }
}

extension DecisionRule {
    static func consensual(_ seated: SeatedBallots, _ before: [RuleTest]) -> DecisionOutcome {
        let objectors = seated.members(.object)
        return .conjunction(before + [RuleTest(.objections, passed: objectors.isEmpty, names: objectors)])
    }

    static func unanimous(
        _ seated: SeatedBallots, _ before: [RuleTest]
    ) throws(DecisionInputProblem) -> DecisionOutcome {
        let missing = seated.members(.abstain, .object, .none, .absent)
        var test = RuleTest(.unanimity, passed: missing.isEmpty, names: missing)
        test.part = Scale.heads.amount(try Scale.heads.sum(seated.assents))
        test.whole = Scale.heads.amount(try Scale.heads.sum(seated.ballots))
        test.needed = test.whole
        return .conjunction(before + [test])
    }
}
