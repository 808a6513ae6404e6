import FoundationEssentials

extension PolisBlob {
    /// The result as a file with the keys of Polis, in alphabetical order.
    ///
    /// What was read is written again, number for number. Statements taken out, let in and about people, and the people who
    /// take part in the grouping, have no order: they are written in ascending order. The number of a group stands beside
    /// its votes, as the server puts it there, when there is a ``tick``.
    ///
    /// - Throws: an error of writing when a number is infinite or no number.
    package func file(named name: String = "math-pca2.json") throws(PolisFormatError) -> PolisFile {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return PolisFile(name: name, bytes: Array(try encoder.encode(BlobFile(self))))
        } catch {
            throw PolisFormatError(
                file: name, reason: .unwritable(cause: "the result has a number that is infinite or no number"))
        }
    }
}

extension BlobFile {
    fileprivate init(_ blob: PolisBlob) {
        tick = blob.tick
        lastVoteTime = blob.lastVoteTime
        lastModerationTime = blob.lastModerationTime
        participantCount = blob.voteCounts.count
        statementCount = blob.statements.count
        statements = blob.statements
        clustered = blob.clustered.sorted()
        voteCounts = named(blob.voteCounts)
        excluded = blob.excluded.sorted()
        accepted = blob.accepted.sorted()
        meta = blob.meta.sorted()
        axes = Axes(
            center: blob.center, comps: blob.components, projection: blob.statementProjection,
            extremity: blob.extremities)
        baseClusters = BaseClusters(
            id: blob.baseClusters.map(\.id), members: blob.baseClusters.map(\.members),
            x: blob.baseClusters.map(\.x), y: blob.baseClusters.map(\.y),
            count: blob.baseClusters.map(\.members.count))
        groups = blob.groups.map { Group(id: $0.id, members: $0.members, center: [$0.x, $0.y]) }
        baseVotes = blob.baseVotes.map { votes in
            named(votes).mapValues {
                BaseVotes(agrees: $0.map(\.agrees), disagrees: $0.map(\.disagrees), seen: $0.map(\.seen))
            }
        }
        let sizes = Dictionary(
            blob.baseClusters.map { ($0.id, $0.members.count) }, uniquingKeysWith: { first, _ in first })
        let people = Dictionary(
            blob.groups.map { ($0.id, $0.members.reduce(0) { $0 + (sizes[$1] ?? 0) }) },
            uniquingKeysWith: { first, _ in first })
        groupVotes = Dictionary(
            uniqueKeysWithValues: blob.groupVotes.map { group, votes in
                (
                    String(group),
                    GroupVotes(
                        memberCount: people[group] ?? 0,
                        votes: named(votes).mapValues {
                            GroupVotes.Counts(agrees: $0.agrees, disagrees: $0.disagrees, seen: $0.seen)
                        }, id: blob.tick == nil ? nil : group)
                )
            })
        groupInformedConsensus = named(blob.groupInformedConsensus)
        priorities = named(blob.priorities)
        representative = named(blob.representative).mapValues { $0.map(Representative.init) }
        consensus = Consensus(
            agree: blob.agreeConsensus.map(Consensus.Entry.init),
            disagree: blob.disagreeConsensus.map(Consensus.Entry.init))
    }

    /// As synthesized, but with the time of moderation written as null where there is none.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(tick, forKey: .tick)
        try container.encodeIfPresent(lastVoteTime, forKey: .lastVoteTime)
        try container.encode(lastModerationTime, forKey: .lastModerationTime)
        try container.encode(participantCount, forKey: .participantCount)
        try container.encode(statementCount, forKey: .statementCount)
        try container.encode(statements, forKey: .statements)
        try container.encode(clustered, forKey: .clustered)
        try container.encode(voteCounts, forKey: .voteCounts)
        try container.encode(excluded, forKey: .excluded)
        try container.encode(accepted, forKey: .accepted)
        try container.encode(meta, forKey: .meta)
        try container.encode(axes, forKey: .axes)
        try container.encode(baseClusters, forKey: .baseClusters)
        try container.encode(groups, forKey: .groups)
        try container.encodeIfPresent(baseVotes, forKey: .baseVotes)
        try container.encode(groupVotes, forKey: .groupVotes)
        try container.encode(groupInformedConsensus, forKey: .groupInformedConsensus)
        try container.encode(priorities, forKey: .priorities)
        try container.encode(representative, forKey: .representative)
        try container.encode(consensus, forKey: .consensus)
    }
}

extension BlobFile.Representative {
    fileprivate init(_ entry: PolisBlob.Representative) {
        self.init(
            tid: entry.statement, successes: entry.successes, trials: entry.trials, proportion: entry.proportion,
            proportionTest: entry.proportionTest, ratio: entry.ratio, ratioTest: entry.ratioTest,
            side: entry.isAgree ? .agree : .disagree, isBestAgree: entry.isBestAgree ? true : nil,
            agrees: entry.agrees)
    }
}

extension BlobFile.Consensus.Entry {
    fileprivate init(_ entry: PolisBlob.Consensus) {
        self.init(
            tid: entry.statement, successes: entry.successes, trials: entry.trials, proportion: entry.proportion,
            test: entry.test)
    }
}

/// The keys of a JSON object are texts.
private func named<Value>(_ map: [Int: Value]) -> [String: Value] {
    Dictionary(uniqueKeysWithValues: map.map { (String($0.key), $0.value) })
}
