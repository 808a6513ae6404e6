import Convening
import FoundationEssentials
import HTTPTypes
import JirgaTestSupport
import Journal
import Publication
import Testing

@testable import Floor

/// Reads everything that anybody may read of a dialogue and looks for what its profile forbids.
@Suite struct PublishedSurfaceTests {
    private static let pages =
        [
            "", "/results", "/who", "/compare", "/what-if", "/list", "/map.svg", "/group/a", "/group/b",
            "/results/admission",
            "/results/admission.json",
        ]
        + (1...10).map { "/s/\($0)" }

    @Test(arguments: PublicationProfile.allCases)
    func `nothing that anybody may read breaks the rules`(profile: PublicationProfile) async throws {
        try await FloorSite.with(profile: profile) { site in
            try await site.fill()
            try await site.sayRarely()
            try await site.change(to: .closed)
            site.clock.advance(by: 60_000)
            try await site.count()
            let browser = site.browser()
            let table = try await browser.get("/d/water/statements.csv").html
            let document = try await browser.get("/d/water/results.json").html
            #expect(violations(in: try Self.published(csv: table, people: 60), profile: profile) == [])
            #expect(violations(in: try Self.published(json: document), profile: profile) == [])

            let people = (0..<60).map { site.floor.participant("person \($0)").rawValue }
            for prefix in ["", "/fa"] {
                for path in Self.pages {
                    let page = try await browser.get("\(prefix)/d/water\(path)").html
                    #expect(!people.contains { page.contains($0) }, "\(path)")
                    #expect(Self.times(in: page).allSatisfy { profile.rules.published(time: $0) == $0 }, "\(path)")
                }
            }
        }
    }

    @Test func `the reading finds what is planted`() throws {
        let csv =
            "\u{FEFF}number,language,text,origin,answers,agree,disagree,not_sure\r\n1,en,x,facilitator,44,40,4,\r\n"
        #expect(
            violations(in: try Self.published(csv: csv, people: 60), profile: .standard)
                == [.smallCell(statement: 1, group: nil, count: 4, needed: 5)])
        #expect(Self.times(in: "<time datetime=\"2026-11-28T08:15:00Z\">") == [1_795_853_700_000])
        #expect(Self.times(in: "<time datetime=\"2026-11-28T08:15Z\">") == [1_795_853_700_000])
        #expect(PublicationProfile.open.rules.published(time: 1_795_853_700_000) != 1_795_853_700_000)
    }

    // MARK: Reading

    /// The texts of the dialogue have no commas in them.
    private static func published(csv: String, people: Int) throws -> PublishedTable {
        let lines = csv.split(separator: "\r\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let header = try #require(lines.first)
        var table = PublishedTable(people: people)
        for line in lines.dropFirst() {
            try #require(line.count == header.count)
            for start in stride(from: 4, to: line.count, by: 4) {
                let name = header[start].split(separator: "_")
                table.rows.append(
                    PublishedTable.Row(
                        statement: try #require(Int(line[0])), group: start == 4 ? nil : String(name[1]),
                        agrees: Int(line[start + 1]) ?? 0, disagrees: Int(line[start + 2]) ?? 0,
                        passes: Int(line[start + 3]) ?? 0))
            }
        }
        return table
    }

    private struct Document: Decodable {
        struct Count: Decodable {
            var agree: Int?
            var disagree: Int?
            var notSure: Int?
        }

        struct Group: Decodable {
            var letter: String
            var size: Int?
        }

        struct Item: Decodable {
            var number: Int
            var all: Count?
            var groups: [String: Count]
        }

        var people: Int
        var counted: String
        var groups: [Group]
        var statements: [Item]
    }

    private static func published(json: String) throws -> PublishedTable {
        let document = try JSONDecoder().decode(Document.self, from: Data(json.utf8))
        func row(_ number: Int, _ group: String?, _ count: Document.Count) -> PublishedTable.Row {
            PublishedTable.Row(
                statement: number, group: group, agrees: count.agree ?? 0, disagrees: count.disagree ?? 0,
                passes: count.notSure ?? 0)
        }
        return PublishedTable(
            people: document.people,
            groupSizes: Dictionary(
                uniqueKeysWithValues: document.groups.compactMap { group in group.size.map { (group.letter, $0) } }),
            rows: document.statements.flatMap { item in
                (item.all.map { [row(item.number, nil, $0)] } ?? [])
                    + item.groups.sorted { $0.key < $1.key }.map { row(item.number, $0.key, $0.value) }
            }, times: times(in: "\"\(document.counted)\""))
    }

    /// The moments in a page that programs read.
    private static func times(in page: String) -> [Int64] {
        page.split(separator: "\"").compactMap { text in
            guard text.count >= 17, text.hasSuffix("Z"), text.contains("T") else { return nil }
            // Pages leave out the seconds.
            let whole = text.count == 17 ? text.dropLast() + ":00Z" : text
            return (try? Date.ISO8601FormatStyle().parse(String(whole))).map {
                Int64($0.timeIntervalSince1970 * 1_000)
            }
        }
    }
}

extension FloorSite {
    /// Three people say what nobody else says.
    fileprivate func sayRarely() async throws {
        for person in 0..<3 {
            try await floor.vote(.disagree, on: floor.statements[0], as: "person \(person)")
            try await floor.vote(.pass, on: floor.statements[5], as: "person \(person + 10)")
        }
    }
}
