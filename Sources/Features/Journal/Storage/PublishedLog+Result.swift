import DialogueLog
import TransparencyLog

extension PublishedLog {
    /// How many bundles are looked through at most; little follows the result of a dialogue.
    private static let mostBundles = 256

    /// Where the last result among some entries stands, looked for from their end; nil where there is none.
    ///
    /// - Parameters:
    ///   - range: the entries that are looked at.
    ///   - size: how many entries were published.
    /// - Throws: ``TileProblem`` and ``TileStoreProblem``.
    func lastResult(in range: Range<UInt64>, size: UInt64) throws -> UInt64? {
        guard !range.isEmpty else { return nil }
        let layout = TileLayout(size: size)
        var bundle = (range.upperBound - 1) >> 8
        for _ in 0..<Self.mostBundles {
            guard let path = layout.path(of: .entries, index: bundle) else { return nil }
            let start = bundle << 8
            for (offset, bytes) in try store.entries(path).enumerated().reversed()
            where range.contains(start + UInt64(offset)) && Self.isResult(bytes) { return start + UInt64(offset) }
            guard start > range.lowerBound else { return nil }
            bundle -= 1
        }
        return nil
    }

    private static func isResult(_ bytes: [UInt8]) -> Bool {
        // Nearly all entries are votes, which are not worth reading.
        bytes.count != 46 && CanonicalEntry(bytes: bytes)?.type == LoggedEntry.Kind.result.rawValue
    }
}
