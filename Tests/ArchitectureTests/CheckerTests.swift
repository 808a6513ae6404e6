import Testing

/// The checks are checked: each must find what it is for.
@Suite struct `The checker` {
    @Test(arguments: [
        ("Sources/Features/Floor/Rules/VotingRules.swift", "import Site"),
        ("Sources/Features/Floor/Rules/VotingRules.swift", "import SQLStore"),
        ("Sources/Features/Floor/Rules/VotingRules.swift", "import Hummingbird"),
        ("Sources/Features/Floor/Model/Vote.swift", "package import SQLStore"),
        ("Sources/Features/Floor/Acts/CastVote.swift", "import struct Site.PageFrame"),
        ("Sources/Features/Floor/Storage/FloorStore.swift", "import HTTPTypes"),
        ("Sources/Features/Floor/Storage/FloorStore.swift", "import SQLiteStore"),
        ("Sources/Features/Floor/Storage/FloorStore.swift", "import GRDB"),
        ("Sources/Features/Floor/Acts/CastVote.swift", "import Crypto"),
        ("Sources/Features/Floor/Pages/VotePage.swift", "@preconcurrency import Mustache"),
        ("Sources/Features/Floor/Pages/VotePage.swift", "import ArgumentParser"),
        ("Sources/Features/Floor/Pages/VotePage.swift", "import PolisFormat"),
        ("Sources/Features/Convening/Pages/DialoguePage.swift", "import Floor"),
        ("Sources/Features/Journal/Model/Act.swift", "import Convening"),
        ("Sources/Features/Convening/Rules/StandingRules.swift", "import OpinionAnalysis"),
        ("Sources/Features/Gossip/Model/Rumor.swift", "import Journal"),
        ("Sources/Engine/OpinionAnalysis/OpinionMap.swift", "import Journal"),
        ("Sources/Engine/Simulation/SimulatedDialogue.swift", "import OpinionAnalysis"),
        ("Sources/Foundations/SQLStore/SQLDatabase.swift", "import Site"),
        ("Sources/Foundations/Site/Page.swift", "import SQLStore"),
        ("Sources/Foundations/PostgresStore/PostgresDriver.swift", "import GRDB"),
        ("Sources/Foundations/Site/Page.swift", "import Journal"),
        ("Sources/Foundations/Site/Page.swift", "import SomethingNew"),
        ("Sources/Apps/jirga/Serve.swift", "import GRDB"),
        ("Sources/Apps/jirga/Serve.swift", "import Mustache"),
        ("Sources/Attic/Old/Old.swift", "import Journal"),
    ])
    func `finds a forbidden import`(path: String, line: String) {
        let found = AllowedImports.violations(in: SourceTree(files: [path: "// a comment\n\(line)\n"]))
        #expect(found.map(\.line) == [2], "\(path): \(line)")
    }

    @Test(arguments: [
        ("Sources/Features/Floor/Rules/VotingRules.swift", "import Convening"),
        ("Sources/Features/Floor/Model/VoteMatrix+Floor.swift", "package import OpinionAnalysis"),
        ("Sources/Features/Floor/Acts/CastVote.swift", "import SQLStore"),
        ("Sources/Features/Floor/Pages/VotePage.swift", "import Hummingbird"),
        ("Sources/Features/Floor/OpinionMapRefresher.swift", "import ServiceLifecycle"),
        ("Sources/Features/Convening/Acts/OpenDialogue.swift", "import TextAnalysis"),
        ("Sources/Engine/OpinionAnalysis/OpinionMap.swift", "import LinearAlgebra"),
        ("Sources/Engine/PolisFormat/CSVReader.swift", "import FoundationEssentials"),
        ("Sources/Foundations/SQLiteStore/SQLiteDriver.swift", "@unsafe @preconcurrency import GRDB"),
        ("Sources/Foundations/PostgresStore/PostgresDriver.swift", "import CLibpq"),
        ("Sources/Apps/jirga/Serve.swift", "import PostgresStore"),
        ("Sources/Features/Floor/Rules/VotingRules.swift", "// import Site"),
        ("Sources/Features/Floor/Rules/VotingRules.swift", "let importance = 1"),
    ])
    func `lets an allowed import pass`(path: String, line: String) {
        #expect(AllowedImports.violations(in: SourceTree(files: [path: line])) == [])
    }

