import OpinionAnalysis

/// Chooses the next statement for somebody, as Polis does: by chance, weighted by priority.
///
/// A statement few have answered has a high priority, so one that comes late gets its share; one that many pass on, or
/// that tells no groups apart, sinks. The weights come from the last finished map (``StatementPriority``); a statement
/// the map does not know yet has the priority of one without votes.
///
/// We differ from Polis in two things. The first statement somebody sees is one of the facilitators' and the second one
/// of a participant's, so that people learn that there are both. And all open statements take part, where Polis draws
/// from the oldest 999.
package enum StatementRouting {
    package struct Candidate: Sendable, Hashable {
        package let statement: Statement.ID
        package let origin: Statement.Origin
        /// Not negative.
        package let priority: Double

        package init(statement: Statement.ID, origin: Statement.Origin, priority: Double) {
            self.statement = statement
            self.origin = origin
            self.priority = priority
        }
    }

    package static let priorityWithoutVotes = StatementPriority.priority(
        agrees: 0, passes: 0, seen: 0, extremity: 0, isMeta: false)

    /// - Returns: nil when everything has been answered.
    /// - Complexity: O(*n*) for *n* candidates.
    package static func next(
        among candidates: [Candidate], answered: Set<Statement.ID>, skipping skipped: Statement.ID? = nil,
        using generator: inout some RandomNumberGenerator
    ) -> Statement.ID? {
        var open = candidates.filter { !answered.contains($0.statement) }
        if open.count > 1, let skipped { open.removeAll { $0.statement == skipped } }
        let wanted: Statement.Origin? =
            switch answered.count {
            case 0: .facilitator
            case 1: .participant
            default: nil
            }
        let preferred = open.filter { $0.origin == wanted }
        return draw(from: preferred.isEmpty ? open : preferred, using: &generator)
    }

    private static func draw(
        from candidates: [Candidate], using generator: inout some RandomNumberGenerator
    ) -> Statement.ID? {
        let weights = candidates.map { $0.priority.isFinite && $0.priority > 0 ? $0.priority : 0 }
        let total = weights.reduce(0, +)
        guard total > 0, total.isFinite else { return candidates.randomElement(using: &generator)?.statement }
        var rest = Double.random(in: 0..<total, using: &generator)
        for (candidate, weight) in zip(candidates, weights) {
            rest -= weight
            if rest < 0 { return candidate.statement }
        }
        return candidates.last?.statement
    }
}
