import Foundation
import LinearAlgebra
import PolisFormat
import Testing

@testable import OpinionAnalysis

/// Two camps of unlike size and statements of four kinds.
private struct TwoCamps {
    enum Kind: CaseIterable { case bridge, majorityOnly, minorityOnly, everybodyHalf }

    let votes: VoteMatrix
    let kinds: [Kind]
    let isMinority: [Bool]

    /// The share of each camp that agrees.
    static func shares(_ kind: Kind) -> (majority: Double, minority: Double) {
        switch kind {
        case .bridge: (0.8, 0.8)
        case .majorityOnly: (0.95, 0.1)
        case .minorityOnly: (0.1, 0.95)
        case .everybodyHalf: (0.5, 0.5)
        }
    }

    /// - Parameter minority: the share of the smaller camp.
    init(seed: UInt64, people: Int = 600, perKind: Int = 8, minority: Double = 0.2, turnout: Double = 0.6) throws {
        var generator = SeededGenerator(seed: seed)
        kinds = Kind.allCases.flatMap { [Kind](repeating: $0, count: perKind) }
        isMinority = (0..<people).map { Double($0) < Double(people) * minority }
        var cast: [(participant: Int, statement: Int, vote: Vote)] = []
        for person in 0..<people {
            for (statement, kind) in kinds.enumerated() {
                guard Double.random(in: 0..<1, using: &generator) < turnout else { continue }
                let shares = Self.shares(kind)
                let share = isMinority[person] ? shares.minority : shares.majority
                let agrees = Double.random(in: 0..<1, using: &generator) < share
                cast.append((person, statement, agrees ? .agree : .disagree))
            }
        }
        votes = try VoteMatrix(
            participants: (0..<people).map(String.init), statements: kinds.indices.map(String.init), votes: cast)
    }
}

@Suite struct `The bridging score` {
    @Test(arguments: Array(UInt64(1)...4))
    func `tells a bridge from what only the majority wants`(seed: UInt64) throws {
        let camps = try TwoCamps(seed: seed, people: 1_500)
        let fit = try Bridging.fit(camps.votes)
        #expect(fit.hasConverged, "seed \(seed)")
        #expect(fit.explainedByViewpoint > 0.2, "seed \(seed)")
        let counts = camps.votes.counts()
        for (statement, kind) in camps.kinds.enumerated() {
            let score = try #require(fit.statements[statement])
            let plain = Double(counts.everybody[statement].agrees) / Double(counts.everybody[statement].seen)
            switch kind {
            case .bridge: #expect(score.verdict == .bridging(.agree), "seed \(seed), plain share \(plain)")
            case .majorityOnly:
                // More than seven of ten agree, and still it is no bridge.
                #expect(plain > 0.7 && score.verdict == .notBridging, "seed \(seed), plain share \(plain)")
            case .minorityOnly: #expect(score.verdict == .notBridging, "seed \(seed), plain share \(plain)")
            case .everybodyHalf:
                // Whether a small side falls short of six against four, some dozens of answers cannot tell.
                let isOpen = score.verdict == .notBridging || score.verdict == .unclear
                #expect(isOpen, "seed \(seed), plain share \(plain)")
            }
        }
    }

    @Test func `puts the sides where the camps are whatever their size`() throws {
        for minority in [0.15, 0.5] {
            let camps = try TwoCamps(seed: 9, minority: minority)
            let fit = try Bridging.fit(camps.votes)
            for (statement, kind) in camps.kinds.enumerated() where kind == .bridge || kind == .majorityOnly {
                let shares = TwoCamps.shares(kind)
                let expected = shares.majority + shares.minority - 1
                let score = try #require(fit.statements[statement])
                #expect(abs(score.score - expected) < 0.2, "minority \(minority), \(kind): \(score.score)")
            }
            // Viewpoints part the camps.
            let apart = camps.isMinority.indices.count {
                (fit.viewpoints[$0] > 0) == (fit.viewpoints[0] > 0) ? camps.isMinority[$0] : !camps.isMinority[$0]
            }
            #expect(Double(apart) > 0.97 * Double(camps.isMinority.count), "minority \(minority)")
        }
    }

    @Test func `has intervals that hold the truth`() throws {
        // The truth is the score with many more people of the same kind.
        var hits = 0
        var all = 0
        let truth = try Bridging.fit(try TwoCamps(seed: 100, people: 6_000, minority: 0.3).votes)
        for seed in UInt64(1)...10 {
            let fit = try Bridging.fit(try TwoCamps(seed: seed, minority: 0.3).votes)
            for (found, wanted) in zip(fit.statements, truth.statements) {
                guard let found, let wanted else { continue }
                all += 1
                if found.interval.contains(wanted.score) { hits += 1 }
            }
        }
        #expect(Double(hits) / Double(all) > 0.9, "\(hits) of \(all)")
    }

