import Crypto

/// The content of a file in chunks, each sealed under its place and whether it is the last.
struct AgeContent {
    static let chunk = 1 << 16
    static let tag = 16

    private let key: SymmetricKey
    private(set) var place: UInt64 = 0

    init(key: SymmetricKey) {
        self.key = key
    }

    mutating func seal(_ bytes: ArraySlice<UInt8>, isLast: Bool) throws -> [UInt8] {
        let box = try ChaChaPoly.seal(bytes, using: key, nonce: ChaChaPoly.Nonce(data: nonce(isLast)))
        place += 1
        return Array(box.ciphertext) + Array(box.tag)
    }

    /// Nil where it was not sealed like this.
    mutating func open(_ bytes: ArraySlice<UInt8>, isLast: Bool) -> [UInt8]? {
        guard let box = try? ChaChaPoly.SealedBox(combined: nonce(isLast) + bytes),
            let open = try? ChaChaPoly.open(box, using: key)
        else { return nil }
        place += 1
        return Array(open)
    }

    private func nonce(_ isLast: Bool) -> [UInt8] {
        [0, 0, 0] + (0..<8).reversed().map { UInt8(truncatingIfNeeded: place >> (UInt64($0) * 8)) } + [isLast ? 1 : 0]
    }
}
