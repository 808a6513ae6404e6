import LinearAlgebra

/// The search for people with nearly the same answers, by their sketches.
struct BlockSearch {
    let cells: SparseMatrix
    let sketches: SparseMatrix.RowSketches
    let rules: CoordinatedBlock.Rules

    /// For each band the positions in the sketches that share their key with enough others, by key.
    private var bands: [[Int32]] = []
    private var isTaken: [Bool]

    init(cells: SparseMatrix, sketches: SparseMatrix.RowSketches, rules: CoordinatedBlock.Rules) {
        self.cells = cells
        self.sketches = sketches
        self.rules = rules
        isTaken = [Bool](repeating: false, count: sketches.rows.count)
        bands = (0..<sketches.bandCount).map(crowded)
    }

    private func key(_ position: Int, _ band: Int) -> UInt32 { sketches.keys[position * sketches.bandCount + band] }

    /// The positions whose key in a band is shared by enough others. A count by a part of the key goes first: most keys are
    /// alone, and need no sorting.
    private func crowded(_ band: Int) -> [Int32] {
        let mask = 0xF_FFFF
        var counts = [Int32](repeating: 0, count: mask + 1)
        for position in sketches.rows.indices { counts[Int(key(position, band)) & mask] += 1 }
        return sketches.rows.indices.lazy
            .filter { key($0, band) != 0 && Int(counts[Int(key($0, band)) & mask]) >= rules.minimumSize }
            .map { Int32(truncatingIfNeeded: $0) }
            .sorted { (key(Int($0), band), $0) < (key(Int($1), band), $1) }
    }

    /// - Returns: blocks of rows, ascending, each with the row the others were compared with.
    mutating func run() -> [(members: [Int], pattern: Int)] {
        var blocks: [(members: [Int], pattern: Int)] = []
        for band in bands.indices {
            for bucket in buckets(of: band) {
                // A bucket may hold several blocks, or begin with somebody who is in none.
                var attempts = 0
                var tried: Set<UInt64> = []
                while attempts < 4, let pattern = pattern(in: bucket, besides: tried) {
                    attempts += 1
                    tried.insert(sketches.digests[pattern])
                    // A look into this bucket alone tells whether the others are worth it.
                    guard 2 * alike(pattern, among: bucket).count >= rules.minimumSize else { continue }
                    let around = around(pattern)
                    let members = alike(pattern, among: around.map { Int32(truncatingIfNeeded: $0) })
                    guard members.count >= rules.minimumSize else { continue }
                    for position in around { isTaken[position] = true }
                    let rows = members.map { Int(sketches.rows[$0]) }
                    let row = Int(sketches.rows[pattern])
                    if let same = blocks.firstIndex(where: { areOfOneScript($0.pattern, row) }) {
                        blocks[same].members = (blocks[same].members + rows).sorted()
                    } else {
                        blocks.append((rows, row))
                    }
                }
            }
        }
        return blocks
    }

    private func buckets(of band: Int) -> [ArraySlice<Int32>] {
        let positions = bands[band]
        var buckets: [ArraySlice<Int32>] = []
        var start = 0
        for end in 1..<max(1, positions.count + 1)
        where end == positions.count || key(Int(positions[end]), band) != key(Int(positions[start]), band) {
            if end - start >= rules.minimumSize { buckets.append(positions[start..<end]) }
            start = end
        }
        return buckets
    }

    /// The row in a bucket that most others equal exactly; the first of several.
    private func pattern(in bucket: ArraySlice<Int32>, besides tried: Set<UInt64>) -> Int? {
        let free = bucket.map(Int.init).filter { !isTaken[$0] && !tried.contains(sketches.digests[$0]) }
        guard free.count + tried.count >= rules.minimumSize else { return nil }
        var counts: [UInt64: Int] = [:]
        for position in free { counts[sketches.digests[position], default: 0] += 1 }
        return free.max { left, right in
            let leftCount = counts[sketches.digests[left]] ?? 0
            let rightCount = counts[sketches.digests[right]] ?? 0
            return leftCount != rightCount ? leftCount < rightCount : left > right
        }
    }

    /// Everybody who shares a key with the pattern in any band and is at least half as near to it as a member has to be,
    /// ascending. Those who are not members begin no block of their own: they are the fringe of this one.
    private func around(_ pattern: Int) -> [Int] {
        var candidates: Set<Int32> = []
        for band in bands.indices {
            let wanted = key(pattern, band)
            let positions = bands[band]
            var low = 0
            var high = positions.count
            while low < high {
                let middle = (low + high) / 2
                if key(Int(positions[middle]), band) < wanted { low = middle + 1 } else { high = middle }
            }
            while low < positions.count, key(Int(positions[low]), band) == wanted {
                let position = Int(positions[low])
                if !isTaken[position] { candidates.insert(positions[low]) }
                low += 1
            }
        }
        let row = Int(sketches.rows[pattern])
        return candidates.map { Int($0) }.filter { areOfOneScript(row, Int(sketches.rows[$0])) }.sorted()
    }

