package import NIOCore

/// Network addresses that begin alike: `10.0.0.0/8`, `2001:db8::/32`, or a single one, `192.0.2.7`.
package struct AddressRange: Sendable, Hashable {
    private let bytes: [UInt8]
    /// How many bits decide.
    private let prefix: Int

    /// The addresses by which a machine reaches itself.
    package static let loopback = [
        AddressRange(bytes: [127, 0, 0, 0], prefix: 8),
        AddressRange(bytes: [UInt8](repeating: 0, count: 15) + [1], prefix: 128),
    ]

    private init(bytes: [UInt8], prefix: Int) {
        self.bytes = bytes
        self.prefix = prefix
    }

    /// Nil for anything but an address, or an address and the length of its prefix in bits.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = try? SocketAddress(ipAddress: String(first), port: 0) else {
            return nil
        }
        let bytes = Self.bytes(of: address)
        var prefix = bytes.count * 8
        if parts.count == 2 {
            let digits = parts[1].utf8
            guard (1...3).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
                let length = Int(parts[1]), length <= prefix
            else { return nil }
            prefix = length
        }
        guard !bytes.isEmpty else { return nil }
        self.init(bytes: bytes, prefix: prefix)
    }

    package func contains(_ address: SocketAddress?) -> Bool {
        guard let address else { return false }
        let other = Self.bytes(of: address)
        guard other.count == bytes.count else { return false }
        return bytes.indices.allSatisfy { index in
            let bits = min(8, max(0, prefix - index * 8))
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> bits)
            return (bytes[index] ^ other[index]) & mask == 0
        }
    }

    /// Four bytes or sixteen; an IPv4 address written as one of IPv6 is the IPv4 address.
    private static func bytes(of address: SocketAddress) -> [UInt8] {
        switch address {
        case .v4(let address): return withUnsafeBytes(of: address.address) { Array($0.dropFirst(4).prefix(4)) }
        case .v6(let address):
            let bytes = withUnsafeBytes(of: address.address) { Array($0.dropFirst(8).prefix(16)) }
            let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
            return bytes.starts(with: mapped) ? Array(bytes.dropFirst(12)) : bytes
        default: return []
        }
    }
}
