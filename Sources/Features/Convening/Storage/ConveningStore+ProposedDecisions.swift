import Journal
import SQLStore

extension ProposedDecision.Kind: SQLConvertible {}
extension ProposedDecision.State: SQLConvertible {}

extension ConveningStore {
    func insert(_ decision: ProposedDecision) throws {
        try transaction.run(
            """
            INSERT INTO proposed_decision
                (id, dialogue_id, kind, subject, reason, proposer_id, proposer_role, proposed_at, state)
            VALUES (\(decision.id), \(decision.dialogue), \(decision.kind), \(decision.subject), \
            \(Int(decision.reason)), \(decision.proposer), \(decision.proposerRole), \(decision.proposedAt), \
            \(decision.state))
            """)
    }

    package func proposedDecision(
        _ id: ProposedDecision.ID, in dialogue: Dialogue.ID
    ) throws -> ProposedDecision? {
        try transaction.first("SELECT * FROM proposed_decision WHERE id = \(id) AND dialogue_id = \(dialogue)")
            .map(decision(from:))
    }

    /// Those still in time that wait for a second person, oldest first.
    package func waitingDecisions(in dialogue: Dialogue.ID, at time: Int64) throws -> [ProposedDecision] {
        try transaction.rows(
            """
            SELECT * FROM proposed_decision
            WHERE dialogue_id = \(dialogue) AND state = \(ProposedDecision.State.waiting) ORDER BY id
            """
        ).map(decision(from:)).filter { ProposedDecisionRules.isWaiting($0, at: time) }
    }

    /// Those that were confirmed or dropped, newest first.
    package func settledDecisions(in dialogue: Dialogue.ID) throws -> [ProposedDecision] {
        try transaction.rows(
            """
            SELECT * FROM proposed_decision
            WHERE dialogue_id = \(dialogue) AND state <> \(ProposedDecision.State.waiting)
            ORDER BY decided_at DESC, id DESC
            """
        ).map(decision(from:))
    }

    /// False where somebody else decided meanwhile.
    func decide(
        _ decision: ProposedDecision.ID, _ state: ProposedDecision.State, by standing: Standing, at time: Int64
    ) throws -> Bool {
        try transaction.run(
            """
            UPDATE proposed_decision SET state = \(state), decided_by = \(standing.worker.id),
                decider_role = \(standing.role), decided_at = \(time)
            WHERE id = \(decision) AND state = \(ProposedDecision.State.waiting)
            """) == 1
    }

    private func decision(from row: SQLRow) throws -> ProposedDecision {
        ProposedDecision(
            id: try row["id"], dialogue: try row["dialogue_id"], kind: try row["kind"], subject: try row["subject"],
            reason: UInt8(clamping: try row["reason"] as Int), proposer: try row["proposer_id"],
            proposerRole: try row["proposer_role"], proposedAt: try row["proposed_at"], state: try row["state"],
            decider: try row["decided_by"], deciderRole: try row["decider_role"], decidedAt: try row["decided_at"])
    }
}
