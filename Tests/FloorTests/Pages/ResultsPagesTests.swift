import Convening
import HTTPTypes
import JirgaTestSupport
import OpinionAnalysis
import SQLStore
import Testing

@testable import Floor

/// Somebody whose answers the test knows.
private let secret = String(repeating: "c3", count: 32)

extension FloorSite {
    /// Two groups of people: they agree on statements 1 to 3, are of opposite minds on 4 to 8, are unsure of 9, and
    /// disagree with 10. Then counts.
    ///
    /// - Parameter method: `.jirga` resamples, which takes seconds without optimization.
    func fill(people: Int = 60, method: OpinionMap.Parameters.Method = .polis) async throws {
        let floor = floor
        let now = clock.now
        try await floor.database.write { transaction in
            var generator = SeededGenerator(seed: UInt64(people))
            for person in 0..<people {
                for (index, statement) in floor.statements.enumerated() {
                    let choice: VoteChoice =
                        switch index {
                        case 0..<3: .agree
                        case 3..<8: (person + (person == 5 ? 1 : 0)).isMultiple(of: 3) ? .agree : .disagree
                        case 8: .pass
                        default: .disagree
                        }
                    try CastVote(
                        choice, on: statement.id, in: floor.dialogue.id, as: floor.participant("person \(person)")
                    ).perform(in: transaction, at: now - Int64(person % 5) * 86_400_000, using: &generator)
                }
            }
        }
        try await count(method)
    }

    func count(_ method: OpinionMap.Parameters.Method = .polis) async throws {
        let now = clock.now
        var count = CountVotes(in: floor.dialogue.id)
        count.parameters.method = method
        _ = try await count.perform(on: floor.database, at: { now })
        boards.somethingChanged(in: floor.dialogue.slug)
    }

    /// A browser of somebody who has answered so many statements.
    func browser(answered: Int) async throws -> TestBrowser {
        for statement in floor.statements.prefix(answered) {
            try await floor.vote(.agree, on: statement, as: secret)
        }
        return browser([.cookie: "jirga-participant=\(secret)"])
    }
}

@Suite struct ResultsPagesTests {
    static let pages = ["results", "s/1", "group/a", "what-if", "compare", "who"]
    static let files = ["map.svg", "statements.csv", "results.json"]

    @Test func `before seven answers there is the turnout, and why`() async throws {
        try await FloorSite.with { site in
            try await site.fill()
            let page = try await site.browser(answered: 6).get("/d/water/results")
            #expect(page.status == .ok)
            #expect(page.html.contains("The results open after 1 more answer of yours."))
            #expect(page.html.contains("People who answered"))
            #expect(!page.html.contains("Where people agree"))
            #expect(!page.html.contains("answer-bar"))
            #expect(page.gaps.isEmpty)
        }
    }

    @Test(arguments: ["group/a", "compare", "map.svg", "statements.csv", "results.json"])
    func `before seven answers nothing else tells what people answered`(path: String) async throws {
        try await FloorSite.with { site in
            try await site.fill()
            let page = try await site.browser().get("/d/water/\(path)")
            #expect(page.status == .forbidden)
            #expect(page.html.contains("The results are not open yet"))
            #expect(page.html.contains("The results open after 7 more answers of yours."))
        }
    }

    @Test func `a statement's page keeps its numbers until then`() async throws {
        try await FloorSite.with { site in
            try await site.fill()
            let before = try await site.browser().get("/d/water/s/4")
            #expect(before.status == .ok)
            #expect(before.html.contains("Canal number 4 should be cleaned every spring."))
            #expect(!before.html.contains("%"))
            let after = try await site.browser(answered: 7).get("/d/water/s/4")
            #expect(after.html.contains("Agree 35\u{A0}%"))
            #expect(after.html.contains("Copy with source"))
        }
    }

    @Test(arguments: ["", "/fa"], pages)
    func `after seven answers every page is there, in both languages and with nothing unfilled`(
        base: String, path: String
    ) async throws {
        try await FloorSite.with { site in
            try await site.fill()
            let page = try await site.browser(answered: 7).get("\(base)/d/water/\(path)")
            #expect(page.status == .ok)
            #expect(page.gaps.isEmpty)
            #expect(page.headers[.setCookie] == nil)
            #expect(page.html.split(separator: "<h1").count == 2)
            #expect(!page.html.contains("style="))
            #expect(page.html.contains(base == "" ? "lang=\"en\" dir=\"ltr\"" : "lang=\"fa-AF\" dir=\"rtl\""))
        }
    }

