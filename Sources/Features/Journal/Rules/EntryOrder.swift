package import DialogueLog

/// In which order acts that are sealed together stand in the log.
///
/// Public acts stand in the order in which they were done. Votes wait without one: chance decides among them, and they come
/// before the first act that needs them there, the end of a phase or a result. Acts that waited before there was an order
/// stand by their kinds: what builds on something else comes after it.
package enum EntryOrder {
    /// The place of a kind among the others; votes and flags, which nothing builds on, have one of their own.
    package static func rank(of entry: CanonicalEntry) -> Int {
        switch entry.type {
        case 0x0022: 0
        case 0x0023: 1
        case 0x0020 where !isEnd(entry): 2
        case 0x0018: 3
        case 0x0010: 4
        case 0x0012: 5
        case 0x0015: 6
        case 0x0013: 7
        case 0x0011, 0x0016: 8
        case 0x0020: 10
        case 0x0050: 11
        default: 9
        }
    }

    /// Whether the entry says that a dialogue is paused or closed.
    package static func isEnd(_ entry: CanonicalEntry) -> Bool {
        guard entry.type == 0x0020, let phase = entry.fields.first(where: { $0.tag == 0x26 })?.value.first else {
            return false
        }
        return phase >= 3
    }

    /// Whether the votes that are sealed with it come before it.
    package static func needsVotesBefore(_ entry: CanonicalEntry) -> Bool { isEnd(entry) || entry.type == 0x0050 }

    package static func isPhase(_ entry: CanonicalEntry) -> Bool { entry.type == 0x0020 }
}
