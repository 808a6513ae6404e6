import DialogueLog
package import SQLStore
import TransparencyLog

/// Goes on signing a log with the key of another generation. The change stands in the log, signed by the new key; the old
/// one goes on signing beside it for thirty days.
package struct RotateKey: Sendable {
    package let log: LogID
    package let keys: LogKeys

    /// How long both keys sign, in milliseconds.
    package static let overlap: Int64 = 30 * 86_400_000

    package init(of log: LogID, keys: LogKeys) {
        self.log = log
        self.keys = keys
    }

    /// - Returns: the log's end afterwards; nil where there is no such log.
    /// - Throws: ``LogTrouble``.
    package func perform(in transaction: SQLTransaction, at time: Int64) throws -> LogHead? {
        let store = LogStore(transaction)
        guard var head = try store.lockedHead(of: log), head.size > 0 else { return nil }
        let generation = keys.newestGeneration
        guard generation > head.generation,
            let old = keys.key(of: log, epoch: head.epoch, generation: head.generation),
            let new = keys.key(of: log, epoch: head.epoch, generation: generation)
        else { throw LogTrouble.keysMissing }
        guard old.verifier.text == head.key else { throw LogTrouble.otherKey(expected: head.key) }
        let origin = log.origin(in: keys.installation, epoch: head.epoch)
        let size = head.size + 1
        let act = Act.keyChanged(
            to: new.verifier.text, from: size,
            signature: try new.rawSignature(over: Act.keyChangeMessage(origin: origin, size: size)))
        head.formerGeneration = head.generation
        head.generation = generation
        head.rotatedAt = time
        head.key = new.verifier.text
        head.keySince = size
        try store.append([act.entry(in: log.dialogue, at: time).bytes], to: &head)
        return head
    }
}
