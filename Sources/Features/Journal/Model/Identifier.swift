import DialogueLog

/// A 16-byte identifier of one kind of thing, written as 32 lowercase hexadecimal digits.
///
/// Those made by ``init(at:using:)`` begin with the time, so that rows made one after another sit together in an index.
/// Those that must not tell the time (a participant's) are made from 16 bytes of a hash or of chance.
package struct Identifier<Subject>: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    /// Nil unless the text is 32 lowercase hexadecimal digits.
    package init?(rawValue: String) {
        guard rawValue.utf8.count == 32, DialogueLog.bytes(hexadecimal: rawValue) != nil else { return nil }
        self.rawValue = rawValue
    }

    /// The first 16 bytes; fewer are filled up with zeros.
    package init(bytes: some Sequence<UInt8>) {
        var padded = Array(bytes.prefix(16))
        padded += repeatElement(0, count: 16 - padded.count)
        rawValue = hexadecimal(padded)
    }

    /// 48 bits of time, then 80 bits of chance.
    ///
    /// - Parameter time: milliseconds since 1970.
    package init(at time: Int64, using generator: inout some RandomNumberGenerator) {
        let milliseconds = UInt64(clamping: time)
        var bytes = (0..<6).reversed().map { UInt8(truncatingIfNeeded: milliseconds >> (UInt64($0) * 8)) }
        for _ in 0..<10 { bytes.append(UInt8.random(in: .min ... .max, using: &generator)) }
        self.init(bytes: bytes)
    }

    package var bytes: [UInt8] { DialogueLog.bytes(hexadecimal: rawValue) ?? [] }
}

extension Identifier: Comparable {
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension Identifier: CustomStringConvertible {
    package var description: String { rawValue }
}
