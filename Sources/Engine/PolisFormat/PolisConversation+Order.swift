extension PolisConversation {
    /// Everybody who voted.
    package var voters: IDIndex { IDIndex(votes.lazy.map(\.participant)) }

    /// Every statement somebody voted on.
    package var votedStatements: IDIndex { IDIndex(votes.lazy.map(\.statement)) }

    /// Positions in ``votes`` in ascending order of participants and, within one, of statements.
    ///
    /// - Complexity: O(votes), with 16 bytes for each vote on the way.
    package var votesInOrder: [Int] {
        // By statement, then by participant: within one participant the statements then ascend.
        let byStatement = votedStatements.positions(in: votes.lazy.map(\.statement))
        return voters.positions(in: byStatement.lazy.map { votes[$0].participant }).map { byStatement[$0] }
    }
}
