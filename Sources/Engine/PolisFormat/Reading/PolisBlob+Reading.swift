import FoundationEssentials

extension PolisBlob {
    /// Reads a published result, and checks that its parts fit together.
    ///
    /// - Parameter path: one file, which may be compressed with gzip.
    /// - Complexity: O(bytes).
    package static func read(
        at path: String, limits: PolisLimits = PolisLimits()
    ) throws(PolisFormatError) -> PolisBlob {
        try read(try PolisFile(at: path, limits: limits), limits: limits)
    }

    /// Reads a published result that is in memory.
    package static func read(
        _ file: PolisFile, limits: PolisLimits = PolisLimits()
    ) throws(PolisFormatError) -> PolisBlob {
        let content = try file.content(limits: limits)
        guard !content.isEmpty else { throw PolisFormatError(file: file.name, reason: .empty) }
        let raw: BlobFile
        do {
            raw = try JSONDecoder().decode(BlobFile.self, from: Data(content))
        } catch let error as DecodingError {
            throw PolisFormatError(file: file.name, reason: .json(cause: words(for: error)))
        } catch {
            throw PolisFormatError(file: file.name, reason: .json(cause: "the file is not JSON"))
        }
        return try BlobCheck(name: file.name, raw: raw).blob()
    }

    private static func words(for error: DecodingError) -> String {
        func place(_ path: [any CodingKey], _ last: (any CodingKey)? = nil) -> String {
            let steps = (path + (last.map { [$0] } ?? [])).map { key in
                // A key of an object that is a number, as groups have, also has a value as a number.
                if let index = key.intValue, key.stringValue != String(index) { return "entry \(index + 1)" }
                return "\"\(excerpt(key.stringValue))\""
            }
            return steps.isEmpty ? "the whole" : steps.joined(separator: ", ")
        }
        return switch error {
        case .keyNotFound(let key, let context): "\(place(context.codingPath, key)) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "\(place(context.codingPath)) is of another kind than in a published Polis result"
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            "\(place(context.codingPath)) can't be used"
        default: "the file is not JSON, or a number in it is out of range"
        }
    }
}

/// Makes a ``PolisBlob`` of what a file says, or says what does not fit.
private struct BlobCheck {
    let name: String
    let raw: BlobFile

    func blob() throws(PolisFormatError) -> PolisBlob {
        let statements = try distinct(raw.statements, "tids")
        guard statements.count == raw.statementCount else {
            throw wrong("tids", "lists \(statements.count) statements where \"n-cmts\" is \(raw.statementCount)")
        }
        let voteCounts = try numbered(raw.voteCounts, "user-vote-counts")
        guard voteCounts.count == raw.participantCount, voteCounts.values.allSatisfy({ $0 >= 0 }) else {
            throw wrong("user-vote-counts", "does not fit \"n\", which is \(raw.participantCount)")
        }
        try checkAxes()
        let clustered = try distinct(raw.clustered, "in-conv")
        let baseClusters = try baseClusters(of: clustered)
        let groups = try groups(of: baseClusters)
        return PolisBlob(
            tick: raw.tick, lastVoteTime: raw.lastVoteTime, lastModerationTime: raw.lastModerationTime,
            statements: raw.statements, voteCounts: voteCounts, clustered: clustered,
            excluded: try distinct(raw.excluded, "mod-out"),
            accepted: try distinct(raw.accepted, "mod-in"), meta: try distinct(raw.meta ?? [], "meta-tids"),
            center: raw.axes.center, components: raw.axes.comps, statementProjection: raw.axes.projection,
            extremities: raw.axes.extremity, baseClusters: baseClusters, groups: groups,
            baseVotes: try baseVotes(of: baseClusters, statements: statements),
            groupVotes: try groupVotes(of: groups, baseClusters, statements: statements),
            groupInformedConsensus: try known(raw.groupInformedConsensus, "group-aware-consensus", statements),
            priorities: try known(raw.priorities, "comment-priorities", statements),
            representative: try representative(statements: statements),
            agreeConsensus: try consensus(raw.consensus.agree, statements: statements),
            disagreeConsensus: try consensus(raw.consensus.disagree, statements: statements))
    }

