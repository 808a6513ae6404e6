package import Convening
import DialogueLog
import Journal
package import SQLStore

/// Forgets somebody in one dialogue: their answers, what blinds them in the log, and that they wrote what they wrote.
///
/// What the log has of them stays there and can't be opened any more, by nobody. It will say later, together with others,
/// how many entries that is.
package struct EraseParticipant: Sendable {
    package var participant: Participant.ID
    package var dialogue: Dialogue.ID
    /// Whether the words of their statements go as well.
    package var erasesStatements: Bool

    package init(_ participant: Participant.ID, in dialogue: Dialogue.ID, erasesStatements: Bool) {
        self.participant = participant
        self.dialogue = dialogue
        self.erasesStatements = erasesStatements
    }

    /// Does nothing where nobody of this id takes part.
    ///
    /// - Returns: whether anything was erased.
    @discardableResult
    package func perform(
        in transaction: SQLTransaction, at time: Int64, using generator: inout some RandomNumberGenerator
    ) throws -> Bool {
        let convening = ConveningStore(transaction)
        guard try convening.hasJoined(participant) else { return false }
        let store = FloorStore(transaction)
        var votes: [CanonicalEntry] = []
        var voteCount = 0
        var others = try convening.admissionEntries(of: participant, in: dialogue)
        var otherCount = others.count
        if let secrets = try convening.secrets(of: participant) {
            let sealed = try store.sealedVotes(of: participant)
            votes = sealed.flatMap { $0.possibleEntries(in: dialogue, secrets: secrets) }
            voteCount = sealed.reduce(0) { $0 + Int($1.revision) }
            let flags = try store.flagEntries(of: participant, in: dialogue, secrets: secrets)
            others += flags
            otherCount += flags.count
        }
        if erasesStatements {
            for statement in try store.statements(by: participant) where statement.erasure == nil {
                let erased = try store.eraseWords(of: statement, by: .author)
                others += erased.entries
                otherCount += erased.count
                if statement.state == .waiting {
                    try store.setState(.hidden, joinedTo: nil, of: statement.id)
                    try store.record(
                        Moderation(
                            statement: statement.id, action: .hide, reason: .takenBack, worker: nil, at: time),
                        in: dialogue, role: .participant, using: &generator)
                }
            }
        }
        try store.forgetAuthor(participant)
        try convening.forget(participant, using: &generator)
        try LogStore(transaction).noteErasure(
            votes: votes, voteCount: voteCount, others: others, otherCount: otherCount,
            of: LogID(dialogue: dialogue.bytes), at: time)
        return true
    }
}

/// Takes the words of a statement away for good, in every language: by order, or because they give somebody away.
package struct EraseText: Sendable {
    package var number: Int
    package var dialogue: Dialogue.ID
    package var reason: Moderation.Reason
    /// Nil where those who run the server do it, by the command.
    package var standing: Standing?

    /// - Parameter number: the statement's.
    package init(
        ofStatement number: Int, in dialogue: Dialogue.ID, reason: Moderation.Reason, by standing: Standing? = nil
    ) {
        self.number = number
        self.dialogue = dialogue
        self.reason = reason
        self.standing = standing
    }

    /// Takes the statement out as well, if it is not.
    ///
    /// - Throws: ``ModerationRefusal/noSuchStatement``, ``ModerationRefusal/textErased`` where its words are gone already,
    ///   ``ModerationRefusal/reasonMissing`` where the reason is none to erase for, ``StandingRefusal``.
    package func perform(
        in transaction: SQLTransaction, at time: Int64, using generator: inout some RandomNumberGenerator
    ) throws {
        if let standing { try StandingRules.check(standing, reaches: .facilitator) }
        guard Moderation.Reason.erasing.contains(reason) else { throw ModerationRefusal.reasonMissing }
        let store = FloorStore(transaction)
        guard let statement = try store.statement(number: number, in: dialogue) else {
            throw ModerationRefusal.noSuchStatement
        }
        guard statement.erasure == nil else { throw ModerationRefusal.textErased }
        let erased = try store.eraseWords(of: statement, by: .order)
        try store.setState(.hidden, joinedTo: nil, of: statement.id)
        try store.record(
            Moderation(statement: statement.id, action: .hide, reason: reason, worker: standing?.worker.id, at: time),
            in: dialogue, role: standing?.role.journalRole ?? .owner, using: &generator)
        try LogStore(transaction).noteErasure(
            votes: [], voteCount: 0, others: erased.entries, otherCount: erased.count,
            of: LogID(dialogue: dialogue.bytes), at: time)
    }
}
