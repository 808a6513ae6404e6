import Convening
import Journal
import Site

/// Why somebody sees the card they see: what they did just before.
enum CardMoment: Sendable, Hashable {
    case arriving
    case saved(Statement.ID)
    case savedMany(Int)
    case undone(Statement.ID)
    case flagged(Statement.ID)
    case unflagged(Statement.ID)
    case showing(Statement.ID)
    /// The key of the sentence that says why nothing was kept, and the statement it was about.
    case refused(String, Statement.ID?)
    /// Nothing was kept, because there is to be a pause first.
    case slowed(PaceRefusal, Statement.ID)
    /// They used a code.
    case letIn
}

/// The card with the next statement, or with what stands there instead of one.
struct VoteCard: ViewModel {
    struct Saved: ViewModel {
        let text: String
        let statement: String
        let revision: String

        var fields: [(key: String, value: Any)] {
            [("text", text), ("statement", statement), ("revision", revision)]
        }
    }

    struct Asked: ViewModel {
        let heading: String
        let origin: String
        let statement: StatementView
        /// The answer so far, for a statement that was answered before.
        let answered: String?
        /// Of the answer that stands, 0 for none: in digits that a program reads.
        let revision: String
        let isNotUnderstood: Bool

        var fields: [(key: String, value: Any)] {
            statement.fields + [
                ("revision", revision),
                ("heading", heading), ("origin", origin), ("answered", answered ?? ""),
                ("isNotUnderstood", isNotUnderstood),
            ]
        }
    }

    struct Progress: ViewModel {
        let words: String
        let value: Int
        let most: Int
        let soon: String?

        var fields: [(key: String, value: Any)] {
            [("words", words), ("value", value), ("most", most), ("soon", soon ?? "")]
        }
    }

    /// A card that asks for nothing: a heading and sentences.
    struct Notice: ViewModel {
        let title: String
        let sentences: [String]
        var canCompare = false
        var canGoOn = false
        var canWrite = false
        var canRead = false
        var canSeeResults = false
        var canJoin = false

        var fields: [(key: String, value: Any)] {
            [
                ("title", title), ("sentences", sentences), ("canCompare", canCompare), ("canGoOn", canGoOn),
                ("canWrite", canWrite), ("canRead", canRead), ("canSeeResults", canSeeResults),
                ("canJoin", canJoin),
            ]
        }
    }

    let slug: String
    let token: String
    var alert: String?
    var message: String?
    var saved: Saved?
    var asked: Asked?
    var notice: Notice?
    var progress: Progress?
    /// What a screen reader says when the card has been exchanged.
    var announcement = ""

    var fields: [(key: String, value: Any)] {
        [
            ("slug", slug), ("token", token), ("alert", alert ?? ""), ("message", message ?? ""),
            ("saved", saved as Any), ("asked", asked as Any), ("notice", notice as Any),
            ("progress", progress as Any), ("announcement", announcement),
        ]
    }
}

extension VoteCard {
    /// After this many answers somebody sees how they compare.
    static let milestone = 7
    /// Where people may well stop; said instead of the number of all statements when there are more.
    static let plenty = 20

    /// - Parameters:
    ///   - draw: chance for the choice of the next statement; the same for the same reader and answers, so that
    ///     loading the page again shows the same card.
    init(
        on board: FloorBoard, for answers: OwnAnswers, moment: CardMoment, token: String, texts: Texts, at time: Int64,
        using draw: inout some RandomNumberGenerator
    ) {
        slug = board.dialogue.slug
        self.token = token
        let given = answers.shown(on: board)
        say(moment, given: given, answers, texts)
        do throws(FloorClosure) {
            try FloorClosure.check(board.dialogue.opening, at: time)
        } catch {
            notice = Notice(error, hasStatements: !board.answerable.isEmpty, texts, at: time)
            return
        }
        guard answers.mayWrite else {
            notice = Notice(
                title: texts["vote_code_title"], sentences: [texts["vote_code_text"]],
                canRead: !board.statements.isEmpty, canJoin: true)
            return
        }
        guard !board.answerable.isEmpty else {
            notice = Notice(
                title: texts["vote_none_title"], sentences: [texts["vote_none_text"]], canWrite: true)
            return
        }
        progress = Progress(given: given.count, of: board, texts)
        if case .saved = moment, given.count == Self.milestone, board.answerable.count > Self.milestone,
            board.dialogue.resultsVisibility != .afterClosing
        {
            notice = Notice(
                title: texts["vote_milestone_title"],
                sentences: [texts["vote_milestone_text"], texts["vote_milestone_more"]], canCompare: true,
                canGoOn: true)
        } else if let next = Self.next(on: board, given: given, answers, moment, using: &draw) {
            asked = Asked(next, on: board, given: given, answers, texts)
        } else {
            notice = Notice(allAnswered: given.count, of: board.dialogue, texts, at: time)
        }
    }

    private static func next(
        on board: FloorBoard, given: [Statement.ID: VoteChoice], _ answers: OwnAnswers, _ moment: CardMoment,
        using draw: inout some RandomNumberGenerator
    ) -> Statement? {
        switch moment {
        case .showing(let id), .undone(let id), .unflagged(let id), .refused(_, let id?), .slowed(_, let id):
            if let statement = board.statement(id), statement.erasure == nil { return statement }
        default: break
        }
        let answered = Set(given.keys)
        // What somebody does not understand waits until there is nothing else to answer.
        let understood = board.candidates.filter { !answers.notUnderstood.contains($0.statement) }
        let next =
            StatementRouting.next(among: understood, answered: answered, using: &draw)
            ?? StatementRouting.next(among: board.candidates, answered: answered, using: &draw)
        return next.flatMap(board.statement)
    }

