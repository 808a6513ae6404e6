import LinearAlgebra

/// The intermediate results of fitting a map by the method `.jirga`, in the order in which they arise.
struct HonestFit {
    let votes: VoteMatrix
    let skippedColumns: Set<Int>
    let voteCounts: [Int]
    /// Everybody who can be grouped, ascending.
    let rows: [Int]
    let search: GroupSearch
    let places: FairPlaces
    /// For each participant the group, nil for those in none.
    let rowGroups: [Int?]
    let counts: VoteCounts
    let bridging: Bridging
    let straightLining: [StraightLining]
    let coordinatedBlocks: [CoordinatedBlock]

    /// - Parameter earlier: a fit of nearly the same votes, whose groups are brought up to date instead of searched for.
    init(
        votes: VoteMatrix, seed: UInt64, continuing earlier: Earlier? = nil,
        isCancelled: () -> Bool
    ) throws {
        self.votes = votes
        if isCancelled() { throw CancellationError() }
        let columnCounts = votes.cells.columnCellCounts
        let votedColumns = columnCounts.count { $0 > 0 }
        skippedColumns = votes.excluded.union(votes.meta).filter { columnCounts[$0] > 0 }
        voteCounts = votes.cells.rowCellCounts
        rows = ClusteredParticipants.rows(voteCounts: voteCounts, votedStatementCount: votedColumns)
        let people = earlier.map { VoteMatrix.places(of: votes.participants, in: $0.votes.participants) }
        let statements = earlier.map { VoteMatrix.places(of: votes.statements, in: $0.votes.statements) }
        search =
            if let earlier, let people, let statements {
                GroupSearch(
                    continuing: earlier.search, cells: votes.cells, rows: rows, skipping: skippedColumns,
                    people: people, statements: statements, seed: seed)
            } else {
                try GroupSearch(
                    cells: votes.cells, rows: rows, skipping: skippedColumns, seed: seed, isCancelled: isCancelled)
            }
        if isCancelled() { throw CancellationError() }
        let probabilities = search.probabilities
        var isSkipped = [Bool](repeating: false, count: votes.statements.count)
        for column in skippedColumns { isSkipped[column] = true }
        places = FairPlaces(
            cells: votes.cells, rows: rows,
            sample: GroupSearch.sample(rows, count: GroupSearch.rules.largestSample, seed: seed), isSkipped: isSkipped,
            groupProbabilities: rows.map { probabilities[$0] })
        if isCancelled() { throw CancellationError() }

        let groupCount = search.model.groupCount > 1 ? search.model.groupCount : 0
        var rowGroups = [Int?](repeating: nil, count: voteCounts.count)
        // Somebody who only passed is like every group and goes into none.
        for row in rows where groupCount > 1 && search.isOpinionated[row] {
            rowGroups[row] = probabilities[row].indices.reduce(0) {
                probabilities[row][$1] > probabilities[row][$0] ? $1 : $0
            }
        }
        self.rowGroups = rowGroups
        counts = votes.counts(rowGroups: rowGroups, groupCount: groupCount)
        straightLining = StraightLining.found(in: votes, counts: counts)
        if let earlier, let assessment = earlier.map.assessment, votes.onlyAddsPeople(to: earlier.votes) {
            // What takes longest changes least: these wait for the next count from nothing.
            var bridging = assessment.bridging
            bridging.viewpoints += Array(repeating: 0, count: votes.participants.count - bridging.viewpoints.count)
            self.bridging = bridging
            coordinatedBlocks = assessment.coordinatedBlocks
        } else {
            bridging = try Bridging.fit(votes, counts: counts, isCancelled: isCancelled)
            if isCancelled() { throw CancellationError() }
            var generator = SeededGenerator(seed: seed)
            coordinatedBlocks = CoordinatedBlock.found(
                in: votes, counts: counts, rowGroups: rowGroups, using: &generator)
        }
    }

    /// A fit of nearly the same votes to go on from.
    struct Earlier {
        let search: GroupSearch
        let votes: VoteMatrix
        let map: OpinionMap
    }

