import HTTPTypes
import Hummingbird
import Journal
import SQLStore
import Site

/// The browsers in which a worker is signed in, and the way to end that, from any of them.
extension ConveningPages {
    private struct Model: Sendable {
        let token: String
        let sessions: [Line]
        let hasOthers: Bool
        let isEnded: Bool
    }

    private struct Line: Sendable {
        let id: String
        let since: String
        let used: String
        let isThis: Bool
        let number: String
    }

    func sessionsPage(_ visit: WorkerVisit) async throws -> Response {
        let (worker, time, texts) = (visit.worker.id, visit.time, visit.texts)
        let sessions = try await database.read { try ConveningStore($0).sessions(of: worker, at: time) }
        let lines = sessions.enumerated().map { place, session in
            // Not finer than hours, neither here nor where it is kept.
            let hour = SessionRules.hour(of: time)
            let opened = SessionRules.hour(of: session.openedAt)
            return Line(
                id: session.id,
                since: opened >= hour
                    ? texts["sessions_since_now"]
                    : texts("sessions_since", ["when": .text(texts.relative(opened, at: hour))]),
                used: session.seenHour >= hour
                    ? texts["sessions_used_now"]
                    : texts("sessions_used", ["when": .text(texts.relative(session.seenHour, at: hour))]),
                isThis: session.id == visit.session, number: texts.format.number(place + 1))
        }
        let model = Model(
            token: visit.formToken, sessions: lines, hasOthers: lines.contains { !$0.isThis },
            isEnded: visit.request.uri.queryParameters["ended"] != nil)
        return try visit.page("sessions", model, title: texts["sessions_title"])
    }

    /// Ends one session, all others, or all.
    func endSessions(_ visit: WorkerVisit) async throws -> Response {
        let form = try await visit.form()
        try form.only("token", "session", "which")
        let which: EndSessions.Which
        switch form["which"] {
        case "others": which = .allBut(visit.session)
        case "all": which = .all
        case nil:
            let id = form["session"] ?? ""
            guard id.utf8.count == 32, id.allSatisfy(\.isHexDigit) else { throw FormProblem.choice("session") }
            which = .one(id)
        default: throw FormProblem.choice("which")
        }
        let act = EndSessions(which, of: visit.worker.id)
        try await database.write { try act.perform(in: $0) }
        guard which == .all || which == .one(visit.session) else {
            return visit.context.seeOther("/desk/account/sessions?ended=1")
        }
        var response = visit.context.seeOther("/sign-in")
        response.headers.set(.removal(of: Self.cookieName), isSecure: isSecure)
        return response
    }

    /// An owner ends all sessions of somebody, whose phone may be in other hands.
    func endWorkersSessions(_ visit: WorkerVisit) async throws -> Response {
        let form = try await visit.form()
        try form.only("token", "worker", "back")
        guard let id = Worker.ID(rawValue: form["worker"] ?? ""),
            try await database.read({ try ConveningStore($0).worker(id) }) != nil
        else { throw PageProblem.notFound }
        let act = EndSessions(.all, of: id, by: try visit.standing())
        try await database.write { try act.perform(in: $0) }
        return visit.context.seeOther("\(LocalPath(form["back"] ?? "")?.text ?? "/admin")?ended=1")
    }
}
