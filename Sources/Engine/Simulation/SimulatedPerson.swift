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
        as number: Int, on floor: SimulatedFloor, rhythm: VisitRhythm, using generator: inout SplitMix64
    ) -> [SimulatedDialogue.Vote] {
        var votes: [SimulatedDialogue.Vote] = []
        for index in floor.statementsByAuthor[number, default: []] {
            votes.append(
                .init(participant: number, statement: index, choice: .agree, castAt: floor.writtenAt[index]))
        }
        /// Visible and not answered yet, in the order they were written.
        var visible: [Int] = []
        var firstInvisible = 0
        var remaining = effort
        var visits = 0
        var visit: Int64? = arrivedAt
        while var now = visit {
            visits += 1
            while remaining > 0, now < rhythm.closesAt - VisitRhythm.hour / 2 {
                while firstInvisible < floor.writtenAt.count, floor.writtenAt[firstInvisible] <= now {
                    if floor.author[firstInvisible] != number { visible.append(firstInvisible) }
                    firstInvisible += 1
                }
                guard let place = choose(from: visible, exposure: floor.exposure, using: &generator) else { break }
                let index = visible.remove(at: place)
                remaining -= 1
                let choice = answer(to: floor.planted[index], using: &generator)
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

    /// A place in `visible`, drawn by exposure; `nil` when there is nothing.
    private func choose(
        from visible: [Int], exposure: [Double], using generator: inout SplitMix64
    ) -> Int? {
        guard !visible.isEmpty else { return nil }
        var total = 0.0
        for index in visible { total += exposure[index] }
        var rest = generator.share() * total
        for (place, index) in visible.enumerated() {
            rest -= exposure[index]
            if rest < 0 { return place }
        }
        return visible.count - 1
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
