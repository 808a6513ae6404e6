import Foundation
import LinearAlgebra
import OpinionAnalysis
import Testing

/// The example of the article <doc:WorkedExample>, word for word.
private func report(on answers: [(person: String, statement: String, vote: Vote)]) throws -> [String] {
    // example
    let people = Set(answers.map(\.person)).sorted()
    let statements = Set(answers.map(\.statement)).sorted()
    let rows = Dictionary(uniqueKeysWithValues: zip(people, people.indices))
    let columns = Dictionary(uniqueKeysWithValues: zip(statements, statements.indices))
    let votes = try VoteMatrix(
        participants: people, statements: statements,
        votes: answers.compactMap { answer in
            guard let row = rows[answer.person], let column = columns[answer.statement] else { return nil }
            return (participant: row, statement: column, vote: answer.vote)
        })

    let map = try OpinionMap.fit(votes, seed: 1)
    var lines: [String] = []
    if map.groups.isEmpty { lines.append("no clear groups") }
    guard let assessment = map.assessment else { return lines }
    for (group, sureness) in zip(map.groups, assessment.groups) {
        lines.append("group \(group.id): \(group.size) people, \(sureness.clearMembers) of them clearly")
        for statement in assessment.distinctive[group.id].filter(\.isDistinctive).prefix(3) {
            let share = Int(100 * (statement.inside.value ?? 0))
            lines.append("  \(share) % \(statement.side) with \(map.statements[statement.statement].id)")
        }
    }
    for shared in assessment.commonGround where shared.verdict == .established {
        lines.append("all groups \(shared.side) with \(map.statements[shared.statement].id)")
    }
    // end of example
    return lines
}

@Suite struct WorkedExampleTests {
    /// Two camps of sixty who differ on ten statements and share one.
    private var answers: [(person: String, statement: String, vote: Vote)] {
        var generator = SeededGenerator(seed: 1)
        return (0..<120).flatMap { person in
            (0..<11).map { statement in
                let agrees = statement == 10 || (person % 2 == 0) == (statement % 2 == 0)
                let isSure = Int.random(in: 0..<10, using: &generator) > 0
                return ("p\(person)", "s\(statement)", agrees == isSure ? Vote.agree : .disagree)
            }
        }
    }

    @Test func `the worked example finds two groups and what they share`() throws {
        let lines = try report(on: answers)
        #expect(lines.filter { $0.hasPrefix("group ") }.count == 2)
        #expect(lines.contains("all groups agree with s10"))
    }

    @Test func `the article shows the code that is compiled here`() throws {
        let here = URL(fileURLWithPath: #filePath)
        let code = try String(contentsOf: here, encoding: .utf8)
        let start = try #require(code.range(of: "    // example\n"))
        let end = try #require(code.range(of: "    // end of example\n"))
        let lines = code[start.upperBound..<end.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("    ") ? String($0.dropFirst(4)) : String($0) }
        let article = try String(
            contentsOf: here.deletingLastPathComponent().appending(
                path: "../../Sources/Engine/OpinionAnalysis/OpinionAnalysis.docc/WorkedExample.md"), encoding: .utf8)
        #expect(article.contains(lines.joined(separator: "\n")))
    }
}
