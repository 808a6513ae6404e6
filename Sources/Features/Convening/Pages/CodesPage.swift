import DialogueLog
import HTTPTypes
import Hummingbird
import Journal
import SQLStore
import Site

/// The batches of codes of a dialogue: how they stand, making one, closing one.
///
/// Codes are in the answer to the form that makes them and nowhere else; sent again, the form makes none.
extension ConveningPages {
    private struct Model: Sendable {
        let desk: DeskFrame
        let token: String
        let key: String
        /// The dialogue takes codes.
        let areUsed: Bool
        let batches: [Line]
        let hasBatches: Bool
        let isClosed: Bool
        let name: FieldView
        let area: FieldView
        let number: FieldView
        let kinds: [DialogueFields.Choice]
        let isSaved: Bool
        let errors: ErrorSummaryView?
    }

    private struct Line: Sendable {
        let id: String
        let name: String
        let area: String
        let kind: String
        let issued: String
        let used: String
        let state: String
        let mayClose: Bool
    }

    private struct ClosingModel: Sendable {
        let desk: DeskFrame
        let token: String
        let batch: String
        let name: String
        let unused: String
    }

    /// What was typed.
    private struct Typed: Sendable {
        var name = ""
        var area = ""
        var number = ""
        var isVouched = false
    }

    func codesPage(_ visit: WorkerVisit) async throws -> Response {
        try await codesPage(visit, Typed(), isSaved: visit.request.uri.queryParameters["closed"] != nil)
    }

