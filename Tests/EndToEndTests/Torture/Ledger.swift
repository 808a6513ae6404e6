import Foundation
import JirgaTestSupport
import PostgresStore
import SQLStore
import SQLiteStore
import TransparencyLog

/// What must add up in a database, whatever was done to the program.
struct Ledger: Sendable {
    /// Every change of every vote, as the rows tell it.
    var revisions = 0
    /// Entries of votes that wait to be sealed.
    var waiting = 0
    /// Entries of votes in the logs.
    var sealed = 0

    /// Nothing lost, nothing doubled: each change of a vote has exactly one entry.
    var differences: [String] {
        waiting + sealed == revisions
            ? [] : ["\(revisions) changes of votes, \(waiting) entries of them wait and \(sealed) are sealed"]
    }

    init(_ database: SQLDatabase) async throws {
        self = try await database.read { transaction in
            /// The type of an entry follows its magic: votes and marks are sealed alike.
            func isVoteOrMark(_ entry: [UInt8]) -> Bool {
                [[0x00, 0x11], [0x00, 0x16]].contains(Array(entry.dropFirst(4).prefix(2)))
            }
            func number(_ query: SQLQuery) throws -> Int { try transaction.first(query)?["n"] ?? 0 }
            var ledger = Ledger()
            ledger.revisions =
                try number("SELECT COALESCE(SUM(revision), 0) AS n FROM vote")
                + number("SELECT COALESCE(SUM(revision), 0) AS n FROM not_understood")
            try transaction.forEachRow("SELECT entry FROM outbox WHERE is_blinded = 1") { row in
                if try isVoteOrMark(row["entry"]) { ledger.waiting += 1 }
            }
            try transaction.forEachRow("SELECT entries FROM log_bundle") { row in
                let bundle = try EntryBundle(anyNumber: row["entries"])
                ledger.sealed += bundle?.entries.count(where: isVoteOrMark) ?? 0
            }
            return ledger
        }
    }

    private init() {}
}

/// A database of a torture, opened beside the program that is tortured.
enum TorturedDatabase: Sendable {
    case sqlite(folder: String)
    /// The folder is for what is beside the database: keys, memory, published files.
    case postgres(url: String, folder: String)

    var options: [String] {
        switch self {
        case .sqlite(let folder): ["--data", folder]
        case .postgres(let url, let folder): ["--database", url, "--data", folder]
        }
    }

    /// Of a server for a crowd that answers faster than people do.
    var serving: [String] { options + ["--no-pace-limits"] }

    func open<Result>(_ body: (SQLDatabase) async throws -> Result) async throws -> Result {
        let database =
            switch self {
            case .sqlite(let folder): SQLDatabase(try SQLiteDriver(path: folder + "/jirga.sqlite"))
            case .postgres(let url, _): SQLDatabase(try await PostgresDriver(url: url))
            }
        do {
            let result = try await body(database)
            await database.close()
            return result
        } catch {
            await database.close()
            throw error
        }
    }

    /// The ids of the statements people can answer.
    func statements() async throws -> [String] {
        try await open { database in
            try await database.read { transaction in
                try transaction.rows("SELECT id FROM statement WHERE state = 'shown' ORDER BY id")
                    .map { try $0["id"] as String }
            }
        }
    }

    /// Where something does not add up; the file itself is looked at too.
    func differences() async throws -> [String] {
        try await open { database in
            var found = try await Ledger(database).differences
            if case .sqlite = self {
                let answers = try await database.read { transaction in
                    try transaction.rows("SELECT integrity_check AS word FROM pragma_integrity_check")
                        .map { try $0["word"] as String }
                }
                if answers != ["ok"] { found += answers }
            }
            return found
        }
    }
}
