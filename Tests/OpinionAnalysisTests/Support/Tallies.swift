@testable import OpinionAnalysis

/// Votes given as agree, disagree, pass.
func tally(_ agrees: Int, _ disagrees: Int, _ passes: Int = 0) -> StatementVotes {
    StatementVotes(agrees: agrees, disagrees: disagrees, passes: passes)
}

/// Counts of groups in which everybody is in a group.
func counts(_ groups: [[StatementVotes]], skipped: Set<Int> = []) -> VoteCounts {
    VoteCounts(
        everybody: groups.dropFirst().reduce(groups[0]) { zip($0, $1).map(+) }, groups: groups,
        groupSizes: groups.map { $0.map(\.seen).max() ?? 0 }, skipped: skipped)
}