    @Test(arguments: [
        ("Sources/Features/Floor/Acts/CastVote.swift", "let row = try! tx.one(query)"),
        ("Sources/Features/Floor/Acts/CastVote.swift", "let act = value as! Act"),
        ("Sources/Features/Floor/Acts/CastVote.swift", #"fatalError("TODO: later")"#),
        ("Sources/Features/Floor/Rules/VotingRules.swift", "let store: FloorStore"),
        ("Sources/Features/Floor/Model/Vote.swift", "func shown(on page: VotePage)"),
        ("Sources/Foundations/Site/Helpers/Dates.swift", ""),
        ("Sources/Features/Floor/Controllers/Floor.swift", ""),
        ("Sources/Foundations/Site/PageUtils.swift", ""),
        ("Sources/Foundations/Site/Web/common.css", ""),
        ("Sources/Features/Floor/Web/vote-helpers.js", ""),
        ("Sources/Features/Floor/Pages/FloorPage.swift", "package struct Floor: Sendable {}"),
        ("Sources/Foundations/Site/SessionManager.swift", ""),
        ("Sources/Foundations/Core/Page.swift", ""),
        ("Sources/Foundations/Site/String+ext.swift", ""),
        ("Sources/Features/Floor/Web/vote.mustache", "<p>{{{statement.text}}}</p>"),
        ("Sources/Features/Floor/Web/vote.mustache", "<p>{{{figure.svg}}} {{{title}}}</p>"),
        ("Sources/Features/Floor/Web/vote.mustache", "<p>{{& title}}</p>"),
        ("Sources/Features/Floor/Web/vote.mustache", #"<p style="color:red">"#),
        ("Sources/Features/Floor/Web/vote.mustache", #"<p onclick="vote()">"#),
        ("Sources/Features/Floor/Pages/VotePage.swift", "let card = SVG(markup: statement.text)"),
        ("Sources/Features/Floor/Pages/VotePage.swift", "return RenderedText(statement.text)"),
        ("Sources/Features/Floor/Web/queue.js", "row.innerHTML = answer;"),
        ("Sources/Features/Floor/Web/vote.js", "card.insertAdjacentHTML('beforeend', html);"),
        ("Sources/Features/Floor/Web/floor.css", ".card { margin-left: 1rem }"),
        ("Sources/Features/Floor/Web/floor.css", ".card { padding-right: 1rem }"),
        ("Sources/Features/Floor/Web/floor.css", ".card{border-left:1px solid}"),
        ("Sources/Features/Floor/Web/floor.css", ".card { position: absolute; left: 0 }"),
        ("Sources/Features/Floor/Web/floor.css", ".card { text-align: right }"),
        ("Sources/Features/Floor/Web/floor.css", ".card { float: left }"),
        ("Sources/Features/Floor/Web/floor.css", ".card { margin: 0 1rem 0 2rem }"),
        ("Sources/Features/Floor/Web/floor.css", ".card { border-top-left-radius: 2px }"),
    ])
    func `finds a broken rule`(path: String, text: String) {
        #expect(HouseRules.violations(in: SourceTree(files: [path: text])).count == 1, "\(path): \(text)")
    }

    @Test(arguments: [
        ("Sources/Features/Floor/Pages/VotePage.swift", "struct VotePage { let store: FloorStore } // never try!"),
        ("Sources/Features/Floor/Rules/VotingRules.swift", "let page = 1; restore(score)"),
        ("Sources/Features/Floor/Floor.docc/Floor.md", "as!"),
        ("Sources/Features/Floor/Web/opinion-map.mustache", "<figure>{{{figure.svg}}}</figure> {{title}}"),
        (
            "Sources/Features/Floor/Web/floor.css",
            ".a { margin-inline-start: 1rem; text-align: start; float: inline-end }"
        ),
        (
            "Sources/Features/Floor/Web/floor.css",
            "/* margin-left: 1rem */ .left { inset-inline-start: 0; margin: 0 1rem 2rem 1rem }"
        ),
        ("Sources/Foundations/LinearAlgebra/Correlation.swift", ""),
        ("Sources/Features/Floor/Pages/FloorPage.swift", "package struct FloorPage { enum Kind {} }"),
    ])
    func `lets what is right pass`(path: String, text: String) {
        #expect(HouseRules.violations(in: SourceTree(files: [path: text])) == [])
    }

    @Test(arguments: [
        "let gzip = Process()", "posix_spawn(&pid, path, nil, nil, nil, nil)", "let pattern = try Regex(typed)",
        "NSRegularExpression(pattern: typed)", "let dice = arc4random()", "sqlite3_exec(handle, text, nil, nil, nil)",
    ])
    func `finds what could be turned against the program`(line: String) {
        let path = "Sources/Features/Floor/Acts/CastVote.swift"
        #expect(HouseRules.violations(in: SourceTree(files: [path: "\(line)\n"])).map(\.line) == [1], "\(line)")
    }
}
