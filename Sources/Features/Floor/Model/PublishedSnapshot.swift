import Convening
import Journal
import OpinionAnalysis
package import Publication

/// A finished count as everybody may see it: its published numbers, and its map with these in the place of its own. Pages
/// have nothing else.
package struct PublishedSnapshot: Sendable, Hashable {
    package let snapshot: OpinionMapSnapshot
    package let counts: PublishedCounts

    /// - Parameter snapshot: with its exact numbers, which are left out here.
    package init(_ snapshot: OpinionMapSnapshot, counts: PublishedCounts) {
        self.counts = counts
        let told = counts.votes(of: snapshot.map.statements.map(\.id))
        let groups = zip((counts.groups ?? []).map(\.id), told.groups)
        self.snapshot = snapshot.with(
            snapshot.map.withVotes(
                everybody: told.everybody,
                groups: Dictionary(groups.map { ($0, $1) }, uniquingKeysWith: { first, _ in first })))
    }
}

extension OpinionMapSnapshot {
    fileprivate func with(_ map: OpinionMap) -> OpinionMapSnapshot {
        OpinionMapSnapshot(
            id: id, dialogue: dialogue, madeAt: madeAt, isFinal: isFinal, isContinued: isContinued, method: method,
            seed: seed, engine: engine, inputDigest: inputDigest, mapDigest: mapDigest, map: map)
    }

    /// Of a map that was kept without what was published of it: all at once, as it was before there were steps.
    func published(by rules: PublicationRules, shown: Set<Int>) -> PublishedCounts {
        let groups = ResultsView.groups(of: map, by: rules, shown: shown, salt: dialogue.rawValue)
        return PublishedCounts(ExactCounts(of: map, groups: groups), by: rules, at: madeAt, isFinal: isFinal)
    }
}
