import DialogueLog
package import Journal

/// Somebody who answers or writes in one dialogue. There is no account, name or address; the same person is another
/// participant in another dialogue, and nothing in the database connects the two.
package struct Participant: Sendable, Hashable {
    package typealias ID = Identifier<Participant>

    package let id: ID
    package let dialogue: Dialogue.ID
    /// Milliseconds since 1970, rounded down to ten minutes.
    package let joinedAt: Int64

    package init(id: ID, dialogue: Dialogue.ID, joinedAt: Int64) {
        self.id = id
        self.dialogue = dialogue
        self.joinedAt = joinedAt
    }

    /// A time rounded down to ten minutes, so that rows can't be matched with what somebody saw on a clock.
    package static func coarse(_ time: Int64) -> Int64 {
        time - time % 600_000
    }
}

extension Participant.ID {
    /// The participant that the holder of a browser's secret is in one dialogue. Without the secret nobody can tell which
    /// participants of two dialogues are the same person.
    package init(secret: String, in dialogue: Dialogue.ID) {
        self.init(bytes: digest(of: "jirga/v1/participant\n\(dialogue.rawValue)\n\(secret)"))
    }
}
