/// What a person needs to know of the statements; all arrays by statement, in the order they were written.
struct SimulatedFloor {
    /// Milliseconds since 1970, UTC; ascending.
    let writtenAt: [Int64]
    let author: [Int?]
    let planted: [PlantedOpinion]
    /// How readily a statement is shown, in relation to the others.
    let exposure: [Double]
    let statementsByAuthor: [Int: [Int]]

    init(_ statements: [SimulatedDialogue.Statement], using generator: inout SplitMix64) {
        writtenAt = statements.map(\.writtenAt)
        author = statements.map(\.author)
        planted = statements.map(\.planted)
        exposure = statements.map { _ in 0.6 + 0.8 * generator.share() }
        statementsByAuthor = statements.enumerated().reduce(into: [:]) { byAuthor, statement in
            if let author = statement.element.author { byAuthor[author, default: []].append(statement.offset) }
        }
    }
}
