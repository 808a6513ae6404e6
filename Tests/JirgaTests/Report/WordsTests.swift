import OpinionAnalysis
import Testing

@testable import jirga

@Suite struct `Words of a report` {
    @Test func `give shares, ranges and numbers for people`() {
        #expect(Words.percent(Share(37, of: 50)) == "74 %")
        #expect(Words.percent(Share(0, of: 0)) == "–")
        #expect(Words.range(Interval(lower: 0.604, upper: 0.849)) == "60–85 %")
        #expect(Words.between(Interval(lower: 0.604, upper: 0.849)) == "between 60 and 85 %")
        #expect(Words.number(1_234_567) == "1,234,567" && Words.number(-12) == "−12" && Words.number(100) == "100")
        #expect(Words.people(1) == "1 person" && Words.people(0) == "0 people")
        #expect(Words.groups(2) == "two groups" && Words.groups(1) == "one group" && Words.groups(12) == "12 groups")
    }

    @Test func `round decimals to their digits, and never trap`() {
        #expect(Words.decimal(0.005) == "0.01" && Words.decimal(-0.456) == "−0.46" && Words.decimal(-0.001) == "0.00")
        #expect(Words.decimal(0.0314, digits: 3) == "0.031" && Words.decimal(2) == "2.00")
        #expect(
            Words.decimal(.nan) == "–" && Words.decimal(.infinity) == "–" && Words.decimal(1e300) == "1000000000.00")
        #expect(Words.points(-7) == "-100" && Words.percent(9.0) == "100 %")
    }

    @Test func `say how sure a division and a group are`() {
        #expect(Sureness(agreement: 0.8) == .steady && Sureness(agreement: 0.79) == .fairlySteady)
        #expect(Sureness(agreement: 0.65) == .fairlySteady && Sureness(agreement: 0.64) == .shaky)
        #expect(Sureness(likeness: 0.75) == .steady && Sureness(likeness: 0.6) == .fairlySteady)
        #expect(Sureness(likeness: 0.59) == .shaky && Sureness.shaky < .steady)
    }

    @Test func `name groups with letters, also beyond the alphabet`() {
        #expect([0, 1, 25, 26, 27, 701].map(Findings.letter) == ["A", "B", "Z", "AA", "AB", "ZZ"])
    }
}
