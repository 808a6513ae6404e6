internal import CLibpq
internal import SQLStore

/// The types of PostgreSQL that have a counterpart in ``SQLValue``, by the numbers of its catalog.
enum PostgresType {
    static let unspecified: Oid = 0
    static let bool: Oid = 16
    static let bytea: Oid = 17
    static let name: Oid = 19
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let text: Oid = 25
    static let float4: Oid = 700
    static let float8: Oid = 701
    static let unknown: Oid = 705
    static let bpchar: Oid = 1042
    static let varchar: Oid = 1043
    static let numeric: Oid = 1700
    static let void: Oid = 2278
}

/// The values of a query in PostgreSQL's binary form, one after another.
struct PostgresValues {
    let types: [Oid]
    private var bytes: [UInt8] = []
    /// Where each value starts; nil for null.
    private var starts: [Int?] = []
    private var lengths: [Int32] = []

    var count: Int32 { Int32(types.count) }

    init(_ values: [SQLValue]) {
        types = values.map { value in
            switch value {
            case .null: PostgresType.unspecified
            case .integer: PostgresType.int8
            case .real: PostgresType.float8
            case .text: PostgresType.text
            case .blob: PostgresType.bytea
            }
        }
        for value in values {
            let start = bytes.count
            switch value {
            case .null: break
            case .integer(let value): append(UInt64(bitPattern: value))
            case .real(let value): append(value.bitPattern)
            case .text(let value): bytes += value.utf8
            case .blob(let value): bytes += value
            }
            starts.append(value == .null ? nil : start)
            lengths.append(Int32(clamping: bytes.count - start))
        }
        // An empty value at the end must still point at something.
        bytes.append(0)
    }

    private mutating func append(_ number: UInt64) {
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    func withPointers<Result>(
        _ body: (_ pointers: [UnsafePointer<CChar>?], _ lengths: [Int32], _ formats: [Int32]) -> Result
    ) -> Result {
        bytes.withUnsafeBytes { buffer in
            let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let pointers = starts.map { start in start.flatMap { start in base.map { $0 + start } } }
            return body(pointers, lengths, Array(repeating: 1, count: lengths.count))
        }
    }
}

/// The rows of an answer in binary form.
struct PostgresRows {
    private let answer: OpaquePointer?

    init(_ answer: OpaquePointer?) {
        self.answer = answer
    }

    func forEach(_ body: (SQLRow) throws -> Void) throws {
        let width = PQnfields(answer)
        let columns = SQLRow.Columns((0..<width).map { PQfname(answer, $0).map { String(cString: $0) } ?? "" })
        let types = (0..<width).map { PQftype(answer, $0) }
        for row in 0..<PQntuples(answer) {
            var values: [SQLValue] = []
            values.reserveCapacity(types.count)
            for column in 0..<width {
                values.append(try value(row, column, types[Int(column)], columns))
            }
            try body(SQLRow(columns: columns, values: values))
        }
    }

    private func value(_ row: Int32, _ column: Int32, _ type: Oid, _ columns: SQLRow.Columns) throws -> SQLValue {
        guard PQgetisnull(answer, row, column) == 0, let start = PQgetvalue(answer, row, column) else { return .null }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(answer, row, column)))
        switch type {
        case PostgresType.int8, PostgresType.int4, PostgresType.int2: return .integer(integer(bytes))
        // SQLite answers a comparison with 0 or 1.
        case PostgresType.bool: return .integer(bytes.first == 1 ? 1 : 0)
        case PostgresType.float8: return .real(Double(bitPattern: UInt64(bitPattern: integer(bytes))))
        case PostgresType.float4:
            return .real(Double(Float(bitPattern: UInt32(truncatingIfNeeded: integer(bytes)))))
        case PostgresType.text, PostgresType.varchar, PostgresType.bpchar, PostgresType.name, PostgresType.unknown:
            return .text(String(decoding: bytes, as: UTF8.self))
        case PostgresType.bytea: return .blob([UInt8](bytes))
        case PostgresType.numeric: return numeric(bytes)
        case PostgresType.void: return .null
        default:
            throw SQLStoreError(
                .unexpectedRow, "column \"\(columns.names[Int(column)])\" has a type (\(type)) only one database knows")
        }
    }

    /// A big-endian integer of 2, 4 or 8 bytes.
    private func integer(_ bytes: UnsafeRawBufferPointer) -> Int64 {
        var value: Int64 = bytes.first.map { $0 & 0x80 != 0 } ?? false ? -1 : 0
        for byte in bytes { value = value << 8 | Int64(byte) }
        return value
    }

    /// `sum` of integers answers with this type: an integer where it is whole and fits, a real otherwise.
    private func numeric(_ bytes: UnsafeRawBufferPointer) -> SQLValue {
        let words = stride(from: 0, to: bytes.count - 1, by: 2).map {
            integer(UnsafeRawBufferPointer(rebasing: bytes[$0..<$0 + 2]))
        }
        guard words.count >= 4 else { return .null }
        let (weight, sign, scale, digits) = (words[1], words[2] & 0xFFFF, words[3], words.dropFirst(4))
        guard sign == 0 || sign == 0x4000 else { return .real(.nan) }
        let isNegative = sign == 0x4000
        if scale == 0, weight < 5 {
            var whole: Int64 = 0
            var overflows = false
            for position in 0..<max(0, Int(weight) + 1) {
                let digit = position < digits.count ? digits[digits.startIndex + position] : 0
                let (product, tooLarge) = whole.multipliedReportingOverflow(by: 10_000)
                let (sum, tooSmall) = product.addingReportingOverflow(isNegative ? -digit : digit)
                overflows = overflows || tooLarge || tooSmall
                whole = sum
            }
            if !overflows { return .integer(whole) }
        }
        var real = 0.0
        var factor = 1.0
        for _ in 0..<abs(weight) { factor = weight > 0 ? factor * 10_000 : factor / 10_000 }
        for digit in digits {
            real += Double(digit) * factor
            factor /= 10_000
        }
        return .real(isNegative ? -real : real)
    }
}
