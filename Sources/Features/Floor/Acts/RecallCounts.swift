package import Convening
import Journal
import OpinionAnalysis
import Publication
package import SQLStore

/// Notes what counts would have said at moments in the past, for a dialogue whose votes came in all at once.
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
        for time in times {
            let votes = try await database.read { try FloorStore($0).floorVotes(in: dialogue, castBefore: time) }
            guard !votes.votes.isEmpty else { continue }
            let past = PastCount(
                of: votes.view(of: try OpinionMap.fit(votes.matrix()), by: rules, salt: dialogue.rawValue), at: time)
            try await database.write { try FloorStore($0).note(past, of: dialogue) }
        }
    }
}
