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
}