    /// The number of groups; 0 when nobody could be placed.
    private var groupCount: Int { rows.isEmpty ? 0 : search.model.groupCount }

    var map: OpinionMap {
        var points = [MapPoint](repeating: .origin, count: voteCounts.count)
        var memberships = [Double](repeating: 0, count: groupCount)
        var clearMembers = [Int](repeating: 0, count: groupCount)
        var sizes = clearMembers
        var participants = [OpinionMap.Assessment.Participant](
            repeating: OpinionMap.Assessment.Participant(spread: nil, membership: nil, steadiness: nil),
            count: voteCounts.count)
        for (row, place) in zip(rows, places.places) {
            points[row] = place.point
            let membership = rowGroups[row].map { search.probabilities[row][$0] }
            if let group = rowGroups[row], let membership {
                sizes[group] += 1
                memberships[group] += membership
                clearMembers[group] += membership >= 0.8 ? 1 : 0
            }
            participants[row] = OpinionMap.Assessment.Participant(
                spread: place.spread, membership: membership, steadiness: search.personSteadiness[row])
        }
        let groups = groupCount > 1 ? sizes.indices : 0..<0
        return MapAssembly(
            votes: votes, skippedColumns: skippedColumns, voteCounts: voteCounts,
            axes: OpinionMap.Axes(
                center: places.levels, components: places.components, explainedVariance: places.explainedVariance),
            extremities: extremities, points: points, clustered: rows, rowGroups: rowGroups,
            groupCount: OpinionMap.GroupCount(chosen: groupCount, silhouettes: [:]),
            groupSizes: groups.map { sizes[$0] },
            assessment: OpinionMap.Assessment(
                evidence: search.evidence, shownShare: shownShare,
                groups: groups.map { group in
                    OpinionMap.Assessment.Group(
                        steadiness: search.groupSteadiness[group],
                        membership: sizes[group] == 0 ? 0 : memberships[group] / Double(sizes[group]),
                        clearMembers: clearMembers[group])
                },
                participants: participants, support: StatementSupport.measured(from: counts),
                standings: StatementStanding.sorted(from: counts),
                commonGround: CommonGround.judged(from: counts), divisions: Division.measured(from: counts),
                distinctive: groupCount > 1 ? DistinctiveStatement.ranked(from: counts) : [], bridging: bridging,
                falseVoters: FalseVoters.counted(from: counts),
                gainedWithoutGroup: groupCount > 1 ? CommonGround.gained(leavingOut: counts) : [],
                straightLining: straightLining, coordinatedBlocks: coordinatedBlocks)
        ).map
    }

    /// How far from the middle agreeing with nothing but one statement would point, in proportion to how many statements there
    /// are, as in Polis.
    private var extremities: [Double] {
        guard places.components.count == 2 else { return Array(repeating: 0, count: places.levels.count) }
        let scale = Double(places.levels.count - skippedColumns.count).squareRoot()
        return places.levels.indices.map { column in
            let step = scale * (1 - places.levels[column])
            return MapPoint(x: step * places.components[0][column], y: step * places.components[1][column])
                .distance(to: .origin)
        }
    }

    /// The part of the variance between the groups' expected answers that lies in the map's plane.
    private var shownShare: Double? {
        guard groupCount > 1, places.components.count == 2 else { return nil }
        let answers = search.model.expectedAnswers
        var mean = [Double](repeating: 0, count: places.levels.count)
        for (group, share) in zip(answers, search.model.groupShares) {
            for column in mean.indices { mean[column] += share * group[column] }
        }
        var shown = 0.0
        var total = 0.0
        for (group, share) in zip(answers, search.model.groupShares) {
            let offset = zip(group, mean).map { $0 - $1 }
            total += share * dotProduct(offset, offset)
            for component in places.components {
                let part = dotProduct(offset, component)
                shown += share * part * part
            }
        }
        return total > 0 ? min(1, shown / total) : nil
    }
}
