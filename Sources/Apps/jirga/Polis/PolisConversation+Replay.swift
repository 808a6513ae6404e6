import OpinionAnalysis
import PolisFormat

extension PolisConversation {
    /// Every vote with its time, as far as the files know them.
    func history() throws -> [PolisVoteEvent] {
        try voteHistory.map { vote in
            guard let time = vote.time else {
                throw Failure(
                    .badData, "the time of some votes is not in these files",
                    fix: "use an export with votes.csv or votes.json, or leave --replay out")
            }
            return PolisVoteEvent(vote: vote.step, at: time)
        }
    }

    /// What Polis would have published in the end, had it seen these votes from the first to the last.
    func replay(_ events: [PolisVoteEvent], seed: UInt64) throws -> PolisResult {
        let moderation = moderation(after: PolisModeration())
        let progress = ReplayProgress()
        let result = PolisReplay.run(events, moderation: moderation, seed: seed) { done, all in
            progress.update(done, of: all)
        }
        progress.finish()
        guard let result else {
            throw Failure(.badData, "there are no votes to go through")
        }
        return result
    }
}