    private func checkAxes() throws(PolisFormatError) {
        let count = raw.statements.count
        let axes = raw.axes
        guard axes.center.count == count, axes.comps.count <= 2, axes.comps.allSatisfy({ $0.count == count }) else {
            throw wrong("pca", "has other lengths than \"tids\"")
        }
        guard axes.comps.joined().allSatisfy({ abs($0) <= 1.000_001 }) else {
            throw wrong("pca", "has an axis longer than one")
        }
        // With a single axis there is no plane in which statements could lie.
        guard axes.comps.count == 2 else { return }
        guard axes.projection.map({ $0.count == 2 && $0.allSatisfy { $0.count == count } }) ?? true,
            axes.extremity.map({ $0.count == count }) ?? true
        else { throw wrong("pca", "has other lengths than \"tids\"") }
    }

    private func baseClusters(of clustered: Set<Int>) throws(PolisFormatError) -> [PolisBlob.Cluster] {
        let key = "base-clusters"
        let columns = raw.baseClusters
        let count = try distinct(columns.id, key).count
        let lengths = [columns.members.count, columns.x.count, columns.y.count, columns.count.count]
        guard lengths.allSatisfy({ $0 == count }) else { throw wrong(key, "has lists of different lengths") }
        guard zip(columns.members, columns.count).allSatisfy({ $0.count == $1 }) else {
            throw wrong(key, "counts other members than it lists")
        }
        guard try distinct(columns.members.flatMap { $0 }, key) == clustered else {
            throw wrong(key, "has other participants than \"in-conv\"")
        }
        return columns.id.indices.map {
            PolisBlob.Cluster(id: columns.id[$0], members: columns.members[$0], x: columns.x[$0], y: columns.y[$0])
        }
    }

    private func groups(of baseClusters: [PolisBlob.Cluster]) throws(PolisFormatError) -> [PolisBlob.Cluster] {
        let key = "group-clusters"
        _ = try distinct(raw.groups.map(\.id), key)
        guard try distinct(raw.groups.flatMap(\.members), key) == Set(baseClusters.map(\.id)) else {
            throw wrong(key, "has other members than the ids of \"base-clusters\"")
        }
        guard raw.groups.allSatisfy({ $0.center.count == 2 }) else { throw wrong(key, "has a center without x and y") }
        return raw.groups.map {
            PolisBlob.Cluster(id: $0.id, members: $0.members, x: $0.center[0], y: $0.center[1])
        }
    }

    private func baseVotes(
        of baseClusters: [PolisBlob.Cluster], statements: Set<Int>
    ) throws(PolisFormatError) -> [Int: [PolisBlob.Votes]]? {
        let key = "votes-base"
        guard let raw = raw.baseVotes else { return nil }
        let sizes = baseClusters.sorted { $0.id < $1.id }.map(\.members.count)
        var result: [Int: [PolisBlob.Votes]] = [:]
        for (statement, columns) in try known(raw, key, statements) {
            guard [columns.agrees, columns.disagrees, columns.seen].allSatisfy({ $0.count == sizes.count }) else {
                throw wrong(key, "has other lengths than \"base-clusters\" for statement \(statement)")
            }
            let votes = sizes.indices.map {
                PolisBlob.Votes(agrees: columns.agrees[$0], disagrees: columns.disagrees[$0], seen: columns.seen[$0])
            }
            guard zip(votes, sizes).allSatisfy({ $0.arePossible(among: $1) }) else {
                throw wrong(key, "has impossible numbers for statement \(statement)")
            }
            result[statement] = votes
        }
        return result
    }

