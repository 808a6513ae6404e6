/// How many people an acquaintance would find in a matrix of votes by a few votes known from conversation.
package struct RiskReport: Sendable, Hashable {
    package struct Line: Sendable, Hashable {
        package let knownVotes: Int
        /// People with at least so many votes who were tried.
        package let tried: Int
        /// Those of them whose known votes fit exactly one row.
        package let singledOut: Int

        /// 0…1; 0 where nobody was tried.
        package var share: Double { tried == 0 ? 0 : Double(singledOut) / Double(tried) }
    }

    package static let knownVotes = [3, 5, 8, 12]
    /// A matrix in which eight known votes single out more than this share is not given away without a decision.
    package static let highestShare = 0.2
    package static let mostTried = 1_500

    package let people: Int
    package let lines: [Line]

    /// - Parameters:
    ///   - rows: for each person the votes by statement.
    ///   - generator: chooses the people tried and the votes known of them.
    /// - Complexity: O(*tried* · *known votes* · *people*/64).
    package init(of rows: [[Int: Int8]], using generator: inout some RandomNumberGenerator) {
        let rows = rows.filter { !$0.isEmpty }
        people = rows.count
        let words = (rows.count + 63) / 64
        var columns: [Known: [UInt64]] = [:]
        for (place, row) in rows.enumerated() {
            for (statement, vote) in row {
                columns[Known(statement: statement, vote: vote), default: [UInt64](repeating: 0, count: words)][
                    place / 64] |= 1 << UInt64(place % 64)
            }
        }
        var lines: [Line] = []
        for count in Self.knownVotes {
            let enough = rows.indices.filter { rows[$0].count >= count }
            let tried =
                enough.count > Self.mostTried
                ? Array(enough.shuffled(using: &generator).prefix(Self.mostTried)) : enough
            var singledOut = 0
            for person in tried {
                let votes = rows[person].map { Known(statement: $0.key, vote: $0.value) }.sorted()
                var fitting = [UInt64](repeating: .max, count: words)
                for known in votes.shuffled(using: &generator).prefix(count) {
                    guard let column = columns[known] else { continue }
                    for word in fitting.indices { fitting[word] &= column[word] }
                }
                if fitting.reduce(0, { $0 + $1.nonzeroBitCount }) == 1 { singledOut += 1 }
            }
            lines.append(Line(knownVotes: count, tried: tried.count, singledOut: singledOut))
        }
        self.lines = lines
    }

    /// Whether the matrix may be given away without anybody accepting the risk.
    package var isAcceptable: Bool {
        (lines.first { $0.knownVotes == 8 }?.share ?? 0) <= Self.highestShare
    }

    private struct Known: Hashable, Comparable {
        let statement: Int
        let vote: Int8

        static func < (one: Known, other: Known) -> Bool {
            (one.statement, one.vote) < (other.statement, other.vote)
        }
    }
}
