/// One row of comma separated values in which nothing needs a closer look.
enum PlainRow {
    /// Reads the whole numbers of a row.
    ///
    /// - Parameters:
    ///   - places: one for each column: where its number goes in `numbers`, or -1 where any text will do. Every place is
    ///     one of `numbers`.
    ///   - blank: what a wanted cell with nothing in it counts as.
    /// - Returns: the position after the line end; nil when the row is not plain, with `numbers` in any state.
    static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, places: UnsafeBufferPointer<Int>, blank: Int,
        into numbers: UnsafeMutableBufferPointer<Int>
    ) -> Int? {
        var index = start
        for column in 0..<places.count {
            if column > 0 {
                guard index < bytes.count, bytes[index] == UInt8(ascii: ",") else { return nil }
                index += 1
            }
            guard places[column] >= 0 else {
                guard let end = endOfText(bytes, from: index) else { return nil }
                index = end
                continue
            }
            let isNegative = index < bytes.count && bytes[index] == UInt8(ascii: "-")
            if isNegative { index += 1 }
            let firstDigit = index
            var value = 0
            while index < bytes.count {
                let digit = bytes[index] &- UInt8(ascii: "0")
                guard digit < 10 else { break }
                // More digits than count here wrap round and are refused below.
                value = value &* 10 &+ Int(digit)
                index += 1
            }
            switch index - firstDigit {
            case 1...18: numbers[places[column]] = isNegative ? -value : value
            case 0 where !isNegative: numbers[places[column]] = blank
            default: return nil
            }
        }
        if index < bytes.count, bytes[index] == UInt8(ascii: "\r") { index += 1 }
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\n") else { return nil }
        return index + 1
    }

    /// The position of the comma or line end after a text; nil when anything but plain ASCII text comes first.
    private static func endOfText(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r"): return index
            case UInt8(ascii: "\""): return nil
            case 0x20...0x7E, UInt8(ascii: "\t"): index += 1
            default: return nil
            }
        }
        return index
    }
}
