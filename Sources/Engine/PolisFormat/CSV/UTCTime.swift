/// Times in exports: milliseconds since 1970, written as numbers and as ISO 8601 in UTC.
enum UTCTime {
    /// From the start of 2000 up to the start of 2100, in seconds.
    static let seconds: Range<Int64> = 946_684_800..<4_102_444_800

    static let expected = "seconds or milliseconds since 1970, in the years 2000 to 2099"

    /// A number of seconds or of milliseconds, told apart by its size; nil when it is neither.
    static func milliseconds(from number: Int64) -> Int64? {
        if seconds.contains(number) { return number * 1000 }
        return seconds.contains(number / 1000) ? number : nil
    }

    /// `2024-05-02T01:26:41.691Z`; nil outside the years 0 to 9999.
    static func iso8601(_ milliseconds: Int64) -> String? {
        let (day, rest) = milliseconds.flooredQuotientAndRemainder(by: 86_400_000)
        // Civil from days, after Howard Hinnant's "chrono-compatible low-level date algorithms".
        let shifted = day + 719_468
        let (era, dayOfEra) = shifted.flooredQuotientAndRemainder(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        guard (0...9999).contains(year) else { return nil }
        let clock = (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60, rest % 1000)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))T"
            + "\(padded(clock.0, 2)):\(padded(clock.1, 2)):\(padded(clock.2, 2)).\(padded(clock.3, 3))Z"
    }

    /// Milliseconds of `YYYY-MM-DDThh:mm:ss[.fraction]Z`; nil for anything else, also for dates that do not exist.
    static func milliseconds(fromISO8601 text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z"), bytes[4] == UInt8(ascii: "-"),
            bytes[7] == UInt8(ascii: "-"), bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"), let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
            let day = number(bytes[8..<10]), let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]),
            let second = number(bytes[17..<19]), (1...12).contains(month), (1...31).contains(day), hour < 24,
            minute < 60, second < 60
        else { return nil }
        var fraction: Int64 = 0
        if bytes.count > 20 {
            let digits = bytes[20..<(bytes.count - 1)]
            guard bytes[19] == UInt8(ascii: "."), (1...9).contains(digits.count), let value = number(digits) else {
                return nil
            }
            var scale = digits.count
            fraction = value
            while scale < 3 {
                fraction *= 10
                scale += 1
            }
            while scale > 3 {
                fraction /= 10
                scale -= 1
            }
        }
        let shiftedYear = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = shiftedYear.flooredQuotientAndRemainder(by: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        let milliseconds = ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000 + fraction
        return iso8601(milliseconds)?.prefix(10) == text.prefix(10) ? milliseconds : nil
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        var value: Int64 = 0
        for byte in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        return value
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Int64 {
    fileprivate func flooredQuotientAndRemainder(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
