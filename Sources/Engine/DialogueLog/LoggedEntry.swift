import TransparencyLog

/// An entry as it was read from a log: its form is canonical, its type known, and every field what the type allows.
package struct LoggedEntry: Sendable, Hashable {
    package enum Kind: UInt16, Sendable, Hashable, CaseIterable {
        case logOpened = 0x0001
        case keyChanged = 0x0002
        case erased = 0x0003
        case admitted = 0x0010
        case vote = 0x0011
        case statement = 0x0012
        case moderation = 0x0013
        case batchExcluded = 0x0014
        case translation = 0x0015
        case flag = 0x0016
        case batchRestored = 0x0017
        case batchIssued = 0x0018
        case phase = 0x0020
        case dialogueMade = 0x0022
        case dialogueChanged = 0x0023
        case result = 0x0050
        case anchored = 0x0060
    }

    package let kind: Kind
    package let entry: CanonicalEntry

    /// - Throws: ``EntryProblem``: an unknown type, an unknown field unless its tag says that it may be passed over (top bit),
    ///   a missing field, or an impossible value.
    package init(_ bytes: [UInt8]) throws(EntryProblem) {
        entry = try CanonicalEntry(reading: bytes)
        guard let kind = Kind(rawValue: entry.type) else { throw .unknownType(entry.type) }
        self.kind = kind
        let allowed = kind.fields
        for field in entry.fields where field.tag & 0x8000 == 0 {
            guard let form = allowed[field.tag] else { throw .unknownTag(field.tag) }
            guard form.form.allows(field.value) else { throw .badValue(tag: field.tag) }
        }
        for (tag, field) in allowed.sorted(by: { $0.key < $1.key }) where field.isNeeded && entry[tag] == nil {
            throw .missingTag(tag)
        }
    }

    /// The bytes of a field; none where the entry does not have it.
    package subscript(_ tag: UInt16) -> [UInt8] { entry[tag] ?? [] }

    /// The number in a field; 0 where the entry does not have it.
    package func integer(_ tag: UInt16) -> UInt64 { self[tag].prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }

    package func text(_ tag: UInt16) -> String { String(decoding: self[tag], as: UTF8.self) }
}

extension LoggedEntry {
    /// What a field may hold.
    enum Form {
        case bytes(Int)
        /// Eight bytes.
        case integer
        case code(ClosedRange<UInt8>)
        case codes(Int, ClosedRange<UInt8>)
        case text(mostBytes: Int)
        /// Seconds since 1970, a multiple of ten minutes.
        case timeStep
        case key

        func allows(_ value: [UInt8]) -> Bool {
            switch self {
            case .bytes(let count): value.count == count
            case .integer: value.count == 8 && value[0] < 0x80
            case .code(let range): value.count == 1 && range.contains(value[0])
            case .codes(let count, let range): value.count == count && value.allSatisfy(range.contains)
            case .text(let most):
                (1...most).contains(value.count) && String(validating: value, as: UTF8.self) != nil
            case .timeStep: value.count == 8 && value.reduce(0) { $0 << 8 | UInt64($1) }.isMultiple(of: 600)
            case .key: String(validating: value, as: UTF8.self).flatMap { try? VerifierKey($0) } != nil
            }
        }
    }

    struct Field {
        let form: Form
        var isNeeded = true
    }
}

extension LoggedEntry.Kind {
    /// The fields of an entry of this kind, by tag.
    var fields: [UInt16: LoggedEntry.Field] {
        func needed(_ forms: [UInt16: LoggedEntry.Form]) -> [UInt16: LoggedEntry.Field] {
            forms.mapValues { LoggedEntry.Field(form: $0) }
        }
        let role = LoggedEntry.Form.code(1...5)
        switch self {
        case .logOpened:
            var fields = needed([
                0x01: .text(mostBytes: 256), 0x02: .bytes(16), 0x03: .integer, 0x04: .bytes(32), 0x05: .key,
            ])
            fields[0x06] = LoggedEntry.Field(form: .text(mostBytes: 8_192), isNeeded: false)
            return fields
        case .keyChanged: return needed([0x05: .key, 0x07: .integer, 0x08: .bytes(64)])
        case .erased: return needed([0x09: .integer, 0x20: .bytes(32)])
        case .admitted: return needed([0x02: .bytes(16), 0x11: .bytes(16), 0x20: .bytes(32)])
        case .vote, .flag: return needed([0x20: .bytes(32)])
        case .statement:
            var fields = needed([0x12: .bytes(16), 0x20: .bytes(32), 0x21: .text(mostBytes: 64)])
            fields[0x2A] = LoggedEntry.Field(form: .code(0...255), isNeeded: false)
            return fields
        case .translation:
            return needed([0x12: .bytes(16), 0x20: .bytes(32), 0x21: .text(mostBytes: 64), 0x24: role])
        case .moderation: return needed([0x12: .bytes(16), 0x22: .code(0...16), 0x23: .code(0...64), 0x24: role])
        case .batchExcluded, .batchRestored:
            return needed([0x11: .bytes(16), 0x23: .code(0...64), 0x25: .codes(2, 1...5)])
        case .batchIssued: return needed([0x02: .bytes(16), 0x11: .bytes(16), 0x2B: .code(1...3), 0x2C: .integer])
        case .phase: return needed([0x24: role, 0x26: .code(0...16), 0x27: .timeStep])
        case .dialogueMade, .dialogueChanged:
            return needed([0x02: .bytes(16), 0x04: .bytes(32), 0x24: role, 0x27: .timeStep])
        case .result:
            var fields = needed([0x50: .bytes(32), 0x53: .text(mostBytes: 128)])
            fields[0x27] = LoggedEntry.Field(form: .timeStep, isNeeded: false)
            fields[0x51] = LoggedEntry.Field(form: .integer, isNeeded: false)
            fields[0x52] = LoggedEntry.Field(form: .bytes(32), isNeeded: false)
            fields[0x54] = LoggedEntry.Field(form: .bytes(32), isNeeded: false)
            return fields
        case .anchored: return needed([0x01: .text(mostBytes: 256), 0x51: .integer, 0x52: .bytes(32)])
        }
    }
}
