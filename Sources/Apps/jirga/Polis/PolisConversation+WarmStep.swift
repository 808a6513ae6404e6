import OpinionAnalysis
import PolisFormat

extension PolisState {
    /// What Polis remembers of a conversation when it starts again: what it last published.
    init(_ blob: PolisBlob) {
        self.init(
            components: blob.components, clustered: blob.clustered,
            baseClusters: blob.baseClusters.map {
                PolisCluster(id: $0.id, members: $0.members, center: MapPoint(x: $0.x, y: $0.y))
            },
            groupVotes: Dictionary(
                uniqueKeysWithValues: blob.groupVotes.map { group, statements in
                    (
                        group,
                        statements.mapValues {
                            OpinionMap.GroupVotes(
                                id: group, agrees: $0.agrees, disagrees: $0.disagrees, seen: $0.seen)
                        }
                    )
                }),
            moderation: PolisModeration(excluded: blob.excluded, accepted: blob.accepted, meta: blob.meta))
    }
}

extension PolisConversation {
    /// The update Polis makes when it starts again with these votes after it published the result.
    func warmStep(from blob: PolisBlob) throws -> PolisResult {
        if blob.agree(in: votes) == -1 {
            throw Failure(
                .badData, "what people agree with in these votes is what they disagree with in the published result",
                fix: "say with --sign which number means agree, or give the votes of the same conversation")
        }
        let state = PolisState(blob)
        return PolisStep.advance(state, votes: votesAsLoaded, moderation: moderation(after: state.moderation)).result
    }

    /// The latest votes in the order in which Polis reads them from its database.
    private var votesAsLoaded: [OpinionAnalysis.PolisVote] {
        votes.sorted { ($0.statement, $0.participant) < ($1.statement, $1.participant) }.map(\.step)
    }

    /// What moderators said. Where the files do not tell, what was said before stands.
    func moderation(after earlier: PolisModeration) -> PolisModeration {
        guard layout != .votesOnly, layout != .matrixOnly else { return earlier }
        var moderation = earlier
        for statement in statements {
            moderation.note(
                statement: statement.id, judgment: statement.moderation.rawValue,
                isMeta: statement.isMeta ?? earlier.meta.contains(statement.id))
        }
        return moderation
    }

    /// How many people the published result knows and these files do not, and the other way round.
    func strangers(to blob: PolisBlob) -> (onlyPublished: Int, onlyHere: Int) {
        let voters = Set(votes.map(\.participant))
        let published = Set(blob.voteCounts.keys)
        return (published.subtracting(voters).count, voters.subtracting(published).count)
    }
}
