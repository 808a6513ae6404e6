/// One invented person: what decides how many statements they answer, when, and how.
struct SimulatedPerson {
    let group: PlantedGroup
    let language: SimulatedLanguage
    let arrivedAt: Int64
    /// How many statements they are willing to answer.
    let effort: Int
    /// How far they follow their group: 0 not at all, 1 as planted.
    let conviction: Double
    /// Added to the probability of agreeing, whatever the statement.
    let agreeableness: Double
    /// Multiplies the probability of passing.
    let hesitancy: Double

    static func draw(rhythm: VisitRhythm, using generator: inout SplitMix64) -> SimulatedPerson {
        SimulatedPerson(
            group: drawGroup(using: &generator),
            language: generator.share() < 0.7 ? .dari : .english,
            arrivedAt: rhythm.arrival(using: &generator),
            effort: Int(generator.draw(fromQuantiles: [1, 5, 10, 15, 19, 23, 28, 33, 39, 47, 60])),
            conviction: generator.draw(fromQuantiles: [0.4, 0.8, 1, 1.1, 1.3]),
            agreeableness: generator.draw(fromQuantiles: [-0.16, -0.05, 0, 0.05, 0.16]),
            hesitancy: generator.draw(fromQuantiles: [0, 0.3, 0.7, 1.3, 3.5]))
    }

    private static func drawGroup(using generator: inout SplitMix64) -> PlantedGroup {
        let place = generator.share()
        if place < PlantedGroup.custom.share { return .custom }
        return place < PlantedGroup.custom.share + PlantedGroup.regulation.share ? .regulation : .storage
    }

    /// All their votes, over at most three visits.
    func votes(
        as number: Int, on statements: [SimulatedDialogue.Statement], exposure: [Double], rhythm: VisitRhythm,
        using generator: inout SplitMix64
    ) -> [SimulatedDialogue.Vote] {
        var votes: [SimulatedDialogue.Vote] = []
        var unanswered = Set(statements.indices)
        for (index, statement) in statements.enumerated() where statement.author == number {
            unanswered.remove(index)
            votes.append(.init(participant: number, statement: index, choice: .agree, castAt: statement.writtenAt))
        }
        var remaining = effort
        var visits = 0
        var visit: Int64? = arrivedAt
        while var now = visit {
            visits += 1
            while remaining > 0, now < rhythm.closesAt - VisitRhythm.hour / 2 {
                // Sorted, because the order of a set differs from run to run.
                let visible = unanswered.filter { statements[$0].writtenAt <= now }.sorted()
                guard let index = choose(from: visible, exposure: exposure, using: &generator) else { break }
                unanswered.remove(index)
                remaining -= 1
                let choice = answer(to: statements[index].planted, using: &generator)
                votes.append(.init(participant: number, statement: index, choice: choice, castAt: now))
                now += pause(using: &generator)
                if generator.share() < 0.01 {
                    let second: SimulatedDialogue.Vote.Choice = choice == .agree ? .disagree : .agree
                    votes.append(.init(participant: number, statement: index, choice: second, castAt: now))
                    now += pause(using: &generator)
                }
            }
            let comesBack = visits < 3 && remaining > 0 && generator.share() < 0.75
            visit = comesBack ? rhythm.nextVisit(after: now, using: &generator) : nil
        }
        return votes
    }

    /// Between two answers: some ten seconds, sometimes a minute or two.
    private func pause(using generator: inout SplitMix64) -> Int64 {
        Int64(generator.draw(fromQuantiles: [2_500, 6_000, 9_000, 14_000, 120_000]))
    }

    private func choose(
        from visible: [Int], exposure: [Double], using generator: inout SplitMix64
    ) -> Int? {
        var place = generator.share() * visible.reduce(0) { $0 + exposure[$1] }
        for index in visible {
            place -= exposure[index]
            if place < 0 { return index }
        }
        return visible.last
    }

    private func answer(
        to opinion: PlantedOpinion, using generator: inout SplitMix64
    ) -> SimulatedDialogue.Vote.Choice {
        if generator.share() < min(0.9, opinion.unsure * hesitancy) { return .pass }
        let everybody = zip(opinion.support, PlantedGroup.allCases).reduce(0) { $0 + $1.0 * $1.1.share }
        let follows = everybody + conviction * (opinion.support[group.rawValue] - everybody) + agreeableness
        let agreeing = generator.share() < 0.03 ? 0.5 : min(0.98, max(0.02, follows))
        return generator.share() < agreeing ? .agree : .disagree
    }
}
