/// A day in one of two calendars, reckoned from days since 1 January 1970. Own arithmetic, so that the server needs no
/// calendar data and Dari month names come out right.
package struct CalendarDay: Sendable, Equatable {
    package var year: Int
    /// 1…12
    package var month: Int
    /// 1…31
    package var day: Int

    package init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Proleptic Gregorian calendar. The year is taken to begin in March, so that the leap day is its last day.
    package static func gregorian(daysSince1970 days: Int) -> CalendarDay {
        let shifted = days + 719_468  // since 1 March of year 0
        let era = floorDivision(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return CalendarDay(year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month, day: day)
    }

    /// Solar Hijri calendar by the 33-year cycle, which agrees with the observed spring equinox from 1178 to 1633
    /// (K. M. Borkowski, "The Persian calendar for 3000 years", 1996, for the limits).
    package static func solarHijri(daysSince1970 days: Int) -> CalendarDay {
        var year = floorDivision(33 * (days + 492_347) + 3, 12_053) + 1
        while days < newYear(year) { year -= 1 }
        while days >= newYear(year + 1) { year += 1 }
        let dayOfYear = days - newYear(year)
        let month = dayOfYear < 186 ? dayOfYear / 31 : (dayOfYear - 186) / 30 + 6
        let day = dayOfYear < 186 ? dayOfYear % 31 : (dayOfYear - 186) % 30
        return CalendarDay(year: year, month: month + 1, day: day + 1)
    }

    /// The first day of a Solar Hijri year, in days since 1970.
    private static func newYear(_ year: Int) -> Int {
        365 * (year - 1) + floorDivision(8 * year + 21, 33) - 492_268
    }
}

/// Division that rounds down, also below zero.
func floorDivision(_ dividend: Int, _ divisor: Int) -> Int {
    let quotient = dividend / divisor
    return dividend % divisor < 0 ? quotient - 1 : quotient
}
