import Convening
import DialogueLog
import FoundationEssentials
import Hummingbird
import Journal
import Publication
import SQLStore
import Site

/// Who came by which way, what was excluded, and what the results would say with the excluded as well.
struct AdmissionPageModel: Sendable {
    struct WayRow: Sendable {
        let name: String
        let issued: String
        let used: String
        let people: String
    }

    struct BatchRow: Sendable {
        let name: String
        let way: String
        /// The beginning of its identifier in the log.
        let code: String
        let issued: String
        let used: String
        let people: String
        let state: String
    }

    struct Event: Sendable {
        let date: String
        let iso: String
        let words: String
        let reason: String
        let roles: String
    }

    struct Row: Sendable {
        let number: String
        let address: String
        let text: String
        let lang: String
        let official: String
        let with: String
        let open: String
        let admitted: String
    }

    let question: String
    let questionLang: String
    /// Why the results can't be seen yet; empty where they can.
    let reason: String
    let counted: CountedModel?
    let ways: [WayRow]
    let batches: [BatchRow]
    let hint: String
    let events: [Event]
    let hasEvents: Bool
    let hasExcluded: Bool
    /// That the excluded are too few for numbers; empty where they are not.
    let tooFew: String
    let hasSplit: Bool
    let rows: [Row]
    let hasRows: Bool
    let logAddress: String
    let fileAddress: String
    let resultsAddress: String
}

/// What the page and its file are made from.
struct AdmissionMaterial: Sendable {
    let batches: [BatchStanding]
    /// Exclusions and restorations that were confirmed, oldest first.
    let decisions: [ProposedDecision]
    let view: AdmissionView
    /// Why the results can't be seen yet.
    let refusal: ResultsRefusal?

    func place(of batch: Batch.ID) -> Int? { batches.firstIndex { $0.batch.id == batch }.map { $0 + 1 } }
}

extension ResultsPages {
    @Sendable func admission(_ request: Request, _ context: SiteContext) async throws -> Response {
        let visit = try await visit(request, context)
        let material = try await admissionMaterial(visit)
        let variant = material.batches.map { "\($0.used) \($0.isExcluded)" }.joined(separator: " ")
        let refusal = material.refusal.map { ResultsWords.sentence($0, texts: visit.texts, time: visit.time) } ?? ""
        return try await page("results-admission", variant: "\(variant) \(refusal)", visit, request) {
            let title = visit.texts("ways_page_title", ["question": .text(visit.dialogueTexts.title)])
            return (AdmissionPageModel(visit, material, refusal: refusal), frame(title, visit))
        }
    }

    @Sendable func admissionFile(_ request: Request, _ context: SiteContext) async throws -> Response {
        let visit = try await visit(request, context)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let document = AdmissionDocument(visit, try await admissionMaterial(visit))
        return visit.response(
            String(decoding: try encoder.encode(document), as: UTF8.self) + "\n", type: "application/json",
            isPublic: visit.isPublic, to: request)
    }

    private func admissionMaterial(_ visit: ResultsVisit) async throws -> AdmissionMaterial {
        let dialogue = visit.dialogue.id
        let (batches, decisions, count) = try await floor.database.read { transaction in
            let convening = ConveningStore(transaction)
            return (
                try convening.batches(in: dialogue), try convening.settledDecisions(in: dialogue),
                try FloorStore(transaction).admissionCount(of: dialogue)
            )
        }
        let refusal = visit.refusal
        let view = AdmissionView(
            count, of: batches, beside: visit.results, of: visit.board.snapshot?.id.rawValue, by: visit.publication)
        return AdmissionMaterial(
            batches: batches, decisions: decisions.filter { $0.state == .confirmed }.reversed(), view: view,
            refusal: refusal)
    }
}

extension AdmissionPageModel {
    /// - Parameter refusal: in words; empty where the results can be seen.
    init(_ visit: ResultsVisit, _ material: AdmissionMaterial, refusal: String) {
        let texts = visit.texts
        let format = visit.format
        let words = ResultsWords(texts: texts, publication: visit.publication)
        let view = material.view
        func told(_ people: Int?) -> String { people.map(format.number) ?? texts["ways_not_told"] }
        let rows = material.refusal == nil ? view.rows : []
        self.init(
            question: visit.dialogueTexts.question, questionLang: visit.dialogueTexts.language, reason: refusal,
            counted: CountedModel(visit),
            ways: view.ways.map { way in
                WayRow(
                    name: texts["ways_kind_\(way.kind.word)"],
                    issued: way.kind == .openLink ? "–" : format.number(way.issued),
                    used: way.kind == .openLink ? "–" : format.number(way.used), people: told(way.people))
            },
            batches: view.lines.compactMap { line in
                line.standing.map { standing in
                    BatchRow(
                        name: texts("ways_batch", ["number": .number(line.place)]),
                        way: texts["ways_kind_\(standing.batch.kind.word)"],
                        code: String(standing.batch.id.rawValue.suffix(8)),
                        issued: format.number(standing.batch.codes), used: format.number(standing.used),
                        people: told(line.people),
                        state: texts[standing.isExcluded ? "ways_state_excluded" : "ways_state_counts"])
                }
            },
            hint: texts("ways_hint", ["count": .number(visit.publication.smallestCell)]),
            events: material.decisions.compactMap { Event($0, material, visit) },
            hasEvents: !material.decisions.isEmpty, hasExcluded: view.hasExcluded,
            tooFew: view.hasExcluded && !rows.contains(where: \.changes) && !rows.isEmpty
                ? texts["ways_left_out_few"] : "",
            hasSplit: view.hasSplit,
            rows: rows.compactMap { row in
                guard let statement = visit.board.statement(number: row.number) else { return nil }
                let spoken = visit.board.words(of: statement, in: visit.language.tag)
                return Row(
                    number: format.number(row.number), address: visit.address("/s/\(row.number)"), text: spoken.text,
                    lang: spoken.language, official: words.shares(row.official),
                    with: row.changes ? words.shares(row.with) : texts["ways_same"],
                    open: row.open.map(words.shares) ?? texts["ways_not_told"],
                    admitted: row.admitted.map(words.shares) ?? texts["ways_not_told"])
            }, hasRows: !rows.isEmpty, logAddress: visit.address("/log"),
            fileAddress: visit.address("/results/admission.json"), resultsAddress: visit.address("/results"))
    }
}

