/// Clauses under "nothing is agreed until everything is agreed".
public struct NegotiatedPackage: Sendable, Hashable {
    public struct Clause: Sendable, Hashable {
        public var id: String
        public var status: Status
        /// Whether it may bind before the rest, by a decision of its own.
        public var isSeverable: Bool

        public init(id: String, status: Status, isSeverable: Bool = false) {
            self.id = id
            self.status = status
            self.isSeverable = isSeverable
        }
    }

    public enum Status: String, Sendable, Hashable, CaseIterable {
        case open
        case bracketed
        case provisionallyAgreed = "provisionally_agreed"
        case agreed
        case reopened
        case parked
        /// By agreement: holds up nothing and binds nobody.
        case deleted

        var isSettled: Bool { self == .provisionallyAgreed || self == .agreed }
    }

    public var clauses: [Clause]
    /// Clauses that a decision of their own adopted; of those that are severable, it makes them bind.
    public var adoptedAlone: Set<String>

    public init(clauses: [Clause], adoptedAlone: Set<String> = []) {
        self.clauses = clauses
        self.adoptedAlone = adoptedAlone
    }

    /// What holds up the final decision, in the order of the clauses.
    public var open: [String] {
        clauses.filter { !$0.isSeverable && !$0.status.isSettled && $0.status != .deleted }.map(\.id)
    }

    /// Where the package stands.
    ///
    /// - Parameter final: whether the final decision adopted it; nil before there is one. While something is open there is none.
    public func state(final: Bool?) -> PackageState {
        let open = open
        let alone = clauses.filter { $0.isSeverable && $0.status.isSettled && adoptedAlone.contains($0.id) }
        guard open.isEmpty, let final else {
            return PackageState(stage: open.isEmpty ? .ready : .open, open: open, inForce: alone.map(\.id))
        }
        let all = clauses.filter(\.status.isSettled).map(\.id)
        return PackageState(stage: final ? .adopted : .reopened, open: [], inForce: final ? all : alone.map(\.id))
    }
}

public struct PackageState: Sendable, Hashable {
    public enum Stage: String, Sendable, Hashable, CaseIterable {
        case open
        /// Nothing is open; the final decision is missing, and still nothing binds.
        case ready = "ready_for_final_decision"
        case adopted
        /// The final decision failed: every clause that is not in force falls back to open, with its last wording.
        case reopened
    }

    public var stage: Stage
    public var open: [String]
    public var inForce: [String]
}

extension DecisionRule {
    /// The final decision on a package, which there can't be while a clause is open.
    static func decidePackage(
        _ seated: SeatedBallots, _ facts: DecisionFacts, final: DecisionRule
    ) throws(DecisionInputProblem) -> DecisionOutcome {
        guard let package = facts.package else { throw .missing(.package) }
        let open = package.open
        let test = RuleTest(.clauses, passed: open.isEmpty, names: open)
        guard open.isEmpty else {
            return DecisionOutcome(verdict: .notAdopted(failed: test.name), tests: [test])
        }
        var outcome = try final.decide(seated, facts)
        outcome.tests.insert(test, at: 0)
        return outcome
    }
}
