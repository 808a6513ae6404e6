import Convening
import DialogueLog
import HTTPTypes
import Hummingbird
import Journal
import SQLStore
import Site
import TextAnalysis

/// The form for a statement of one's own.
struct SayPage: ViewModel {
    struct LanguageChoice: ViewModel {
        let tag: String
        let name: String
        let isChosen: Bool

        var fields: [(key: String, value: Any)] { [("tag", tag), ("name", name), ("isChosen", isChosen)] }
    }

    let dialogue: DialogueView
    let token: String
    /// Why nothing can be said at the moment.
    let closure: String?
    let needsCode: Bool
    let text: String
    let languages: [LanguageChoice]
    let language: String
    let problem: SayProblem?
    let limitHint: String
    let leftPattern: String
    let overPattern: String

    /// Something can be said, or there are words to be kept.
    var hasForm: Bool { closure == nil && !needsCode || !text.isEmpty }

    var fields: [(key: String, value: Any)] {
        let isAboutLanguage = problem?.field == "language"
        let summary = problem.flatMap { ErrorSummaryView([ErrorSummaryView.Item(field: $0.field, text: $0.text)]) }
        return [
            ("dialogue", dialogue), ("slug", dialogue.slug), ("token", token), ("closure", closure ?? ""),
            ("isOpen", hasForm), ("needsCode", needsCode), ("text", text),
            ("languages", languages),
            ("hasLanguages", languages.count > 1), ("language", language), ("errors", summary as Any),
            ("problem", isAboutLanguage ? "" : problem?.text ?? ""),
            ("languageProblem", isAboutLanguage ? problem?.text ?? "" : ""),
            ("sameHref", problem?.sameHref ?? ""), ("limit", String(SubmissionRules.policy.characters)),
            ("limitHint", limitHint), ("leftPattern", leftPattern), ("overPattern", overPattern),
        ]
    }

    init(
        _ board: FloorBoard, text: String, language: String?, problem: SayProblem?, mayWrite: Bool, token: String,
        _ texts: Texts, at time: Int64
    ) {
        dialogue = DialogueView(board.dialogue, texts)
        self.token = token
        closure = texts.closure(board.dialogue.opening, at: time)
        needsCode = closure == nil && !mayWrite
        self.text = text
        self.problem = problem
        let spoken = board.dialogue.languages
        let chosen = [language, texts.language.tag].compactMap { $0 }.first(where: spoken.contains) ?? spoken[0]
        self.language = chosen
        languages = spoken.map { tag in
            LanguageChoice(
                tag: tag, name: Language(rawValue: tag)?.nativeName ?? tag, isChosen: tag == chosen)
        }
        limitHint = texts("say_limit", ["limit": .number(SubmissionRules.policy.characters)])
        leftPattern = texts("say_left", ["number": .text("#")])
        overPattern = texts("say_over", ["number": .text("#")])
    }
}

/// What keeps a statement from being sent, at which field.
struct SayProblem: Sendable {
    let text: String
    let field: String
    let status: HTTPResponse.Status
    /// Where the statement is that says the same.
    let sameHref: String?

    init(_ refusal: SubmissionRefusal, in dialogue: Dialogue, _ texts: Texts) {
        var sameHref: String?
        var field = "text"
        switch refusal {
        case .floor(let closure):
            text = texts["say_problem_\(closure.key)"]
            status = .conflict
        case .text(let problem):
            text = texts.sentence(for: problem)
            status = .unprocessableContent
        case .alreadySaid(let statement):
            text = texts["say_problem_same"]
            status = .conflict
            sameHref = CardMoment.showing(statement).path(in: dialogue)
        case .tooManyWaiting(let limit):
            text = texts("say_problem_waiting", ["limit": .number(limit)])
            status = .conflict
        case .unknownLanguage:
            text = texts["say_problem_language"]
            status = .unprocessableContent
            field = "language"
        }
        self.field = field
        self.sameHref = sameHref
    }

    /// So many statements came from one network that this one has to wait.
    init(_ problem: PageProblem, _ texts: Texts) {
        text = texts(problem.textKey, problem.arguments)
        field = "text"
        status = problem.status
        sameHref = nil
    }

    init(_ refusal: PaceRefusal, _ texts: Texts) {
        text = refusal.sentence(texts)
        field = "text"
        status = .tooManyRequests
        sameHref = nil
    }

    /// - Parameter key: of the sentence.
    init(_ key: String, _ status: HTTPResponse.Status, _ texts: Texts) {
        text = texts[key]
        field = "text"
        self.status = status
        sameHref = nil
    }
}

extension Texts {
    /// What is wrong with a text and what to do about it.
    func sentence(for problem: TextProblem) -> String {
        switch problem {
        case .notUTF8: self["say_problem_unreadable"]
        case .empty, .noLetters: self["say_problem_empty"]
        case .tooLong(let characters, let limit):
            self("say_problem_too_long", ["characters": .number(characters), "limit": .number(limit)])
        case .tooManyBytes: self["say_problem_too_large"]
        case .character: self["say_problem_character"]
        case .directionMark: self["say_problem_direction"]
        case .marks: self["say_problem_marks"]
        }
    }
}

extension FloorPages {
    /// The fields of the forms about one statement are larger than those of other forms: a text that is too long must
    /// arrive, so that its writer gets it back.
    private static let limits = FormData.Limits(bytes: 131_072, fields: 5)

    func say(_ request: Request, _ context: SiteContext) async throws -> Response {
        let board = try await board(request, context)
        return try await sayPage(
            board, try Visitor(request, context), text: "", language: nil, problem: nil, context)
    }

