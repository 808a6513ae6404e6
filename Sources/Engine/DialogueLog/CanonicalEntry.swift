/// The one way to write an act as bytes, "JLE1": what a leaf of the log will be the hash of.
///
///     entry = "JLE1" | type, u16 | count of fields, u16 | field…      all integers big-endian
///     field = tag, u16 | length, u32 | value
///
/// Tags ascend strictly, so there is exactly one encoding; a decoder refuses everything else.
package struct CanonicalEntry: Sendable, Hashable {
    package struct Field: Sendable, Hashable {
        package let tag: UInt16
        package let value: [UInt8]
    }

    /// Longer things go in by their hash.
    package static let largestSize = 16_384

    package let type: UInt16
    package private(set) var fields: [Field] = []

    package init(type: UInt16) {
        self.type = type
    }

    /// - Precondition: the tag is greater than every tag so far; the order of fields is the program's own.
    package mutating func append(_ tag: UInt16, _ value: [UInt8]) {
        precondition(fields.last.map { $0.tag < tag } ?? true, "tags of an entry ascend")
        fields.append(Field(tag: tag, value: value))
    }

    package mutating func append(_ tag: UInt16, text: String) {
        append(tag, Array(text.utf8))
    }

    package mutating func append(_ tag: UInt16, integer: UInt64) {
        append(tag, bigEndian(integer))
    }

    package var bytes: [UInt8] {
        var bytes = Self.magic + bigEndian(type) + bigEndian(UInt16(clamping: fields.count))
        for field in fields {
            bytes += bigEndian(field.tag)
            bytes += bigEndian(UInt32(clamping: field.value.count))
            bytes += field.value
        }
        return bytes
    }

    /// Nil for anything but the canonical bytes of an entry.
    package init?(bytes: [UInt8]) {
        try? self.init(reading: bytes)
    }

    /// - Throws: ``EntryProblem``, the first thing that is wrong with the form of the bytes.
    package init(reading bytes: [UInt8]) throws(EntryProblem) {
        guard bytes.count <= Self.largestSize else { throw .tooLarge(bytes.count) }
        var rest = bytes[...]
        guard Self.take(4, from: &rest) == Self.magic else { throw .badMagic }
        guard let type = Self.takeInteger(UInt16.self, from: &rest),
            let count = Self.takeInteger(UInt16.self, from: &rest)
        else { throw .truncatedHeader }
        self.type = type
        for _ in 0..<count {
            guard let tag = Self.takeInteger(UInt16.self, from: &rest),
                let length = Self.takeInteger(UInt32.self, from: &rest)
            else { throw .truncatedFieldHeader }
            guard fields.last.map({ $0.tag < tag }) ?? true else { throw .tagsNotAscending }
            guard let value = Self.take(Int(length), from: &rest) else { throw .fieldLongerThanEntry }
            fields.append(Field(tag: tag, value: value))
        }
        guard rest.isEmpty else { throw .trailingBytes }
    }

    /// The value of a field; nil where there is none of this tag.
    package subscript(_ tag: UInt16) -> [UInt8]? { fields.first { $0.tag == tag }?.value }

    private static let magic = Array("JLE1".utf8)

    private static func take(_ count: Int, from rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    private static func takeInteger<Integer: FixedWidthInteger>(
        _: Integer.Type, from rest: inout ArraySlice<UInt8>
    ) -> Integer? {
        take(Integer.bitWidth / 8, from: &rest)?.reduce(0) { $0 << 8 | Integer($1) }
    }
}

func bigEndian(_ integer: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: integer.bigEndian, Array.init)
}
