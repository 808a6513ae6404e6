import LinearAlgebra
import OpinionAnalysis

/// Invented votes of a number of camps, each with an opinion of its own on every statement, and people who see only some.
struct RandomConversation {
    var participants: [String]
    var statements: [String]
    var votes: [(participant: Int, statement: Int, vote: Vote)]
    var excluded: Set<Int> = []
    var meta: Set<Int> = []

    init(seed: UInt64, participants: Int = 60, statements: Int = 20, camps: Int = 3, turnout: Double = 0.7) {
        var generator = SeededGenerator(seed: seed)
        let leanings = (0..<camps).map { _ in
            (0..<statements).map { _ in Double.random(in: 0...1, using: &generator) < 0.5 ? 0.1 : 0.9 }
        }
        self.participants = (0..<participants).map(String.init)
        self.statements = (0..<statements).map(String.init)
        votes = []
        for participant in 0..<participants {
            for statement in 0..<statements where Double.random(in: 0..<1, using: &generator) < turnout {
                let draw = Double.random(in: 0..<1, using: &generator)
                let isPass = Double.random(in: 0..<1, using: &generator) < 0.1
                let leaning = leanings[participant % camps][statement]
                votes.append((participant, statement, isPass ? .pass : draw < leaning ? .agree : .disagree))
            }
        }
    }

    func matrix() throws -> VoteMatrix {
        try VoteMatrix(
            participants: participants, statements: statements, votes: votes, excluded: excluded, meta: meta)
    }

    /// The same conversation under other numbers: position *i* becomes `participantOrder[i]`, and likewise statements; the
    /// identifiers stay with their owners.
    func reordered(using generator: inout some RandomNumberGenerator) -> RandomConversation {
        let rows = participants.indices.shuffled(using: &generator)
        let columns = statements.indices.shuffled(using: &generator)
        var copy = self
        for (old, new) in rows.enumerated() { copy.participants[new] = participants[old] }
        for (old, new) in columns.enumerated() { copy.statements[new] = statements[old] }
        copy.votes = votes.map { (rows[$0.participant], columns[$0.statement], $0.vote) }.shuffled(using: &generator)
        copy.excluded = Set(excluded.map { columns[$0] })
        copy.meta = Set(meta.map { columns[$0] })
        return copy
    }
}
