import Convening
import Journal
import OpinionAnalysis
import Publication
import Testing

@testable import Floor
@testable import Site

/// What the page of results weighs: design allows sixty kilobytes for two thousand people.
@Suite struct ResultsBudgetTests {
    @Test func `the results of two thousand people stay below sixty kilobytes`() throws {
        let minds: [[Vote]] = (0..<3).map { group in
            (0..<60).map { statement in
                [Vote.agree, .disagree, .pass][statement < 20 ? 0 : (statement * 7 + group * statement) % 3]
            }
        }
        let map = try PlantedGroups.map(sizes: [900, 700, 400], minds: minds, answered: 50, seed: 21, method: .polis)
        let dialogue = Dialogue(
            id: Dialogue.ID(bytes: [1]), slug: "water",
            texts: [Dialogue.Texts(language: "en", title: "Water", question: "What?", description: "", host: "C")],
            phase: .closed, opensAt: nil, closesAt: nil, resultsVisibility: .always, moderationPolicy: .beforeShowing,
            isSimulated: false, madeAt: 0)
        let words = "canal water school road field teacher winter price district spring people money"
            .split(separator: " ")
        let statements = (1...60).map { number in
            let text = (0..<25).map { words[(number * 31 + $0 * $0 * 7) % words.count] }.joined(separator: " ")
            return Statement(
                id: Statement.ID(bytes: [UInt8(number)]), dialogue: dialogue.id, number: number, origin: .participant,
                language: "en", text: "\(number) \(text)", state: .shown, madeAt: 0)
        }
        let rules = PublicationRules(.standard)
        var exact = ExactCounts(
            of: map, groups: ResultsView.groups(of: map, by: rules, shown: Set(1...60), salt: dialogue.id.rawValue))
        exact.spans = (0..<80).map { PublishedCounts.Span(day: Int64($0), people: $0 + 1, answers: $0 * 9) }
        let snapshot = OpinionMapSnapshot(
            id: OpinionMapSnapshot.ID(bytes: [1]), dialogue: dialogue.id, madeAt: 0, isFinal: true, method: "jirga",
            seed: 0, engine: "1", inputDigest: [1], mapDigest: [2], map: map)
        let renderer = try PageRenderer(folders: [.site, ConveningPages.webFolder, FloorPages.webFolder])
        for language in Language.all {
            let visit = ResultsVisit(
                board: FloorBoard(
                    dialogue: dialogue, statements: statements, translations: [],
                    publication: PublishedSnapshot(snapshot, counts: PublishedCounts(exact, by: rules, at: 0)),
                    readAt: 0),
                isWorker: false, answers: [:], texts: renderer.texts(language),
                language: language, base: "/\(language.prefix)", path: "/d/water/results", time: 0)
            let model = ResultsPages.model(
                visit, StatementTableQuery(), showsAll: false, finality: "", turnout: TurnoutModel(visit, waiting: 0),
                past: (0..<60).map { count in
                    PastCount(
                        at: Int64(count) * 3_600_000, people: count * 30, answers: count * 900, groups: count / 20,
                        agreementOfHalves: Double(count) / 60, shared: count / 4, dividing: count / 6,
                        headlines: [1, 2, 3])
                })
            let html = try renderer.render(
                "results", model, language: language, base: visit.base,
                frame: PageFrame(title: "Results", language: language, path: visit.path, base: visit.base))
            let page = try #require(Gzip.compressed(Array(html.utf8), level: 6)).count
            let style = try #require(renderer.assets.compressedSize("jirga.css"))
            #expect(page + style < 60_000, "\(language): page \(page), stylesheet \(style)")
            #expect(page < 40_000, "\(language): \(page)")
        }
    }
}
