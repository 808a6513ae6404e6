package import TransparencyLog

/// Whether what the database has continues what was signed.
package enum GuardRules {
    /// - Parameters:
    ///   - signed: the last checkpoint that left this node, kept outside of the database.
    ///   - head: the size the database has.
    ///   - root: the root the database has for a size; nil where it has none.
    /// - Throws: ``LogTrouble/rollback(signed:found:)`` or ``LogTrouble/forked(size:)``.
    package static func check(
        signed: Checkpoint, head: UInt64, root: (UInt64) throws -> TreeHash?
    ) throws {
        guard head >= signed.size else { throw LogTrouble.rollback(signed: signed.size, found: head) }
        guard signed.size > 0 else { return }
        guard try root(signed.size) == signed.root else { throw LogTrouble.forked(size: signed.size) }
    }

    /// Whether a log may be signed at all with what is remembered outside of its database.
    ///
    /// - Parameters:
    ///   - restoredFrom: the moment of the backup the database was restored from, while that holds this log back.
    ///   - signedSize: how much was signed, as the database says.
    ///   - remembered: how many of the guard and the published files of this node know the log.
    ///   - isOnlyNode: no other node signs for this database. A node that joins others remembers nothing at first.
    /// - Throws: ``LogTrouble/restored(from:)`` or ``LogTrouble/guardMissing(signed:)``.
    package static func check(
        restoredFrom: Int64?, signedSize: UInt64, remembered: Int, isOnlyNode: Bool
    ) throws(LogTrouble) {
        if let restoredFrom { throw .restored(from: restoredFrom) }
        if isOnlyNode, signedSize > 0, remembered == 0 { throw .guardMissing(signed: signedSize) }
    }
}
