extension PlantedDialogue {
    /// How many votes of each kind.
    package struct Tally: Sendable, Hashable {
        package var agrees = 0
        package var disagrees = 0
        package var passes = 0

        package var seen: Int { agrees + disagrees + passes }

        fileprivate mutating func add(_ vote: Int8) {
            if vote > 0 { agrees += 1 } else if vote < 0 { disagrees += 1 } else { passes += 1 }
        }
    }

    /// The votes that count, by statement.
    package func tallies() -> [Tally] {
        var tallies = [Tally](repeating: Tally(), count: parameters.statements)
        for place in statements.indices { tallies[Int(statements[place])].add(choices[place]) }
        return tallies
    }

    package func groupSizes() -> [Int] {
        var sizes = [Int](repeating: 0, count: parameters.groups)
        for group in plantedGroups { sizes[Int(group)] += 1 }
        return sizes
    }

    /// The number of votes of each person, in ascending order.
    package func sortedVoteCounts() -> [Int] {
        (0..<parameters.people).map(voteCount(of:)).sorted()
    }

    /// From how many votes on a person is counted when methods are compared: seven, or all statements where these are
    /// fewer. With fewer votes even the oracle can only guess.
    package var activeFrom: Int { min(7, parameters.statements) }

    /// The planted group of each person with enough votes, beside the oracle's guess.
    package func labelsOfActive() -> [(planted: UInt8, guessed: UInt8)] {
        (0..<parameters.people).filter { voteCount(of: $0) >= activeFrom }.map { (plantedGroups[$0], bestGuess[$0]) }
    }
}
