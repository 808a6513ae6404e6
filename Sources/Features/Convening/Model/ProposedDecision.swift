package import Journal

/// A decision that takes two people: one proposes it, another one confirms it.
package struct ProposedDecision: Sendable, Hashable {
    package typealias ID = Identifier<ProposedDecision>

    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case excludeBatch
        case restoreBatch
    }

    package enum State: String, Sendable, Hashable, CaseIterable {
        /// For a second person.
        case waiting
        case confirmed
        /// Taken back by the one who proposed it, or declined by somebody else.
        case dropped
    }

    package let id: ID
    package let dialogue: Dialogue.ID
    package let kind: Kind
    /// The identifier of what it is about, as text.
    package let subject: String
    /// Coded as in the log, by the kind.
    package let reason: UInt8
    package let proposer: Worker.ID
    package let proposerRole: WorkerRole
    package let proposedAt: Int64
    package var state: State
    /// Nil while it waits; the role is nil as well for what was decided before roles were noted.
    package var decider: Worker.ID?
    package var deciderRole: WorkerRole?
    package var decidedAt: Int64?

    package init(
        id: ID, dialogue: Dialogue.ID, kind: Kind, subject: String, reason: UInt8, proposer: Worker.ID,
        proposerRole: WorkerRole, proposedAt: Int64, state: State = .waiting, decider: Worker.ID? = nil,
        deciderRole: WorkerRole? = nil, decidedAt: Int64? = nil
    ) {
        self.id = id
        self.dialogue = dialogue
        self.kind = kind
        self.subject = subject
        self.reason = reason
        self.proposer = proposer
        self.proposerRole = proposerRole
        self.proposedAt = proposedAt
        self.state = state
        self.decider = decider
        self.deciderRole = deciderRole
        self.decidedAt = decidedAt
    }
}

/// Why the votes of a batch count no longer, or count again.
package enum BatchDecisionReason: UInt8, Sendable, Hashable, CaseIterable {
    case manyVotesByFew = 1
    case codesLeaked = 2
    case issuedInError = 3
    /// For restoring: what was suspected did not bear out.
    case notBorneOut = 4

    /// Those a decision of this kind may be given.
    package static func choosable(for kind: ProposedDecision.Kind) -> [BatchDecisionReason] {
        switch kind {
        case .excludeBatch: [.manyVotesByFew, .codesLeaked, .issuedInError]
        case .restoreBatch: [.notBorneOut, .issuedInError]
        }
    }
}