    @Test(arguments: Array(UInt64(1)...3))
    func `does not depend on the order of people and statements`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let conversation = RandomConversation(seed: seed, camps: 2)
        let first = try Bridging.fit(conversation.matrix())
        let second = try Bridging.fit(conversation.reordered(using: &generator).matrix())
        #expect(first == second, "seed \(seed)")
    }

    @Test func `comes to rest`() throws {
        let camps = try TwoCamps(seed: 5)
        let loose = try Bridging.fit(camps.votes)
        let tight = try Bridging.fit(camps.votes, rules: .init(tolerance: 1e-10, maximumRounds: 2_000))
        #expect(tight.hasConverged && tight.rounds > loose.rounds)
        for (left, right) in zip(loose.statements, tight.statements) {
            #expect(abs((left?.score ?? 0) - (right?.score ?? 0)) < 1e-3)
        }
    }

    @Test func `is nearly the same from a sample`() throws {
        let camps = try TwoCamps(seed: 6, people: 4_000)
        let whole = try Bridging.fit(camps.votes)
        let sampled = try Bridging.fit(camps.votes, rules: .init(sampledVotes: 10_000))
        #expect(sampled.sampledEvery > 5 && whole.sampledEvery == 1)
        for (left, right) in zip(whole.statements, sampled.statements) {
            #expect(abs((left?.score ?? 0) - (right?.score ?? 0)) < 0.03)
            #expect(left?.verdict == .unclear || right?.verdict == .unclear || left?.verdict == right?.verdict)
        }
    }

    @Test func `counts nobody it is told to leave out`() throws {
        let camps = try TwoCamps(seed: 7)
        let left = Set(0..<30)
        let without = try Bridging.fit(camps.votes, excluding: left)
        #expect(without.personCount < camps.votes.participants.count - 29)
        #expect(left.allSatisfy { without.viewpoints[$0] == 0 })
    }

    @Test func `survives votes that say nothing`() throws {
        let none = try Bridging.fit(try VoteMatrix(participants: [], statements: [], votes: []))
        #expect(none.statements.isEmpty)
        let one = try Bridging.fit(try VoteMatrix(participants: ["a"], statements: ["1"], votes: [(0, 0, .agree)]))
        #expect(one.statements == [nil] && one.viewpoints == [0])
        let alike = try VoteMatrix(
            participants: (0..<50).map(String.init), statements: (0..<10).map(String.init),
            votes: (0..<500).map { ($0 / 10, $0 % 10, .agree) })
        let fit = try Bridging.fit(alike)
        #expect(fit.statements.allSatisfy { ($0?.score ?? 0) > 0.5 && abs($0?.polarity ?? 1) < 1e-6 })
        #expect(throws: CancellationError.self) { try Bridging.fit(alike, isCancelled: { true }) }
    }
}

@Suite(.enabled(if: PolisFixtures.shared != nil)) struct `Bridging in real conversations` {
    private func matrix(_ name: String) throws -> VoteMatrix {
        let folder = try #require(PolisFixtures.shared).appending(path: "data/polis/\(name)").path
        let conversation = try PolisConversation.read(at: folder)
        let rows = Dictionary(uniqueKeysWithValues: conversation.participants.enumerated().map { ($1.id, $0) })
        let columns = Dictionary(uniqueKeysWithValues: conversation.statements.enumerated().map { ($1.id, $0) })
        return try VoteMatrix(
            participants: conversation.participants.map { String($0.id) },
            statements: conversation.statements.map { String($0.id) },
            votes: conversation.votes.compactMap { vote in
                guard let row = rows[vote.participant], let column = columns[vote.statement],
                    let answer = Vote(rawValue: Int8(clamping: vote.vote))
                else { return nil }
                return (row, column, answer)
            })
    }

    @Test(arguments: ["vtaiwan.uberx", "brexit-consensus"])
    func `is not what plain agreement says`(name: String) throws {
        let votes = try matrix(name)
        let fit = try Bridging.fit(votes)
        #expect(fit.hasConverged)
        #expect(fit.explainedByViewpoint > 0.1)
        let everybody = votes.counts().everybody
        let popular = fit.statements.compactMap { $0 }.filter {
            let votes = everybody[$0.statement]
            return votes.seen >= 50 && 3 * votes.agrees > 2 * votes.seen
        }
        #expect(popular.contains { $0.verdict == .bridging(.agree) })
        #expect(popular.contains { $0.verdict != .bridging(.agree) })
    }
}
