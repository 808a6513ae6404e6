import HTTPTypes
import Hummingbird
import SQLStore
import Site

/// The name and passphrase a worker signs in with.
extension ConveningPages {
    private struct Model: Sendable {
        let token: String
        let name: String
        let hasPassphrase: Bool
        let isSaved: Bool
        let errors: ErrorSummaryView?
        let nameProblem: String?
        let passphraseProblem: String?
        let passphraseHint: String
        let signedInAs: String
    }

    func accountPage(_ visit: WorkerVisit) async throws -> Response {
        let isSaved = visit.request.uri.queryParameters["saved"] != nil
        return try await accountPage(visit, name: visit.worker.name, isSaved: isSaved)
    }

    func changeAccount(_ visit: WorkerVisit) async throws -> Response {
        let form = try await visit.form()
        try form.only("token", "name", "passphrase")
        var name = (form["name"] ?? "").trimmed
        let passphrase = (form["passphrase"] ?? "")
        do {
            name = try NameRules.admit(name)
            let isFirst = try await !hasPassphrase(visit.worker)
            if isFirst || !passphrase.isEmpty {
                try PassphraseRules.check(passphrase, names: [visit.worker.name, name])
            }
            let stored = passphrase.isEmpty ? nil : try await PassphraseHash.stored(passphrase)
            let act = SetCredentials(of: visit.worker, name: name, storedPassphrase: stored, keeping: visit.session)
            try await database.write { try act.perform(in: $0) }
        } catch let refusal as SignInRefusal {
            let field =
                switch refusal {
                case .passphraseTooShort, .passphraseTooLong, .passphraseTooEasy: "passphrase"
                default: "name"
                }
            let problem = FieldProblem(field: field, text: visit.texts.sentence(for: refusal))
            return try await accountPage(visit, name: name, problems: [problem], status: .unprocessableContent)
        }
        return visit.context.seeOther("/desk/account?saved=1")
    }

    private func hasPassphrase(_ worker: Worker) async throws -> Bool {
        try await database.read { try ConveningStore($0).worker(named: worker.name)?.passphrase != nil }
    }

    private func accountPage(
        _ visit: WorkerVisit, name: String, isSaved: Bool = false, problems: [FieldProblem] = [],
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let texts = visit.texts
        let model = Model(
            token: visit.formToken, name: name, hasPassphrase: try await hasPassphrase(visit.worker), isSaved: isSaved,
            errors: problems.summary, nameProblem: problems.text(of: "name"),
            passphraseProblem: problems.text(of: "passphrase"),
            passphraseHint: texts("account_passphrase_hint", ["count": .number(PassphraseRules.shortest)]),
            signedInAs: visit.worker.name)
        return try visit.page(
            "account", model, title: texts["account_title"], hasError: !problems.isEmpty, status: status)
    }
}
