package import HTTPTypes
import Hummingbird
import Journal
import SQLStore
import Site

/// Who works on a dialogue in which role; inviting and removing.
extension ConveningPages {
    package struct WorkersModel: Sendable {
        package struct Line: Sendable {
            let id: String
            let name: String
            let role: String
            let mayRemove: Bool
            let maySignOut: Bool
            let back: String
        }

        package struct Choice: Sendable {
            let value: String
            let name: String
            let meaning: String
            let isChosen: Bool
        }

        /// Where the forms of the list go, without the language prefix.
        let address: String
        let token: String
        let workers: [Line]
        let mayInvite: Bool
        /// Owners may end the sessions of everybody, and come back here.
        let maySignOut: Bool
        let back: String
        let roles: [Choice]
        let name: String
        /// The one-time link, shown this once.
        let link: String?
        let linkNote: String?
        let notice: String?
        let errors: ErrorSummaryView?
        let nameProblem: String?
    }

    private struct Model: Sendable {
        let desk: DeskFrame
        let list: WorkersModel
    }

    func workersPage(_ visit: WorkerVisit) async throws -> Response {
        return try await workersPage(visit, .nothing)
    }

    func inviteWorker(_ visit: WorkerVisit) async throws -> Response {
        return try await workersPage(visit, try await invite(visit, roles: Self.rolesInDialogue))
    }

    func removeWorker(_ visit: WorkerVisit) async throws -> Response {
        let outcome = try await remove(visit)
        if case .removed = outcome { return visit.context.seeOther("/desk/\(visit.slug)/workers") }
        return try await workersPage(visit, outcome)
    }

    private static let rolesInDialogue: [WorkerRole] = [.facilitator, .moderator, .observer]

    private func workersPage(_ visit: WorkerVisit, _ outcome: WorkersOutcome) async throws -> Response {
        let list = try await workersModel(
            visit, address: "/desk/\(visit.slug)/workers", roles: Self.rolesInDialogue, outcome)
        return try visit.page(
            "workers", Model(desk: DeskFrame(visit, current: .workers), list: list),
            title: visit.title("workers_title"), hasError: outcome.isRefused, status: outcome.status)
    }
}

/// What came of an invitation or a removal.
package enum WorkersOutcome: Sendable {
    case nothing
    /// A link for somebody who can't sign in yet.
    case invited(name: String, code: String)
    /// Somebody who has a passphrase already: nobody but they can sign in as them.
    case added(name: String)
    case removed
    case refused(SignInRefusal, name: String)
    case badRole(name: String)

    package var isRefused: Bool {
        switch self {
        case .nothing, .invited, .added, .removed: false
        case .refused, .badRole: true
        }
    }

    package var status: HTTPResponse.Status { isRefused ? .unprocessableContent : .ok }
}

extension ConveningPages {
    /// Carries out the form that invites somebody.
    package func invite(_ visit: WorkerVisit, roles: [WorkerRole]) async throws -> WorkersOutcome {
        let form = try await visit.form()
        try form.only("token", "name", "role")
        let name = (form["name"] ?? "").trimmed
        guard let role = WorkerRole(rawValue: (form["role"] ?? "")), roles.contains(role) else {
            return .badRole(name: name)
        }
        let standing = try visit.standing()
        let dialogue = visit.dialogue?.id
        let time = visit.time
        do {
            return try await database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                let worker = try AppointWorker(name: name, as: role, in: dialogue, by: standing)
                    .perform(in: transaction, at: time, using: &generator)
                let mayLink = try SignInRules.mayIssueLink(
                    to: ConveningStore(transaction).access(of: worker.id), by: standing, in: dialogue)
                guard mayLink else { return .added(name: name) }
                let code = try IssueSignInLink(for: worker.id, lifetime: SignInRules.invitationLifetime)
                    .perform(in: transaction, at: time, using: &generator)
                return .invited(name: name, code: code)
            }
        } catch let refusal as SignInRefusal {
            return .refused(refusal, name: name)
        }
    }

    /// Carries out the form that takes somebody's role away.
    package func remove(_ visit: WorkerVisit) async throws -> WorkersOutcome {
        let form = try await visit.form()
        try form.only("token", "worker")
        guard let worker = Worker.ID(rawValue: (form["worker"] ?? "")) else { throw PageProblem.notFound }
        let act = DismissWorker(worker, from: visit.dialogue?.id, by: try visit.standing())
        do {
            try await database.write { try act.perform(in: $0) }
            return .removed
        } catch let refusal as SignInRefusal {
            return .refused(refusal, name: "")
        }
    }

    private func meaning(of role: WorkerRole, everywhere: Bool) -> String {
        "role_\(role.rawValue)_\(everywhere && role != .owner ? "everywhere" : "meaning")"
    }

    package func workersModel(
        _ visit: WorkerVisit, address: String, roles: [WorkerRole], _ outcome: WorkersOutcome
    ) async throws -> WorkersModel {
        let dialogue = visit.dialogue?.id
        let standings = try await database.read { try ConveningStore($0).standings(in: dialogue) }
        let texts = visit.texts
        let mayInvite = visit.reaches(dialogue == nil ? .owner : .facilitator)
        let maySignOut = visit.reaches(.owner)
        let back = dialogue == nil ? "/admin" : address
        var problems: [FieldProblem] = []
        var (name, link, linkNote, notice) = ("", String?.none, String?.none, String?.none)
        switch outcome {
        case .nothing, .removed:
            if visit.request.uri.queryParameters["ended"] != nil { notice = texts["workers_signed_out"] }
        case .invited(let invited, let code):
            link = "\(visit.origin)\(visit.context.base)/sign-in/link?code=\(code)"
            linkNote = texts("workers_link_note", ["name": .text(invited)])
        case .added(let added): notice = texts("workers_added", ["name": .text(added)])
        case .refused(let refusal, let typed):
            name = typed
            problems = [FieldProblem(field: "name", text: texts.sentence(for: refusal))]
        case .badRole(let typed):
            name = typed
            problems = [FieldProblem(field: "role-\(roles[0].rawValue)", text: texts["workers_role_missing"])]
        }
        return WorkersModel(
            address: address, token: visit.formToken,
            workers: standings.map {
                WorkersModel.Line(
                    id: $0.worker.id.rawValue, name: $0.worker.name, role: texts.name(of: $0.role),
                    mayRemove: mayInvite, maySignOut: maySignOut, back: back)
            },
            mayInvite: mayInvite, maySignOut: maySignOut, back: back,
            roles: roles.map {
                WorkersModel.Choice(
                    value: $0.rawValue, name: texts.name(of: $0),
                    meaning: texts[meaning(of: $0, everywhere: dialogue == nil)],
                    isChosen: $0 == .moderator)
            },
            name: name, link: link, linkNote: linkNote, notice: notice, errors: problems.summary,
            nameProblem: problems.text(of: "name"))
    }
}
