import Crypto

/// The list of entries that one entry of a log calls erased: their indices, u64 each, ascending.
package enum ErasedPlaces {
    package static func bytes(_ places: [UInt64]) -> [UInt8] { places.flatMap { bigEndian($0) } }

    /// Nil unless the indices ascend.
    package static func places(_ bytes: [UInt8]) -> [UInt64]? {
        guard bytes.count.isMultiple(of: 8) else { return nil }
        let places = stride(from: 0, to: bytes.count, by: 8).map { start in
            bytes[start..<start + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        return zip(places, places.dropFirst()).allSatisfy(<) ? places : nil
    }
}

extension Commitment {
    /// To where the entries stand that can't be opened any more: `SHA-256("jirga/v1/erased" 00 | salt | index u64 …)`.
    ///
    /// - Parameters:
    ///   - places: ascending.
    ///   - salt: 32 bytes.
    package init(erasedPlaces places: [UInt64], salt: [UInt8]) {
        bytes = Array(SHA256.hash(data: Array("jirga/v1/erased".utf8) + [0] + salt + ErasedPlaces.bytes(places)))
    }
}
