import JirgaTestSupport
import OpinionAnalysis
import Testing

@Suite struct `A changed vote matrix` {
    private struct Place: Hashable {
        let participant: String
        let statement: String
    }

    private func matrix(
        _ votes: [Place: Vote], participants: [String], statements: [String], excluded: Set<String>, meta: Set<String>
    ) throws -> VoteMatrix {
        try VoteMatrix(
            participants: participants, statements: statements,
            votes: votes.compactMap { place, vote in
                guard let row = participants.firstIndex(of: place.participant),
                    let column = statements.firstIndex(of: place.statement)
                else { return nil }
                return (participant: row, statement: column, vote: vote)
            },
            excluded: Set(statements.indices.filter { excluded.contains(statements[$0]) }),
            meta: Set(statements.indices.filter { meta.contains(statements[$0]) }))
    }

    @Test(arguments: 0..<40) func `equals one made from scratch`(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let names = (0..<30).map(String.init) + ["a", "b", "007", "x9"]
        var people = Array(names.shuffled(using: &generator).prefix(Int.random(in: 0...20, using: &generator)))
        var statements = Array(names.shuffled(using: &generator).prefix(Int.random(in: 0...12, using: &generator)))
        var excluded: Set<String> = Set(statements.prefix(1))
        let meta: Set<String> = Set(statements.suffix(1))
        var votes: [Place: Vote] = [:]
        for person in people {
            for statement in statements where Bool.random(using: &generator) {
                votes[Place(participant: person, statement: statement)] = Vote.allCases.randomElement(using: &generator)
            }
        }
        var updated = try matrix(
            votes, participants: people, statements: statements, excluded: excluded, meta: meta)
        for round in 0..<4 {
            var changes: [VoteChange] = []
            for _ in 0..<Int.random(in: 0...25, using: &generator) {
                let place = Place(
                    participant: names.randomElement(using: &generator) ?? "",
                    statement: names.randomElement(using: &generator) ?? "")
                let vote = Bool.random(using: &generator) ? nil : Vote.allCases.randomElement(using: &generator)
                changes.append(VoteChange(participant: place.participant, statement: place.statement, vote: vote))
                votes[place] = vote
                if !people.contains(place.participant) { people.append(place.participant) }
            }
            if round == 2 {
                // Some statements go, and with them their votes; others come in without any.
                statements = Array(names.shuffled(using: &generator).prefix(15))
                excluded = Set(statements.prefix(3))
                votes = votes.filter { statements.contains($0.key.statement) }
                updated = try updated.updated(with: changes, statements: statements, excluded: excluded, meta: meta)
            } else {
                for change in changes where !statements.contains(change.statement) {
                    statements.append(change.statement)
                }
                updated = try updated.updated(with: changes)
            }
            let scratch = try matrix(
                votes, participants: people, statements: statements,
                excluded: excluded, meta: meta.intersection(statements))
            if round < 2 {
                #expect(updated == scratch, "seed \(seed), round \(round)")
            } else {
                #expect(updated.statements == scratch.statements && updated.excluded == scratch.excluded)
                #expect(updated.voteCount == scratch.voteCount, "seed \(seed), round \(round)")
                for (row, column) in product(updated.participants.indices, updated.statements.indices) {
                    #expect(
                        updated.vote(participant: row, statement: column)
                            == scratch.vote(participant: row, statement: column), "seed \(seed), round \(round)")
                }
            }
        }
    }

    private func product(_ rows: Range<Int>, _ columns: Range<Int>) -> [(Int, Int)] {
        rows.flatMap { row in columns.map { (row, $0) } }
    }

    @Test func `keeps somebody who took back the last vote`() throws {
        let one = try VoteMatrix(participants: ["a"], statements: ["1"], votes: [(0, 0, .agree)])
        let none = try one.updated(with: [VoteChange(participant: "a", statement: "1", vote: nil)])
        #expect(none.participants == ["a"] && none.voteCount == 0)
    }

    @Test func `refuses a statement named twice`() throws {
        let empty = try VoteMatrix(participants: [], statements: [], votes: [])
        #expect(throws: VoteMatrixError.repeatedStatement("1")) {
            try empty.updated(with: [], statements: ["1", "1"])
        }
    }
}