    func issueCodes(_ visit: WorkerVisit) async throws -> Response {
        guard let dialogue = visit.dialogue else { throw PageProblem.notFound }
        let form = try await visit.form()
        try form.only("token", "key", "name", "area", "number", "kind", "as")
        let key = try form.text("key", limit: 32)
        let typed = Typed(
            name: DialogueForm.line(form["name"]), area: DialogueForm.line(form["area"]),
            number: form["number"] ?? "", isVouched: form["kind"] == "vouched")
        guard dialogue.admission != .open, !dialogue.isClosed(at: visit.time) else {
            return try await codesPage(visit, typed, status: .conflict)
        }
        let count: Int
        do {
            count = try form.typedNumber("number", in: 1...AdmissionRules.mostCodes)
        } catch {
            let refusal = BatchRefusal.codesOutOfRange(asked: 0, limit: AdmissionRules.mostCodes)
            return try await codesPage(visit, typed, refusal: refusal, status: .unprocessableContent)
        }
        let act = IssueBatch(
            in: dialogue.id, name: typed.name, area: typed.area, codes: count, isVouched: typed.isVouched,
            formKey: key, by: try visit.standing())
        let time = visit.time
        do {
            let (batch, codes) = try await database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                return try act.perform(in: transaction, at: time, using: &generator)
            }
            let address = "\(visit.origin)/d/\(dialogue.slug)/join"
            return form["as"] == "csv"
                ? Self.file(of: codes, address: address, slug: dialogue.slug)
                : try slips(visit, dialogue, batch, codes, address: address)
        } catch let refusal as BatchRefusal {
            return try await codesPage(
                visit, typed, refusal: refusal,
                status: refusal == .madeBefore ? .conflict : .unprocessableContent)
        }
    }

    /// Asks before a batch is closed for good.
    func closeCodesPage(_ visit: WorkerVisit) async throws -> Response {
        let wanted = visit.request.uri.queryParameters["batch"].flatMap { Batch.ID(rawValue: String($0)) }
        guard let dialogue = visit.dialogue, let wanted,
            let standing = try await batches(of: dialogue).first(where: { $0.batch.id == wanted }),
            standing.batch.closedAt == nil
        else { return visit.context.seeOther("/desk/\(visit.slug)/codes") }
        let unused = max(0, standing.batch.codes - standing.used)
        let model = ClosingModel(
            desk: DeskFrame(visit, current: .codes), token: visit.formToken, batch: wanted.rawValue,
            name: standing.batch.name, unused: visit.texts("codes_close_count", ["count": .number(unused)]))
        return try visit.page("close-codes", model, title: visit.title("codes_close_title"))
    }

    func closeCodes(_ visit: WorkerVisit) async throws -> Response {
        guard let dialogue = visit.dialogue else { throw PageProblem.notFound }
        let form = try await visit.form()
        try form.only("token", "batch")
        guard let batch = form["batch"].flatMap(Batch.ID.init(rawValue:)) else { throw FormProblem.choice("batch") }
        let act = CloseBatch(batch, in: dialogue.id, by: try visit.standing())
        let time = visit.time
        do {
            try await database.write { try act.perform(in: $0, at: time) }
        } catch let refusal as BatchRefusal {
            return try await codesPage(visit, Typed(), refusal: refusal, status: .notFound)
        }
        return visit.context.seeOther("/desk/\(visit.slug)/codes?closed=1")
    }

    private func batches(of dialogue: Dialogue) async throws -> [BatchStanding] {
        try await database.read { try ConveningStore($0).batches(in: dialogue.id) }
    }

    private func codesPage(
        _ visit: WorkerVisit, _ typed: Typed, isSaved: Bool = false, refusal: BatchRefusal? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        guard let dialogue = visit.dialogue else { throw PageProblem.notFound }
        let texts = visit.texts
        let problems = refusal.map { [FieldProblem(field: $0.field, text: texts.sentence(for: $0))] } ?? []
        let lines = try await batches(of: dialogue).map { standing in
            let batch = standing.batch
            return Line(
                id: batch.id.rawValue, name: batch.name, area: batch.area,
                kind: texts[batch.kind == .vouched ? "codes_kind_vouched" : "codes_kind_codes"],
                issued: texts.format.number(batch.codes), used: texts.format.number(standing.used),
                state: texts[batch.closedAt == nil ? "codes_state_open" : "codes_state_closed"],
                mayClose: batch.closedAt == nil)
        }
        var generator = SystemRandomNumberGenerator()
        let limit: [String: TextArgument] = ["count": .number(AdmissionRules.mostCodes)]
        var name = FieldView(
            name: "name", label: texts["codes_name"], value: typed.name, hint: texts["codes_name_hint"],
            error: problems.text(of: "name"))
        name.isRequired = true
        name.autocomplete = "off"
        var area = FieldView(
            name: "area", label: texts["codes_area"], value: typed.area, error: problems.text(of: "area"))
        area.autocomplete = "off"
        var number = FieldView(
            name: "number", label: texts["codes_number"], value: typed.number,
            hint: texts("codes_number_hint", limit), error: problems.text(of: "number"))
        number.dir = "ltr"
        number.isRequired = true
        number.autocomplete = "off"
        let model = Model(
            desk: DeskFrame(visit, current: .codes), token: visit.formToken,
            key: hexadecimal(randomBytes(16, using: &generator)), areUsed: dialogue.admission != .open,
            batches: lines, hasBatches: !lines.isEmpty, isClosed: dialogue.isClosed(at: visit.time), name: name,
            area: area, number: number,
            kinds: [BatchKind.codes, .vouched].map { kind in
                let word = kind == .vouched ? "vouched" : "codes"
                return DialogueFields.Choice(
                    value: word, label: texts["codes_kind_\(word)"], meaning: texts["codes_kind_\(word)_meaning"],
                    isChosen: typed.isVouched == (kind == .vouched))
            }, isSaved: isSaved, errors: problems.summary)
        return try visit.page(
            "codes", model, title: visit.title("codes_title"), hasError: !problems.isEmpty, status: status)
    }
}

extension BatchRefusal {
    /// The field it is about.
    fileprivate var field: String {
        switch self {
        case .nameMissing, .nameTooLong, .nameUnfit, .notFound, .madeBefore: "name"
        case .areaTooLong, .areaUnfit: "area"
        case .codesOutOfRange: "number"
        }
    }
}
