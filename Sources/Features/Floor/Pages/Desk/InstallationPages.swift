package import Convening
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Journal
import NIOCore
import SQLStore
import Site

/// The pages about the installation as a whole, for its owners, and its pulse for machines.
package struct InstallationPages: Sendable {
    /// What only the program that was started knows.
    package struct Facts: Sendable {
        package var version: String
        /// Milliseconds since 1970.
        package var startedAt: Int64
        /// "SQLite" or "PostgreSQL".
        package var databaseKind: String
        /// Bytes; nil where it is not known.
        package var databaseSize: @Sendable () -> Int64?

        package init(
            version: String, startedAt: Int64, databaseKind: String,
            databaseSize: @escaping @Sendable () -> Int64? = { nil }
        ) {
            self.version = version
            self.startedAt = startedAt
            self.databaseKind = databaseKind
            self.databaseSize = databaseSize
        }
    }

    private struct Model: Sendable {
        let health: [HealthLine]
        let list: ConveningPages.WorkersModel
    }

    private struct HealthLine: Sendable {
        let name: String
        let value: String
    }

    private let floor: FloorPages
    private let facts: Facts

    package init(_ floor: FloorPages, facts: Facts) {
        self.floor = floor
        self.facts = facts
    }

    package func addRoutes(to routes: ActionRouter) {
        routes.get("/admin", .runInstallation, use: adminPage)
        routes.get("/admin/workers", .runInstallation) { $0.context.seeOther("/admin") }
        routes.post("/admin/workers", .manageInstallationWorkers, use: inviteWorker)
        routes.post("/admin/workers/remove", .manageInstallationWorkers, use: removeWorker)
        routes.get("/health", .checkHealth, use: health)
    }

    private func adminPage(_ visit: WorkerVisit) async throws -> Response {
        return try await adminPage(visit, .nothing)
    }

    private func inviteWorker(_ visit: WorkerVisit) async throws -> Response {
        return try await adminPage(visit, try await floor.convening.invite(visit, roles: WorkerRole.allCases))
    }

    private func removeWorker(_ visit: WorkerVisit) async throws -> Response {
        let outcome = try await floor.convening.remove(visit)
        if case .removed = outcome { return visit.context.seeOther("/admin") }
        return try await adminPage(visit, outcome)
    }

    private func adminPage(_ visit: WorkerVisit, _ outcome: WorkersOutcome) async throws -> Response {
        let list = try await floor.convening.workersModel(
            visit, address: "/admin/workers", roles: WorkerRole.allCases, outcome)
        return try visit.page(
            "admin", Model(health: try await lines(visit), list: list), title: visit.texts["admin_title"],
            hasError: outcome.isRefused, status: outcome.status)
    }

    private func lines(_ visit: WorkerVisit) async throws -> [HealthLine] {
        let texts = visit.texts
        let (dialogues, lastCount) = try await floor.database.read { transaction in
            (try ConveningStore(transaction).dialogues(), try FloorStore(transaction).lastCountAt())
        }
        let waiting = dialogues.compactMap { floor.refresher.waitingSince(in: $0.id) }
        func line(_ key: String, _ value: String) -> HealthLine {
            HealthLine(name: texts["admin_\(key)"], value: value)
        }
        func since(_ time: Int64) -> String { texts.relative(time, at: visit.time) }
        var lines = [line("database", facts.databaseKind)]
        if let size = facts.databaseSize() {
            let megabytes = Int((size + 500_000) / 1_000_000)
            lines.append(line("size", texts("admin_megabytes", ["count": .number(megabytes)])))
        }
        let troubles = floor.logs.troubles.map { "\($0.log.rawValue): \($0.trouble.code)" }
        let sealing =
            troubles.isEmpty
            ? texts["admin_sealing_ok"]
            : texts("admin_sealing_trouble", ["logs": .text(troubles.joined(separator: ", "))])
        lines.append(line("sealing", sealing))
        lines.append(line("witnesses", witnesses(texts, at: visit.time)))
        lines += [
            line("dialogues", texts.format.number(dialogues.count)),
            line(
                "queue",
                waiting.min().map { oldest in
                    texts(
                        "admin_queue_waiting", ["count": .number(waiting.count), "when": .text(since(oldest))])
                } ?? texts["admin_queue_empty"]),
            line("last_count", lastCount.map(since) ?? texts["admin_never"]),
            line("version", facts.version), line("started", since(facts.startedAt)),
        ]
        return lines
    }

    private func witnesses(_ texts: Texts, at time: Int64) -> String {
        let complaints = floor.logs.complaints.map {
            texts("admin_\($0.complaint.rawValue)", ["name": .text($0.witness)])
        }
        let missing = floor.logs.missingWitnesses(at: time)
        if !complaints.isEmpty { return complaints.joined(separator: " ") }
        if !missing.isEmpty {
            return texts("sealed_log_missing", ["names": .text(missing.joined(separator: ", "))])
        }
        return texts[floor.receipts.needsWitnesses ? "admin_witnesses_ok" : "admin_witnesses_none"]
    }

    private struct Pulse: Encodable {
        /// `ok`, `log_trouble` or `unavailable`.
        let status: String
        /// The codes of what is wrong with logs and witnesses, each once; left out where nothing is.
        let troubles: [String]?
    }

    /// 200 where the database answers and 503 where it does not. The status also says whether a log is in trouble, by codes
    /// that everybody finds on its page; it says nothing else that an outsider could use.
    private func health(_ request: Request, _ context: SiteContext) async throws -> Response {
        let isWell: Bool
        do {
            isWell = try await floor.database.read { try $0.first("SELECT 1 AS one") != nil }
        } catch {
            isWell = false
        }
        let troubles = Set(
            floor.logs.troubles.map(\.trouble.code)
                + floor.logs.complaints.lazy.filter(\.complaint.isAlarm).map(\.complaint.rawValue)
        ).sorted()
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let pulse = Pulse(
            status: !isWell ? "unavailable" : troubles.isEmpty ? "ok" : "log_trouble",
            troubles: troubles.isEmpty ? nil : troubles)
        return Response(
            status: isWell ? .ok : .serviceUnavailable, headers: [.contentType: "application/json; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(bytes: Array(try encoder.encode(pulse)) + [0x0A])))
    }
}
