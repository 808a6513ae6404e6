package import DialogueLog
import TransparencyLog

/// What somebody can take away as evidence that something of theirs was taken in: a promise at once, a receipt once it is
/// sealed. Neither shows what it was.
package struct Receipts: Sendable {
    private let ring: LogKeyRing
    private var keys: LogKeys? { ring.current }
    let folder: String
    let standing: LogStanding
    /// Whether anything needs the word of witnesses to be final.
    package let needsWitnesses: Bool

    /// - Parameter folder: below it every log has a folder.
    package init(keys: LogKeyRing, folder: String, standing: LogStanding, needsWitnesses: Bool = false) {
        ring = keys
        self.folder = folder
        self.standing = standing
        self.needsWitnesses = needsWitnesses
    }

    /// A log in words and digits, for a page.
    package struct View: Sendable, Hashable {
        package let origin: String
        package let path: String
        package let size: UInt64
        /// Six groups of four digits.
        package let fingerprint: String
        /// Milliseconds since 1970.
        package let publishedAt: Int64
        /// The witnesses of the installation that have not signed for ten minutes.
        package let missingWitnesses: [String]
        /// How many entries the witnesses have confirmed; nil where nobody's word is needed.
        package let witnessedSize: UInt64?
        /// Whether a witness refuses to sign because of what it was shown.
        package let isDisputed: Bool
        package let promiseKey: String
        package let logKey: String
    }

    /// Why the log of a dialogue is not sealed any more; nil where it is.
    package func trouble(of dialogue: [UInt8]) -> LogTrouble? { standing.state(of: LogID(dialogue: dialogue))?.trouble }

    /// Nil before the log's first checkpoint.
    package func view(of dialogue: [UInt8], at time: Int64) -> View? {
        let log = LogID(dialogue: dialogue)
        guard let keys, let state = standing.state(of: log), let checkpoint = state.checkpoint,
            let fingerprint = state.fingerprint, let signature = state.note?.signatures.first
        else { return nil }
        let key = (1...max(1, keys.newestGeneration)).lazy
            .compactMap { keys.key(of: log, epoch: state.epoch, generation: $0)?.verifier }
            .first { $0.id == signature.keyID }
        return View(
            origin: checkpoint.origin, path: "/log/\(log.folder(epoch: state.epoch))", size: checkpoint.size,
            fingerprint: fingerprint.description, publishedAt: state.publishedAt ?? time,
            missingWitnesses: standing.missingWitnesses(at: time),
            witnessedSize: needsWitnesses
                ? min(checkpoint.size, standing.finalSize(of: checkpoint.origin)) : nil,
            isDisputed: standing.complaints.contains { $0.complaint.isAlarm }, promiseKey: keys.promise.verifier.text,
            logKey: key?.text ?? "")
    }

    /// Where a log that was begun anew says the one before it ended.
    package struct Former: Sendable, Hashable {
        /// Of the log as it goes on now; 2 after the first loss.
        package let epoch: Int
        /// Nil where the last checkpoint of the log before was lost as well.
        package let end: End?

        package struct End: Sendable, Hashable {
            package let size: UInt64
            /// Six groups of four digits.
            package let fingerprint: String
        }
    }

    /// Nil for a log that was never begun anew, or that this node has not published.
    package func former(of dialogue: [UInt8]) async throws -> Former? {
        let log = LogID(dialogue: dialogue)
        guard let state = standing.state(of: log), state.epoch > 1, let size = state.checkpoint?.size else {
            return nil
        }
        let published = PublishedLog(folder: folder, log: log, epoch: state.epoch)
        let opening = try await onDisk {
            try TileLayout(size: size).path(of: .entries, index: 0).flatMap { try published.store.entries($0).first }
        }
        let note = opening.flatMap { CanonicalEntry(bytes: $0)?[0x06] }.flatMap { try? SignedNote($0) }
        let end = note.flatMap { note in
            (try? Checkpoint(note.text)).map {
                Former.End(size: $0.size, fingerprint: Fingerprint(checkpoint: note.text).description)
            }
        }
        return Former(epoch: state.epoch, end: end)
    }

    /// How far the last result of a dialogue is confirmed. Asked of dialogues that are over; others have none.
    ///
    /// - Throws: ``TileProblem`` and ``TileStoreProblem``.
    package func finalityOfResult(in dialogue: [UInt8], at time: Int64) async throws -> Finality {
        let log = LogID(dialogue: dialogue)
        var index: UInt64?
        var origin = ""
        if needsWitnesses, let state = standing.state(of: log), let checkpoint = state.checkpoint {
            origin = checkpoint.origin
            let known = standing.result(in: origin)
            index = known.index
            if known.searched < checkpoint.size {
                let published = PublishedLog(folder: folder, log: log, epoch: state.epoch)
                let found = try await onDisk {
                    try published.lastResult(in: known.searched..<checkpoint.size, size: checkpoint.size)
                }
                index = found ?? index
                standing.noteResult(found, searched: checkpoint.size, in: origin)
            }
        }
        return FinalityRules.finality(
            at: index, finalSize: standing.finalSize(of: origin), needsWitnesses: needsWitnesses,
            missing: standing.missingWitnesses(at: time))
    }

    /// The signed note that says that this entry will be sealed; the same whenever it is asked for. Nil without keys.
    ///
    /// - Parameters:
    ///   - time: when the entry was taken in, in milliseconds since 1970.
    ///   - wait: the longest wait it names, in seconds.
    package func promise(
        of entry: CanonicalEntry, in dialogue: [UInt8], at time: Int64, longestWait wait: Int
    ) throws -> String? {
        guard let keys else { return nil }
        let log = LogID(dialogue: dialogue)
        let origin = log.origin(in: keys.installation, epoch: standing.state(of: log)?.epoch ?? 1)
        return try SealingPromise(
            installation: keys.installation, origin: origin, leaf: .leaf(entry.bytes), at: time, longestWait: wait
        ).signed(with: keys.promise).note
    }

    /// Which of the entries are sealed and published.
    package func areSealed(_ entries: [CanonicalEntry], in dialogue: [UInt8]) async throws -> [Bool] {
        let leaves = entries.map { TreeHash.leaf($0.bytes) }
        let found = try await indices(of: leaves, in: LogID(dialogue: dialogue))
        return leaves.map { found.indices[$0] != nil }
    }

    /// The receipt of an entry, which anybody can check offline and for ever; nil before it is sealed.
    package func receipt(of entry: CanonicalEntry, in dialogue: [UInt8]) async throws -> [UInt8]? {
        let log = LogID(dialogue: dialogue)
        let leaf = TreeHash.leaf(entry.bytes)
        let found = try await indices(of: [leaf], in: log)
        guard let note = found.note, let index = found.indices[leaf] else { return nil }
        let published = PublishedLog(folder: folder, log: log, epoch: found.epoch)
        return try await onDisk {
            let proof = try TileTree(published.store, size: found.size).inclusionProof(index: index, size: found.size)
            return InclusionReceipt(extra: entry.bytes, index: index, hashes: proof.hashes, note: note).bytes
        }
    }

    private struct Found {
        var indices: [TreeHash: UInt64] = [:]
        var note: SignedNote?
        var size: UInt64 = 0
        var epoch = 1
    }

    private func indices(of leaves: [TreeHash], in log: LogID) async throws -> Found {
        guard let state = standing.state(of: log), let checkpoint = state.checkpoint else { return Found() }
        let index = LeafIndex(
            folder: folder + "-index", published: PublishedLog(folder: folder, log: log, epoch: state.epoch), log: log,
            epoch: state.epoch)
        let indices = try await onDisk { try index.indices(of: leaves, size: checkpoint.size) }
        return Found(indices: indices, note: state.note, size: checkpoint.size, epoch: state.epoch)
    }
}
