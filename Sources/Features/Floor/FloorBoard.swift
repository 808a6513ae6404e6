package import Convening
import Journal
import OpinionAnalysis
import Publication
package import SQLStore
import Synchronization

/// What everybody may see of a dialogue at a moment: its texts, the statements that are shown, the published counts.
package struct FloorBoard: Sendable {
    package let dialogue: Dialogue
    /// Shown ones, by number.
    package let statements: [Statement]
    /// Those of them that still have their words, so that people can answer.
    package let answerable: [Statement]
    package let translations: [Statement.ID: [Translation]]
    package let publication: PublishedSnapshot?
    package let candidates: [StatementRouting.Candidate]
    package let readAt: Int64

    private let places: [Statement.ID: Int]

    /// - Parameter priorities: how much an answer to a statement is wanted, by the statement's number, where a count says
    ///   so that is newer than the published one. Nothing but chance is made of them.
    package init(
        dialogue: Dialogue, statements: [Statement], translations: [Translation], publication: PublishedSnapshot?,
        priorities: [String: Double]? = nil, readAt: Int64
    ) {
        self.dialogue = dialogue
        self.statements = statements
        self.translations = Dictionary(grouping: translations, by: \.statement)
        self.publication = publication
        self.readAt = readAt
        places = Dictionary(statements.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        let priorities = priorities ?? publication?.snapshot.priorities ?? [:]
        answerable = statements.filter { $0.erasure == nil }
        candidates = answerable.map {
            StatementRouting.Candidate(
                statement: $0.id, origin: $0.origin,
                priority: priorities[String($0.number)] ?? StatementRouting.priorityWithoutVotes)
        }
    }

    /// The count that was published, with its published numbers.
    package var snapshot: OpinionMapSnapshot? { publication?.snapshot }

    package func statement(_ id: Statement.ID) -> Statement? {
        places[id].map { statements[$0] }
    }

    package func statement(number: Int) -> Statement? {
        statements.first { $0.number == number }
    }

    /// A statement's words in a language, and whether they are a translation. Without one, the original.
    package func words(of statement: Statement, in language: String) -> StatementWords {
        StatementWords(of: statement, translations: translations[statement.id] ?? [], in: language)
    }
}

/// The words of a statement as one reader sees them.
package struct StatementWords: Sendable, Hashable {
    package let text: String
    package let language: String
    package let isTranslation: Bool

    package init(of statement: Statement, translations: [Translation], in language: String) {
        if statement.language != language, let translation = translations.first(where: { $0.language == language }) {
            text = translation.text
            self.language = language
            isTranslation = true
        } else {
            text = statement.text
            self.language = statement.language
            isTranslation = false
        }
    }
}

/// The boards of all dialogues, kept in memory so that a page costs no more than what belongs to its reader.
///
/// A board is read again when something was done to the dialogue by this process, and every two seconds in case another
/// process did.
package final class FloorBoards: Sendable {
    package static let longestAge: Int64 = 2_000

    private let database: SQLDatabase
    private let boards = Mutex<[String: FloorBoard]>([:])
    /// What this process published, so that it needs not be read again. Whether it still stands the database says.
    private let published = Mutex<[String: PublishedSnapshot]>([:])
    /// By the last count of this process, whether or not it was published.
    private let priorities = Mutex<[String: [String: Double]]>([:])
    /// Counts up with every change, so that a board read before a change is not kept after it.
    private let changes = Mutex<Int>(0)

    package init(of database: SQLDatabase) {
        self.database = database
    }

    /// Nil when there is no such dialogue.
    package func board(slug: String, at time: Int64) async throws -> FloorBoard? {
        let known = boards.withLock { $0[slug] }
        if let known, abs(time - known.readAt) < Self.longestAge { return known }
        let change = changes.withLock { $0 }
        let inMemory = [known?.publication, published.withLock { $0[slug] }].compactMap(\.self)
        let priorities = priorities.withLock { $0[slug] }
        let board = try await database.read { transaction in
            try FloorBoard.read(slug: slug, known: inMemory, priorities, from: transaction, at: time)
        }
        boards.withLock { boards in
            if changes.withLock({ $0 }) == change { boards[slug] = board }
        }
        return board
    }

    /// Shows what was published of a count, if anything was.
    package func take(_ count: FinishedCount, in slug: String) {
        priorities.withLock { $0[slug] = count.snapshot.priorities }
        if case .published(let counts) = count.publication { show(counts, in: slug) }
        somethingChanged(in: slug)
    }

    /// Shows what was published as soon as it is.
    package func show(_ counts: PublishedSnapshot, in slug: String) {
        published.withLock { $0[slug] = counts }
        somethingChanged(in: slug)
    }

    /// To be called after every act that changes what everybody sees.
    package func somethingChanged(in slug: String) {
        boards.withLock { boards in
            changes.withLock { $0 += 1 }
            boards[slug] = nil
        }
    }
}

extension FloorBoard {
    /// - Parameter known: publications in memory, of which one is taken that is still the last in the database.
    static func read(
        slug: String, known: [PublishedSnapshot], _ priorities: [String: Double]?, from transaction: SQLTransaction,
        at time: Int64
    ) throws -> FloorBoard? {
        guard let dialogue = try ConveningStore(transaction).dialogue(slug: slug) else { return nil }
        let store = FloorStore(transaction)
        let statements = try store.statements(in: dialogue.id, .shown)
        let latest = try store.latestSnapshotID(of: dialogue.id)
        let publication =
            try known.first { $0.snapshot.id == latest && $0.counts.profile == dialogue.publicationProfile }
            ?? store.latestPublication(of: dialogue, shown: Set(statements.map(\.number)))
        return FloorBoard(
            dialogue: dialogue, statements: statements, translations: try store.translations(in: dialogue.id),
            publication: publication, priorities: priorities, readAt: time)
    }
}