    /// Shows what will be sent, with what its writer should know before. Nothing is written.
    func checkStatement(_ request: Request, _ context: SiteContext) async throws -> Response {
        let board = try await board(request, context)
        try requireSoundLog(of: board.dialogue)
        let visitor = try Visitor(request, context)
        let form = try await FormData(request, limits: Self.limits)
        try form.only("token", "text", "language", "change", "key")
        let text = form["text"] ?? ""
        let language = form["language"] ?? ""
        if try form.isTicked("change") {
            return try await sayPage(board, visitor, text: text, language: language, problem: nil, context)
        }
        let time = now()
        do {
            try tokens.verify(form["token"], identity: visitor.identity, origin: RequestOrigin(request), at: time)
        } catch {
            let problem = SayProblem("say_expired", .forbidden, texts(context))
            return try await sayPage(board, visitor, text: text, language: language, problem: problem, context)
        }
        do {
            let participant = visitor.participant(in: board.dialogue)
            let dialogue = board.dialogue.id
            guard try await mayWrite(visitor, on: board) else { throw AdmissionRefusal.codeNeeded }
            let (waiting, others) = try await database.read { transaction in
                let store = FloorStore(transaction)
                return (try participant.map(store.waiting) ?? 0, try store.statements(in: dialogue))
            }
            let admitted = try SubmissionRules.admit(text)
            try SubmissionRules.check(
                admitted, language: language, in: board.dialogue, waiting: waiting, others: others, at: time)
            var generator = SystemRandomNumberGenerator()
            let model = SayCheckPage(
                admitted, language: language, on: board, key: hexadecimal(randomBytes(16, using: &generator)),
                token: tokens.issue(for: visitor.identity, at: time), texts(context))
            let title = "\(texts(context)["say_check_title"]) – \(model.dialogue.title)"
            var frame = frame(title: title, of: board, context)
            frame.robots = "noindex"
            return try renderer.page("say-check", model, frame: frame)
        } catch is AdmissionRefusal {
            let problem = SayProblem("say_problem_code", .forbidden, texts(context))
            return try await sayPage(board, visitor, text: text, language: language, problem: problem, context)
        } catch let refusal as SubmissionRefusal {
            let problem = SayProblem(refusal, in: board.dialogue, texts(context))
            return try await sayPage(board, visitor, text: text, language: language, problem: problem, context)
        }
    }

    func sendStatement(_ request: Request, _ context: SiteContext) async throws -> Response {
        let board = try await board(request, context)
        try requireSoundLog(of: board.dialogue)
        let visitor = try Visitor(request, context)
        let form = try await FormData(request, limits: Self.limits)
        try form.only("token", "text", "language", "key")
        let text = form["text"] ?? ""
        let language = form["language"] ?? ""
        let time = now()
        do {
            try tokens.verify(form["token"], identity: visitor.identity, origin: RequestOrigin(request), at: time)
        } catch {
            let problem = SayProblem("say_expired", .forbidden, texts(context))
            return try await sayPage(board, visitor, text: text, language: language, problem: problem, context)
        }
        do {
            try submissions.allow("statement", from: context.networkPrefix, at: time)
        } catch {
            let problem = SayProblem(error, texts(context))
            return try await sayPage(board, visitor, text: text, language: language, problem: problem, context)
        }
        let key = try form.text("key", limit: 32)
        var generator = SystemRandomNumberGenerator()
        let known = visitor.known(using: &generator)
        let act = SubmitStatement(
            text, language: language, in: board.dialogue.id, as: known.participant(in: board.dialogue),
            submissionKey: key)
        let statement: Statement?
        do {
            try await keepPace(visitor, in: board.dialogue, answers: 1, context)
            statement = try await database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                return try act.perform(in: transaction, at: time, using: &generator)
            }
        } catch let refusal as PaceRefusal {
            let problem = SayProblem(refusal, texts(context))
            return try await sayPage(board, visitor, text: text, language: language, problem: problem, context)
                .retry(after: refusal.seconds)
        } catch is AdmissionRefusal {
            let problem = SayProblem("say_problem_code", .forbidden, texts(context))
            return try await sayPage(board, visitor, text: text, language: language, problem: problem, context)
        } catch let refusal as SubmissionRefusal {
            let problem = SayProblem(refusal, in: board.dialogue, texts(context))
            return try await sayPage(board, visitor, text: text, language: language, problem: problem, context)
        }
        guard let statement, let code = statement.trackingCode else { throw PageProblem.notFound }
        if statement.state == .shown { boards.somethingChanged(in: board.dialogue.slug) }
        return known.remembered(in: context.seeOther("/s/\(code.written)?sent=yes"), context)
    }

    private func sayPage(
        _ board: FloorBoard, _ visitor: Visitor, text: String, language: String?, problem: SayProblem?,
        _ context: SiteContext
    ) async throws -> Response {
        let time = now()
        let model = SayPage(
            board, text: text, language: language, problem: problem,
            mayWrite: try await mayWrite(visitor, on: board),
            token: tokens.issue(for: visitor.identity, at: time), texts(context), at: time)
        var frame = frame(title: "\(texts(context)["say_title"]) – \(model.dialogue.title)", of: board, context)
        frame.path = "/d/\(board.dialogue.slug)/say"
        frame.scripts = model.hasForm ? ["count.js"] : []
        frame.hasError = problem != nil
        return try renderer.page("say", model, frame: frame, status: problem?.status ?? .ok)
    }
}
