/// What a text may hold that its writer should look at twice. Hints warn; they never refuse.
package enum PersonalDataHint: String, CaseIterable, Sendable {
    case phoneNumber, email, link
}

extension TextPolicy {
    /// Signs of personal data, in the order of ``PersonalDataHint``.
    ///
    /// A telephone number is 9 to 15 digits, or 7 and more after `+` or `0`, with one or two spaces, hyphens, dots, slashes
    /// or brackets between; European, Arabic and Persian digits count alike. Dates and spans of years are shorter.
    package static func personalDataHints(in text: String) -> [PersonalDataHint] {
        let words = text.lowercased().split(whereSeparator: \.isWhitespace)
        return PersonalDataHint.allCases.filter { hint in
            switch hint {
            case .phoneNumber: hasPhoneNumber(text)
            case .email: words.contains(where: isEmail)
            case .link: words.contains(where: isLink)
            }
        }
    }

    /// Whether the text ends like a question in Latin, Arabic, Greek or East Asian writing.
    package static func looksLikeQuestion(_ text: String) -> Bool {
        let closing: Set<Character> = ["\"", "'", ")", "]", "»", "”", "’", "!", ".", "؛"]
        let last = text.last { !$0.isWhitespace && !closing.contains($0) }
        return last.map { ["?", "؟", "？", "\u{37E}", "⁇", "‽"].contains($0) } ?? false
    }

    /// Whether a word mixes Latin letters with Cyrillic or Greek ones, as imitations of other names do.
    package static func mixesScripts(_ text: String) -> Bool {
        text.split(whereSeparator: { !$0.isLetter }).contains { word in
            let scalars = word.unicodeScalars
            let hasLatin = scalars.contains { (0x41...0x24F).contains($0.value) && $0.properties.isAlphabetic }
            return hasLatin && scalars.contains { (0x370...0x52F).contains($0.value) }
        }
    }

    private static func hasPhoneNumber(_ text: String) -> Bool {
        var digits: [Int] = []
        var separators = 0
        var hasPlus = false
        func isNumber() -> Bool {
            (9...15).contains(digits.count) || ((7...15).contains(digits.count) && (hasPlus || digits.first == 0))
        }
        for scalar in text.unicodeScalars {
            if let digit = scalar.decimalDigit {
                digits.append(digit)
                separators = 0
            } else if !digits.isEmpty, separators < 2,
                " -./()\u{A0}\u{2010}\u{2011}\u{2013}".unicodeScalars.contains(scalar)
            {
                separators += 1
            } else if !scalar.isDirectionMark {
                if isNumber() { return true }
                digits = []
                separators = 0
                hasPlus = scalar == "+" || (hasPlus && scalar == "(")
            }
        }
        return isNumber()
    }

    private static func isEmail(_ word: Substring) -> Bool {
        let parts = word.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let last = parts[0].last, last.isLetter || last.isNumber else { return false }
        let labels = parts[1].split(separator: ".").map { $0.prefix { $0.isLetter || $0.isNumber || $0 == "-" } }
        return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty } && (labels.last?.count ?? 0) >= 2
    }

    private static func isLink(_ word: Substring) -> Bool {
        if ["http://", "https://", "www."].contains(where: word.contains) { return true }
        if word.contains("@") { return false }
        let host = word.prefix { $0 != "/" }.drop { !$0.isLetter && !$0.isNumber }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.allSatisfy({ !$0.isEmpty }), let last = labels.last else { return false }
        let ending = last.prefix { $0.isLetter }
        let isPath = word.count > host.count + 1 && word.contains("/")
        return ["com", "org", "net", "info", "io", "me", "af", "ir", "pk", "tj", "uz"].contains(ending)
            || (isPath && ending.count >= 2 && ending.count == last.count)
    }
}

extension Unicode.Scalar {
    /// The value of a decimal digit of any script.
    var decimalDigit: Int? {
        guard properties.generalCategory == .decimalNumber, let value = properties.numericValue else { return nil }
        return Int(value)
    }
}
