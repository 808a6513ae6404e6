package import Convening
import DialogueLog
import Journal
package import SQLStore

/// A conversation that was held elsewhere, or by a simulator, as plain values: statements, and who answered what.
package struct BroughtConversation: Sendable {
    package struct Statement: Sendable {
        /// Unique in the conversation and not negative; kept as the statement's number.
        package var number: Int
        package var text: String
        package var language: String
        package var origin: Floor.Statement.Origin
        package var state: Floor.Statement.State
        package var isMeta: Bool
        package var madeAt: Int64
        package var translations: [(language: String, text: String)]

        package init(
            number: Int, text: String, language: String, origin: Floor.Statement.Origin,
            state: Floor.Statement.State = .shown, isMeta: Bool = false, madeAt: Int64,
            translations: [(language: String, text: String)] = []
        ) {
            self.number = number
            self.text = text
            self.language = language
            self.origin = origin
            self.state = state
            self.isMeta = isMeta
            self.madeAt = madeAt
            self.translations = translations
        }
    }

    /// One person's last answer to one statement.
    package struct Vote: Sendable {
        /// Counts people from 0.
        package var participant: Int
        /// Index into the statements.
        package var statement: Int
        package var choice: VoteChoice
        package var castAt: Int64

        package init(participant: Int, statement: Int, choice: VoteChoice, castAt: Int64) {
            self.participant = participant
            self.statement = statement
            self.choice = choice
            self.castAt = castAt
        }
    }

    package var statements: [Statement]
    /// At most one for each person and statement.
    package var votes: [Vote]

    package init(statements: [Statement], votes: [Vote]) {
        self.statements = statements
        self.votes = votes
    }
}

/// Why a conversation can't be brought in.
package enum BringRefusal: Error, Sendable, Hashable {
    /// A statement has no text, or a vote belongs to none.
    case inconsistent(String)
}

/// Makes a dialogue of a conversation held elsewhere, journaled like any other: all of it or nothing.
package struct BringConversation: Sendable {
    package var draft: DialogueDraft
    package var conversation: BroughtConversation
    package var isSimulated: Bool
    /// The phase the dialogue is left in; it is not held to the number of statements a new one needs.
    package var phase: Dialogue.Phase

    package init(
        _ conversation: BroughtConversation, as draft: DialogueDraft, phase: Dialogue.Phase, isSimulated: Bool = false
    ) {
        self.conversation = conversation
        self.draft = draft
        self.phase = phase
        self.isSimulated = isSimulated
    }

    /// - Parameter progress: told now and then how many of the votes are written.
    /// - Throws: ``DialogueRefusal``, ``BringRefusal``.
    package func perform(
        in transaction: SQLTransaction, at time: Int64, using generator: inout some RandomNumberGenerator,
        progress: (_ done: Int, _ all: Int) -> Void = { _, _ in }
    ) throws -> Dialogue {
        var dialogue = try MakeDialogue(draft, by: nil, isSimulated: isSimulated)
            .perform(in: transaction, at: time, using: &generator)
        let ids = try putStatements(in: dialogue, transaction, using: &generator)
        try castVotes(on: ids, in: dialogue, transaction, using: &generator, progress: progress)
        for step in [Dialogue.Phase.open, phase] where phase != .draft && dialogue.phase != step {
            dialogue =
                try ChangePhase(of: dialogue.id, to: step, by: nil).perform(
                    in: transaction, shownStatements: PhaseLifecycle.statementsNeeded, at: time, using: &generator)
                ?? dialogue
        }
        return dialogue
    }

    private func putStatements(
        in dialogue: Dialogue, _ transaction: SQLTransaction, using generator: inout some RandomNumberGenerator
    ) throws -> [Statement.ID] {
        let store = FloorStore(transaction)
        return try conversation.statements.map { brought in
            guard !brought.text.isEmpty else {
                throw BringRefusal.inconsistent("statement \(brought.number) has no text")
            }
            let statement = Statement(
                id: Statement.ID(at: brought.madeAt, using: &generator), dialogue: dialogue.id, number: brought.number,
                origin: brought.origin, language: brought.language, text: brought.text, state: brought.state,
                isMeta: brought.isMeta, madeAt: brought.madeAt)
            try store.put(statement, using: &generator)
            if brought.state != .waiting {
                try store.record(
                    Moderation(
                        statement: statement.id, action: brought.state == .shown ? .show : .hide, reason: nil,
                        worker: nil, at: brought.madeAt),
                    in: dialogue.id, role: .program, using: &generator)
            }
            for (language, text) in brought.translations {
                try store.put(
                    Translation(
                        statement: statement.id, language: language, text: text, maker: .program,
                        madeAt: brought.madeAt),
                    in: dialogue.id, role: .program, using: &generator)
            }
            return statement.id
        }
    }

    private func castVotes(
        on statements: [Statement.ID], in dialogue: Dialogue, _ transaction: SQLTransaction,
        using generator: inout some RandomNumberGenerator, progress: (Int, Int) -> Void
    ) throws {
        let store = FloorStore(transaction)
        let journal = JournalStore(transaction)
        // They took part elsewhere; the log gets its entries of them when the dialogue opens.
        let elsewhere = Dialogue.Entrance(admission: .open, isLinkCounted: false)
        var people: [Int: (id: Participant.ID, secrets: ParticipantSecrets)] = [:]
        for (done, vote) in conversation.votes.enumerated() {
            guard statements.indices.contains(vote.statement) else {
                throw BringRefusal.inconsistent("a vote belongs to no statement")
            }
            let person: (id: Participant.ID, secrets: ParticipantSecrets)
            if let known = people[vote.participant] {
                person = known
            } else {
                let id = Participant.ID(bytes: randomBytes(16, using: &generator))
                person = (
                    id,
                    try JoinDialogue(dialogue.id, as: id, by: .link(elsewhere)).perform(
                        in: transaction, at: vote.castAt, using: &generator)
                )
                people[vote.participant] = person
            }
            let statement = statements[vote.statement]
            try store.setVote(vote.choice, revision: 1, of: person.id, on: statement, at: vote.castAt)
            let commitment = Commitment(
                vote: vote.choice.code, dialogue: dialogue.id.bytes, statement: statement.bytes, revision: 1,
                secrets: person.secrets)
            try journal.append(.vote(commitment), in: dialogue.id.bytes, at: vote.castAt, using: &generator)
            if done % 1_000 == 999 { progress(done + 1, conversation.votes.count) }
        }
        progress(conversation.votes.count, conversation.votes.count)
    }
}
