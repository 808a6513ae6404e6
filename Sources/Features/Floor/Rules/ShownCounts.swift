import OpinionAnalysis

extension VoteCounts {
    /// The counts without rows in which fewer than so many answers are left. Nothing is judged by those.
    func withAtLeast(_ answers: Int) -> VoteCounts {
        func kept(_ votes: StatementVotes) -> StatementVotes { votes.seen >= answers ? votes : StatementVotes() }
        let isKept = everybody.map { $0.seen >= answers }
        return VoteCounts(
            everybody: everybody.map(kept),
            groups: groups.map { zip($0, isKept).map { $1 ? kept($0) : StatementVotes() } },
            groupSizes: groupSizes, skipped: skipped)
    }
}

extension AnswerTally {
    init?(_ votes: StatementVotes) {
        guard votes.seen > 0 else { return nil }
        self.init(agrees: votes.agrees, disagrees: votes.disagrees, passes: votes.passes)
    }
}
