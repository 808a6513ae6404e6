import Convening
import HTTPTypes
import Hummingbird
import Journal
import NIOCore
import SQLStore
import Site

/// Every decision about a dialogue's statements: what, why, by whom, when.
extension FloorPages {
    private struct Model: Sendable {
        let desk: DeskFrame
        let total: String
        let lines: [Line]
        let hasLines: Bool
        let pager: Site.PagerView?
    }

    private struct Line: Sendable {
        let number: Int
        let language: String
        let origin: String
        let decision: String
        let reason: String
        let worker: String?
        let role: String
        let date: String
        let iso: String
    }

    /// A decision with what its line says.
    private struct Decision: Sendable {
        let moderation: Moderation
        let statement: Statement
        let worker: String?
        /// What the worker is in this dialogue today; nil for one who has left, and where the program decided.
        let role: WorkerRole?
    }

    private static let pageSize = 100

    func decisionLogPage(_ visit: WorkerVisit) async throws -> Response {
        guard let dialogue = visit.dialogue else { throw PageProblem.notFound }
        let wanted = visit.request.uri.queryParameters["page"].flatMap { LocalFormat.wholeNumber(String($0)) } ?? 1
        let (count, page, pages, decisions) = try await database.read { transaction in
            let count = try FloorStore(transaction).moderationCount(in: dialogue.id)
            let pages = max(1, (count + Self.pageSize - 1) / Self.pageSize)
            let page = min(max(wanted, 1), pages)
            let decisions = try Self.decisions(
                in: dialogue.id, limit: Self.pageSize, offset: (page - 1) * Self.pageSize, from: transaction)
            return (count, page, pages, decisions)
        }
        let texts = visit.texts
        let lines = decisions.map { decision in
            let date = texts.format.date(decision.moderation.at)
            return Line(
                number: decision.statement.number, language: texts.nativeName(of: decision.statement.language),
                origin: texts["desk_origin_\(decision.statement.origin.rawValue)"],
                decision: texts["log_\(decision.moderation.action.rawValue)"],
                reason: decision.moderation.reason.map { texts["desk_reason_\($0.rawValue)"] } ?? "",
                worker: decision.worker, role: roleWords(decision, texts),
                date: "\(date.primary) \(date.time)", iso: date.iso)
        }
        let model = Model(
            desk: DeskFrame(visit, current: .log), total: texts("log_total", ["count": .number(count)]), lines: lines,
            hasLines: !lines.isEmpty,
            pager: Site.PagerView(page: page, of: pages, texts: texts) { page in
                "\(visit.context.base)/desk/\(dialogue.slug)/log?page=\(page)"
            })
        return try visit.page("desk-log", model, title: visit.title("tab_log"))
    }

    /// The same as a file, the oldest decision first; for machines, so in English and with times in UTC.
    func decisionLogFile(_ visit: WorkerVisit) async throws -> Response {
        guard let dialogue = visit.dialogue else { throw PageProblem.notFound }
        let decisions = try await database.read { transaction in
            try Self.decisions(in: dialogue.id, limit: Int(Int32.max), offset: 0, from: transaction)
        }
        let format = LocalFormat(.english)
        var file = DecisionFile()
        for decision in decisions.reversed() {
            file.append([
                String(decision.statement.number), decision.statement.language, decision.statement.origin.rawValue,
                decision.moderation.action.rawValue, decision.moderation.reason?.rawValue ?? "",
                decision.moderation.worker == nil ? "program" : decision.role?.rawValue ?? "former",
                decision.worker ?? "", format.date(decision.moderation.at).iso,
            ])
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"decisions-\(dialogue.slug).csv\"",
            ], body: .init(byteBuffer: ByteBuffer(string: file.text)))
    }

    private func roleWords(_ decision: Decision, _ texts: Texts) -> String {
        if decision.moderation.worker == nil { return texts["log_program"] }
        return decision.role.map(texts.name(of:)) ?? texts["log_former"]
    }

    private static func decisions(
        in dialogue: Dialogue.ID, limit: Int, offset: Int, from transaction: SQLTransaction
    ) throws -> [Decision] {
        let store = FloorStore(transaction)
        let convening = ConveningStore(transaction)
        let moderations = try store.moderations(in: dialogue, limit: limit, offset: offset)
        let workers = Set(moderations.compactMap(\.worker))
        let names = try convening.names(of: workers)
        var roles: [Worker.ID: WorkerRole] = [:]
        for (id, name) in names {
            roles[id] = try convening.standing(of: Worker(id: id, name: name), in: dialogue)?.role
        }
        let statements = Dictionary(
            try store.statements(in: dialogue).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return moderations.compactMap { moderation in
            statements[moderation.statement].map { statement in
                Decision(
                    moderation: moderation, statement: statement, worker: moderation.worker.flatMap { names[$0] },
                    role: moderation.worker.flatMap { roles[$0] })
            }
        }
    }
}

/// Lines of comma-separated values (RFC 4180).
struct DecisionFile: Sendable {
    private(set) var text = "statement,language,origin,decision,reason,role,worker,decided_at\r\n"

    mutating func append(_ cells: [String]) {
        text += cells.map(Self.cell).joined(separator: ",") + "\r\n"
    }

    /// A cell that a spreadsheet would take for a formula begins with an apostrophe.
    private static func cell(_ value: String) -> String {
        let guarded = value.first.map { "=+-@\t\r".contains($0) } ?? false ? "'" + value : value
        guard guarded.contains(where: { ",\"\r\n".contains($0) }) else { return guarded }
        return "\"" + guarded.replacing("\"", with: "\"\"") + "\""
    }
}
