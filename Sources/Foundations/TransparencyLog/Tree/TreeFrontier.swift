/// The right edge of a tree that only grows: what it takes to append leaves and to say the root, and no more.
///
/// It holds the roots of the perfect subtrees the leaves so far fall into, largest first; one for each set bit of
/// ``size``. At most 64 hashes, whatever the size.
///
/// - Complexity: appending is O(1) on average, the root O(log *n*).
public struct TreeFrontier: Hashable, Sendable {
    /// How many leaves there are.
    public private(set) var size: UInt64 = 0
    /// The roots of the perfect subtrees, the largest first.
    public private(set) var subtrees: [TreeHash] = []

    /// The edge of the tree without leaves.
    public init() {}

    /// Takes up a tree where it was left; nil unless there are as many subtrees as `size` has set bits.
    public init?(size: UInt64, subtrees: [TreeHash]) {
        guard subtrees.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.subtrees = subtrees
    }

    public mutating func append(_ leaf: TreeHash) {
        var hash = leaf
        var rest = size
        while rest & 1 == 1 {
            hash = TreeHash.node(subtrees.removeLast(), hash)
            rest >>= 1
        }
        subtrees.append(hash)
        size += 1
    }

    public var root: TreeHash {
        guard var root = subtrees.last else { return .emptyTree }
        for subtree in subtrees.dropLast().reversed() { root = TreeHash.node(subtree, root) }
        return root
    }

    /// The hashes one after another, for keeping beside the size.
    public var bytes: [UInt8] { subtrees.flatMap(\.bytes) }

    /// Reads what ``bytes`` wrote; nil where it does not belong to a tree of this size.
    public init?(size: UInt64, bytes: [UInt8]) {
        guard bytes.count == size.nonzeroBitCount * TreeHash.byteCount else { return nil }
        var subtrees: [TreeHash] = []
        for start in stride(from: 0, to: bytes.count, by: TreeHash.byteCount) {
            guard let hash = TreeHash(bytes[start..<start + TreeHash.byteCount]) else { return nil }
            subtrees.append(hash)
        }
        self.init(size: size, subtrees: subtrees)
    }
}
