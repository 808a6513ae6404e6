package import Convening
import DialogueLog
import Journal
package import SQLStore

/// Somebody's answer to a statement, given, changed or (with no choice) withdrawn.
package struct CastVote: Sendable {
    package var choice: VoteChoice?
    package var statement: Statement.ID
    package var dialogue: Dialogue.ID
    package var participant: Participant.ID
    /// The revision of the answer this one was given after, 0 for none; nil where it takes the place of any.
    package var revisionBefore: Int?

    package struct Outcome: Sendable, Hashable {
        package let before: VoteChoice?
        package let now: VoteChoice?

        package init(before: VoteChoice?, now: VoteChoice?) {
            self.before = before
            self.now = now
        }
    }

    package init(
        _ choice: VoteChoice?, on statement: Statement.ID, in dialogue: Dialogue.ID, as participant: Participant.ID,
        after revision: Int? = nil
    ) {
        self.choice = choice
        self.statement = statement
        self.dialogue = dialogue
        self.participant = participant
        revisionBefore = revision
    }

    /// The same answer sent twice is one answer: nothing is written and nothing journaled the second time.
    ///
    /// - Throws: ``VoteRefusal``, `AdmissionRefusal.codeNeeded`.
    @discardableResult
    package func perform(
        in transaction: SQLTransaction, at time: Int64, using generator: inout some RandomNumberGenerator
    ) throws -> Outcome {
        guard let (opening, entrance) = try ConveningStore(transaction).openingAndEntrance(of: dialogue) else {
            throw VoteRefusal.noSuchStatement
        }
        let store = FloorStore(transaction)
        try VotingRules.check(opening, try store.state(of: statement, in: dialogue), at: time)
        let last = try store.vote(of: participant, on: statement)
        let succession = try VotingRules.succession(
            of: choice, after: revisionBefore, last: last.map { ($0.choice, $0.revision) })
        if succession == .repeats { return Outcome(before: choice, now: choice) }
        if choice == nil, last?.choice == nil { throw VoteRefusal.nothingToWithdraw }
        let outcome = Outcome(before: last?.choice, now: choice)
        guard outcome.before != outcome.now else { return outcome }

        let secrets = try JoinDialogue(dialogue, as: participant, by: .link(entrance))
            .perform(in: transaction, at: time, using: &generator)
        let revision = (last?.revision ?? 0) + 1
        try store.setVote(choice, revision: revision, of: participant, on: statement, at: time)
        let commitment = Commitment(
            vote: choice?.code ?? 0, dialogue: dialogue.bytes, statement: statement.bytes,
            revision: UInt32(clamping: revision), secrets: secrets)
        try JournalStore(transaction).append(.vote(commitment), in: dialogue.bytes, at: time, using: &generator)
        return outcome
    }
}

/// Takes back every answer somebody gave in a dialogue.
package struct WithdrawAllVotes: Sendable {
    package var dialogue: Dialogue.ID
    package var participant: Participant.ID

    package init(in dialogue: Dialogue.ID, as participant: Participant.ID) {
        self.dialogue = dialogue
        self.participant = participant
    }

    /// - Returns: how many answers were taken back.
    /// - Throws: ``VoteRefusal``. Answers to statements that are not shown any more stay: they count nowhere.
    package func perform(
        in transaction: SQLTransaction, at time: Int64, using generator: inout some RandomNumberGenerator
    ) throws -> Int {
        var count = 0
        for statement in try FloorStore(transaction).answers(of: participant).keys.sorted() {
            do {
                try CastVote(nil, on: statement, in: dialogue, as: participant)
                    .perform(in: transaction, at: time, using: &generator)
                count += 1
            } catch VoteRefusal.statementNotShown {
                continue
            }
        }
        return count
    }
}
