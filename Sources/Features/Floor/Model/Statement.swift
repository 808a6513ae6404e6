package import Convening
package import Journal

/// A short assertion put to the floor: people agree with it, disagree, or are not sure.
package struct Statement: Sendable, Hashable {
    package typealias ID = Identifier<Statement>

    package let id: ID
    package let dialogue: Dialogue.ID
    /// Counts up from 1 inside a dialogue; one brought from elsewhere keeps its number, which may be 0. People, paper and
    /// exports use it.
    package let number: Int
    package let origin: Origin
    /// The BCP 47 tag of the language it was written in.
    package let language: String
    package var text: String
    package var state: State
    /// Who wrote it, for a participant's own list and for limits. Never published.
    package let author: Participant.ID?
    /// What its writer follows it with; nil for statements that came with the dialogue.
    package let trackingCode: TrackingCode?
    /// The one that says the same already, for a statement that was joined.
    package var joinedTo: ID?
    /// About who people are rather than what they want; it is shown but not used to tell opinion groups apart.
    package let isMeta: Bool
    package let madeAt: Int64
    /// Who had its words erased; nil while it has them.
    package var erasure: Erasure?

    /// Stands where the words were, in every language.
    package static let erasedText = "[…]"

    package enum Erasure: String, Sendable, Hashable, CaseIterable {
        case author
        /// Of a court, an authority, or of those who run the installation because it gave somebody away.
        case order
    }

    /// Where a statement came from. The codes go into the journal and never change their meaning.
    package enum Origin: String, Sendable, Hashable, CaseIterable {
        case facilitator
        case participant
        /// Spoken in an assembly and written down there.
        case field

        package var code: UInt8 {
            switch self {
            case .facilitator: 1
            case .participant: 2
            case .field: 3
            }
        }
    }

    package enum State: String, Sendable, Hashable, CaseIterable {
        case waiting
        case shown
        case hidden
    }

    package init(
        id: ID, dialogue: Dialogue.ID, number: Int, origin: Origin, language: String, text: String, state: State,
        author: Participant.ID? = nil, trackingCode: TrackingCode? = nil, joinedTo: ID? = nil, isMeta: Bool = false,
        madeAt: Int64, erasure: Erasure? = nil
    ) {
        self.erasure = erasure
        self.id = id
        self.dialogue = dialogue
        self.number = number
        self.origin = origin
        self.language = language
        self.text = text
        self.state = state
        self.author = author
        self.trackingCode = trackingCode
        self.joinedTo = joinedTo
        self.isMeta = isMeta
        self.madeAt = madeAt
    }
}

/// A statement in another language than the one it was written in. It never replaces the original.
package struct Translation: Sendable, Hashable {
    package let statement: Statement.ID
    package let language: String
    package let text: String
    package let maker: Maker
    package let madeAt: Int64

    package enum Maker: Sendable, Hashable {
        case worker(Worker.ID)
        /// It came with an import or with a simulated dialogue.
        case program
    }

    package init(statement: Statement.ID, language: String, text: String, maker: Maker, madeAt: Int64) {
        self.statement = statement
        self.language = language
        self.text = text
        self.maker = maker
        self.madeAt = madeAt
    }
}
