import Convening
import DialogueLog
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Journal
import OpinionAnalysis
import Publication
import Site

/// The results as files: the map, a table and a document for programs. They hold what the pages hold and nothing that
/// the pages leave out.
extension ResultsPages {
    @Sendable func mapFile(_ request: Request, _ context: SiteContext) async throws -> Response {
        let visit = try await visit(request, context)
        guard let view = try visit.requireResults(), view.grouping != .tooFew,
            let figure = OpinionMapModel.figure(visit, view)
        else { throw PageProblem.notFound }
        return visit.response(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + figure.svg() + "\n",
            type: "image/svg+xml; charset=utf-8", isPublic: visit.isPublic, to: request)
    }

    @Sendable func statementsFile(_ request: Request, _ context: SiteContext) async throws -> Response {
        let visit = try await visit(request, context)
        guard let view = try visit.requireResults() else { throw PageProblem.notFound }
        var response = visit.response(
            Self.table(visit, view), type: "text/csv; charset=utf-8", isPublic: visit.isPublic, to: request)
        response.headers[.contentDisposition] = "attachment; filename=\"\(visit.slug)-statements.csv\""
        return response
    }

    @Sendable func resultsFile(_ request: Request, _ context: SiteContext) async throws -> Response {
        let visit = try await visit(request, context)
        guard let view = try visit.requireResults(), let snapshot = visit.board.snapshot else {
            throw PageProblem.notFound
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let document = ResultsDocument(visit, view, snapshot)
        return visit.response(
            String(decoding: try encoder.encode(document), as: UTF8.self) + "\n", type: "application/json",
            isPublic: visit.isPublic, to: request)
    }

    /// One line for each statement. It begins with a byte order mark, without which spreadsheets show Dari as garbage.
    static func table(_ visit: ResultsVisit, _ view: ResultsView) -> String {
        var header = ["number", "language", "text", "origin", "answers", "agree", "disagree", "not_sure"]
        for place in view.groups.indices {
            let letter = GroupAddress.letter(place)
            header += ["answers", "agree", "disagree", "not_sure"].map { "group_\(letter)_\($0)" }
        }
        var lines = [header]
        for result in view.results {
            guard let statement = visit.board.statement(number: result.number) else { continue }
            lines.append(
                [String(result.number), statement.language, statement.text, statement.origin.rawValue]
                    + cells(result.isShown ? result.tally : nil)
                    + view.groups.indices.flatMap { cells(result.isShown ? result.groups[$0] : nil) })
        }
        return "\u{FEFF}" + lines.map { $0.map(CSVField.written).joined(separator: ",") + "\r\n" }.joined()
    }

    private static func cells(_ tally: AnswerTally?) -> [String] {
        guard let tally else { return ["", "", "", ""] }
        // Nothing stands for "fewer than the smallest cell", which includes zero.
        return [tally.answers, tally.agrees, tally.disagrees, tally.passes].map { $0 > 0 ? String($0) : "" }
    }
}

/// A field of a comma-separated file.
enum CSVField {
    /// Quoted where needed. Text that a spreadsheet would take for a formula gets an apostrophe in front.
    static func written(_ text: String) -> String {
        var text = text
        let isNumber = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        if !isNumber, let first = text.unicodeScalars.first, "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first) {
            text = "'" + text
        }
        let needsQuotes = text.unicodeScalars.contains { [",", "\"", "\n", "\r"].contains($0) }
        return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
}

/// `results.json`: the counts of the last finished count, without cells that are too small to show.
private struct ResultsDocument: Encodable {
    struct Count: Encodable {
        var answers: Int
        var agree: Int?
        var disagree: Int?
        var notSure: Int?

        init(_ tally: AnswerTally) {
            answers = tally.answers
            agree = tally.agrees > 0 ? tally.agrees : nil
            disagree = tally.disagrees > 0 ? tally.disagrees : nil
            notSure = tally.passes > 0 ? tally.passes : nil
        }
    }

    struct Group: Encodable {
        var letter: String
        /// Left out where the group is too small for it.
        var size: Int?
        /// In a word; left out where the method does not ask.
        var steadiness: String?
        var apart: [Apart]
    }

    struct Apart: Encodable {
        var statement: Int
        var side: String
        var difference: Double
        var low: Double
        var high: Double
        var isDistinctive: Bool
        var isMinorityOpinion: Bool

