import Hummingbird
import Publication
import Site

/// How the table of all statements is sorted, searched and paged; from the address, so that it can be linked.
struct StatementTableQuery: Sendable, Hashable {
    enum Order: Sendable, Hashable {
        case number, agree, disagree, unsure, gap, answers
        case group(Int)

        var name: String {
            switch self {
            case .number: "number"
            case .agree: "agree"
            case .disagree: "disagree"
            case .unsure: "unsure"
            case .gap: "gap"
            case .answers: "answers"
            case .group(let place): GroupAddress.letter(place)
            }
        }

        init?(name: String) {
            let fixed: [Order] = [.number, .agree, .disagree, .unsure, .gap, .answers]
            if let order = fixed.first(where: { $0.name == name }) {
                self = order
            } else if let place = GroupAddress.place(name) {
                self = .group(place)
            } else {
                return nil
            }
        }
    }

    static let rowsOnPage = 40
    static let longestSearch = 100

    var order: Order
    /// What a statement must hold, as typed.
    var search: String
    /// From 1.
    var page: Int

    /// Anything that is not understood falls back to the plain table.
    init(_ parameters: Parameters) {
        order = parameters["sort"].flatMap { Order(name: String($0)) } ?? .number
        search = String(trimmingSpaces(parameters["find"].map(String.init) ?? "").prefix(Self.longestSearch))
        page = max(1, parameters["page"].flatMap { LocalFormat.wholeNumber(String($0)) } ?? 1)
    }

    init(order: Order = .number, search: String = "", page: Int = 1) {
        self.order = order
        self.search = search
        self.page = page
    }

    /// Nil for searches, of which there are too many to keep.
    var variant: String? { search.isEmpty ? "\(order.name) \(page)" : nil }

    /// `?sort=gap&page=2#all`
    var address: String {
        var parts: [String] = []
        if order != .number { parts.append("sort=\(order.name)") }
        if !search.isEmpty { parts.append("find=\(percentEncoded(search))") }
        if page > 1 { parts.append("page=\(page)") }
        return (parts.isEmpty ? "" : "?" + parts.joined(separator: "&")) + "#all"
    }

    func with(order: Order) -> StatementTableQuery { StatementTableQuery(order: order, search: search) }
    func with(page: Int) -> StatementTableQuery { StatementTableQuery(order: order, search: search, page: page) }
}

/// The table of all statements: numbers with a mark, and a shade behind them.
struct StatementTableModel: Sendable {
    struct Column: Sendable {
        let text: String
        let group: GroupNameModel?
        /// Sorts by this column; empty for the one it is sorted by.
        let address: String
    }

    struct Cell: Sendable {
        let style: String
        let mark: String
        let words: String
    }

    struct Row: Sendable {
        let number: String
        let address: String
        let text: String
        let lang: String
        let cells: [Cell]
        let answers: String
    }

    let columns: [Column]
    let rows: [Row]
    let pager: Site.PagerView?
    let search: String
    let sort: String
    let found: String

    init(_ items: StatementItems, _ query: StatementTableQuery) {
        let visit = items.visit
        let view = items.view
        let results = Self.sorted(Self.found(view.results, query.search, visit), by: query.order, in: view)
        let pages = max(1, (results.count + StatementTableQuery.rowsOnPage - 1) / StatementTableQuery.rowsOnPage)
        let page = min(query.page, pages)
        let first = (page - 1) * StatementTableQuery.rowsOnPage
        rows = results.dropFirst(first).prefix(StatementTableQuery.rowsOnPage).compactMap {
            Self.row($0, items)
        }
        columns = Self.columns(items, query)
        pager = Site.PagerView(page: page, of: pages, texts: visit.texts) {
            visit.address("/results" + query.with(page: $0).address)
        }
        search = query.search
        sort = query.order == .number ? "" : query.order.name
        found = query.search.isEmpty ? "" : visit.texts("results_found", ["count": .number(results.count)])
    }

