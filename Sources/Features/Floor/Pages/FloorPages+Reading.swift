import Convening
import Hummingbird
import Journal
import SQLStore
import Site

/// What one person has done in a dialogue.
struct OwnAnswers: Sendable {
    /// Also to statements that are not shown any more.
    var choices: [Statement.ID: VoteChoice] = [:]
    /// How often each answer was given, changed or withdrawn; nothing for what was never answered.
    var revisions: [Statement.ID: Int] = [:]
    var notUnderstood: Set<Statement.ID> = []
    /// They take part, or may begin to.
    var mayWrite = true

    /// Those to statements that everybody sees.
    func shown(on board: FloorBoard) -> [Statement.ID: VoteChoice] {
        choices.filter { board.statement($0.key) != nil }
    }
}

extension FloorPages {
    /// The dialogue an address names. Drafts are there for their workers only.
    ///
    /// - Throws: ``PageProblem/notFound``.
    func board(_ request: Request, _ context: SiteContext) async throws -> FloorBoard {
        guard let slug = context.parameters.get("slug"), DialogueRules.isUsable(slug: slug),
            let board = try await boards.board(slug: slug, at: now())
        else { throw PageProblem.notFound }
        if board.dialogue.phase == .draft {
            guard try await convening.standing(of: request, in: board.dialogue) != nil else {
                throw PageProblem.notFound
            }
        }
        return board
    }

    func answers(of visitor: Visitor, on board: FloorBoard) async throws -> OwnAnswers {
        let needsCode = board.dialogue.admission == .codes
        guard let participant = visitor.participant(in: board.dialogue) else {
            return OwnAnswers(mayWrite: !needsCode)
        }
        return try await database.read { transaction in
            let store = FloorStore(transaction)
            let votes = try store.votes(of: participant)
            return OwnAnswers(
                choices: votes.compactMapValues(\.choice), revisions: votes.mapValues(\.revision),
                notUnderstood: try store.notUnderstood(by: participant),
                mayWrite: try !needsCode || ConveningStore(transaction).hasJoined(participant))
        }
    }

    /// Whether a visitor takes part, or may begin to.
    func mayWrite(_ visitor: Visitor, on board: FloorBoard) async throws -> Bool {
        guard board.dialogue.admission == .codes else { return true }
        guard let participant = visitor.participant(in: board.dialogue) else { return false }
        return try await database.read { try ConveningStore($0).hasJoined(participant) }
    }

    func texts(_ context: SiteContext) -> Texts { renderer.texts(context.language) }

    /// The frame of a page of one dialogue.
    func frame(title: String, of board: FloorBoard, _ context: SiteContext) -> PageFrame {
        var frame = PageFrame(title: title, in: context)
        let texts = texts(context)
        if board.dialogue.phase == .draft {
            frame.band = texts["floor_draft"]
        } else if board.dialogue.isSimulated {
            frame.band = texts["floor_simulated"]
        }
        return frame
    }
}

extension Texts {
    /// The arguments of a sentence that names a day and how far away it is.
    func day(_ instant: Int64, at now: Int64) -> [String: TextArgument] {
        let date = format.date(instant)
        return ["date": .text(date.primary), "other": .text(date.other), "left": .text(relative(instant, at: now))]
    }

    /// The sentence when there is one for this language, else the general one.
    func forLanguage(_ key: String, _ language: String, otherwise general: String) -> String {
        contains("\(key)_\(language)") ? self["\(key)_\(language)"] : self[general]
    }

    func answer(_ choice: VoteChoice) -> String {
        switch choice {
        case .agree: self["floor_agree"]
        case .disagree: self["floor_disagree"]
        case .pass: self["floor_not_sure"]
        }
    }
}

/// The words of a statement on a page: in an element of their own, with their language.
struct StatementView: ViewModel {
    let id: String
    let number: String
    let text: String
    let lang: String
    /// That it is a translation, or that there is none.
    let note: String?
    let originalText: String?
    let originalLang: String?

    init(_ statement: Statement, on board: FloorBoard, _ texts: Texts) {
        let reader = texts.language.tag
        let words = board.words(of: statement, in: reader)
        id = statement.id.rawValue
        number = texts.format.number(statement.number)
        text = words.text
        lang = words.language
        if let erasure = statement.erasure {
            note = texts["statement_erased_\(erasure.rawValue)"]
            originalText = nil
            originalLang = nil
        } else if words.isTranslation {
            note = texts.forLanguage(
                "floor_translated_from", statement.language, otherwise: "floor_translated")
            originalText = statement.text
            originalLang = statement.language
        } else {
            note =
                words.language == reader
                ? nil : texts.forLanguage("floor_shown_in", words.language, otherwise: "floor_shown_in_original")
            originalText = nil
            originalLang = nil
        }
    }

    var fields: [(key: String, value: Any)] {
        [
            ("id", id), ("number", number), ("text", text), ("lang", lang), ("note", note ?? ""),
            ("originalText", originalText ?? ""), ("originalLang", originalLang ?? ""),
        ]
    }
}

/// The texts of a dialogue on a page.
struct DialogueView: ViewModel {
    let slug: String
    let title: String
    let question: String
    let description: String
    let host: String
    let lang: String

    init(_ dialogue: Dialogue, _ texts: Texts) {
        let words = dialogue.texts(in: texts.language.tag)
        slug = dialogue.slug
        title = words.title
        question = words.question
        description = words.description
        host = words.host
        lang = words.language
    }

    var fields: [(key: String, value: Any)] {
        [
            ("slug", slug), ("title", title), ("question", question), ("description", description), ("host", host),
            ("lang", lang),
        ]
    }
}
