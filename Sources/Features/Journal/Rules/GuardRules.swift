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
}
