import JirgaTestSupport
import OpinionAnalysis
import Publication
import Testing

struct `Published counts, split` {
    private static var answers: [WritableKeyPath<StatementVotes, Int>] { [\.agrees, \.disagrees, \.passes] }

    /// Rows of groups, each split into two parts; small cells are common.
    private static func rows(_ generator: inout SeededGenerator) -> [[StatementVotes]] {
        func cell() -> Int { .random(in: 0...(Bool.random(using: &generator) ? 12 : 150), using: &generator) }
        return (0..<Int.random(in: 1...4, using: &generator)).map { _ in
            (0..<2).map { _ in StatementVotes(agrees: cell(), disagrees: cell(), passes: cell()) }
        }
    }

    private static func everybody(_ rows: [[StatementVotes]], _ rules: PublicationRules) -> StatementVotes {
        let groups = rows.map { $0.reduce(StatementVotes(), +) }
        return rules.published(groups: Array(groups.dropLast()), of: groups.reduce(StatementVotes(), +)).everybody
    }

    @Test(arguments: PublicationProfile.allCases, Array(UInt64(1)...60))
    func `add up to the published counts, in every answer for all parts or for none`(
        profile: PublicationProfile, seed: UInt64
    ) {
        var generator = SeededGenerator(seed: seed)
        let rules = profile.rules
        let rows = Self.rows(&generator)
        let whole = Self.everybody(rows, rules)
        let parts = rules.published(split: rows, partCount: 2)
        for answer in Self.answers {
            let cells = parts.map { $0[keyPath: answer] }
            if cells.contains(0) {
                #expect(cells == [0, 0], "seed \(seed)")
            } else {
                #expect(cells.allSatisfy { $0 >= rules.smallestCell }, "seed \(seed)")
                #expect(cells.reduce(0, +) == whole[keyPath: answer], "seed \(seed)")
            }
        }
        for votes in parts {
            #expect(rules.published(votes) == votes, "seed \(seed): a part alone would be published otherwise")
        }
    }

    /// Whoever has all that is published can't tell a hidden number of one part: there is another one with which all of it would
    /// be the same.
    @Test(arguments: PublicationProfile.allCases, Array(UInt64(1)...60))
    func `do not tell what a hidden number of one part is`(profile: PublicationProfile, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let rules = profile.rules
        let rows = Self.rows(&generator)
        let whole = Self.everybody(rows, rules)
        let parts = rules.published(split: rows, partCount: 2)
        for answer in Self.answers where whole[keyPath: answer] > 0 && parts[0][keyPath: answer] == 0 {
            var isAlsoPossible = false
            for row in rows.indices {
                for step in [-2, -1, 1, 2] {
                    let open: Int = rows[row][0][keyPath: answer] + step
                    let admitted: Int = rows[row][1][keyPath: answer] - step
                    guard open >= 0, admitted >= 0 else { continue }
                    var changed = rows
                    changed[row][0][keyPath: answer] = open
                    changed[row][1][keyPath: answer] = admitted
                    let again = rules.published(split: changed, partCount: 2)
                    if again == parts, Self.everybody(changed, rules) == whole { isAlsoPossible = true }
                }
            }
            #expect(isAlsoPossible, "seed \(seed)")
        }
    }

    /// The tables with and without some people differ by their published cells alone: whatever a hidden cell of theirs holds,
    /// both tables are the same.
    @Test(arguments: PublicationProfile.allCases, Array(UInt64(1)...60))
    func `with and without some people show no small cell of theirs`(profile: PublicationProfile, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let rules = profile.rules
        let counted = Self.rows(&generator)
        var leftOut = Self.rows(&generator)[0][0]
        let people = Int.random(in: 0...120, using: &generator)
        let told = rules.published(leftOut: leftOut, people: people)
        let without = Self.everybody(counted, rules)
        for answer in Self.answers {
            let difference = (without + told)[keyPath: answer] - without[keyPath: answer]
            #expect(difference == 0 || difference >= rules.smallestCell, "seed \(seed)")
            if people < rules.smallestGroup { #expect(difference == 0, "seed \(seed)") }
            let cell = leftOut[keyPath: answer]
            guard cell < rules.smallestCell else { continue }
            for other in 0..<rules.smallestCell {
                leftOut[keyPath: answer] = other
                #expect(rules.published(leftOut: leftOut, people: people) == told, "seed \(seed)")
            }
            leftOut[keyPath: answer] = cell
        }
    }

    @Test(arguments: PublicationProfile.allCases, Array(UInt64(1)...60))
    func `of a whole are not had by taking the others from it`(profile: PublicationProfile, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let rules = profile.rules
        let parts = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
            Int.random(in: 0...(Bool.random(using: &generator) ? 8 : 90), using: &generator)
        }
        let told = rules.published(partsOfWhole: parts)
        let hidden = parts.indices.filter { told[$0] == nil }
        #expect(zip(parts, told).allSatisfy { $1 == nil || $1 == $0 && $0 >= rules.smallestCell }, "seed \(seed)")
        guard !hidden.isEmpty, hidden.count < parts.count else { return }
        #expect(hidden.count > 1, "seed \(seed)")
        #expect(hidden.reduce(0) { $0 + parts[$1] } >= rules.smallestCell, "seed \(seed)")
    }
}
