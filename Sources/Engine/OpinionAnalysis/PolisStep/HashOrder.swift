// The order in which Polis walks through more than eight things numbered by integers.
//
// Polis keeps them in a hash map of Clojure, whose order follows from the hash of the number: MurmurHash3 (A. Appleby,
// 2011) of its 64 bits, the low half first, compared five bits at a time from the lowest. Ties between equally near
// clusters, and between participants with equally many votes, fall in this order; so it has to be known to continue a
// Polis result exactly.

enum HashOrder {
    /// The order of a Clojure map with these keys, inserted in the order given: up to eight keep it.
    static func ordered(_ keys: [Int]) -> [Int] {
        guard keys.count > 8 else { return keys }
        return keys.map { (key: $0, path: path(of: $0)) }.sorted { $0.path < $1.path }.map(\.key)
    }

    /// The digits, base 32, of the hash, the lowest first.
    private static func path(of key: Int) -> UInt64 {
        let hash = hash(of: Int64(key))
        var path: UInt64 = 0
        for shift in stride(from: UInt32(0), to: 32, by: 5) { path = path << 5 | UInt64((hash >> shift) & 31) }
        return path
    }

    static func hash(of key: Int64) -> UInt32 {
        if key == 0 { return 0 }
        let bits = UInt64(bitPattern: key)
        var hash: UInt32 = 0
        for word in [UInt32(truncatingIfNeeded: bits), UInt32(truncatingIfNeeded: bits >> 32)] {
            var mixed = word &* 0xCC9E_2D51
            mixed = (mixed << 15) | (mixed >> 17)
            hash ^= mixed &* 0x1B87_3593
            hash = (hash << 13) | (hash >> 19)
            hash = hash &* 5 &+ 0xE654_6B64
        }
        hash ^= 8
        hash = (hash ^ (hash >> 16)) &* 0x85EB_CA6B
        hash = (hash ^ (hash >> 13)) &* 0xC2B2_AE35
        return hash ^ (hash >> 16)
    }
}
