import Convening
import HTTPTypes
import Hummingbird
import Journal
import SQLStore
import Site

/// Somebody is too fast, or too many begin at once.
struct PaceRefusal: Error, Sendable, Hashable {
    /// The beginning of the keys of its sentences.
    let key: String
    let seconds: Int

    func sentence(_ texts: Texts) -> String { texts(key, ["count": .number(seconds)]) }
}

extension FloorPages {
    /// Lets somebody write so much now.
    ///
    /// The database is asked only of those who bring a secret that this program has not seen lately: whoever brings none
    /// is new. People with codes are known before their first answer, so that the limit of new people never meets them.
    ///
    /// - Throws: ``PaceRefusal``.
    func keepPace(
        _ visitor: Visitor, in dialogue: Dialogue, answers: Int, _ context: SiteContext
    ) async throws {
        let participant = visitor.participant(in: dialogue)
        // Whoever takes part with codes alone is known, or is refused.
        if dialogue.admission != .codes, try await isNew(participant) {
            let wait = pace.waitToBegin(from: context.networkPrefix)
            if wait > 0 { throw PaceRefusal(key: "vote_many_begin", seconds: wait) }
        }
        guard let participant else { return }
        let wait = pace.wait(for: answers, by: participant.bytes)
        if wait > 0 { throw PaceRefusal(key: "vote_too_fast", seconds: wait) }
    }

    private func isNew(_ participant: Participant.ID?) async throws -> Bool {
        guard let participant else { return true }
        if pace.isKnown(participant.bytes) { return false }
        return try await !database.read { try ConveningStore($0).hasJoined(participant) }
    }
}

extension Response {
    /// The answer to somebody who has to wait.
    func retry(after seconds: Int) -> Response {
        var response = self
        response.headers[.retryAfter] = String(seconds)
        return response
    }
}
