import JirgaTestSupport
import OpinionAnalysis
import Synchronization

/// Votes of people who belong to groups we know: each group has its own mind on each statement.
enum PlantedGroups {
    /// - Parameters:
    ///   - sizes: how many people each group has.
    ///   - minds: for each group what it thinks of each statement.
    ///   - faith: how many of a hundred answers follow the group's mind; the others are chance.
    ///   - answered: how many of a hundred statements a person answers.
    ///   - method: `.jirga` resamples, which takes seconds without optimization.
    static func map(
        sizes: [Int], minds: [[Vote]], faith: Int = 90, answered: Int = 80, seed: UInt64,
        method: OpinionMap.Parameters.Method = .jirga
    ) throws -> OpinionMap {
        let votes = try votes(sizes: sizes, minds: minds, faith: faith, answered: answered, seed: seed)
        let key = Key(votes: votes, method: method)
        if let made = made.withLock({ $0[key] }) { return made }
        let map = try OpinionMap.fit(votes, parameters: OpinionMap.Parameters(method: method))
        made.withLock { $0[key] = map }
        return map
    }

    private struct Key: Hashable {
        let votes: VoteMatrix
        let method: OpinionMap.Parameters.Method
    }

    /// The same votes give the same map, and making it takes a while.
    private static let made = Mutex<[Key: OpinionMap]>([:])

    static func votes(
        sizes: [Int], minds: [[Vote]], faith: Int = 90, answered: Int = 80, seed: UInt64
    ) throws -> VoteMatrix {
        var generator = SeededGenerator(seed: seed)
        let statements = minds.map(\.count).max() ?? 0
        var votes: [(participant: Int, statement: Int, vote: Vote)] = []
        var person = 0
        for (group, size) in sizes.enumerated() {
            for _ in 0..<size {
                for statement in 0..<statements where Int.random(in: 0..<100, using: &generator) < answered {
                    let isOwn = Int.random(in: 0..<100, using: &generator) < faith
                    let chance: Vote = [.agree, .disagree, .pass].randomElement(using: &generator) ?? .pass
                    votes.append((person, statement, isOwn ? minds[group][statement] : chance))
                }
                person += 1
            }
        }
        return try VoteMatrix(
            participants: (0..<person).map(String.init), statements: (1...max(statements, 1)).map(String.init),
            votes: votes)
    }

    /// Two groups and twenty statements: on 1 to 5 both agree, on 6 and 7 both disagree, on 8 to 17 they are of opposite
    /// minds, of 18 to 20 both are unsure.
    static let two: [[Vote]] = [1, -1].map { (side: Int) -> [Vote] in
        Array(repeating: .agree, count: 5) + [.disagree, .disagree]
            + Array(repeating: side > 0 ? .agree : .disagree, count: 10) + [.pass, .pass, .pass]
    }
}
