package import OpinionAnalysis

/// Published counts of one statement, split by something else than opinion groups: by the way people were admitted.
extension PublicationRules {
    /// Splits the published counts of everybody into parts that add up to them.
    ///
    /// Only people who stand in a cell that is published are split, so the parts say nothing of hidden cells: their sums are
    /// numbers that are out anyway. An answer is there for all parts or for none; with one of two parts hidden, the other
    /// and the sum would give it away.
    ///
    /// - Parameters:
    ///   - rows: exact, for each row that ``published(groups:of:)`` is given or makes (each group's and then that of all
    ///     others) the votes of each part.
    ///   - partCount: how many parts each row has; rows of another number are an error of the caller.
    /// - Returns: for each part; zeros where nothing may be said.
    package func published(split rows: [[StatementVotes]], partCount: Int) -> [StatementVotes] {
        precondition(rows.allSatisfy { $0.count == partCount }, "every row has as many parts")
        var parts = [StatementVotes](repeating: StatementVotes(), count: partCount)
        for row in rows {
            let told = published(row.reduce(StatementVotes(), +))
            for (place, votes) in row.enumerated() {
                if told.agrees > 0 { parts[place].agrees += votes.agrees }
                if told.disagrees > 0 { parts[place].disagrees += votes.disagrees }
                if told.passes > 0 { parts[place].passes += votes.passes }
            }
        }
        // What one part may not show takes the answer from all, and that may leave another part with nearly one answer alone.
        while true {
            let told = parts.map(published)
            let kept = told.map { votes in
                StatementVotes(
                    agrees: told.allSatisfy { $0.agrees > 0 } ? votes.agrees : 0,
                    disagrees: told.allSatisfy { $0.disagrees > 0 } ? votes.disagrees : 0,
                    passes: told.allSatisfy { $0.passes > 0 } ? votes.passes : 0)
            }
            if kept == parts { return kept }
            parts = kept
        }
    }

    /// The votes of people who were left out of a count, as they may stand beside it: a group of its own, under the same
    /// rules. What is hidden here is hidden with them as well as without them, for the counts with them are the published
    /// counts and these.
    ///
    /// - Parameter people: how many they are, with any answer.
    package func published(leftOut votes: StatementVotes, people: Int) -> StatementVotes {
        people >= smallestGroup ? published(votes) : StatementVotes()
    }

    /// How many people there are in each part of a whole that is published.
    ///
    /// - Returns: nil for a part that is too small, and for as many of the next smallest as it takes that the hidden ones can't
    ///   be had by taking the others from the whole.
    package func published(partsOfWhole parts: [Int]) -> [Int?] {
        let order = parts.indices.sorted { (parts[$0], $0) < (parts[$1], $1) }
        var hidden = order.filter { parts[$0] < smallestCell }
        guard !hidden.isEmpty else { return parts }
        var sum = hidden.reduce(0) { $0 + parts[$1] }
        for place in order.dropFirst(hidden.count) where hidden.count < 2 || sum < smallestCell {
            hidden.append(place)
            sum += parts[place]
        }
        return parts.indices.map { hidden.contains($0) ? nil : parts[$0] }
    }
}