    @Test func `the results come in their order, the map never first`() async throws {
        try await FloorSite.with { site in
            try await site.fill()
            let html = try await site.browser(answered: 7).get("/d/water/results").html
            let headings = [
                "id=\"who\"", "id=\"agree\"", "id=\"differ\"", "id=\"groups\"", "id=\"portraits\"", "id=\"unsure\"",
                "id=\"all\"", "id=\"course\"", "id=\"method\"",
            ]
            let places = headings.map { html.firstRange(of: $0)?.lowerBound }
            #expect(!places.contains(nil))
            #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
            #expect(html.contains("60 people · 10 statements · 600 answers"))
            #expect(html.contains("Counted just now"))
            #expect(html.contains("These are the people who took part. They are not the whole country."))
        }
    }

    @Test func `what all groups think, what divides them and what nobody knows stand where they belong`() async throws {
        try await FloorSite.with { site in
            try await site.fill()
            let html = try await site.browser(answered: 7).get("/d/water/results").html
            func part(_ from: String, _ to: String) -> Substring {
                html.split(separator: "id=\"\(from)\"").dropFirst().first?.split(separator: "id=\"\(to)\"").first ?? ""
            }
            #expect(part("agree", "differ").contains("Canal number 2 should"))
            #expect(part("agree", "differ").contains("Canal number 10 should"))
            #expect(part("differ", "groups").contains("Canal number 6 should"))
            #expect(part("differ", "groups").contains("Gap between groups:"))
            #expect(!part("differ", "groups").contains("Canal number 2 should"))
            #expect(part("unsure", "all").contains("Canal number 9 should"))
        }
    }

    @Test func `fewer than fifty people are counted and not grouped`() async throws {
        try await FloorSite.with { site in
            try await site.fill(people: 31)
            let browser = try await site.browser(answered: 7)
            let page = try await browser.get("/d/water/results")
            #expect(page.html.contains("Too early to show groups"))
            #expect(page.html.contains("All statements"))
            #expect(!page.html.contains("id=\"map-title\""))
            #expect(page.gaps.isEmpty)
            let group = try await browser.get("/d/water/group/a")
            #expect(group.status == .notFound)
            let map = try await browser.get("/d/water/map.svg")
            #expect(map.status == .notFound)
        }
    }

    @Test func `without any answer the page says so`() async throws {
        try await FloorSite.with { site in
            try await site.change(to: .closed)
            let page = try await site.browser().get("/d/water/results")
            #expect(page.status == .ok)
            #expect(page.html.contains("There are no numbers yet"))
            #expect(page.html.contains("Numbers are shown once at least 10 people have answered."))
            #expect(page.gaps.isEmpty)
        }
    }

    @Test(arguments: pages + files)
    func `after closing everybody sees everything`(path: String) async throws {
        try await FloorSite.with { site in
            try await site.fill()
            try await site.change(to: .closed)
            let page = try await site.browser().get("/d/water/\(path)")
            #expect(page.status == .ok)
        }
    }

    @Test func `workers see the results at any time`() async throws {
        try await FloorSite.with { site in
            try await site.fill()
            let page = try await site.browser(of: site.floor.moderator).get("/d/water/results")
            #expect(page.html.contains("Where people agree"))
            #expect(page.headers[.cacheControl] == "no-store")
        }
    }

    @Test func `who has the page already is told so`() async throws {
        try await FloorSite.with { site in
            try await site.fill()
            let browser = try await site.browser(answered: 7)
            let page = try await browser.get("/d/water/results")
            let tag = try #require(page.headers[.eTag])
            let again = try await browser.get("/d/water/results", headers: [.ifNoneMatch: tag])
            #expect(again.status == .notModified)
            #expect(again.bytes.isEmpty)
            let other = try await browser.get("/fa/d/water/results", headers: [.ifNoneMatch: tag])
            #expect(other.status == .ok)
        }
    }

    @Test func `only what is the same for everybody may be kept between`() async throws {
        try await FloorSite.with { site in
            try await site.fill()
            let own = try await site.browser(answered: 7).get("/d/water/results")
            #expect(own.headers[.cacheControl] == "no-store")
            #expect(own.headers[.vary]?.contains("Cookie") == true)
            try await site.change(to: .closed)
            let closed = try await site.browser().get("/d/water/results")
            #expect(closed.headers[.cacheControl] == "public, max-age=15")
            let compared = try await site.browser().get("/d/water/compare")
            #expect(compared.headers[.cacheControl] == "no-store")
        }
    }

    @Test func `a new count changes the page at once`() async throws {
        try await FloorSite.with { site in
            try await site.fill()
            try await site.change(to: .closed)
            let before = try await site.browser().get("/d/water/results").html
            #expect(before.contains("60 people"))
            let statement = site.floor.statements[0]
            _ = try await site.floor.moderate(.hide, statement, reason: .offTopic)
            try await site.count()
            let after = try await site.browser().get("/d/water/results").html
            #expect(after.contains("9 statements"))
            #expect(!after.contains("Canal number 1 should"))
        }
    }