    private mutating func say(
        _ moment: CardMoment, given: [Statement.ID: VoteChoice], _ answers: OwnAnswers, _ texts: Texts
    ) {
        switch moment {
        case .arriving, .showing: break
        case .saved(let id):
            guard let choice = given[id] else { break }
            saved = Saved(
                text: texts["vote_saved_\(choice.rawValue)"], statement: id.rawValue,
                revision: String(answers.revisions[id] ?? 0))
            announcement = texts["vote_announce_next"]
        case .savedMany(let count): message = texts("vote_saved_many", ["count": .number(count)])
        case .undone: message = texts["vote_undone"]
        case .flagged: message = texts["vote_flagged"]
        case .unflagged: message = texts["vote_unflagged"]
        case .refused(let key, _): alert = texts[key]
        case .slowed(let refusal, _): alert = refusal.sentence(texts)
        case .letIn: message = texts["vote_let_in"]
        }
        if announcement.isEmpty { announcement = message ?? "" }
    }
}

extension VoteCard.Asked {
    init(
        _ statement: Statement, on board: FloorBoard, given: [Statement.ID: VoteChoice], _ answers: OwnAnswers,
        _ texts: Texts
    ) {
        let total = board.answerable.count
        let position: [String: TextArgument] = [
            "number": .number(given.count + 1), "total": .number(min(total, VoteCard.plenty)),
        ]
        if let choice = given[statement.id] {
            heading = texts["vote_changing"]
            answered = texts("vote_answered_before", ["answer": .text(texts.answer(choice))])
        } else {
            heading =
                given.count >= VoteCard.plenty
                ? texts("vote_position", position)
                : texts(total > VoteCard.plenty ? "vote_position_about" : "vote_position_of", position)
            answered = nil
        }
        origin =
            switch statement.origin {
            case .facilitator: texts["floor_by_organizers"]
            case .participant: texts["floor_by_person"]
            case .field: texts["floor_by_assembly"]
            }
        self.statement = StatementView(statement, on: board, texts)
        revision = String(answers.revisions[statement.id] ?? 0)
        isNotUnderstood = answers.notUnderstood.contains(statement.id)
    }
}

extension VoteCard.Progress {
    init(given: Int, of board: FloorBoard, _ texts: Texts) {
        let total = board.answerable.count
        most = min(total, VoteCard.plenty)
        value = min(given, most)
        let key =
            switch given {
            case _ where total <= VoteCard.plenty: "vote_progress_of"
            case ..<VoteCard.plenty: "vote_progress"
            default: "vote_progress_enough"
            }
        let shown = key == "vote_progress" ? VoteCard.plenty : total
        words = texts(key, ["done": .number(given), "total": .number(shown)])
        let isBefore = given < VoteCard.milestone && total > VoteCard.milestone
        soon = isBefore && board.dialogue.resultsVisibility != .afterClosing ? texts["vote_milestone_soon"] : nil
    }
}

extension VoteCard.Notice {
    init(_ closure: FloorClosure, hasStatements: Bool, _ texts: Texts, at time: Int64) {
        switch closure {
        case .closed(let since):
            let sentence = since.map { texts("vote_closed_since", texts.day($0, at: time)) }
            self.init(
                title: texts["vote_closed_title"], sentences: [sentence, texts["vote_closed_text"]].compactMap { $0 },
                canSeeResults: true)
        case .paused:
            self.init(
                title: texts["vote_paused_title"], sentences: [texts["vote_paused_text"]], canRead: hasStatements)
        case .draft, .opensLater(at: nil):
            self.init(
                title: texts["vote_later_title"], sentences: [texts["vote_later_unknown"]], canRead: hasStatements)
        case .opensLater(let opens?):
            self.init(
                title: texts["vote_later_title"], sentences: [texts("vote_later_text", texts.day(opens, at: time))],
                canRead: hasStatements)
        }
    }

    init(allAnswered count: Int, of dialogue: Dialogue, _ texts: Texts, at time: Int64) {
        var sentences = [texts["vote_done_more"]]
        if let closes = dialogue.closesAt { sentences.append(texts("vote_done_closes", texts.day(closes, at: time))) }
        sentences.append(texts["vote_done_next"])
        self.init(
            title: texts("vote_done_title", ["count": .number(count)]), sentences: sentences,
            canCompare: dialogue.resultsVisibility != .afterClosing && count >= VoteCard.milestone, canWrite: true)
    }
}

/// Chance that falls the same way again for the same reader at the same point.
struct SteadyDraw: RandomNumberGenerator {
    private var state: UInt64

    init(_ participant: Participant.ID, after answers: OwnAnswers) {
        state = 0xCBF2_9CE4_8422_2325
        let point = "\(participant.rawValue) \(answers.choices.count) \(answers.notUnderstood.count)"
        for byte in point.utf8 { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    }

    /// SplitMix64, by Sebastiano Vigna.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
