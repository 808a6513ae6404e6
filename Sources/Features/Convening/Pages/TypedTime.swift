import Site

/// A date and time as people type it: `2026-12-21` or `2026-12-21 18:30`, in UTC, in any of the three sets of digits.
///
/// A year before 1700 is one of the Solar Hijri calendar: `1405-09-30`. Years are 1300 to 1500 and 1970 to 2200.
struct TypedTime: Sendable, Hashable {
    /// Milliseconds since 1970.
    let milliseconds: Int64

    /// Nil for anything that is not a day of its calendar or a time of day.
    init?(_ text: String) {
        let latin = LocalFormat.latinDigits(text.trimmed).replacing("T", with: " ").replacing("/", with: "-")
        let parts = latin.split(separator: " ", omittingEmptySubsequences: true)
        guard (1...2).contains(parts.count) else { return nil }
        let numbers = parts[0].split(separator: "-", omittingEmptySubsequences: false).map { Self.number($0) }
        guard numbers.count == 3, let year = numbers[0], let month = numbers[1], let day = numbers[2]
        else { return nil }
        let wanted = CalendarDay(year: year, month: month, day: day)
        guard let days = Self.days(to: wanted) else { return nil }
        var minutes = 0
        if parts.count == 2 {
            let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false).map { Self.number($0) }
            guard clock.count == 2, let hour = clock[0], let minute = clock[1], hour < 24, minute < 60
            else { return nil }
            minutes = hour * 60 + minute
        }
        milliseconds = (Int64(days) * 1_440 + Int64(minutes)) * 60_000
    }

    /// The text from which the same time, to the minute, would be read.
    static func written(_ milliseconds: Int64) -> String {
        let date = LocalFormat(.english).date(milliseconds)
        return "\(date.iso.prefix(10)) \(date.time)"
    }

    /// One to four digits and nothing else.
    private static func number(_ text: Substring) -> Int? {
        guard (1...4).contains(text.utf8.count) else { return nil }
        return LocalFormat.wholeNumber(String(text))
    }

    /// Days since 1970. The calendars are reckoned from days, so the day is looked for near where it must be; a day that
    /// no month has is not found.
    private static func days(to wanted: CalendarDay) -> Int? {
        let isSolarHijri = wanted.year < 1_700
        let years = isSolarHijri ? wanted.year - 1_348 : wanted.year - 1_970
        guard (1_300...1_500).contains(wanted.year) || (1_970...2_200).contains(wanted.year) else { return nil }
        // The year 1348 began 286 days before 1970.
        let newYear = years * 365 + years / 4 - (isSolarHijri ? 286 : 0)
        let near = newYear + (wanted.month - 1) * 30 + wanted.day
        return (near - 40...near + 40).first { days in
            let day: CalendarDay = isSolarHijri ? .solarHijri(daysSince1970: days) : .gregorian(daysSince1970: days)
            return day == wanted
        }
    }
}