    private static func columns(_ items: StatementItems, _ query: StatementTableQuery) -> [Column] {
        let visit = items.visit
        var orders: [(StatementTableQuery.Order, String, GroupNameModel?)] = [
            (.number, visit.texts["results_column_statement"], nil), (.agree, visit.texts["results_column_all"], nil),
        ]
        orders += items.view.groups.indices.map { place in
            (.group(place), "", items.words.group(place))
        }
        if !items.view.groups.isEmpty { orders.append((.gap, visit.texts["results_column_gap"], nil)) }
        orders += [
            (.unsure, visit.texts["results_column_unsure"], nil),
            (.answers, visit.texts["results_column_answers"], nil),
        ]
        return orders.map { order, text, group in
            Column(
                text: text, group: group,
                address: order == query.order ? "" : visit.address("/results" + query.with(order: order).address))
        }
    }

    private static func row(_ result: ResultsView.StatementResult, _ items: StatementItems) -> Row? {
        let visit = items.visit
        guard let statement = visit.board.statement(number: result.number) else { return nil }
        let spoken = visit.board.words(of: statement, in: visit.language.tag)
        let few = Cell(style: "h0", mark: "◌", words: visit.texts["results_cell_too_few"])
        var cells = [result.isShown ? cell(result.tally, items.words) : few]
        cells += result.groups.map { tally in result.isShown ? tally.map { cell($0, items.words) } ?? few : few }
        if !items.view.groups.isEmpty {
            cells.append(
                result.gap.map {
                    Cell(style: "h0", mark: "", words: visit.format.number(Int(($0.size * 100).rounded())))
                }
                    ?? few)
        }
        cells.append(
            result.isShown
                ? Cell(style: "h0", mark: "", words: items.words.share(of: .pass, in: result.tally)) : few)
        return Row(
            number: visit.format.number(result.number), address: visit.address("/s/\(result.number)"),
            text: spoken.text, lang: spoken.language, cells: cells,
            answers: visit.format.number(result.tally.answers))
    }

    /// The share that agrees, with a mark for how agreement and disagreement stand to each other.
    private static func cell(_ tally: AnswerTally, _ words: ResultsWords) -> Cell {
        let lead = tally.share(of: .agree) - tally.share(of: .disagree)
        let (style, mark) =
            switch lead {
            case 0.6...: ("h5", "✓✓")
            case 0.2...: ("h4", "✓")
            case (-0.2)...: ("h3", "·")
            case (-0.6)...: ("h2", "✗")
            default: ("h1", "✗✗")
            }
        return Cell(style: style, mark: mark, words: words.share(of: .agree, in: tally))
    }

    private static func found(
        _ results: [ResultsView.StatementResult], _ search: String, _ visit: ResultsVisit
    ) -> [ResultsView.StatementResult] {
        guard !search.isEmpty else { return results }
        let wanted = search.lowercased()
        let number = LocalFormat.wholeNumber(search)
        return results.filter { result in
            guard let statement = visit.board.statement(number: result.number) else { return false }
            let spoken = visit.board.words(of: statement, in: visit.language.tag).text
            return result.number == number || spoken.lowercased().contains(wanted)
                || statement.text.lowercased().contains(wanted)
        }
    }

    private static func sorted(
        _ results: [ResultsView.StatementResult], by order: StatementTableQuery.Order, in view: ResultsView
    ) -> [ResultsView.StatementResult] {
        func value(_ result: ResultsView.StatementResult) -> Double {
            switch order {
            case .number: return 0
            case .agree: return result.isShown ? result.tally.share(of: .agree) : -1
            case .disagree: return result.isShown ? result.tally.share(of: .disagree) : -1
            case .unsure: return result.isShown ? result.tally.share(of: .pass) : -1
            case .gap: return result.gap?.size ?? -1
            case .answers: return Double(result.tally.answers)
            case .group(let place): return view.tally(of: result.number, inGroup: place)?.share(of: .agree) ?? -1
            }
        }
        return results.map { (value($0), $0) }.sorted { left, right in
            left.0 != right.0 ? left.0 > right.0 : left.1.number < right.1.number
        }.map(\.1)
    }
}

private func trimmingSpaces(_ text: String) -> String {
    let start = text.drop { $0.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
}

/// A value as it may stand in a query.
private func percentEncoded(_ text: String) -> String {
    text.utf8.map { byte in
        let isPlain =
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || [0x2D, 0x2E, 0x5F, 0x7E].contains(byte)
        if isPlain { return String(Unicode.Scalar(byte)) }
        let digits = String(byte, radix: 16, uppercase: true)
        return "%" + (digits.utf8.count == 1 ? "0" : "") + digits
    }.joined()
}