extension AdmissionPageModel.Event {
    init?(_ decision: ProposedDecision, _ material: AdmissionMaterial, _ visit: ResultsVisit) {
        guard let batch = Batch.ID(rawValue: decision.subject), let place = material.place(of: batch) else {
            return nil
        }
        let texts = visit.texts
        let date = visit.format.date(visit.publication.published(time: decision.decidedAt ?? decision.proposedAt))
        self.init(
            date: date.primary, iso: date.iso,
            words: texts("ways_event_\(decision.kind.word)", ["number": .number(place)]),
            reason: BatchDecisionReason(rawValue: decision.reason).map { texts["batch_reason_\($0.word)"] } ?? "",
            roles: decision.deciderRole.map { role in
                texts(
                    "ways_roles",
                    ["one": .text(texts.name(of: decision.proposerRole)), "other": .text(texts.name(of: role))])
            } ?? "")
    }
}

extension BatchKind {
    /// In keys of texts and in files.
    var word: String {
        switch self {
        case .openLink: "open"
        case .codes: "codes"
        case .vouched: "vouched"
        }
    }
}

extension BatchDecisionReason {
    /// In keys of texts and in files.
    var word: String {
        switch self {
        case .manyVotesByFew: "many_votes_by_few"
        case .codesLeaked: "codes_leaked"
        case .issuedInError: "issued_in_error"
        case .notBorneOut: "not_borne_out"
        }
    }
}

/// `admission.json`: what the page says. Numbers that are not told are left out, zero included.
private struct AdmissionDocument: Encodable {
    struct Count: Encodable {
        var answers: Int
        var agree: Int?
        var disagree: Int?
        var notSure: Int?

        init?(_ tally: AnswerTally?) {
            guard let tally, tally.answers > 0 else { return nil }
            answers = tally.answers
            agree = tally.agrees > 0 ? tally.agrees : nil
            disagree = tally.disagrees > 0 ? tally.disagrees : nil
            notSure = tally.passes > 0 ? tally.passes : nil
        }
    }

    struct Batch: Encodable {
        /// As in the log; left out for those who came by the open link without a batch.
        var batch: String?
        var way: String
        var issued: Int?
        var used: Int?
        var people: Int?
        var isExcluded: Bool
    }

    struct Decision: Encodable {
        var batch: String
        var isExclusion: Bool
        var reason: String?
        /// The beginning of the span it was confirmed in.
        var decided: String
        /// Of the one who proposed and of the one who confirmed.
        var roles: [String]
    }

    struct Statement: Encodable {
        var number: Int
        var result: Count?
        /// Those who are excluded.
        var excluded: Count?
        /// The two before together; left out where it is the same as the result.
        var withExcluded: Count?
        var open: Count?
        var admitted: Count?
    }

    var schema = "jirga.admission/1"
    var dialogue: String
    var profile: String
    var smallestCell: Int
    var people: Int
    var batches: [Batch]
    var decisions: [Decision]
    var statements: [Statement]

    init(_ visit: ResultsVisit, _ material: AdmissionMaterial) {
        dialogue = visit.slug
        profile = visit.dialogue.publicationProfile.rawValue
        smallestCell = visit.publication.smallestCell
        people = material.view.people
        batches = material.view.lines.map { line in
            Batch(
                batch: line.standing?.batch.id.rawValue, way: (line.standing?.batch.kind ?? .openLink).word,
                issued: line.standing?.batch.codes, used: line.standing?.used, people: line.people,
                isExcluded: line.isExcluded)
        }
        decisions = material.decisions.map { decision in
            Decision(
                batch: decision.subject, isExclusion: decision.kind == .excludeBatch,
                reason: BatchDecisionReason(rawValue: decision.reason)?.word,
                decided: LocalFormat(.english).date(
                    visit.publication.published(time: decision.decidedAt ?? decision.proposedAt)
                ).iso,
                roles: [decision.proposerRole, decision.deciderRole].compactMap { $0?.rawValue })
        }
        statements =
            material.refusal == nil
            ? material.view.rows.map { row in
                Statement(
                    number: row.number, result: Count(row.official), excluded: Count(row.leftOut),
                    withExcluded: row.changes ? Count(row.with) : nil, open: Count(row.open),
                    admitted: Count(row.admitted))
            } : []
    }
}