    /// Those not taken that are like the pattern.
    private func alike(_ pattern: Int, among positions: some Sequence<Int32>) -> [Int] {
        let row = Int(sketches.rows[pattern])
        return positions.lazy.map { Int($0) }.filter {
            !isTaken[$0] && isAlike(cells.comparison(ofRow: Int(sketches.rows[$0]), withRow: row))
        }
    }

    /// Whether two patterns are as alike as two members of one block may be.
    private func areOfOneScript(_ pattern: Int, _ other: Int) -> Bool {
        let comparison = cells.comparison(ofRow: pattern, withRow: other)
        return Double(comparison.alike) >= (2 * rules.likeness - 1) * Double(comparison.both)
            && Double(comparison.both) >= rules.overlap * Double(comparison.either)
    }

    private func isAlike(_ comparison: SparseMatrix.RowComparison) -> Bool {
        comparison.both >= rules.minimumStatements
            && Double(comparison.alike) >= rules.likeness * Double(comparison.both)
            && Double(comparison.both) >= rules.overlap * Double(comparison.either)
    }
}

/// How likely the answers of a block are for somebody of the same group.
struct BlockChances {
    let cells: SparseMatrix
    let candidateCount: Int
    private let counts: VoteCounts
    private let rowGroups: [Int?]
    private let candidatesInGroups: [Int]
    private let rules: CoordinatedBlock.Rules

    init(
        cells: SparseMatrix, counts: VoteCounts, rowGroups: [Int?], candidates: [Int32], rules: CoordinatedBlock.Rules
    ) {
        self.cells = cells
        self.counts = counts
        self.rowGroups = rowGroups
        self.rules = rules
        candidateCount = candidates.count
        var inGroups = [Int](repeating: 0, count: counts.groups.count)
        for row in candidates {
            if let group = rowGroups[Int(row)], inGroups.indices.contains(group) { inGroups[group] += 1 }
        }
        candidatesInGroups = inGroups
    }

    /// Every group, and nil for those in none.
    var groups: [Int?] { counts.groups.indices.map { Optional($0) } + [nil] }

    /// How many people have enough votes to be in a block: in a group, or in none.
    func candidateCount(in group: Int?) -> Int {
        group.map { candidatesInGroups[$0] } ?? candidateCount - candidatesInGroups.reduce(0, +)
    }

    /// The group more than half of some people are in.
    func usualGroup(of members: [Int]) -> Int? {
        counts.groups.indices.first { group in 2 * members.count { rowGroups[$0] == group } > members.count }
    }

    /// The natural logarithm of the chance that somebody of a group, on the statements a pattern answered, answers all like it but
    /// for as many as the rules allow; shares are those of the group without the members.
    ///
    /// - Complexity: O(*participants* + *s*²) for a pattern with *s* answers.
    func logarithm(ofAnsweringLike pattern: Int, group: Int?, without members: [Int]) -> Double {
        var isMember = [Int?](repeating: nil, count: cells.rowCount)
        for row in members { isMember[row] = group != nil && rowGroups[row] == group ? 0 : 1 }
        let block = cells.signCounts(rowGroups: isMember, groupCount: 2).statementVotes
        func count(_ votes: StatementVotes, _ value: Int8) -> Int {
            value > 0 ? votes.agrees : value < 0 ? votes.disagrees : votes.passes
        }
        // As many as the block, lest what is left of a group the block has made itself explain the block.
        let imagined = Double(max(10, members.count))
        let answers = cells.cells(ofRow: pattern)
        let chances = answers.map { statement, value in
            let everybody = counts.everybody[statement] - block[0][statement] - block[1][statement]
            let usual = (Double(count(everybody, value)) + 1.0 / 3) / (Double(everybody.seen) + 1)
            guard let group else { return usual }
            let others = counts.groups[group][statement] - block[0][statement]
            return (Double(count(others, value)) + imagined * usual) / (Double(others.seen) + imagined)
        }
        let allowed = Int((1 - rules.likeness) * Double(answers.count) + 1e-9)
        return Self.logarithm(ofAtMost: allowed, failuresOf: chances)
    }

    /// The natural logarithm of the chance that at most so many of independent trials fail, each with a chance of its own to
    /// succeed.
    static func logarithm(ofAtMost allowed: Int, failuresOf chances: [Double]) -> Double {
        // chance[k]: that k have failed so far, in units of e^scale.
        var chance = [Double](repeating: 0, count: allowed + 1)
        chance[0] = 1
        var scale = 0.0
        for success in chances {
            for failures in stride(from: allowed, through: 1, by: -1) {
                chance[failures] = chance[failures] * success + chance[failures - 1] * (1 - success)
            }
            chance[0] *= success
            let sum = chance.reduce(0, +)
            if sum < 1e-100, sum > 0 {
                scale += naturalLogarithm(sum)
                for failures in chance.indices { chance[failures] /= sum }
            }
        }
        return scale + naturalLogarithm(chance.reduce(0, +))
    }
}
