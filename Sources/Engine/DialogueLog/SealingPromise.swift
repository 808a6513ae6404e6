package import TransparencyLog

/// What is said on accepting an act: its leaf will be in a signed checkpoint soon. If it is not, the signed note is the
/// evidence.
///
///     <installation>/promise/v1
///     <origin of the log>
///     <leaf hash in base64>
///     <time in seconds, rounded down to a minute>
///     <longest wait in seconds, counted from the end of that minute>
package struct SealingPromise: Sendable, Hashable {
    package let installation: String
    package let origin: String
    package let leaf: TreeHash
    /// Seconds since 1970, a whole minute.
    package let minute: UInt64
    /// Seconds.
    package let longestWait: UInt64

    /// - Parameter time: milliseconds since 1970.
    package init(installation: String, origin: String, leaf: TreeHash, at time: Int64, longestWait: Int) {
        self.installation = installation
        self.origin = origin
        self.leaf = leaf
        minute = UInt64(clamping: time / 60_000 * 60)
        self.longestWait = UInt64(clamping: longestWait)
    }

    package var text: String {
        "\(installation)/promise/v1\n\(origin)\n\(leaf.base64)\n\(minute)\n\(longestWait)\n"
    }

    /// Nil for any other text.
    package init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count == 6, lines[5].isEmpty, lines[0].hasSuffix("/promise/v1"), !lines[1].isEmpty,
            let leaf = TreeHash(base64: lines[2]), let minute = UInt64(lines[3]), minute.isMultiple(of: 60),
            let wait = UInt64(lines[4])
        else { return nil }
        installation = String(lines[0].dropLast("/promise/v1".count))
        origin = lines[1]
        self.leaf = leaf
        self.minute = minute
        longestWait = wait
        guard self.text == text else { return nil }
    }

    package func signed(with key: SigningKey) throws -> SignedNote {
        var note = try SignedNote(text: text)
        try note.sign(with: key)
        return note
    }
}
