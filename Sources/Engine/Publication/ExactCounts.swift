package import OpinionAnalysis

/// What a count found, exactly. It stays inside the server; ``PublishedCounts`` are made of it.
package struct ExactCounts: Sendable, Hashable {
    package struct Row: Sendable, Hashable {
        package var everybody: StatementVotes
        /// In the order of ``ExactCounts/groups``.
        package var groups: [StatementVotes]

        package init(everybody: StatementVotes, groups: [StatementVotes] = []) {
            self.everybody = everybody
            self.groups = groups
        }
    }

    /// With at least one answer.
    package var people: Int
    /// With enough answers to be placed on the map.
    package var placed: Int
    /// In the order of their letters; nil where it is too early to tell groups apart.
    package var groups: [PublishedCounts.Group]?
    /// By the identifier of the statement.
    package var rows: [String: Row]
    /// How many said they do not understand a statement, by its identifier.
    package var notUnderstood: [String: Int] = [:]
    package var spans: [PublishedCounts.Span] = []

    package init(people: Int, placed: Int, groups: [PublishedCounts.Group]?, rows: [String: Row]) {
        self.people = people
        self.placed = placed
        self.groups = groups
        self.rows = rows
    }

    /// - Parameter order: the engine's numbers of the groups that have letters, in the order of these; nil where it is too
    ///   early to tell groups apart.
    package init(of map: OpinionMap, groups order: [Int]?) {
        let sizes = Dictionary(map.groups.map { ($0.id, $0.size) }, uniquingKeysWith: { first, _ in first })
        let rows = map.statements.map { statistics in
            let whole = StatementVotes(
                agrees: statistics.agrees, disagrees: statistics.disagrees, passes: statistics.passes)
            let groups = (order ?? []).map { id in
                guard let votes = statistics.groups.first(where: { $0.id == id }) else { return StatementVotes() }
                return StatementVotes(
                    agrees: votes.agrees, disagrees: votes.disagrees,
                    passes: max(0, votes.seen - votes.agrees - votes.disagrees))
            }
            return (statistics.id, Row(everybody: whole, groups: groups))
        }
        self.init(
            people: map.participants.count { $0.votes > 0 }, placed: map.clusteredCount,
            groups: order?.map { PublishedCounts.Group(id: $0, size: sizes[$0] ?? 0) },
            rows: Dictionary(rows, uniquingKeysWith: { first, _ in first }))
    }

    /// Without the groups that are too small to have numbers of their own: their people are counted among all others.
    func withGroups(ofAtLeast size: Int) -> ExactCounts {
        guard let groups, groups.contains(where: { $0.size < size }) else { return self }
        let kept = groups.indices.filter { groups[$0].size >= size }
        var large = self
        large.groups = kept.map { groups[$0] }
        for (id, row) in rows { large.rows[id]?.groups = kept.map { row.groups[$0] } }
        return large
    }
}
