// Which statements speak for a group.
//
// Method: as in Polis: for each group and statement the share agreeing (or disagreeing) is tested against a half and
// against the share in all other groups. Statements that pass both tests are ranked by the product of the ratio of the
// shares, the two tests and the share; the best five are kept, agreements before disagreements. So that no group is
// described by what it is against alone, the best agreement is kept even if it passes neither test.

struct RepresentativeEntry: Hashable {
    var column: Int
    var isAgree: Bool
    var successes: Int
    var trials: Int
    var proportion: Double
    var proportionTest: Double
    var ratio: Double
    /// Rounded to single precision, as Polis publishes it and compares with it.
    var ratioTest: Double
    var isBestAgree = false

    var strength: Double { ratio * ratioTest * proportion * proportionTest }
}

enum Representativeness {
    static let entriesPerGroup = 5

    /// - Parameters:
    ///   - groups: for each group, for each statement, its votes.
    ///   - skipping: statements taken out.
    /// - Returns: for each group at most five entries.
    /// - Complexity: O(*groups*·*statements*).
    static func select(groups: [[StatementVotes]], skipping: Set<Int>) -> [[RepresentativeEntry]] {
        guard let first = groups.first else { return [] }
        let totals = groups.dropFirst().reduce(first) { zip($0, $1).map(+) }
        return groups.map { votes in
            var selection = RepresentativeSelection()
            for column in votes.indices where !skipping.contains(column) && totals[column].seen > 0 {
                selection.consider(
                    Comparison(column: column, group: votes[column], others: totals[column] - votes[column]))
            }
            return selection.entries
        }
    }
}

/// The votes of a group on a statement compared with those of all other groups.
private struct Comparison {
    var column: Int
    var votes: StatementVotes
    var agree: Side
    var disagree: Side

    struct Side {
        var proportion: Double
        var proportionTest: Double
        var ratio: Double
        var ratioTest: Double
        var strength: Double { ratio * ratioTest * proportion * proportionTest }

        init(successes: Int, trials: Int, otherSuccesses: Int, otherTrials: Int) {
            proportion = ProportionTests.smoothedProportion(successes: successes, trials: trials)
            proportionTest = ProportionTests.oneProportion(successes: successes, trials: trials)
            ratio =
                proportion / ProportionTests.smoothedProportion(successes: otherSuccesses, trials: otherTrials)
            ratioTest = ProportionTests.twoProportions(
                successes: successes, trials: trials, otherSuccesses: otherSuccesses, otherTrials: otherTrials)
        }

        var isSignificant: Bool {
            ratioTest > ProportionTests.significance && proportionTest > ProportionTests.significance
        }
    }

    init(column: Int, group: StatementVotes, others: StatementVotes) {
        self.column = column
        votes = group
        agree = Side(
            successes: group.agrees, trials: group.seen, otherSuccesses: others.agrees, otherTrials: others.seen)
        disagree = Side(
            successes: group.disagrees, trials: group.seen, otherSuccesses: others.disagrees,
            otherTrials: others.seen)
    }

    /// The side that sets the group apart more.
    var entry: RepresentativeEntry {
        let isAgree = agree.ratioTest > disagree.ratioTest
        let side = isAgree ? agree : disagree
        return RepresentativeEntry(
            column: column, isAgree: isAgree, successes: isAgree ? votes.agrees : votes.disagrees, trials: votes.seen,
            proportion: side.proportion, proportionTest: side.proportionTest, ratio: side.ratio,
            ratioTest: Double(Float(side.ratioTest)))
    }

    func isBetterAgreement(than other: Comparison?) -> Bool {
        if votes.agrees == 0 && votes.disagrees == 0 { return false }
        guard let other else {
            return agree.proportionTest > ProportionTests.significance || (agree.ratio > 1 && agree.proportion > 0.5)
        }
        if other.agree.ratio > 1 { return agree.strength > other.agree.strength }
        return agree.proportion * agree.proportionTest > other.agree.proportion * other.agree.proportionTest
    }
}

/// What has been found for one group while its statements are gone through in order.
private struct RepresentativeSelection {
    private var significant: [RepresentativeEntry] = []
    private var best: RepresentativeEntry?
    private var bestAgree: Comparison?

    mutating func consider(_ comparison: Comparison) {
        if comparison.agree.isSignificant || comparison.disagree.isSignificant {
            significant.append(comparison.entry)
        }
        if significant.isEmpty {
            let test = max(comparison.agree.ratioTest, comparison.disagree.ratioTest)
            if best.map({ test > $0.ratioTest }) ?? true { best = comparison.entry }
        }
        if comparison.isBetterAgreement(than: bestAgree) { bestAgree = comparison }
    }

    var entries: [RepresentativeEntry] {
        var head: [RepresentativeEntry] = []
        if var entry = bestAgree?.entry {
            entry.isBestAgree = true
            head = [entry]
        }
        if significant.isEmpty { return head.isEmpty ? best.map { [$0] } ?? [] : head }
        let rest = sortedDescending(significant.filter { $0.column != bestAgree?.column }, by: \.strength)
        let kept = Array((head + rest).prefix(Representativeness.entriesPerGroup))
        return kept.filter(\.isAgree) + kept.filter { !$0.isAgree }
    }
}
