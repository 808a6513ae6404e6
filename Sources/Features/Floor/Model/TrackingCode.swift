/// The code by which a writer follows a statement: eight digits and a check digit, written `4471-9028-6`.
///
/// The check digit is Damm's: it finds every single mistyped digit and every swap of two neighbors.
package struct TrackingCode: Sendable, Hashable {
    /// Nine digits.
    package let digits: String

    package init(using generator: inout some RandomNumberGenerator) {
        let body = (0..<8).map { _ in Int.random(in: 0...9, using: &generator) }
        digits = (body + [Self.checkDigit(of: body)]).map(String.init).joined()
    }

    /// Reads what somebody typed: any of the three sets of digits, with spaces and dashes anywhere. Nil for anything else
    /// and for a code with a slip in it.
    package init?(typed text: String) {
        var values: [Int] = []
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x30...0x39: values.append(Int(scalar.value - 0x30))
            case 0x660...0x669: values.append(Int(scalar.value - 0x660))
            case 0x6F0...0x6F9: values.append(Int(scalar.value - 0x6F0))
            case 0x20, 0x2D, 0x2010...0x2013, 0xA0, 0x200E, 0x200F: continue
            default: return nil
            }
            guard values.count <= 9 else { return nil }
        }
        guard values.count == 9, Self.checkDigit(of: Array(values.prefix(8))) == values[8] else { return nil }
        digits = values.map(String.init).joined()
    }

    /// The form people read: `4471-9028-6`.
    package var written: String {
        "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(4))-\(digits.suffix(1))"
    }

    private static func checkDigit(of digits: [Int]) -> Int {
        digits.reduce(0) { dammTable[$0][$1] }
    }

    private static let dammTable = [
        [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
        [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
        [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
        [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
        [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
        [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
        [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
        [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
        [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
        [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
    ]
}
