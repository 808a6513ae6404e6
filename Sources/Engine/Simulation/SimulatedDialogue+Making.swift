extension SimulatedDialogue {
    /// Draws a dialogue: the same arguments always give the same value, on every machine.
    ///
    /// How it is drawn (the shares and quantiles are chosen to look like open data of real dialogues):
    ///
    /// - **Arrival.** Most people come in the first days, few at night (local time is UTC+4:30). Some come back once
    ///   or twice, when others have written more.
    /// - **Effort.** Half of them want to answer some twenty statements or fewer, a tenth only a handful, a few all.
    /// - **Order.** Among the statements visible at that moment, at random, some a little more often than others; so
    ///   late statements get fewer votes.
    /// - **Answers.** A statement's ``PlantedOpinion`` gives the shares of each group. Each person follows their group
    ///   more or less closely, agrees more or less readily, and passes more or less often. Three answers in a hundred
    ///   are a coin toss.
    /// - **Changes of mind.** One vote in a hundred is followed by a different one within minutes.
    /// - **Authors** agree with their own statement when they write it.
    ///
    /// - Parameters:
    ///   - seed: Any number.
    ///   - participants: How many people take part; a negative number counts as 0. The statements are always the same,
    ///     but without participants only the organizers' ones are there.
    ///   - opensAt: Milliseconds since 1970, UTC. Preset to 5 September 2026, 08:00 at UTC+4:30.
    /// - Complexity: O(*p*·*s*² + *v*·log *v*) for *p* participants, some forty statements *s* and *v* votes.
    package static func make(
        seed: UInt64, participants count: Int = 600, opensAt: Int64 = 1_788_579_000_000
    ) -> SimulatedDialogue {
        var generator = SplitMix64(seed: seed)
        let rhythm = VisitRhythm(opensAt: opensAt, closesAt: opensAt + Int64(daysOpen) * VisitRhythm.day)
        var people = (0..<max(0, count)).map { _ in SimulatedPerson.draw(rhythm: rhythm, using: &generator) }
        people.sort { ($0.arrivedAt, $0.conviction) < ($1.arrivedAt, $1.conviction) }
        let statements = writeStatements(by: people, opensAt: opensAt, using: &generator)
        let floor = SimulatedFloor(statements, using: &generator)

        var votes: [Vote] = []
        for number in people.indices {
            votes += people[number].votes(as: number, on: floor, rhythm: rhythm, using: &generator)
        }
        votes.sort { ($0.castAt, $0.participant, $0.statement) < ($1.castAt, $1.participant, $1.statement) }
        return SimulatedDialogue(
            title: SimulatedStatements.title, question: SimulatedStatements.question,
            description: SimulatedStatements.description, host: SimulatedStatements.host,
            opensAt: opensAt, closesAt: rhythm.closesAt, statements: statements,
            participants: people.map { Participant(group: $0.group, language: $0.language, arrivedAt: $0.arrivedAt) },
            votes: votes)
    }

    /// Gives each statement its moment and its author: someone who came shortly before and whose group likes it.
    private static func writeStatements(
        by people: [SimulatedPerson], opensAt: Int64, using generator: inout SplitMix64
    ) -> [Statement] {
        var statements: [Statement] = []
        for entry in SimulatedStatements.all {
            var writtenAt = opensAt + Int64(entry.hour) * VisitRhythm.hour
            var author: Int?
            if entry.origin == .participant {
                guard let first = people.first else { continue }
                writtenAt = max(writtenAt + Int64(generator.index(below: 3_600)) * 1_000, first.arrivedAt + 60_000)
                let present = people.prefix { $0.arrivedAt < writtenAt }.indices.suffix(12)
                author = present.max { left, right in
                    let leftSupport = entry.planted.support[people[left].group.rawValue]
                    let rightSupport = entry.planted.support[people[right].group.rawValue]
                    return leftSupport < rightSupport
                }
            }
            statements.append(
                Statement(
                    text: entry.text, language: entry.language, author: author, writtenAt: writtenAt,
                    planted: entry.planted))
        }
        return statements
    }
}
