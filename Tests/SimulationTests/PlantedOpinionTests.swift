import Simulation
import Testing

@Suite struct `The planted opinions` {
    @Test func `hold common, divisive and unclear statements`() {
        let statements = SimulatedDialogue.make(seed: 1).statements
        #expect(statements.filter(\.planted.isCommon).count >= 8)
        #expect(statements.filter(\.planted.isDivisive).count >= 12)
        #expect(statements.filter(\.planted.isUnclear).count >= 4)
        #expect(statements.allSatisfy { !($0.planted.isCommon && $0.planted.isDivisive) })
        for statement in statements {
            #expect(statement.planted.support.count == PlantedGroup.allCases.count)
            #expect((statement.planted.support + [statement.planted.unsure]).allSatisfy { (0...1).contains($0) })
        }
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `reach every group on the common statements`(seed: UInt64) throws {
        let dialogue = try #require(largeDialogues[seed])
        let agreement = dialogue.agreement
        for (number, statement) in dialogue.statements.enumerated() where statement.planted.isCommon {
            for group in PlantedGroup.allCases {
                let share = agreement[number][group.rawValue]
                #expect(share >= 0.6, "\(statement.text.english) by \(group), seed \(seed)")
            }
        }
    }

    @Test func `reach every group on the common statements of the dialogue that is shown`() {
        let dialogue = SimulatedDialogue.make(seed: 1)
        let agreement = dialogue.agreement
        for (number, statement) in dialogue.statements.enumerated() where statement.planted.isCommon {
            for group in PlantedGroup.allCases {
                #expect(agreement[number][group.rawValue] >= 0.6, "\(statement.text.english) by \(group)")
            }
        }
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `set the groups apart on the divisive statements`(seed: UInt64) throws {
        let dialogue = try #require(largeDialogues[seed])
        let agreement = dialogue.agreement
        var gaps: [Double] = []
        for (number, statement) in dialogue.statements.enumerated() where statement.planted.isDivisive {
            let shares = agreement[number]
            let gap = (shares.max() ?? 0) - (shares.min() ?? 0)
            #expect(gap >= 0.15, "\(statement.text.english), seed \(seed)")
            gaps.append(gap)
        }
        #expect(gaps.reduce(0, +) / Double(gaps.count) >= 0.38, "mean gap, seed \(seed)")
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `make people pass on what is unclear`(seed: UInt64) throws {
        let dialogue = try #require(largeDialogues[seed])
        let counted = dialogue.votesThatCount
        let unclear = Set(dialogue.statements.indices.filter { dialogue.statements[$0].planted.isUnclear })
        func passing(_ isWanted: (Int) -> Bool) -> Double {
            let votes = counted.filter { isWanted($0.statement) }
            return Double(votes.filter { $0.choice == .pass }.count) / Double(votes.count)
        }
        #expect(passing(unclear.contains) > 2 * passing { !unclear.contains($0) }, "seed \(seed)")
    }
}

/// By seed; many people, so that shares in small groups are steady.
private let largeDialogues: [UInt64: SimulatedDialogue] = [1, 2, 3].reduce(into: [:]) {
    $0[$1] = SimulatedDialogue.make(seed: $1, participants: 2_000)
}

extension SimulatedDialogue {
    /// By statement, then by group: the share of answers that agree, 0…1; passes are answers.
    fileprivate var agreement: [[Double]] {
        let nothing = Array(
            repeating: Array(repeating: 0.0, count: PlantedGroup.allCases.count), count: statements.count)
        var agrees = nothing
        var answers = nothing
        for vote in votesThatCount {
            let group = participants[vote.participant].group.rawValue
            answers[vote.statement][group] += 1
            if vote.choice == .agree { agrees[vote.statement][group] += 1 }
        }
        return zip(agrees, answers).map { zip($0, $1).map { $0 / max(1, $1) } }
    }
}
