import DialogueLog
import TransparencyLog

/// What one walk through the entries of a log leaves: all that is not a vote, and the votes parted for matching.
struct LogContent {
    struct Item {
        let index: UInt64
        let entry: LoggedEntry
    }

    private(set) var items: [Item] = []
    private(set) var votes: UInt64 = 0
    private(set) var admitted: [[UInt8]: UInt64] = [:]
    let matching: CommitmentMatching?
    /// The leaves that are looked for, and where they were found.
    private(set) var found: [TreeHash: UInt64] = [:]
    private let wanted: Set<TreeHash>

    /// - Parameters:
    ///   - matching: takes the commitments of all votes, where they are to be matched.
    ///   - wanted: leaves whose places are asked for.
    init(matching: CommitmentMatching?, wanted: Set<TreeHash>) {
        self.matching = matching
        self.wanted = wanted
    }

    /// All votes begin like this; then come 32 bytes.
    private static let voteStart = Array("JLE1".utf8) + [0, 0x11, 0, 1, 0, 0x20, 0, 0, 0, 32]

    /// - Throws: ``EntryProblem``.
    mutating func take(_ bytes: [UInt8], at index: UInt64) throws {
        if !wanted.isEmpty {
            let leaf = TreeHash.leaf(bytes)
            if wanted.contains(leaf) { found[leaf] = index }
        }
        if bytes.count == 46, bytes.starts(with: Self.voteStart) {
            votes += 1
            try matching?.append(bytes[14...], place: index, isInLog: true)
            return
        }
        let entry = try LoggedEntry(bytes)
        switch entry.kind {
        case .vote:
            votes += 1
            try matching?.append(entry[0x20], place: index, isInLog: true)
        case .flag: break
        case .admitted:
            admitted[entry[0x11], default: 0] += 1
            items.append(Item(index: index, entry: entry))
        default: items.append(Item(index: index, entry: entry))
        }
    }

    /// How many entries are called erased, in entries of the log from an index on.
    func erased(after index: UInt64) -> UInt64 {
        items(.erased).filter { $0.index >= index }.reduce(0) { sum, item in
            let (next, hasOverflown) = sum.addingReportingOverflow(item.entry.integer(0x09))
            return hasOverflown ? .max : next
        }
    }

    func items(_ kinds: LoggedEntry.Kind...) -> [Item] { items.filter { kinds.contains($0.entry.kind) } }
}

/// An entry of the log that can't be read, with its place.
struct BadEntry: Error {
    let index: UInt64
    let problem: EntryProblem
}
