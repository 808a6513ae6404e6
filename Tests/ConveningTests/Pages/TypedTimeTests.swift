import Testing

@testable import Convening

@Suite struct TypedTimeTests {
    @Test(arguments: [
        ("1970-01-01", 0), ("1970-01-01 00:01", 60_000), ("2026-12-21 18:00", 1_797_876_000_000),
        ("2026/12/21T18:00", 1_797_876_000_000), ("۲۰۲۶-۱۲-۲۱ ۱۸:۰۰", 1_797_876_000_000),
        ("٢٠٢٦-١٢-٢١", 1_797_811_200_000), ("1405-09-30 18:00", 1_797_876_000_000), ("1405-1-1", 1_774_051_200_000),
        ("1403-12-30", 1_742_428_800_000), ("2028-02-29", 1_835_395_200_000),
    ])
    func `a time is read in both calendars and all digits`(text: String, milliseconds: Int64) {
        #expect(TypedTime(text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "tomorrow", "2026", "2026-13-01", "2026-02-30", "2027-02-29", "1404-12-30", "1405-07-31",
        "2026-12-21 24:00", "2026-12-21 18:60", "2026-12-21 18", "2026-12-21 18:00 x", "1699-01-01", "9999-12-31",
        "0000-00-00",
        "99999-01-01", "-2026-12-21", "2026-12--1", "2026-12-21 -1:00",
    ])
    func `what is no day or time is not read`(text: String) {
        #expect(TypedTime(text) == nil)
    }

    @Test(arguments: [Int64(0), 1_797_876_000_000, 4_101_559_200_000])
    func `what is written is read again`(milliseconds: Int64) {
        #expect(TypedTime(TypedTime.written(milliseconds))?.milliseconds == milliseconds)
    }
}
