package import TransparencyLog

/// The end of a log as the database has it: what it takes to go on.
package struct LogHead: Sendable, Hashable {
    package let log: LogID
    /// Begins at 1. After a loss the log goes on as another one, under another origin.
    package var epoch: Int
    package var frontier: TreeFrontier
    /// Which master seed its key is made of.
    package var generation: Int
    /// The one before, which goes on signing for a while after a change.
    package var formerGeneration: Int?
    /// Milliseconds since 1970.
    package var rotatedAt: Int64?
    /// The public key it opened or changed to, as text: whoever has another key must not sign.
    package var key: String
    /// The first size signed with that key.
    package var keySince: UInt64
    /// When the first of the votes that wait was noticed, in milliseconds since 1970; nil while none waits.
    package var votesNoticedAt: Int64?
    /// How much of it has been signed, by any node.
    package var signedSize: UInt64
    /// How much of it the anchor log knows.
    package var anchoredSize: UInt64

    package var size: UInt64 { frontier.size }

    package init(opening log: LogID, epoch: Int = 1, generation: Int, key: String) {
        self.log = log
        self.epoch = epoch
        self.generation = generation
        self.key = key
        frontier = TreeFrontier()
        keySince = 1
        formerGeneration = nil
        rotatedAt = nil
        votesNoticedAt = nil
        signedSize = 0
        anchoredSize = 0
    }
}

/// A size the log has had, the root it had then and, once it was signed, the note.
package struct SealedSize: Sendable, Hashable {
    package let size: UInt64
    package let root: TreeHash
    package let note: String?
    /// The hashes of the entries that came with this size, kept until it is signed.
    package let leaves: [TreeHash]

    package init(size: UInt64, root: TreeHash, note: String?, leaves: [TreeHash]) {
        self.size = size
        self.root = root
        self.note = note
        self.leaves = leaves
    }
}

/// What the log must know of its dialogue, which comes later in the process and is handed over by the app.
package struct LogTerms: Sendable, Hashable {
    /// The SHA-256 of the rules as they are now.
    package let rules: [UInt8]
    package let pace: SealingPace
    /// Nobody can vote now: what waits has nothing to wait for.
    package let isAtRest: Bool
    /// The dialogue is over, and its result is still to be counted.
    package let isResultAwaited: Bool

    package init(rules: [UInt8], pace: SealingPace, isAtRest: Bool, isResultAwaited: Bool = false) {
        self.rules = rules
        self.pace = pace
        self.isAtRest = isAtRest
        self.isResultAwaited = isResultAwaited
    }
}

/// How long votes wait until they are sealed together, so that the time a leaf appeared tells little about who voted.
package enum SealingPace: String, Sendable, Hashable, CaseIterable {
    case open
    case standard
    case protected

    /// The longest wait a promise names for a vote, in seconds.
    package var promisedWait: Int {
        switch self {
        case .open: 60
        case .standard: 600
        case .protected: 21_600
        }
    }

    /// The same for acts that are public anyway.
    package static let promisedWaitOfPublicActs = 60
}
