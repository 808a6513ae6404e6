/// Which sign of the file means agree, and how that was found.
///
/// The Polis database keeps −1 for agree; the exports turn it round, except for the report export of 2024, which forgot
/// to.
package struct PolisVoteSign: Equatable, Sendable {
    /// The value that meant agree in the file: 1 or −1. The votes of a ``PolisConversation`` always have +1.
    package let agree: Int
    /// All that speaks for it, the strongest first.
    package let basis: [Basis]

    package enum Basis: String, Sendable {
        /// The caller said so.
        case explicit
        /// The export's own manifest says so.
        case manifest
        /// This kind of file has it so.
        case layout
        /// The matrix states how often each participant agreed.
        case participantCounts
        /// The comments file states how often each statement was agreed to.
        case statementCounts
        /// People agree with what they wrote themselves.
        case authors
        /// Nothing spoke for or against.
        case assumption

        var words: String {
            switch self {
            case .explicit: "you"
            case .manifest: "the words of manifest.json"
            case .layout: "the names of the files"
            case .participantCounts: "the participants' stated counts"
            case .statementCounts: "the statements' stated counts"
            case .authors: "the authors' votes on their own statements"
            case .assumption: "assumptions"
            }
        }
    }

    package init(agree: Int, basis: [Basis]) {
        self.agree = agree
        self.basis = basis
    }

    /// What the caller knows of the sign.
    package enum Choice: Sendable {
        /// Found from the layout and checked against the content.
        case detect
        case agreeIsPlus
        case agreeIsMinus
    }
}

/// Finds the sign from what an export says about itself.
///
/// The layout says what to expect. The strongest evidence in the content must agree with it: stated counts of
/// participants, else stated counts of statements, else the votes of authors on their own statements.
struct VoteSignDetection {
    var layout: PolisLayout
    /// What the votes say, counted only when it is asked for.
    var votes: Votes
    var statements: [PolisStatement]
    var participants: [PolisParticipant]
    var votesHaveSeconds: Bool
    var file: String

    /// Votes as they stand in the file.
    struct Votes {
        /// For each statement, of all vote events.
        var statementCounts: () -> VoteCounts
        /// For each participant, of the latest votes.
        var participantCounts: () -> VoteCounts
        /// Of each author's first vote on their own statement.
        var authors: () -> VoteCounts.Signs
    }

    func sign() throws(PolisFormatError) -> PolisVoteSign {
        let evidence = evidence
        guard let expected = expectedAgree else {
            guard let strongest = evidence.first else { return PolisVoteSign(agree: 1, basis: [.assumption]) }
            return PolisVoteSign(agree: strongest.agree, basis: agreeing(with: strongest.agree, evidence))
        }
        if let strongest = evidence.first, strongest.agree != expected {
            throw PolisFormatError(
                file: file,
                reason: .voteSign(
                    expectedAgree: expected, evidenceAgree: strongest.agree, evidence: strongest.basis))
        }
        return PolisVoteSign(agree: expected, basis: agreeing(with: expected, evidence) + [.layout])
    }

    private typealias Evidence = (agree: Int, basis: PolisVoteSign.Basis)

    private func agreeing(with agree: Int, _ evidence: [Evidence]) -> [PolisVoteSign.Basis] {
        evidence.filter { $0.agree == agree }.map(\.basis)
    }

    private var expectedAgree: Int? {
        switch layout {
        case .openData, .report2025, .fixture, .matrixOnly: 1
        case .report2024: -1
        // The exports in seconds came with either sign.
        case .votesOnly: votesHaveSeconds ? nil : 1
        }
    }

    /// What the content says, the strongest first.
    private var evidence: [Evidence] {
        var evidence: [Evidence] = []
        if let agree = participantCounts { evidence.append((agree, .participantCounts)) }
        // In 2024 these were counted with the wrong sign too.
        if layout != .report2024, let agree = statementCounts { evidence.append((agree, .statementCounts)) }
        if let agree = authors { evidence.append((agree, .authors)) }
        return evidence
    }

    /// Compares stated counts with those of the latest votes.
    private var participantCounts: Int? {
        guard participants.contains(where: { $0.statedAgrees != nil }) else { return nil }
        let counts = votes.participantCounts()
        var comparison = Comparison()
        for participant in participants {
            comparison.add(counts[participant.id], participant.statedAgrees, participant.statedDisagrees)
        }
        return comparison.agree
    }

    /// Compares stated counts with those of all vote events, as Polis counts them.
    private var statementCounts: Int? {
        guard statements.contains(where: { $0.statedAgrees != nil }) else { return nil }
        let counts = votes.statementCounts()
        var comparison = Comparison()
        for statement in statements {
            comparison.add(counts[statement.id], statement.statedAgrees, statement.statedDisagrees)
        }
        return comparison.agree
    }

    /// The sign of the authors' first votes on their own statements, when it is beyond chance: at least 8 such votes,
    /// and a difference of more than three standard deviations of a coin.
    private var authors: Int? {
        guard statements.contains(where: { $0.author != nil }) else { return nil }
        let counts = votes.authors()
        let (total, difference) = (counts.plus + counts.minus, counts.plus - counts.minus)
        guard total >= 8, difference * difference > 9 * total else { return nil }
        return difference.signum()
    }

    /// How far counts are from the stated ones as they stand and turned round.
    private struct Comparison {
        private var asItStands = 0.0
        private var turnedRound = 0.0

        mutating func add(_ counts: VoteCounts.Signs, _ agrees: Int?, _ disagrees: Int?) {
            guard let agrees, let disagrees else { return }
            add(counts, to: agrees, disagrees, &asItStands)
            add(counts, to: disagrees, agrees, &turnedRound)
        }

        private func add(_ counts: VoteCounts.Signs, to plus: Int, _ minus: Int, _ distance: inout Double) {
            distance += abs(Double(counts.plus) - Double(plus)) + abs(Double(counts.minus) - Double(minus))
        }

        /// Clear only when one distance is less than half the other.
        var agree: Int? {
            if asItStands < turnedRound / 2 { return 1 }
            return turnedRound < asItStands / 2 ? -1 : nil
        }
    }
}

extension VoteSignDetection.Votes {
    /// - Parameters:
    ///   - events: all votes in file order.
    ///   - latest: the latest of them for each participant and statement.
    init(events: [PolisVote], latest: [PolisVote], statements: [PolisStatement]) {
        statementCounts = { VoteCounts(of: events, each: { $0.statement }) }
        participantCounts = { VoteCounts(of: latest, each: { $0.participant }) }
        authors = {
            let index = IDIndex(statements.map(\.id))
            var authors = [Int?](repeating: nil, count: index.count)
            for statement in statements {
                if let place = index.place(of: statement.id) { authors[place] = statement.author }
            }
            var counts = VoteCounts.Signs()
            for event in events {
                guard let place = index.place(of: event.statement), authors[place] == event.participant else {
                    continue
                }
                counts.add(event.vote)
                // The first vote alone counts.
                authors[place] = nil
            }
            return counts
        }
    }
}
