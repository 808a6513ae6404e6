import AgeEncryption
import Foundation
import SQLStore

/// What is inside of a backup, once it is decrypted. All integers are big-endian.
///
///     "jirga.backup/1\n", then records: kind, u8 | length, u32 | content
///     H  what it is of, as JSON            T  a table: its name and columns, as JSON
///     R  a row of the last table           E  how many rows there were, as JSON; nothing follows
///     row = a value for each column: 0 | 1, i64 | 2, f64 bits | 3, length u32, UTF-8 | 4, length u32, bytes
enum BackupFormat {
    static let magic = Array("jirga.backup/1\n".utf8)
    /// The largest record: an opinion map of some million people.
    static let mostBytes = 1 << 30

    enum Kind: UInt8 {
        case head = 0x48
        case table = 0x54
        case row = 0x52
        case end = 0x45
    }

    struct Head: Codable, Hashable {
        /// The version of the program, in words.
        var program: String
        /// When the database was looked at, in milliseconds since 1970.
        var madeAt: Int64
        /// The steps its schema had taken.
        var migrations: [String]
        /// The name of the installation in its logs; nil before there is one.
        var installation: String?
    }

    struct Table: Codable, Hashable {
        var name: String
        var columns: [String]
    }

    struct End: Codable, Hashable {
        var rows: Int
    }

    enum Record: Hashable {
        case head(Head)
        case table(Table)
        case row([SQLValue])
        case end(End)
    }

    static func bytes(_ kind: Kind, _ content: [UInt8]) -> [UInt8] {
        [kind.rawValue] + bigEndian(UInt32(clamping: content.count)) + content
    }

    static func bytes(_ kind: Kind, document: some Encodable) throws -> [UInt8] {
        bytes(kind, try Output.jsonBytes(document))
    }

    static func bytes(row values: [SQLValue]) throws -> [UInt8] {
        var content: [UInt8] = []
        for value in values {
            switch value {
            case .null: content.append(0)
            case .integer(let number): content += [1] + bigEndian(number)
            case .real(let number): content += [2] + bigEndian(number.bitPattern)
            case .text(let text): content += [3] + bigEndian(UInt32(clamping: text.utf8.count)) + Array(text.utf8)
            case .blob(let bytes): content += [4] + bigEndian(UInt32(clamping: bytes.count)) + bytes
            }
        }
        guard content.count <= mostBytes else {
            throw Failure(.failed, "a row of the database has \(content.count) bytes, more than a backup can hold")
        }
        return bytes(.row, content)
    }

    /// Nil for anything but the content of a row.
    static func row(_ content: [UInt8]) -> [SQLValue]? {
        var values: [SQLValue] = []
        var rest = content[...]
        while let tag = rest.popFirst() {
            switch tag {
            case 0: values.append(.null)
            case 1:
                guard let number = take(8, from: &rest).map(integer) else { return nil }
                values.append(.integer(Int64(bitPattern: number)))
            case 2:
                guard let number = take(8, from: &rest).map(integer) else { return nil }
                values.append(.real(Double(bitPattern: number)))
            case 3, 4:
                guard let count = take(4, from: &rest).map(integer), let bytes = take(Int(count), from: &rest) else {
                    return nil
                }
                if tag == 4 {
                    values.append(.blob(Array(bytes)))
                } else {
                    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
                    values.append(.text(text))
                }
            default: return nil
            }
        }
        return values
    }

    private static func take(_ count: Int, from rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    static func integer(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

    private static func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian, Array.init)
    }
}

/// Why a file is no backup that can be restored.
enum BackupProblem: Error, Hashable {
    /// Decrypted, it is something else.
    case notABackup
    /// It is one, but not as any version of this program writes it.
    case malformed
    /// It ends before its end.
    case incomplete
}

/// Records, one after another, out of pieces of any size.
struct BackupRecords {
    private var waiting: [UInt8] = []
    private var start = 0
    private var isBegun = false
    private var hasEnded = false
    private var rows = 0
    private var columns: Int?

    mutating func append(_ bytes: [UInt8]) {
        if start > 1 << 20 {
            waiting.removeFirst(start)
            start = 0
        }
        waiting += bytes
    }

    /// The next record that is whole; nil where more bytes are needed.
    ///
    /// - Throws: ``BackupProblem``.
    mutating func next() throws(BackupProblem) -> BackupFormat.Record? {
        if !isBegun {
            let magic = BackupFormat.magic
            guard waiting.starts(with: magic) else {
                if waiting.count < magic.count, magic.starts(with: waiting) { return nil }
                throw .notABackup
            }
            start = magic.count
            isBegun = true
        }
        let left = waiting.count - start
        guard left > 0 else { return nil }
        guard !hasEnded, let kind = BackupFormat.Kind(rawValue: waiting[start]) else { throw .malformed }
        guard left >= 5 else { return nil }
        let length = BackupFormat.integer(waiting[start + 1..<start + 5])
        guard length <= UInt64(BackupFormat.mostBytes) else { throw .malformed }
        guard left - 5 >= Int(length) else { return nil }
        let content = Array(waiting[start + 5..<start + 5 + Int(length)])
        start += 5 + Int(length)
        return try record(kind, content)
    }

    /// - Throws: ``BackupProblem/incomplete`` unless the last record was read and nothing is left.
    func finish() throws(BackupProblem) {
        guard isBegun else { throw .notABackup }
        guard hasEnded, start == waiting.count else { throw .incomplete }
    }

    private mutating func record(
        _ kind: BackupFormat.Kind, _ content: [UInt8]
    ) throws(BackupProblem) -> BackupFormat.Record {
        switch kind {
        case .head: return .head(try Self.document(content))
        case .table:
            let table: BackupFormat.Table = try Self.document(content)
            columns = table.columns.count
            return .table(table)
        case .row:
            guard let values = BackupFormat.row(content), values.count == columns else { throw .malformed }
            rows += 1
            return .row(values)
        case .end:
            let end: BackupFormat.End = try Self.document(content)
            guard end.rows == rows else { throw .incomplete }
            hasEnded = true
            return .end(end)
        }
    }

    private static func document<Document: Decodable>(_ content: [UInt8]) throws(BackupProblem) -> Document {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(content)) else { throw .malformed }
        return document
    }
}

extension Failure {
    init(_ problem: BackupProblem, file: String) {
        switch problem {
        case .notABackup:
            self.init(.badData, "\(file) is encrypted for this identity, and it is no backup of jirga")
        case .malformed:
            self.init(
                .badData, "\(file) is a backup in a form this version does not know",
                fix: "restore it with the version that made it")
        case .incomplete: self.init(.badData, "\(file) ends before its end", fix: "take another backup")
        }
    }

    init(_ problem: AgeProblem, file: String) {
        switch problem {
        case .noMatchingIdentity:
            self.init(
                .notAllowed, "\(file) is encrypted for others than this identity",
                fix: "give the identity whose age1… key was the recipient")
        case .badHeader: self.init(.badData, "\(file) is not a file that age or jirga encrypted")
        case .truncated: self.init(.badData, "\(file) ends before its end", fix: "take another backup")
        default:
            self.init(
                .badData, "\(file) was changed or damaged since it was written", fix: "take another backup")
        }
    }
}
