/// Writes and reads numbers as a language does. Dates are in `LocalFormat+Dates.swift`.
package struct LocalFormat: Sendable {
    package let language: Language

    package init(_ language: Language) { self.language = language }

    /// A whole number with grouped digits: `1,234` · `۱٬۲۳۴`.
    package func number(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { grouped += language == .dari ? "٬" : "," }
            grouped.append(digit)
        }
        return (value < 0 ? "\u{2212}" : "") + self.digits(grouped)
    }

    /// Latin digits in `text` changed to the language's; everything else stays.
    package func digits(_ text: String) -> String {
        guard language == .dari else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            let isDigit = (0x30...0x39).contains(scalar.value)
            result.unicodeScalars.append(isDigit ? Unicode.Scalar(scalar.value - 0x30 + 0x06F0) ?? scalar : scalar)
        }
        return result
    }

    /// A share from 0 to 1 in whole percent, halves up: `63 %` (with a no-break space) · `۶۳٪`. Shares outside are
    /// brought to the nearer end; not-a-number counts as 0.
    package func percent(_ share: Double) -> String {
        let bounded = share.isNaN ? 0 : min(max(share, 0), 1)
        return percent(Int((bounded * 100).rounded(.toNearestOrAwayFromZero)))
    }

    /// A number that is already in whole percent, as made by ``shares(of:)``.
    package func percent(_ whole: Int) -> String {
        language == .dari ? number(whole) + "٪" : number(whole) + "\u{00A0}%"
    }

    /// Whole percentages of `counts` that add up to exactly 100, by largest remainder; ties go to the earlier count.
    /// All zero when the counts are. Negative counts are taken as 0.
    package static func shares(of counts: [Int]) -> [Int] {
        let counts = counts.map { Double(max($0, 0)) }
        let total = counts.reduce(0, +)
        guard total > 0 else { return counts.map { _ in 0 } }
        let exact = counts.map { $0 * 100 / total }
        var shares = exact.map { Int($0.rounded(.down)) }
        let missing = 100 - shares.reduce(0, +)
        let byRemainder = counts.indices.sorted { first, second in
            let (a, b) = (
                exact[first].truncatingRemainder(dividingBy: 1), exact[second].truncatingRemainder(dividingBy: 1)
            )
            return a == b ? first < second : a > b
        }
        for index in byRemainder.prefix(max(missing, 0)) { shares[index] += 1 }
        return shares
    }

    package func shares(of counts: [Int]) -> [Int] { Self.shares(of: counts) }

    /// Digits a person typed, in any of the three digit sets (0–9, ۰–۹, ٠–٩), brought to Latin ones; every other
    /// character stays as it is.
    package static func latinDigits(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            let zero: UInt32? =
                switch scalar.value {
                case 0x06F0...0x06F9: 0x06F0
                case 0x0660...0x0669: 0x0660
                default: nil
                }
            let latin = zero.flatMap { Unicode.Scalar(scalar.value - $0 + 0x30) }
            result.unicodeScalars.append(latin ?? scalar)
        }
        return result
    }

    /// A whole number a person typed: 1 to 18 digits of any of the three sets and nothing else; no sign, no space.
    package static func wholeNumber(_ text: String) -> Int? {
        let latin = latinDigits(text)
        guard (1...18).contains(latin.utf8.count),
            latin.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int(latin)
    }
}
