import DialogueLog
package import SQLStore
import TransparencyLog

/// Writes what other logs signed since the last time into the anchor log.
package struct AnchorCheckpoints: Sendable {
    package let keys: LogKeys

    package init(keys: LogKeys) { self.keys = keys }

    /// - Returns: how many checkpoints were added.
    /// - Throws: ``LogTrouble``.
    package func perform(in transaction: SQLTransaction) throws -> Int {
        let store = LogStore(transaction)
        let grown = try store.heads().filter { $0.log != .anchor && $0.signedSize > $0.anchoredSize }
        guard !grown.isEmpty else { return 0 }
        var (anchor, entries) = try openAnchor(in: store)
        for log in grown {
            guard var head = try store.lockedHead(of: log.log), head.signedSize > head.anchoredSize,
                let sealed = try store.sealedSize(head.signedSize, of: head.log, epoch: head.epoch)
            else { continue }
            let act = Act.anchored(
                origin: head.log.origin(in: keys.installation, epoch: head.epoch),
                at: SealedRoot(size: sealed.size, root: sealed.root.bytes))
            entries.append(act.entry(in: LogID.anchor.dialogue, at: 0).bytes)
            head.anchoredSize = sealed.size
            try store.update(head, from: head.size)
        }
        try store.append(entries, to: &anchor)
        return entries.count
    }

    private func openAnchor(in store: LogStore) throws -> (LogHead, [[UInt8]]) {
        if let head = try store.lockedHead(of: .anchor), head.size > 0 { return (head, []) }
        let generation = keys.newestGeneration
        guard let key = keys.key(of: .anchor, epoch: 1, generation: generation) else { throw LogTrouble.keysMissing }
        try store.open(LogHead(opening: .anchor, generation: generation, key: key.verifier.text))
        guard let head = try store.lockedHead(of: .anchor) else { throw LogTrouble.keysMissing }
        guard head.size == 0 else { return (head, []) }
        let act = Act.logOpened(
            origin: LogID.anchor.origin(in: keys.installation, epoch: head.epoch), rules: digest(of: ""),
            key: head.key, former: nil)
        return (head, [act.entry(in: LogID.anchor.dialogue, at: 0).bytes])
    }
}
