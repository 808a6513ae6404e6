import Testing

@testable import PolisFormat

struct UTCTimeTests {
    @Test func `seconds and milliseconds are told apart by size`() {
        #expect(UTCTime.milliseconds(from: 1_714_613_201) == 1_714_613_201_000)
        #expect(UTCTime.milliseconds(from: 1_714_613_201_691) == 1_714_613_201_691)
        #expect(UTCTime.milliseconds(from: -31_536_000) == nil)
        #expect(UTCTime.milliseconds(from: 4_102_444_800) == nil)
        #expect(UTCTime.milliseconds(from: .max) == nil)
        #expect(UTCTime.milliseconds(from: .min) == nil)
    }

    @Test func `text and number agree`() {
        #expect(UTCTime.iso8601(1_714_613_201_691) == "2024-05-02T01:26:41.691Z")
        #expect(UTCTime.iso8601(0) == "1970-01-01T00:00:00.000Z")
        #expect(UTCTime.iso8601(-1) == "1969-12-31T23:59:59.999Z")
        #expect(UTCTime.milliseconds(fromISO8601: "2020-06-29T20:11:22.421000Z") == 1_593_461_482_421)
        #expect(UTCTime.milliseconds(fromISO8601: "2024-02-29T00:00:00Z") == 1_709_164_800_000)
        #expect(UTCTime.milliseconds(fromISO8601: "2023-02-29T00:00:00Z") == nil)
        #expect(UTCTime.milliseconds(fromISO8601: "Tue Feb 13 12:58:16 WIB 2018") == nil)
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `a time survives being written`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let time = Int64.random(in: 0..<4_102_444_800_000, using: &generator)
        let text = try #require(UTCTime.iso8601(time))
        #expect(UTCTime.milliseconds(fromISO8601: text) == time, "seed \(seed)")
    }
}
