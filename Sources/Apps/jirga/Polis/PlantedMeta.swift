import OpinionAnalysis
import Simulation

/// `meta.json` of a planted dialogue: how it was drawn, what came out, and how well its groups can be found at all.
struct PlantedMeta: Encodable {
    struct Parameters: Encodable {
        let people: Int
        let statements: Int
        let groups: Int
        let seed: UInt64
        let meanVotes: Double
        let conviction: Double
        let convictionSpread: Double
        let noise: Double
        let sizeRatio: Double
        let revotes: Double

        enum CodingKeys: String, CodingKey {
            case people, statements, groups, seed, conviction, noise, revotes
            case meanVotes = "mean_votes"
            case convictionSpread = "conviction_spread"
            case sizeRatio = "size_ratio"
        }
    }

    struct VoteCounts: Encodable {
        let mean: Double
        let median: Double
        let max: Int
        let below7: Int

        enum CodingKeys: String, CodingKey {
            case mean, median, max
            case below7 = "below_7"
        }
    }

    struct Shares: Encodable {
        let agree: Double
        let disagree: Double
        let pass: Double
    }

    let schema = "jirga.simulation/1"
    let software = "jirga \(Version.number)"
    let parameters: Parameters
    let votes: Int
    /// Rows of `votes.csv` that an other row of the same pair follows.
    let repeats: Int
    let density: Double
    let groupSizes: [Int]
    let votesPerParticipant: VoteCounts
    let shares: Shares
    /// The adjusted Rand index of the best possible guess, over people with at least seven votes.
    let oracleAri: Double

    init(_ dialogue: PlantedDialogue, tallies: [PlantedDialogue.Tally], repeats: Int) {
        let given = dialogue.parameters
        parameters = Parameters(
            people: given.people, statements: given.statements, groups: given.groups, seed: given.seed,
            meanVotes: given.meanVotes, conviction: given.conviction, convictionSpread: given.convictionSpread,
            noise: given.noise, sizeRatio: given.sizeRatio, revotes: given.revotes)
        votes = dialogue.voteCount
        self.repeats = repeats
        density = Double(votes) / (Double(given.people) * Double(given.statements))
        groupSizes = dialogue.groupSizes()
        let counts = dialogue.sortedVoteCounts()
        votesPerParticipant = VoteCounts(
            mean: Double(votes) / Double(counts.count),
            median: Double(counts[(counts.count - 1) / 2] + counts[counts.count / 2]) / 2, max: counts.last ?? 0,
            below7: counts.count { $0 < dialogue.activeFrom })
        let all = Double(votes)
        shares = Shares(
            agree: Double(tallies.reduce(0) { $0 + $1.agrees }) / all,
            disagree: Double(tallies.reduce(0) { $0 + $1.disagrees }) / all,
            pass: Double(tallies.reduce(0) { $0 + $1.passes }) / all)
        oracleAri = AdjustedRandIndex.between(dialogue.labelsOfActive().map { ($0.planted, $0.guessed) })
    }

    private enum CodingKeys: String, CodingKey {
        case schema, software, parameters, votes, repeats, density, shares
        case groupSizes = "group_sizes"
        case votesPerParticipant = "votes_per_participant"
        case oracleAri = "oracle_ari"
    }
}
