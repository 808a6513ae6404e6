/// Something that knows the roots of perfect subtrees, and can therefore prove what is in the tree.
public protocol TreeReader {
    /// The root of the leaves `index << level ..< (index + 1) << level`.
    func subtree(level: Int, index: UInt64) throws -> TreeHash
}

extension TreeReader {
    /// The root of the first `size` leaves.
    public func root(size: UInt64) throws -> TreeHash {
        guard size > 0 else { return .emptyTree }
        return try root(of: 0..<size)
    }

    /// - Throws: ``ProofProblem/indexOutsideTree(index:size:)``, and what the reader throws.
    public func inclusionProof(index: UInt64, size: UInt64) throws -> InclusionProof {
        guard index < size else { throw ProofProblem.indexOutsideTree(index: index, size: size) }
        var hashes: [TreeHash] = []
        var range = 0..<size
        while range.upperBound - range.lowerBound > 1 {
            let middle = range.lowerBound + Self.split(range.upperBound - range.lowerBound)
            if index < middle {
                hashes.append(try root(of: middle..<range.upperBound))
                range = range.lowerBound..<middle
            } else {
                hashes.append(try root(of: range.lowerBound..<middle))
                range = middle..<range.upperBound
            }
        }
        return InclusionProof(index: index, size: size, hashes: hashes.reversed())
    }

    /// - Throws: ``ProofProblem/sizesOutOfOrder(old:new:)``, and what the reader throws.
    public func consistencyProof(from oldSize: UInt64, to newSize: UInt64) throws -> ConsistencyProof {
        guard oldSize <= newSize else { throw ProofProblem.sizesOutOfOrder(old: oldSize, new: newSize) }
        guard oldSize > 0, oldSize < newSize else {
            return ConsistencyProof(oldSize: oldSize, newSize: newSize, hashes: [])
        }
        var hashes: [TreeHash] = []
        var range = 0..<newSize
        // Whether the range still begins at a root the old tree has.
        var isWhole = true
        while range.upperBound != oldSize {
            let middle = range.lowerBound + Self.split(range.upperBound - range.lowerBound)
            if oldSize <= middle {
                hashes.append(try root(of: middle..<range.upperBound))
                range = range.lowerBound..<middle
            } else {
                hashes.append(try root(of: range.lowerBound..<middle))
                range = middle..<range.upperBound
                isWhole = false
            }
        }
        if !isWhole { hashes.append(try root(of: range)) }
        return ConsistencyProof(oldSize: oldSize, newSize: newSize, hashes: hashes.reversed())
    }

    /// The root of leaves that are a node of the tree.
    private func root(of range: Range<UInt64>) throws -> TreeHash {
        let count = range.upperBound - range.lowerBound
        if count.nonzeroBitCount == 1 {
            let level = count.trailingZeroBitCount
            return try subtree(level: level, index: range.lowerBound >> UInt64(level))
        }
        let middle = range.lowerBound + Self.split(count)
        return TreeHash.node(try root(of: range.lowerBound..<middle), try root(of: middle..<range.upperBound))
    }

    /// The largest power of two smaller than the count.
    private static func split(_ count: UInt64) -> UInt64 { 1 << UInt64((count - 1).bitLength - 1) }
}

/// A tree whose leaves are all in memory, for small logs and for tests.
public struct MemoryTree: TreeReader, Sendable {
    public private(set) var leaves: [TreeHash]

    public init(_ leaves: [TreeHash] = []) {
        self.leaves = leaves
    }

    public var size: UInt64 { UInt64(leaves.count) }

    public mutating func append(_ leaf: TreeHash) { leaves.append(leaf) }

    /// - Throws: ``ProofProblem/indexOutsideTree(index:size:)``.
    /// - Complexity: O(2^`level`).
    public func subtree(level: Int, index: UInt64) throws -> TreeHash {
        let (first, hasOverflown) = index.multipliedReportingOverflow(by: 1 << UInt64(level))
        guard !hasOverflown, first < size, size - first >= 1 << UInt64(level) else {
            throw ProofProblem.indexOutsideTree(index: index, size: size)
        }
        var hashes = Array(leaves[Int(first)..<Int(first + 1 << UInt64(level))])
        while hashes.count > 1 {
            hashes = stride(from: 0, to: hashes.count, by: 2).map { TreeHash.node(hashes[$0], hashes[$0 + 1]) }
        }
        return hashes[0]
    }
}
