extension VoteMatrix {
    /// Whether one identifier stands before another.
    ///
    /// Decimal integers come first, by value ("9" before "10"; equal values by their bytes); everything else follows by
    /// its UTF-8 bytes. Putting all integers first keeps the order free of circles: comparing "10" with "1a" by bytes and
    /// with "2" by value would make one.
    public static func areIdentifiersInOrder(_ left: String, _ right: String) -> Bool {
        switch (significantDigits(of: left), significantDigits(of: right)) {
        case (let leftDigits?, let rightDigits?):
            if leftDigits.count != rightDigits.count { return leftDigits.count < rightDigits.count }
            if leftDigits.elementsEqual(rightDigits) { return left.utf8.lexicographicallyPrecedes(right.utf8) }
            return leftDigits.lexicographicallyPrecedes(rightDigits)
        case (_?, nil): return true
        case (nil, _?): return false
        case (nil, nil): return left.utf8.lexicographicallyPrecedes(right.utf8)
        }
    }

    /// The digits after any leading zeros, or nil unless the text is a decimal integer without a sign.
    private static func significantDigits(of text: String) -> Substring.UTF8View? {
        let zero = UInt8(ascii: "0")
        let nine = UInt8(ascii: "9")
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= zero && $0 <= nine }) else { return nil }
        return text.utf8.drop { $0 == zero }
    }
}

extension VoteMatrix {
    /// Where each identifier stands in another list, nil where it does not.
    ///
    /// - Parameters: both in the order of ``areIdentifiersInOrder(_:_:)``, without repetitions.
    /// - Complexity: O(*both lists*).
    static func places(of identifiers: [String], in others: [String]) -> [Int?] {
        var next = 0
        return identifiers.map { identifier in
            while next < others.count, areIdentifiersInOrder(others[next], identifier) { next += 1 }
            return next < others.count && others[next] == identifier ? next : nil
        }
    }

    /// Whether rows and columns are those of another matrix, with more rows at the end at most.
    func onlyAddsPeople(to other: VoteMatrix) -> Bool {
        statements == other.statements && excluded == other.excluded && meta == other.meta
            && participants.count >= other.participants.count
            && participants.prefix(other.participants.count).elementsEqual(other.participants)
    }
}
