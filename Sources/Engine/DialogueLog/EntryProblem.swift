/// Why bytes are no entry of a log.
package enum EntryProblem: Error, Hashable, Sendable {
    case badMagic
    case truncatedHeader
    case truncatedFieldHeader
    case fieldLongerThanEntry
    case tagsNotAscending
    case trailingBytes
    case tooLarge(Int)
    /// An act this program does not know: it can't say what the log means.
    case unknownType(UInt16)
    /// A field that must not be passed over.
    case unknownTag(UInt16)
    case missingTag(UInt16)
    /// A field that its type has, but with a value it can't have.
    case badValue(tag: UInt16)
}

extension EntryProblem: CustomStringConvertible {
    /// For the evidence of a check, in English as all of it.
    package var description: String {
        switch self {
        case .badMagic: "bad magic"
        case .truncatedHeader: "truncated header"
        case .truncatedFieldHeader: "truncated field header"
        case .fieldLongerThanEntry: "field longer than entry"
        case .tagsNotAscending: "tags not strictly ascending"
        case .trailingBytes: "trailing bytes"
        case .tooLarge(let size): "\(size) bytes, more than \(CanonicalEntry.largestSize)"
        case .unknownType(let type): "unknown type 0x\(String(type, radix: 16))"
        case .unknownTag(let tag): "unknown tag 0x\(String(tag, radix: 16))"
        case .missingTag(let tag): "tag 0x\(String(tag, radix: 16)) missing"
        case .badValue(let tag): "impossible value of tag 0x\(String(tag, radix: 16))"
        }
    }
}
