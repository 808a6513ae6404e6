import DialogueLog
package import SQLStore
package import TransparencyLog

/// Begins a log anew under another origin, after entries that had been signed were lost. The first entry carries the last
/// checkpoint of the old epoch, so that the gap is there for everybody to see.
package struct EndEpoch: Sendable {
    package let log: LogID
    package let keys: LogKeys
    package let rules: [UInt8]
    /// The last checkpoint that was published, with its signatures.
    package let last: SignedNote?
    /// The highest epoch anybody has seen of this log.
    package let knownEpoch: Int

    package init(of log: LogID, keys: LogKeys, rules: [UInt8], last: SignedNote?, knownEpoch: Int) {
        self.log = log
        self.keys = keys
        self.rules = rules
        self.last = last
        self.knownEpoch = knownEpoch
    }

    /// - Returns: the end of the new epoch; nil where there is no such log.
    /// - Throws: ``LogTrouble``.
    package func perform(in transaction: SQLTransaction) throws -> LogHead? {
        let store = LogStore(transaction)
        if try store.head(of: log) == nil {
            // A copy of the database from before the log was opened.
            guard let key = keys.key(of: log, epoch: knownEpoch, generation: keys.newestGeneration) else {
                throw LogTrouble.keysMissing
            }
            try store.open(
                LogHead(
                    opening: log, epoch: knownEpoch, generation: keys.newestGeneration, key: key.verifier.text))
        }
        guard let old = try store.lockedHead(of: log) else { return nil }
        let epoch = max(old.epoch, knownEpoch) + 1
        let generation = keys.newestGeneration
        guard let key = keys.key(of: log, epoch: epoch, generation: generation) else { throw LogTrouble.keysMissing }
        var head = LogHead(opening: log, epoch: epoch, generation: generation, key: key.verifier.text)
        head.votesNoticedAt = old.votesNoticedAt
        try store.update(head, from: old.size)
        try store.letGo(log)
        let act = Act.logOpened(
            origin: log.origin(in: keys.installation, epoch: epoch), rules: rules, key: head.key, former: last?.note)
        try store.append([act.entry(in: log.dialogue, at: 0).bytes], to: &head)
        return head
    }
}
