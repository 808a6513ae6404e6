import Convening
import Journal
import Site
import TextAnalysis

/// One statement in the moderation queue, with what helps to decide about it.
struct ModerationRow: Sendable {
    /// A shown statement that may say the same.
    struct Similar: Sendable {
        let number: Int
        let text: String
        let language: String
        let answers: String
        let joinLabel: String
    }

    let id: String
    let number: Int
    let heading: String
    let provenance: String
    let since: String
    let sinceISO: String
    let text: String
    let language: String
    let translation: String?
    let translationLanguage: String
    /// Why the words are covered at first: they may hold somebody's number or address.
    let cover: String?
    let flags: [String]
    let hasFlags: Bool
    let similar: [Similar]
    let hasSimilar: Bool
    let stateWords: String
    let mayShow: Bool
    let mayHide: Bool
    let mayDecide: Bool
    let tickLabel: String
}

/// What the rows of the queue are made from: read once for a page of them.
struct ModerationMaterial: Sendable {
    let dialogue: Dialogue
    let statements: [Statement]
    let translations: [Statement.ID: [Translation]]
    /// Shown statements, and their texts folded for comparing.
    let shown: [Statement]
    let folded: [FoldedText]
    let answers: [Statement.ID: FloorStore.AnswerCounts]
    let numbers: [Statement.ID: Int]
    let reasons: [Statement.ID: Moderation.Reason]

    /// How alike two texts are before a moderator is asked whether they say the same.
    private static let threshold = 0.45

    init(dialogue: Dialogue, statements: [Statement], from store: FloorStore) throws {
        self.dialogue = dialogue
        self.statements = statements
        let shown = try store.statements(in: dialogue.id, .shown)
        let folded = shown.map { FoldedText($0.text) }
        self.shown = shown
        self.folded = folded
        translations = Dictionary(grouping: try store.translations(in: dialogue.id), by: \.statement)
        let alike = statements.flatMap { Self.alike($0, shown, folded) }
        answers = try store.answerCounts(of: Array(Set(alike.map(\.id))).sorted())
        numbers = Dictionary(shown.map { ($0.id, $0.number) }, uniquingKeysWith: { first, _ in first })
        var reasons: [Statement.ID: Moderation.Reason] = [:]
        for statement in statements where statement.state == .hidden {
            reasons[statement.id] = try store.moderations(of: statement.id).last?.reason
        }
        self.reasons = reasons
    }

    private static func alike(_ statement: Statement, _ shown: [Statement], _ folded: [FoldedText]) -> [Statement] {
        TextLikeness.nearest(to: FoldedText(statement.text), in: folded, limit: 4, threshold: threshold)
            .map { shown[$0.index] }
            .filter { $0.id != statement.id }
    }

    func rows(for visit: WorkerVisit) -> [ModerationRow] {
        statements.map { row($0, visit) }
    }

    private func row(_ statement: Statement, _ visit: WorkerVisit) -> ModerationRow {
        let texts = visit.texts
        let reader = visit.context.language.tag
        let hints = TextPolicy.personalDataHints(in: statement.text)
        var flags = hints.map { texts["moderate_flag_\($0.rawValue.lowercased())"] }
        if TextPolicy.looksLikeQuestion(statement.text) { flags.append(texts["moderate_flag_question"]) }
        let isCovered = hints.contains(.phoneNumber) || hints.contains(.email)
        let similar = Self.alike(statement, shown, folded).prefix(2).map { other in
            ModerationRow.Similar(
                number: other.number, text: other.text, language: other.language,
                answers: texts.words(for: answers[other.id]),
                joinLabel: texts("moderate_join_to", ["number": .number(other.number)]))
        }
        let translation = StatementWords(
            of: statement, translations: translations[statement.id] ?? [], in: reader)
        let mayDecide = visit.reaches(.moderator)
        return ModerationRow(
            id: statement.id.rawValue, number: statement.number,
            heading: texts("moderate_number", ["number": .number(statement.number)]),
            provenance: texts.provenance(of: statement),
            since: texts.relative(statement.madeAt, at: visit.time),
            sinceISO: texts.format.date(statement.madeAt).iso, text: statement.text, language: statement.language,
            translation: translation.isTranslation ? translation.text : nil,
            translationLanguage: translation.language, cover: isCovered ? texts["moderate_cover"] : nil, flags: flags,
            hasFlags: !flags.isEmpty, similar: Array(similar), hasSimilar: !similar.isEmpty,
            stateWords: stateWords(statement, texts), mayShow: mayDecide && statement.state != .shown,
            mayHide: mayDecide && (statement.state != .hidden || statement.joinedTo != nil), mayDecide: mayDecide,
            tickLabel: texts("moderate_tick", ["number": .number(statement.number)]))
    }

    private func stateWords(_ statement: Statement, _ texts: Site.Texts) -> String {
        switch statement.state {
        case .waiting: texts["desk_state_waiting"]
        case .shown: texts["desk_state_shown"]
        case .hidden:
            if let number = statement.joinedTo.flatMap({ numbers[$0] }) {
                texts("desk_state_joined", ["number": .number(number)])
            } else if let reason = reasons[statement.id] {
                texts("desk_state_hidden_because", ["reason": .text(texts["desk_reason_\(reason.rawValue)"])])
            } else {
                texts["desk_state_hidden"]
            }
        }
    }
}
