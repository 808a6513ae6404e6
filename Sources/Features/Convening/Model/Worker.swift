package import DialogueLog
package import Journal

/// Somebody who works on dialogues: signs in, opens them, moderates them, watches them.
package struct Worker: Sendable, Hashable {
    package typealias ID = Identifier<Worker>

    package let id: ID
    package var name: String

    package init(id: ID, name: String) {
        self.id = id
        self.name = name
    }
}

/// How far a worker gets and whether they can get in by themselves.
package struct WorkerAccess: Sendable, Hashable {
    package let hasPassphrase: Bool
    /// The dialogues they have a role in; an empty text is the installation as a whole.
    package let dialogues: Set<String>

    package init(hasPassphrase: Bool, dialogues: Set<String>) {
        self.hasPassphrase = hasPassphrase
        self.dialogues = dialogues
    }
}

/// In what capacity somebody acts. Each role may do what the roles after it may.
package enum WorkerRole: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Runs the installation: makes dialogues, invites workers, sees its health.
    case owner
    /// Runs one dialogue: its texts, phases, statements.
    case facilitator
    /// Decides which statements are shown.
    case moderator
    /// Sees everything of one dialogue and changes nothing.
    case observer

    /// The role as the journal writes it.
    package var journalRole: Act.Role {
        switch self {
        case .owner: .owner
        case .facilitator: .facilitator
        case .moderator, .observer: .moderator
        }
    }

    private var rank: Int {
        switch self {
        case .owner: 3
        case .facilitator: 2
        case .moderator: 1
        case .observer: 0
        }
    }

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}

/// A signed-in worker's role in one dialogue, or in the installation as a whole.
package struct Standing: Sendable, Hashable {
    package let worker: Worker
    package let role: WorkerRole

    package init(worker: Worker, role: WorkerRole) {
        self.worker = worker
        self.role = role
    }
}
