package import Convening
import Journal
import OpinionAnalysis
import Publication
package import SQLStore

/// Notes what would have been published at moments in the past, for a dialogue whose votes came in all at once.
///
/// Votes are known as they were last cast: one that was changed later counts from then on.
package struct RecallCounts: Sendable {
    package var dialogue: Dialogue.ID
    /// Milliseconds since 1970, ascending.
    package var times: [Int64]

    package init(in dialogue: Dialogue.ID, at times: [Int64]) {
        self.dialogue = dialogue
        self.times = times
    }

    package func perform(on database: SQLDatabase) async throws {
        let dialogue = dialogue
        let convened = try await database.read { try ConveningStore($0).dialogue(dialogue) }
        guard let rules = convened?.publicationProfile.rules else { return }
        var last: PublishedCounts?
        for time in times {
            let votes = try await database.read { try FloorStore($0).floorVotes(in: dialogue, castBefore: time) }
            guard !votes.votes.isEmpty else { continue }
            let map = try OpinionMap.fit(votes.matrix())
            let groups = ResultsView.groups(of: map, by: rules, shown: votes.shown, salt: dialogue.rawValue)
            guard
                let counts = PublishedCounts.next(
                    ExactCounts(of: map, groups: groups), after: last, by: rules, at: time, isFinal: false)
            else { continue }
            last = counts
            let past = PastCount(
                of: ResultsView(of: counts, on: map, shown: votes.shown, meta: votes.meta), at: time)
            try await database.write { try FloorStore($0).note(past, of: dialogue) }
        }
    }
}
