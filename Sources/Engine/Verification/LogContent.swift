import DialogueLog
import TransparencyLog

/// What one walk through the entries of a log leaves: all that is neither a vote nor an admission, and what those add up to.
struct LogContent {
    struct Item: Sendable {
        let index: UInt64
        let entry: LoggedEntry
    }

    /// What is asked of the entries.
    struct Questions: Sendable {
        let key: RunKey
        /// Whether the votes are to be compared with opened ones.
        var sumsVotes = false
        /// Whether it will be asked who was admitted.
        var keepsAdmissions = false
        /// Leaves whose places are asked for.
        var wanted: Set<TreeHash> = []
    }

    /// How many entries there are.
    let size: UInt64
    private(set) var items: [Item] = []
    private(set) var votes: UInt64 = 0
    /// Of the commitments of all votes.
    private(set) var voteSum = KeyedSum()
    /// By batch.
    private(set) var admitted: [[UInt8]: UInt64] = [:]
    private(set) var admissions: Admissions
    /// The leaves that are looked for, and where they were found.
    private(set) var found: [TreeHash: UInt64] = [:]

    init(_ questions: Questions, size: UInt64) {
        self.size = size
        admissions = Admissions(key: questions.key)
    }

    /// What the entries of one bundle say.
    struct Part: Sendable {
        fileprivate var items: [Item] = []
        fileprivate var votes: UInt64 = 0
        fileprivate var voteSum = KeyedSum()
        fileprivate var admissions: [(batch: [UInt8], credential: [UInt8])] = []
        fileprivate var found: [TreeHash: UInt64] = [:]

        /// - Throws: ``BadEntry``, the first of the bundle.
        init(_ bundle: CheckedBundle, answering questions: Questions) throws {
            try bundle.forEachEntry { index, bytes, hash in
                if !questions.wanted.isEmpty, questions.wanted.contains(hash) { found[hash] = index }
                if let commitment = LogContent.commitment(of: bytes) {
                    votes += 1
                    if questions.sumsVotes { voteSum.add(questions.key.digest(of: commitment)) }
                    return
                }
                let entry: LoggedEntry
                do {
                    entry = try LoggedEntry(Array(bytes))
                } catch let error as EntryProblem {
                    throw BadEntry(index: index, problem: error)
                }
                switch entry.kind {
                case .vote:
                    votes += 1
                    if questions.sumsVotes {
                        entry[0x20].withUnsafeBytes { voteSum.add(questions.key.digest(of: $0)) }
                    }
                case .flag: break
                case .admitted: admissions.append((entry[0x11], entry[0x20]))
                default: items.append(Item(index: index, entry: entry))
                }
            }
        }
    }

    /// All votes begin like this; then come 32 bytes.
    private static let voteStart = Array("JLE1".utf8) + [0, 0x11, 0, 1, 0, 0x20, 0, 0, 0, 32]

    /// Nil for an entry that is no vote, and for one that is written in another way.
    static func commitment(of entry: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        guard entry.count == 46, entry.starts(with: voteStart) else { return nil }
        return UnsafeRawBufferPointer(rebasing: entry[14...])
    }

    mutating func take(_ part: Part, answering questions: Questions) {
        items += part.items
        votes += part.votes
        voteSum.add(part.voteSum)
        for admission in part.admissions {
            admitted[admission.batch, default: 0] += 1
            if questions.keepsAdmissions { admissions.append(admission.credential, batch: admission.batch) }
        }
        found.merge(part.found) { $1 }
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

/// Who was admitted, sixteen bytes for each.
struct Admissions: Sendable {
    private let key: RunKey
    private var batches: [[UInt8]: UInt32] = [:]
    /// The first 96 bits of the keyed digest of the credential, then the number of the batch.
    private var members: [UInt128] = []
    private var isSorted = true
    private var used: [Bool] = []

    init(key: RunKey) {
        self.key = key
    }

    mutating func append(_ credential: [UInt8], batch: [UInt8]) {
        let number = batches[batch] ?? UInt32(truncatingIfNeeded: batches.count)
        batches[batch] = number
        members.append(start(of: credential) | UInt128(number))
        isSorted = false
    }

    enum Answer: Hashable {
        case admitted
        case notAdmitted
        /// Somebody else came by the same admission.
        case usedBefore
    }

    /// Whether this is an admission, which nobody may use again afterwards.
    mutating func use(_ credential: [UInt8], batch: [UInt8]) -> Answer {
        sortIfNeeded()
        let start = start(of: credential)
        var low = 0
        var high = members.count
        while low < high {
            let middle = (low + high) / 2
            if members[middle] < start { low = middle + 1 } else { high = middle }
        }
        guard let number = batches[batch], low < members.count else { return .notAdmitted }
        let first = low
        while low < members.count, members[low] >> 32 == start >> 32 {
            if members[low] == start | UInt128(number) {
                if used[first] { return .usedBefore }
                used[first] = true
                return .admitted
            }
            low += 1
        }
        return .notAdmitted
    }

    /// How many of some batches were not used.
    mutating func unused(of wanted: Set<[UInt8]>) -> Int {
        sortIfNeeded()
        let numbers = Set(wanted.compactMap { batches[$0] })
        guard !numbers.isEmpty else { return 0 }
        return zip(members, used).count { !$1 && numbers.contains(UInt32(truncatingIfNeeded: $0)) }
    }

    private mutating func sortIfNeeded() {
        guard !isSorted || used.count != members.count else { return }
        members.sort()
        used = [Bool](repeating: false, count: members.count)
        isSorted = true
    }

    private func start(of credential: [UInt8]) -> UInt128 {
        let digest = credential.withUnsafeBytes { key.digest(of: $0) }
        let whole = digest.withUnsafeBytes { $0.loadUnaligned(as: UInt128.self) }
        return (whole >> 32) << 32
    }
}