    @Test(arguments: ["s/0", "s/999", "s/x", "s/99999999999999999999", "group/z", "group/f", "group/", "map.png"])
    func `what is not there is not found`(path: String) async throws {
        try await FloorSite.with { site async throws in
            try await site.fill()
            try await site.change(to: .closed)
            let page = try await site.browser().get("/d/water/\(path)")
            #expect(page.status == .notFound)
        }
    }

    @Test func `a dialogue that is not there has no results`() async throws {
        try await FloorSite.with { site async throws in
            for path in Self.pages + Self.files {
                let page = try await site.browser().get("/d/fire/\(path)")
                #expect(page.status == .notFound)
            }
        }
    }

    @Test func `a statement that was not shown stays with the workers`() async throws {
        try await FloorSite.with { site in
            let statement = site.floor.statements[4]
            _ = try await site.floor.moderate(.hide, statement, reason: .privatePerson)
            site.boards.somethingChanged(in: "water")
            let forAnybody = try await site.browser().get("/d/water/s/5")
            #expect(forAnybody.status == .notFound)
            let page = try await site.browser(of: site.floor.moderator).get("/d/water/s/5")
            #expect(page.status == .ok)
            #expect(page.html.contains("names a private person · by a moderator"))
            #expect(!page.html.contains("Omid"))
        }
    }

    @Test func `the table is sorted and searched by links and a form`() async throws {
        try await FloorSite.with { site in
            try await site.fill()
            try await site.change(to: .closed)
            let browser = site.browser()
            func order(_ query: String) async throws -> [String] {
                let html = try await browser.get("/d/water/results\(query)").html
                return html.split(separator: "<span class=\"no\">").dropFirst().map { String($0.prefix { $0 != "<" }) }
            }
            let plain = try await order("")
            #expect(plain == (1...10).map(String.init))
            let byDisagreement = try await order("?sort=disagree")
            #expect(byDisagreement.first == "10")
            let byUnsure = try await order("?sort=unsure")
            #expect(byUnsure.first == "9")
            let byWords = try await order("?find=number%2010")
            #expect(byWords == ["10"])
            let byNumber = try await order("?find=7")
            #expect(byNumber == ["7"])
            let nonsense = try await order("?sort=nonsense&page=-4&find=")
            #expect(nonsense == (1...10).map(String.init))
            let pastTheEnd = try await order("?page=99999")
            #expect(pastTheEnd == (1...10).map(String.init))
        }
    }

    @Test func `what somebody searches for is shown as text`() async throws {
        try await FloorSite.with { site in
            try await site.fill()
            try await site.change(to: .closed)
            let page = try await site.browser().get("/d/water/results?find=%22%3E%3Cscript%3E&sort=gap")
            #expect(page.status == .ok)
            #expect(!page.html.contains("\"><script>"))
            #expect(page.html.contains("&quot;&gt;&lt;script&gt;"))
        }
    }

    @Test func `comparing says what one shares and is seen by nobody else`() async throws {
        try await FloorSite.with { site in
            try await site.fill()
            let page = try await site.browser(answered: 7).get("/d/water/compare")
            #expect(page.html.contains("of your 7 answers most people answered as you did"))
            #expect(page.html.contains("Most alike: group"))
            #expect(!page.html.contains("your group"))
            #expect(page.html.contains("Only this browser sees this page."))
        }
    }

    @Test func `files hold the counts and leave small cells out`() async throws {
        try await FloorSite.with { site in
            try await site.fill()
            try await site.change(to: .closed)
            let table = try await site.browser().get("/d/water/statements.csv")
            #expect(table.headers[.contentType] == "text/csv; charset=utf-8")
            #expect(table.headers[.contentDisposition] == "attachment; filename=\"water-statements.csv\"")
            let lines = table.html.split(separator: "\r\n")
            #expect(lines.count == 11)
            #expect(lines[0].hasPrefix("\u{FEFF}number,language,text,origin,answers,agree,disagree,not_sure,group_a_"))
            #expect(lines[1].hasPrefix("1,en,Canal number 1 should be cleaned every spring.,facilitator,60,60,,,"))

            let document = try await site.browser().get("/d/water/results.json").html
            #expect(document.contains("\"schema\":\"jirga.results/1\""))
            #expect(document.contains("\"people\":60"))
            #expect(!document.contains("participant\":"))

            let map = try await site.browser().get("/d/water/map.svg")
            #expect(map.headers[.contentType] == "image/svg+xml; charset=utf-8")
            #expect(map.html.contains("<svg "))
        }
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+93", "'+93"), ("-x", "'-x"), ("@cmd", "'@cmd"), ("\tx", "'\tx"), ("42", "42"),
        ("a,b", "\"a,b\""), ("a \"b\"", "\"a \"\"b\"\"\""), ("=a,b", "\"'=a,b\""), ("", ""), ("آب، نان", "آب، نان"),
    ])
    func `no spreadsheet takes a text for a formula`(text: String, written: String) {
        #expect(CSVField.written(text) == written)
    }
}
