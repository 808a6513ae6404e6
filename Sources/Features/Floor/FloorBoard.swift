package import Convening
import Journal
import OpinionAnalysis
package import SQLStore
import Synchronization

/// What everybody may see of a dialogue at a moment: its texts, the statements that are shown, the last finished count.
package struct FloorBoard: Sendable {
    package let dialogue: Dialogue
    /// Shown ones, by number.
    package let statements: [Statement]
    /// Those of them that still have their words, so that people can answer.
    package let answerable: [Statement]
    package let translations: [Statement.ID: [Translation]]
    package let snapshot: OpinionMapSnapshot?
    package let candidates: [StatementRouting.Candidate]
    package let readAt: Int64

    private let places: [Statement.ID: Int]

    package init(
        dialogue: Dialogue, statements: [Statement], translations: [Translation], snapshot: OpinionMapSnapshot?,
        readAt: Int64
    ) {
        self.dialogue = dialogue
        self.statements = statements
        self.translations = Dictionary(grouping: translations, by: \.statement)
        self.snapshot = snapshot
        self.readAt = readAt
        places = Dictionary(statements.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        let priorities = Dictionary(
            (snapshot?.map.statements ?? []).map { ($0.id, $0.priority) }, uniquingKeysWith: { first, _ in first })
        answerable = statements.filter { $0.erasure == nil }
        candidates = answerable.map {
            StatementRouting.Candidate(
                statement: $0.id, origin: $0.origin,
                priority: priorities[String($0.number)] ?? StatementRouting.priorityWithoutVotes)
        }
    }

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
    /// The counts this process made. Those that went on from earlier ones are nowhere else.
    private let counts = Mutex<[String: OpinionMapSnapshot]>([:])
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
        let counted = [known?.snapshot, counts.withLock { $0[slug] }].compactMap(\.self).max { $0.id < $1.id }
        let board = try await database.read { transaction in
            try FloorBoard.read(slug: slug, counted: counted, from: transaction, at: time)
        }
        boards.withLock { boards in
            if changes.withLock({ $0 }) == change { boards[slug] = board }
        }
        return board
    }

    /// Shows a count as soon as it is made.
    package func publish(_ snapshot: OpinionMapSnapshot, in slug: String) {
        counts.withLock { $0[slug] = snapshot }
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
    /// - Parameter counted: the last count in memory, taken over unless the database has a later one, or the final one.
    static func read(
        slug: String, counted: OpinionMapSnapshot?, from transaction: SQLTransaction, at time: Int64
    ) throws -> FloorBoard? {
        guard let dialogue = try ConveningStore(transaction).dialogue(slug: slug) else { return nil }
        let store = FloorStore(transaction)
        let snapshot: OpinionMapSnapshot?
        let latest = try store.latestSnapshotMark(of: dialogue.id)
        if let counted, counted.dialogue == dialogue.id, let latest,
            latest.id == counted.id || counted.isContinued && !latest.isFinal && latest.id < counted.id
        {
            snapshot = counted
        } else {
            snapshot = try latest == nil ? nil : store.latestSnapshot(of: dialogue.id)
        }
        return FloorBoard(
            dialogue: dialogue, statements: try store.statements(in: dialogue.id, .shown),
            translations: try store.translations(in: dialogue.id), snapshot: snapshot, readAt: time)
    }
}
