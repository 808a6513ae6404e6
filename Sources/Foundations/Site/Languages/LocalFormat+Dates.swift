/// A date as a page shows it: the reader's calendar, the other calendar for the first mention, and the machine form
/// for `<time datetime>`.
package struct LocalDate: Sendable, Equatable {
    package var primary: String
    package var other: String
    /// `2026-11-22T09:14Z`, or with the offset `+04:30`.
    package var iso: String
    /// Time of day, `09:14`; name the place beside it.
    package var time: String
}

extension LocalFormat {
    /// - Parameters:
    ///   - instant: milliseconds since 1970, UTC; brought into the years 1 to 9999 if outside.
    ///   - offset: minutes east of UTC of the place the page speaks of, −1,080…1,080.
    package func date(_ instant: Int64, offset: Int = 0) -> LocalDate {
        let offset = min(max(offset, -1_080), 1_080)
        let bounded = min(max(instant, -62_135_000_000_000), 253_402_000_000_000)
        let minutes = floorDivision(Int(bounded), 60_000) + offset
        let days = floorDivision(minutes, 1_440)
        let minuteOfDay = minutes - days * 1_440
        let (gregorian, hijri) = (
            CalendarDay.gregorian(daysSince1970: days), CalendarDay.solarHijri(daysSince1970: days)
        )
        let clock = "\(padded(minuteOfDay / 60, 2)):\(padded(minuteOfDay % 60, 2))"
        let (western, afghan) = (words(gregorian, Self.gregorianMonths), words(hijri, Self.solarHijriMonths))
        return LocalDate(
            primary: language == .dari ? afghan : western,
            other: language == .dari ? western : afghan,
            iso: "\(padded(gregorian.year, 4))-\(padded(gregorian.month, 2))-\(padded(gregorian.day, 2))"
                + "T\(clock)\(zone(offset))",
            time: digits(clock))
    }

    private func words(_ day: CalendarDay, _ months: [Language: [String]]) -> String {
        digits("\(day.day) \(months[language]?[day.month - 1] ?? "") \(day.year)")
    }

    private func zone(_ offset: Int) -> String {
        guard offset != 0 else { return "Z" }
        let minutes = Int(offset.magnitude)
        return "\(offset < 0 ? "-" : "+")\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))"
    }

    private func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static let gregorianMonths: [Language: [String]] = [
        .english: [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ],
        .dari: [
            "جنوری", "فبروری", "مارچ", "اپریل", "می", "جون", "جولای", "اگست", "سپتمبر", "اکتوبر", "نومبر", "دسمبر",
        ],
    ]

    private static let solarHijriMonths: [Language: [String]] = [
        .english: [
            "Hamal", "Sawr", "Jawza", "Saratan", "Asad", "Sunbula", "Mizan", "Aqrab", "Qaws", "Jadi", "Dalw", "Hut",
        ],
        .dari: ["حمل", "ثور", "جوزا", "سرطان", "اسد", "سنبله", "میزان", "عقرب", "قوس", "جدی", "دلو", "حوت"],
    ]
}
