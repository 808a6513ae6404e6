import JirgaTestSupport
import OpinionAnalysis
import PolisFormat

@testable import jirga

/// Findings of invented conversations.
enum PlantedFindings {
    /// Made once, because a fit takes a while.
    static let grouped = Result { try camps(seed: 6) }
    static let ungrouped = Result { try noise(seed: 7) }

    /// Two camps of thirty that stand against each other on eight statements, agree on four, and hardly saw the last;
    /// with texts that are not harmless.
    static func camps(seed: UInt64, method: OpinionMap.Parameters.Method = .jirga) throws -> Findings {
        try findings(seed: seed, people: 60, statements: 14, method: method) { person, statement, generator in
            if statement == 13 { return person < 3 ? 1 : nil }
            let leaning = statement < 8 ? ((person < 25) == (statement % 2 == 0) ? 1 : -1) : 1
            let chance = Int.random(in: 0..<12, using: &generator)
            return chance == 0 ? 0 : chance == 1 ? -leaning : leaning
        }
    }

    /// People who toss coins.
    static func noise(seed: UInt64) throws -> Findings {
        try findings(seed: seed, people: 80, statements: 12, method: .jirga) { _, _, generator in
            Int.random(in: -1...1, using: &generator)
        }
    }

    static func findings(
        seed: UInt64, people: Int, statements: Int, method: OpinionMap.Parameters.Method,
        vote: (_ person: Int, _ statement: Int, _ generator: inout SeededGenerator) -> Int?
    ) throws -> Findings {
        var generator = SeededGenerator(seed: seed)
        var votes: [PolisFormat.PolisVote] = []
        for person in 0..<people {
            for statement in 0..<statements {
                guard let vote = vote(person, statement, &generator) else { continue }
                votes.append(PolisFormat.PolisVote(participant: person, statement: statement, vote: vote))
            }
        }
        let texts = ["=1+1 <b>&\"'", "آب باید برای همه باشد", "A\u{202E}turned"]
        let polis = PolisConversation(
            summary: PolisSummary(topic: "Water <script>", description: "Who gets & how much"),
            statements: (0..<statements).map {
                PolisStatement(
                    id: $0, text: $0 < texts.count ? texts[$0] : "Statement number \($0)", moderation: .accepted)
            }, participants: (0..<people).map { PolisParticipant(id: $0) }, votes: votes)
        let map = try OpinionMap.fit(
            CountedConversation(polis).matrix(), parameters: OpinionMap.Parameters(method: method), seed: seed)
        return Findings(
            map, of: polis,
            source: Findings.Source(
                method: method, mode: .canonical, seed: seed, digest: "d1\(seed)", notes: ["a note"]))
    }
}
