import Foundation
import Testing

@testable import Site

struct LocalFormatTests {
    private let english = LocalFormat(.english)
    private let dari = LocalFormat(.dari)

    @Test func `whole numbers are grouped in the digits of the language`() {
        #expect(
            [0, 999, 1_000, 1_234_567, -1_234].map(english.number) == ["0", "999", "1,000", "1,234,567", "−1,234"])
        #expect(dari.number(1_234) == "۱٬۲۳۴")
        #expect(english.number(.min) == "−9,223,372,036,854,775,808")
    }

    @Test func `shares are written in whole percent`() {
        #expect(english.percent(0.625) == "63\u{00A0}%")
        #expect(dari.percent(0.63) == "۶۳٪")
        #expect([Double.nan, -1, 2].map { english.percent($0) } == ["0\u{00A0}%", "0\u{00A0}%", "100\u{00A0}%"])
    }

    @Test(
        arguments: [
            ([1, 1, 1], [34, 33, 33]), ([0, 0], [0, 0]), ([], []), ([2, 1], [67, 33]), ([1, 0, 0], [100, 0, 0]),
            ([125, 125, 750], [13, 12, 75]), ([-5, 5], [0, 100]),
        ] as [([Int], [Int])])
    func `rounded shares add up`(counts: [Int], expected: [Int]) {
        #expect(LocalFormat.shares(of: counts) == expected)
    }

    @Test func `rounded shares add to 100 and stay within one of the truth`() {
        let seed: UInt64 = 7
        var generator = SplitMix(state: seed)
        for round in 0..<500 {
            let counts = (0..<Int.random(in: 1...9, using: &generator)).map { _ in
                Int.random(in: 0...1_000_000, using: &generator)
            }
            let total = counts.reduce(0, +)
            guard total > 0 else { continue }
            let shares = LocalFormat.shares(of: counts)
            #expect(shares.reduce(0, +) == 100, "seed \(seed), round \(round): \(counts)")
            for (count, share) in zip(counts, shares) {
                #expect(abs(Double(count) * 100 / Double(total) - Double(share)) < 1, "seed \(seed), round \(round)")
            }
        }
    }

    @Test func `typed numbers may use any of three digit sets`() {
        #expect(["12", "۱۲", "١٢", "1۲"].map(LocalFormat.wholeNumber) == [12, 12, 12, 12])
        for wrong in ["", "+5", " 5", "5\n", "1e3", "0x10", "-1", "१", String(repeating: "9", count: 19), "½"] {
            #expect(LocalFormat.wholeNumber(wrong) == nil, "\(wrong)")
        }
    }

    @Test func `a date comes in both calendars and for machines`() {
        let instant: Int64 = 1_795_338_840_000  // 2026-11-22T09:14Z
        #expect(
            english.date(instant)
                == LocalDate(
                    primary: "22 November 2026", other: "1 Qaws 1405", iso: "2026-11-22T09:14Z", time: "09:14"))
        #expect(
            dari.date(instant, offset: 270)
                == LocalDate(
                    primary: "۱ قوس ۱۴۰۵", other: "۲۲ نومبر ۲۰۲۶", iso: "2026-11-22T13:44+04:30", time: "۱۳:۴۴"))
        #expect(english.date(-1).iso == "1969-12-31T23:59Z")
        #expect(english.date(.max).iso.hasPrefix("9999-"))
        #expect(english.date(.min).iso.hasPrefix("0001-"))
    }

    @Test func `Solar Hijri days agree with Foundation for the years 1300 to 1500`() throws {
        var calendar = Calendar(identifier: .persian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        // 21 March 1921 is the first day of 1300; 201 years are 73,414 days.
        for day in -17_818..<(-17_818 + 73_414) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            let own = CalendarDay.solarHijri(daysSince1970: day)
            guard own.year == parts.year, own.month == parts.month, own.day == parts.day else {
                Issue.record("day \(day): \(own), Foundation \(parts)")
                return
            }
        }
        #expect(CalendarDay.solarHijri(daysSince1970: -17_818) == CalendarDay(year: 1300, month: 1, day: 1))
    }

    @Test func `Gregorian days agree with Foundation over four centuries`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        for day in stride(from: -60_000, through: 90_000, by: 7) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            let own = CalendarDay.gregorian(daysSince1970: day)
            guard own.year == parts.year, own.month == parts.month, own.day == parts.day else {
                Issue.record("day \(day): \(own), Foundation \(parts)")
                return
            }
        }
    }
}

/// A seeded generator (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