        init(_ apart: ResultsView.Apart) {
            statement = apart.number
            side = apart.finding.side.rawValue
            difference = apart.finding.difference
            low = apart.finding.interval.lower
            high = apart.finding.interval.upper
            isDistinctive = apart.finding.isDistinctive
            isMinorityOpinion = apart.finding.isMinorityOpinion
        }
    }

    struct Item: Encodable {
        var number: Int
        var language: String
        var text: String
        var origin: String
        /// Left out where fewer than ten answered.
        var all: Count?
        /// By letter; a group is left out where fewer than ten of its people answered.
        var groups: [String: Count]
        /// In a word; left out where nothing can be said.
        var standing: String?
    }

    struct Lists: Encodable {
        var agree: [Int]
        var disagree: [Int]
        /// Those of the two before that some people see otherwise.
        var bridges: [Int]
        /// Shared by all groups if looked at alone.
        var perhaps: [Int]
        var differ: [Int]
        /// Divided, but not along the groups.
        var split: [Int]
        var unsure: [Int]
    }

    var schema = "jirga.results/1"
    var dialogue: String
    /// How cautiously numbers are published, in a word.
    var profile: String
    var counted: String
    var isFinal: Bool
    var method: String
    var engine: String
    var seed: UInt64
    /// Both are left out of a count that went on from an earlier one, which nobody else can make again.
    var input: String?
    var result: String?
    /// Left out where they are too few for any numbers.
    var people: Int?
    var placedPeople: Int
    /// Smaller counts are left out, zero included; the answers of a row are the sum of those that are there.
    var smallestCell: Int
    var grouping: String
    /// In a word; left out where there are no groups or the method does not ask.
    var steadiness: String?
    var groups: [Group]
    var statements: [Item]
    var lists: Lists

    init(_ visit: ResultsVisit, _ view: ResultsView, _ snapshot: OpinionMapSnapshot) {
        dialogue = visit.slug
        counted = LocalFormat(.english).date(visit.publication.published(time: snapshot.madeAt)).iso
        isFinal = snapshot.isFinal
        method = snapshot.method
        engine = snapshot.engine
        seed = snapshot.seed
        if !snapshot.isContinued {
            input = "sha256:" + hexadecimal(snapshot.inputDigest)
            result = "sha256:" + hexadecimal(snapshot.mapDigest)
        }
        people = visit.board.publication?.counts.people
        profile = visit.dialogue.publicationProfile.rawValue
        smallestCell = view.publication.smallestCell
        placedPeople = view.placedPeople
        grouping =
            switch view.grouping {
            case .tooFew: "too-few"
            case .none: "none"
            case .found: "found"
            }
        steadiness = view.steadiness?.rawValue
        groups = view.groups.enumerated().map { place, group in
            Group(
                letter: GroupAddress.letter(place),
                size: group.size >= view.publication.smallestGroup ? group.size : nil,
                steadiness: group.steadiness?.rawValue,
                apart: group.apart.map { Apart($0) })
        }
        statements = view.results.compactMap { result in
            visit.board.statement(number: result.number).map { statement in
                var groups: [String: Count] = [:]
                for (place, tally) in result.groups.enumerated() where result.isShown {
                    groups[GroupAddress.letter(place)] = tally.map { Count($0) }
                }
                return Item(
                    number: result.number, language: statement.language, text: statement.text,
                    origin: statement.origin.rawValue, all: result.isShown ? Count(result.tally) : nil,
                    groups: groups, standing: result.isShown ? Self.name(of: result.standing) : nil)
            }
        }
        lists = Lists(
            agree: view.agreements.map(\.number), disagree: view.rejections.map(\.number),
            bridges: (view.agreements + view.rejections).filter(\.isBridge).map(\.number).sorted(),
            perhaps: view.perhapsShared.map(\.number), differ: view.differences.map(\.number),
            split: view.splits.map(\.number), unsure: view.unsure.map(\.number))
    }

    private static func name(of standing: StatementStanding?) -> String? {
        switch standing {
        case .bridge: "bridge"
        case .commonGround: "common-ground"
        case .dividesGroups: "divides-groups"
        case .majority: "majority"
        case .splitWithinGroups: "split-within-groups"
        case .unsettled: "unsettled"
        case .notEnoughAnswers, nil: nil
        }
    }
}