    private func groupVotes(
        of groups: [PolisBlob.Cluster], _ baseClusters: [PolisBlob.Cluster], statements: Set<Int>
    ) throws(PolisFormatError) -> [Int: [Int: PolisBlob.Votes]] {
        let key = "group-votes"
        let votes = try numbered(raw.groupVotes, key)
        guard Set(votes.keys) == Set(groups.map(\.id)) else {
            throw wrong(key, "has other groups than \"group-clusters\"")
        }
        let sizes = Dictionary(
            baseClusters.map { ($0.id, $0.members.count) }, uniquingKeysWith: { first, _ in first })
        var result: [Int: [Int: PolisBlob.Votes]] = [:]
        for group in groups {
            guard let ofGroup = votes[group.id] else { continue }
            let people = group.members.reduce(0) { $0 + (sizes[$1] ?? 0) }
            guard ofGroup.memberCount == people else {
                throw wrong(key, "counts \(ofGroup.memberCount) people in group \(group.id), which has \(people)")
            }
            var counted: [Int: PolisBlob.Votes] = [:]
            for (statement, counts) in try known(ofGroup.votes, key, statements) {
                let votes = PolisBlob.Votes(
                    agrees: counts.agrees, disagrees: counts.disagrees, seen: counts.seen)
                guard votes.arePossible(among: people) else {
                    throw wrong(key, "has impossible numbers for statement \(statement) in group \(group.id)")
                }
                counted[statement] = votes
            }
            result[group.id] = counted
        }
        return result
    }

    private func representative(
        statements: Set<Int>
    ) throws(PolisFormatError) -> [Int: [PolisBlob.Representative]] {
        var result: [Int: [PolisBlob.Representative]] = [:]
        for (group, entries) in try numbered(raw.representative, "repness") {
            guard entries.allSatisfy({ statements.contains($0.tid) }) else {
                throw wrong("repness", "has a statement that \"tids\" does not list")
            }
            result[group] = entries.map {
                PolisBlob.Representative(
                    statement: $0.tid, isAgree: $0.side == .agree, successes: $0.successes, trials: $0.trials,
                    proportion: $0.proportion, proportionTest: $0.proportionTest, ratio: $0.ratio,
                    ratioTest: $0.ratioTest, isBestAgree: $0.isBestAgree ?? false, agrees: $0.agrees)
            }
        }
        return result
    }

    private func consensus(
        _ entries: [BlobFile.Consensus.Entry], statements: Set<Int>
    ) throws(PolisFormatError) -> [PolisBlob.Consensus] {
        guard entries.allSatisfy({ statements.contains($0.tid) }) else {
            throw wrong("consensus", "has a statement that \"tids\" does not list")
        }
        return entries.map {
            PolisBlob.Consensus(
                statement: $0.tid, successes: $0.successes, trials: $0.trials, proportion: $0.proportion, test: $0.test)
        }
    }

    // MARK: Numbers of participants, statements and clusters

    private func distinct(_ numbers: [Int], _ key: String) throws(PolisFormatError) -> Set<Int> {
        // Whoever continues a result counts on from its numbers.
        if let number = numbers.first(where: { !(0...Int(Int32.max)).contains($0) }) {
            throw wrong(key, "has the number \(number)")
        }
        let result = Set(numbers)
        guard result.count == numbers.count else { throw wrong(key, "has a number twice") }
        return result
    }

    private func numbered<Value>(_ map: [String: Value], _ key: String) throws(PolisFormatError) -> [Int: Value] {
        var result: [Int: Value] = [:]
        for (name, value) in map {
            guard let number = Int(name), number >= 0, result.updateValue(value, forKey: number) == nil else {
                throw wrong(key, "has \"\(excerpt(name))\" for a number")
            }
        }
        return result
    }

    private func known<Value>(
        _ map: [String: Value], _ key: String, _ statements: Set<Int>
    ) throws(PolisFormatError) -> [Int: Value] {
        let result = try numbered(map, key)
        guard statements.isSuperset(of: result.keys) else {
            throw wrong(key, "has a statement that \"tids\" does not list")
        }
        return result
    }

    private func wrong(_ key: String, _ problem: String) -> PolisFormatError {
        PolisFormatError(file: name, reason: .json(cause: "\"\(key)\" \(problem)"))
    }
}

extension PolisBlob.Votes {
    /// Whether so many people can have voted like this.
    fileprivate func arePossible(among people: Int) -> Bool {
        (0...people).contains(agrees) && (0...people).contains(disagrees) && agrees + disagrees <= seen
            && seen <= people
    }
}
