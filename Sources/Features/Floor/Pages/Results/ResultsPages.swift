import Convening
import DialogueLog
import HTTPTypes
import Hummingbird
import Journal
import NIOCore
import OpinionAnalysis
import Publication
import SQLStore
import Site

/// The pages that say what people answered, to everybody who may see it.
struct ResultsPages: Sendable {
    let floor: FloorPages
    let rendered = RenderedPages()
    let recounts = MarkedRecounts()

    init(_ floor: FloorPages) {
        self.floor = floor
    }

    /// Everything about one reader's request that all of these pages ask.
    ///
    /// - Throws: "not found" where there is no such dialogue, or none for this reader.
    func visit(_ request: Request, _ context: SiteContext) async throws -> ResultsVisit {
        let time = floor.now()
        guard let slug = context.parameters.get("slug"), DialogueRules.isUsable(slug: slug),
            let board = try await floor.boards.board(slug: slug, at: time)
        else { throw PageProblem.notFound }
        let dialogue = board.dialogue
        let isWorker = try await floor.convening.standing(of: request, in: dialogue) != nil
        if dialogue.phase == .draft, !isWorker { throw PageProblem.notFound }
        let answers = try await floor.answers(of: try Visitor(request, context), on: board).choices
        return ResultsVisit(
            board: board, isWorker: isWorker, answers: answers,
            texts: floor.renderer.texts(context.language), language: context.language, base: context.base,
            path: context.path, time: time)
    }

    func frame(_ title: String, _ visit: ResultsVisit) -> PageFrame {
        var frame = PageFrame(
            title: title, language: visit.language, path: visit.path, base: visit.base)
        frame.section = PageFrame.Link(text: visit.dialogueTexts.title, path: "/d/\(visit.slug)")
        if visit.dialogue.isSimulated { frame.band = visit.texts["floor_simulated"] }
        return frame
    }

    /// A page that is made again only when a few seconds have passed or something it shows has changed.
    ///
    /// - Parameter variant: what else, besides the count, the reader's language and whether they work here, makes this
    ///   page another one; nil for a page that is the reader's alone and is not kept.
    func page(
        _ template: String, variant: String?, _ visit: ResultsVisit, _ request: Request,
        make: () async throws -> (model: any Sendable, frame: PageFrame)
    ) async throws -> Response {
        let key = variant.map { variant in
            [
                template, visit.slug, visit.board.snapshot?.id.rawValue ?? "", visit.language.tag,
                visit.base, visit.isWorker ? "worker" : "", variant,
            ].joined(separator: "\n")
        }
        let html: String
        if let key, let kept = rendered.page(key, at: visit.time) {
            html = kept
        } else {
            let (model, frame) = try await make()
            html = try floor.renderer.render(
                template, model, language: visit.language, base: visit.base, frame: frame)
            if let key { rendered.keep(html, as: key, at: visit.time) }
        }
        return visit.response(
            html, type: "text/html; charset=utf-8", isPublic: visit.isPublic && variant != nil, to: request)
    }
}

/// One reader's request for something about the results of one dialogue.
struct ResultsVisit: Sendable {
    let board: FloorBoard
    let isWorker: Bool
    /// The reader's own.
    let answers: [Statement.ID: VoteChoice]
    let texts: Texts
    let language: Language
    /// Goes before every link; see ``SiteContext/base``.
    let base: String
    /// Of the page asked for, without ``base``.
    let path: String
    let time: Int64

    var dialogue: Dialogue { board.dialogue }
    var publication: PublicationRules { dialogue.publicationProfile.rules }
    var slug: String { dialogue.slug }
    var format: LocalFormat { texts.format }
    var dialogueTexts: Dialogue.Texts { dialogue.texts(in: language.tag) }
    /// The address of a page of this dialogue, language prefix included.
    func address(_ rest: String) -> String { "\(base)/d/\(slug)\(rest)" }

    /// The reader's answers to statements that are shown, by number.
    var answersByNumber: [Int: VoteChoice] {
        var byNumber: [Int: VoteChoice] = [:]
        for (id, choice) in answers {
            if let statement = board.statement(id) { byNumber[statement.number] = choice }
        }
        return byNumber
    }

    /// Why the reader does not see yet what others answered; nil where they do.
    var refusal: ResultsRefusal? {
        do throws(ResultsRefusal) {
            try ResultsRules.check(
                dialogue, answered: answersByNumber.count, shown: board.statements.count, isWorker: isWorker, at: time)
            return nil
        } catch {
            return error
        }
    }

    /// Whether everybody sees the same, so that a cache between may keep it for a moment.
    var isPublic: Bool {
        !isWorker && (dialogue.isClosed(at: time) || dialogue.resultsVisibility == .always)
    }

    private var shown: Set<Int> { Set(board.statements.map(\.number)) }
    private var meta: Set<Int> { Set(board.statements.lazy.filter(\.isMeta).map(\.number)) }

    /// What is published of the statements that are shown now; nil as long as nothing is.
    var results: ResultsView? {
        board.publication.map { ResultsView(of: $0.counts, on: $0.snapshot.map, shown: shown, meta: meta) }
    }

    /// What a count of some of the people says who are in the published one. Statements of which older numbers are published
    /// are left out: beside those, newer ones would tell what came in between.
    func results(ofSome map: OpinionMap) -> ResultsView {
        let rows = board.publication?.counts.rows ?? [:]
        return ResultsView(
            of: map, by: publication, shown: shown.filter { rows[String($0)]?.isCurrent == true }, meta: meta,
            salt: dialogue.id.rawValue)
    }

    /// - Throws: a page that says from when on the results can be seen.
    func requireResults() throws -> ResultsView? {
        if let refusal { throw ResultsWords.problem(refusal, texts: texts, time: time) }
        return results
    }

    /// The answer with a tag that names its content, or the news that the reader has it already.
    func response(_ text: String, type: String, isPublic: Bool, to request: Request) -> Response {
        let tag = "\"" + hexadecimal(digest(of: text).prefix(12)) + "\""
        var headers: HTTPFields = [
            .contentType: type, .eTag: tag,
            .cacheControl: isPublic ? "public, max-age=15" : "no-store",
        ]
        if !isPublic { headers[.vary] = "Cookie" }
        if type.hasPrefix("text/html") { headers[.contentLanguage] = language.tag }
        let known = request.headers[values: .ifNoneMatch].joined(separator: ",")
        if known.contains(tag) { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
