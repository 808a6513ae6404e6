package import OpinionAnalysis

/// How far groups can be believed, in three words: whether other people would have led to the same groups.
package enum Steadiness: String, Sendable, Hashable, CaseIterable {
    case steady
    case fairlySteady = "fairly"
    case shaky

    /// Of all groups together, from the adjusted Rand index between halves of the people. Above 0.8 a recovery is good and
    /// from 0.65 moderate (D. Steinley, "Properties of the Hubert–Arabie adjusted Rand index", 2004).
    package init(ofHalves agreement: Double) {
        self = agreement >= 0.8 ? .steady : agreement >= 0.65 ? .fairlySteady : .shaky
    }

    /// Of one group, from members in common over members in either. From 0.75 a group is valid, from 0.6 there is a
    /// pattern whose members are in doubt (C. Hennig, "Cluster-wise assessment of cluster stability", 2007).
    package init(ofGroup likeness: Double) {
        self = likeness >= 0.75 ? .steady : likeness >= 0.6 ? .fairlySteady : .shaky
    }
}

/// Why people were not put into groups.
package enum NoGroupsReason: String, Sendable, Hashable {
    /// Groups did not foretell answers that were held back any better.
    case noGain = "gain"
    /// Groups would have foretold answers, but halves of the people led to different ones.
    case unsteady

    /// - Returns: nil where the map has groups, or the method did not ask.
    package init?(of map: OpinionMap) {
        guard let candidates = map.assessment?.evidence.candidates, map.groups.count < 2 else { return nil }
        self = candidates.contains { $0.groupCount > 1 && $0.verdict == .unsteady } ? .unsteady : .noGain
    }
}

extension OpinionMap {
    /// Whether a place is known so badly that it must not be read as a stand: the variance of the place is more than half
    /// of all variance of the places in one direction.
    package func isUncertain(spread: Double) -> Bool { 2 * spread * spread > placeVariance }

    /// The variance of people's true places in one direction: how the places found differ, and how far each may be off.
    var placeVariance: Double {
        let placed = participants.indices.filter { participants[$0].isClustered }
        guard !placed.isEmpty else { return 0 }
        let count = Double(placed.count)
        let x = placed.reduce(0) { $0 + participants[$1].point.x } / count
        let y = placed.reduce(0) { $0 + participants[$1].point.y } / count
        return placed.reduce(0) { sum, row in
            let point = participants[row].point
            let spread = assessment?.participants[row].spread ?? 0
            return sum + ((point.x - x) * (point.x - x) + (point.y - y) * (point.y - y)) / 2 + spread * spread
        } / count
    }
}
