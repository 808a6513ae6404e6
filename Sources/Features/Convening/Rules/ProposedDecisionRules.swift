/// Why a decision for two is not taken.
package enum ProposedDecisionRefusal: Error, Sendable, Hashable {
    case notFound
    /// It was confirmed or dropped before.
    case alreadyDecided(ProposedDecision.State)
    case expired
    case samePerson
    /// The same is waiting for a second person.
    case alreadyProposed
    /// What it asks for is so already.
    case nothingToChange
    /// The final result is made and in the log; it stands as it is.
    case resultStands
    /// A decision of this kind can't be given this reason.
    case reasonNotForThis
}

/// When two people have decided.
package enum ProposedDecisionRules {
    /// How long a second person has.
    package static let lifetime: Int64 = 7 * 24 * 60 * 60_000
    /// Who votes count of is settled with the final result: whoever has checked it must find the same ever after.
    ///
    /// - Parameter hasResult: whether the final result is made.
    package static func checkChange(hasResult: Bool) throws(ProposedDecisionRefusal) {
        if hasResult { throw .resultStands }
    }

    package static func check(
        _ reason: BatchDecisionReason, for kind: ProposedDecision.Kind
    ) throws(ProposedDecisionRefusal) {
        guard BatchDecisionReason.choosable(for: kind).contains(reason) else { throw .reasonNotForThis }
    }

    /// The lowest role that may propose or confirm.
    package static let neededRole = WorkerRole.facilitator

    package static func isExpired(_ decision: ProposedDecision, at time: Int64) -> Bool {
        time.subtractingReportingOverflow(decision.proposedAt).partialValue >= lifetime
    }

    package static func isWaiting(_ decision: ProposedDecision, at time: Int64) -> Bool {
        decision.state == .waiting && !isExpired(decision, at: time)
    }

    package static func checkConfirmation(
        of decision: ProposedDecision, by worker: Worker.ID, at time: Int64
    ) throws(ProposedDecisionRefusal) {
        try checkDropping(decision, at: time)
        if decision.proposer == worker { throw .samePerson }
    }

    /// Anybody of the needed role may drop it, the one who proposed it too.
    package static func checkDropping(_ decision: ProposedDecision, at time: Int64) throws(ProposedDecisionRefusal) {
        if decision.state != .waiting { throw .alreadyDecided(decision.state) }
        if isExpired(decision, at: time) { throw .expired }
    }
}
