import Convening
import FoundationEssentials
import JirgaTestSupport
import Publication
import SQLStore
import Testing

@testable import Floor

/// Somebody reads everything that anybody may read after every single vote, and wants to know what the vote was.
@Suite struct PollingAdversaryTests {
    private static let files = ["/d/water/results.json", "/d/water/statements.csv"]
    private static let pages =
        [
            "/d/water/results", "/d/water/who", "/d/water/compare", "/d/water/group/a", "/d/water/group/b",
            "/d/water/map.svg", "/d/water/what-if?without=a", "/fa/d/water/results",
        ] + (1...10).map { "/d/water/s/\($0)" }

    private struct Document: Decodable {
        struct Count: Decodable, Equatable { var answers: Int }
        struct Item: Decodable {
            var number: Int
            var all: Count?
        }
        var people: Int
        var placedPeople: Int
        var statements: [Item]
    }

    @Test(arguments: [UInt64(1)])
    func `who reads after every vote sees whole steps and nothing between them`(seed: UInt64) async throws {
        try await FloorSite.with(profile: .standard) { site in
            var generator = SeededGenerator(seed: seed)
            let rules = PublicationRules(.standard)
            let seedLine = Comment(rawValue: "seed \(seed)")
            try await site.fill(people: 60)
            let adversary = try await site.browser(answered: 7)
            var known: [String: String] = [:]
            var last = try await Self.document(adversary)
            var changedAt = site.clock.now
            var steps = 0
            for vote in 0..<240 {
                try await Self.cast(in: site, &generator)
                site.clock.advance(by: .random(in: 6_000...12_000, using: &generator))
                try await site.count()

                let document = try await adversary.get(Self.files[0]).html
                if known[Self.files[0]] != document {
                    let now = try await Self.document(adversary)
                    if known[Self.files[0]] != nil {
                        steps += 1
                        #expect(site.clock.now - changedAt >= Int64(rules.stepMinutes) * 60_000, seedLine)
                        changedAt = site.clock.now
                    }
                    for (before, after) in zip(last.statements, now.statements) {
                        let change = abs((after.all?.answers ?? 0) - (before.all?.answers ?? 0))
                        #expect(change == 0 || change >= rules.stepVotes, seedLine)
                    }
                    for change in [now.people - last.people, now.placedPeople - last.placedPeople] {
                        #expect(change == 0 || abs(change) >= rules.stepVotes, seedLine)
                    }
                    last = now
                    known = [:]
                }
                known[Self.files[0]] = document
                for path in Self.files + (vote.isMultiple(of: 12) ? Self.pages : []) {
                    let page = try await adversary.get(path).html
                    #expect(known[path] == nil || known[path] == page, "\(path) changed between steps, seed \(seed)")
                    known[path] = page
                }
                if vote.isMultiple(of: 12) {
                    for item in last.statements {
                        guard let answers = item.all?.answers else { continue }
                        #expect(known["/d/water/s/\(item.number)"]?.contains("\(answers) answers") == true, seedLine)
                    }
                }
            }
            #expect(steps >= 3, seedLine)

            // At the close everything is told.
            try await site.change(to: .closed)
            site.clock.advance(by: 60_000)
            try await site.count()
            let votes = try await site.floor.database.read { transaction in
                try FloorStore(transaction).floorVotes(in: site.floor.dialogue.id)
            }
            #expect(try await Self.document(adversary).people == votes.participants.count, seedLine)
        }
    }

    /// Somebody new or somebody known answers, changes an answer or takes it back. Some statements are popular.
    private static func cast(in site: FloorSite, _ generator: inout SeededGenerator) async throws {
        let person = "person \(Int.random(in: 0..<160, using: &generator))"
        let place = min(Int.random(in: 0..<10, using: &generator), Int.random(in: 0..<10, using: &generator))
        let choices: [VoteChoice?] = [.agree, .agree, .disagree, .disagree, .pass, nil]
        let choice = choices.randomElement(using: &generator) ?? nil
        do {
            try await site.floor.vote(choice, on: site.floor.statements[place], as: person, at: site.clock.now)
        } catch VoteRefusal.nothingToWithdraw {
            return
        }
    }

    private static func document(_ browser: TestBrowser) async throws -> Document {
        let json = try await browser.get(files[0]).html
        return try JSONDecoder().decode(Document.self, from: Data(json.utf8))
    }
}
