/// The fields of one object of a vector, read by name. What was not read by the end is unknown.
struct VectorFields {
    private var rest: [String: JSONValue]
    private var order: [String]
    private var known: [String] = []
    /// `input.`
    let place: String

    init(_ value: JSONValue, place: String) throws(VectorProblem) {
        guard case .object(let fields) = value else {
            throw VectorProblem(.wrong(expected: "an object"), field: place.isEmpty ? nil : place)
        }
        rest = [:]
        for field in fields { rest[field.name] = field.value }
        order = fields.map(\.name)
        self.place = place.isEmpty ? "" : place + "."
    }

    /// The value under one of the names, and nil for none and for null. The first name is the one we tell people.
    mutating func value(_ names: String...) -> JSONValue? { take(names)?.value }

    private mutating func take(_ names: [String]) -> (name: String, value: JSONValue)? {
        if let first = names.first { known.append(first) }
        guard let name = names.first(where: { rest[$0] != nil }), let value = rest.removeValue(forKey: name),
            value != .null
        else { return nil }
        return (place + name, value)
    }

    /// Reads a field if it is there.
    private mutating func read<Value>(
        _ names: [String], _ expected: String, _ read: (JSONValue) -> Value?
    ) throws(VectorProblem) -> Value? {
        guard let (name, found) = take(names) else { return nil }
        guard let value = read(found) else { throw VectorProblem(.wrong(expected: expected), field: name) }
        return value
    }

    mutating func text(_ names: String...) throws(VectorProblem) -> String? { try read(names, "a text", \.text) }

    mutating func flag(_ names: String...) throws(VectorProblem) -> Bool? {
        try read(names, "true or false") { if case .bool(let value) = $0 { value } else { nil } }
    }

    mutating func count(_ names: String...) throws(VectorProblem) -> Int? {
        try read(names, "a whole number from 0", \.count)
    }

    mutating func fraction(_ names: String...) throws(VectorProblem) -> Fraction? {
        try read(names, "a number from 0, as 3, 2.5 or \"2/3\"", \.fraction)
    }

    /// - Parameter isStrict: whether a share that says neither "more than" nor "at least" has to be exceeded.
    mutating func threshold(_ names: String..., isStrict: Bool = false) throws(VectorProblem) -> Threshold? {
        try read(names, "a share up to 1, as \"2/3\" or \"more than 1/2\"") { value in
            guard let (threshold, rest) = value.threshold(isStrict: isStrict), rest.isEmpty else { return nil }
            return threshold
        }
    }

    /// A number of members, or a share of them.
    mutating func quorum(_ names: String...) throws(VectorProblem) -> Quorum {
        try read(names, "a share, as \"3/5\", or a number of members", \.quorum) ?? .none
    }

    mutating func texts(_ names: String...) throws(VectorProblem) -> [String]? {
        try read(names, "a list of texts", \.texts)
    }

    /// One of some words, each of which may be written in several ways.
    mutating func word<Value>(
        _ names: [String], _ words: KeyValuePairs<Value, [String]>
    ) throws(VectorProblem) -> Value? {
        guard let (name, found) = take(names) else { return nil }
        guard let text = found.text else { throw VectorProblem(.wrong(expected: "a text"), field: name) }
        let plain = text.lowercased().replacing("-", with: "_").replacing(" ", with: "_")
        if let word = words.first(where: { $0.value.contains(text) || $0.value.contains(plain) }) { return word.key }
        throw VectorProblem(.unknownValue(text, known: words.compactMap(\.value.first)), field: name)
    }

    /// The objects of a list, each with its fields.
    mutating func objects(_ names: String...) throws(VectorProblem) -> [VectorFields]? {
        guard let (name, found) = take(names) else { return nil }
        guard case .list(let values) = found else { throw VectorProblem(.wrong(expected: "a list"), field: name) }
        var objects: [VectorFields] = []
        for (index, value) in values.enumerated() {
            objects.append(try VectorFields(value, place: "\(name)[\(index)]"))
        }
        return objects
    }

    /// An object whose names are not ours: parties, regions.
    mutating func dictionary<Value>(
        _ names: String..., expected: String, _ read: (JSONValue) -> Value?
    ) throws(VectorProblem) -> [String: Value]? {
        guard let (name, found) = take(names) else { return nil }
        guard case .object(let fields) = found else { throw VectorProblem(.wrong(expected: "an object"), field: name) }
        var dictionary: [String: Value] = [:]
        for field in fields {
            guard let value = read(field.value) else {
                throw VectorProblem(.wrong(expected: expected), field: "\(name).\(field.name)")
            }
            dictionary[field.name] = value
        }
        return dictionary
    }

    mutating func moment(offset: Int = 0, _ names: String...) throws(VectorProblem) -> Moment? {
        try read(names, "a time, as 2022-08-12T10:00Z") { $0.text.flatMap { Moment($0, offset: offset) } }
    }

    /// Whether any of these is there and not null.
    func has(_ names: String...) -> Bool { names.contains { (rest[$0] ?? .null) != .null } }

    func problem(_ reason: VectorProblem.Reason, _ field: String) -> VectorProblem {
        VectorProblem(reason, field: place + field)
    }

    /// - Throws: ``VectorProblem/Reason/unknownField(known:)`` for the first that was not read.
    func finish() throws(VectorProblem) {
        if let unknown = order.first(where: { rest[$0] != nil }) {
            throw VectorProblem(.unknownField(known: known.sorted()), field: place + unknown)
        }
    }
}

extension JSONValue {
    /// A whole number from 0, also where it is written as a text.
    var count: Int? {
        guard let fraction, fraction.denominator == 1 else { return nil }
        return fraction.numerator
    }

    var fraction: Fraction? {
        switch self {
        case .number(let text), .text(let text): Fraction(text)
        default: nil
        }
    }

    var texts: [String]? {
        guard case .list(let values) = self else { return nil }
        let texts = values.compactMap(\.text)
        return texts.count == values.count ? texts : nil
    }

    /// A share, and the words after it.
    func threshold(isStrict: Bool = false) -> (Threshold, rest: String)? {
        switch self {
        case .number(let text): Fraction(text).flatMap { Threshold($0, isStrict: isStrict) }.map { ($0, "") }
        case .text(let text): Threshold.read(text, isStrict: isStrict)
        default: nil
        }
    }

    /// A whole number above 1 is a number of members, everything else a share.
    var quorum: Quorum? {
        if let count, count > 1 { return .members(count) }
        return threshold().map { .share($0.0) }
    }

    var vote: BallotValue? {
        switch self {
        case .bool(let isAssent): isAssent ? .assent : .object
        case .null: BallotValue.none
        case .text(let text):
            switch text.lowercased().replacing("-", with: "_").replacing(" ", with: "_") {
            case "assent", "+", "yes", "for", "agree": .assent
            case "reservation", "r", "assent_with_reservation", "reserve": .reservation
            case "abstain", "0", "stand_aside", "abstention": .abstain
            case "object", "_", "no", "against", "objection": .object
            case "none", ".", "silent", "nothing": BallotValue.none
            case "absent", "x": .absent
            default: nil
            }
        default: nil
        }
    }
}

extension Threshold {
    /// Reads `2/3`, `60%`, `majority`, `at least 3/4 of all counted votes`, `more than half of those present`.
    ///
    /// - Parameter isStrict: what a bare share means.
    /// - Returns: the threshold, and the words after it.
    static func read(_ text: String, isStrict: Bool = false) -> (Threshold, rest: String)? {
        var rest = Substring(text.lowercased()).drop { $0 == " " }
        while rest.last == " " { rest = rest.dropLast() }
        func take(_ words: String...) -> Bool {
            for word in words where rest.hasPrefix(word) {
                let after = rest.dropFirst(word.count)
                let isWhole = after.first.map { !$0.isLetter } ?? true
                guard isWhole || word.last?.isLetter != true else { continue }
                rest = after.drop { $0 == " " }
                return true
            }
            return false
        }
        if take("a simple majority", "simple majority", "absolute majority", "a majority", "majority", "half plus one")
        {
            return (.majority, String(rest))
        }
        var isStrict = isStrict
        if take("more than", "over", ">") {
            isStrict = !take("=")
        } else if take("at least", "not less than", "minimum", "=", "≥") {
            isStrict = false
        }
        let share: Fraction?
        if take("half", "one half") {
            share = .half
        } else if take("two thirds", "two-thirds") {
            share = Fraction(2, over: 3)
        } else if take("three quarters", "three-quarters", "three fourths") {
            share = Fraction(3, over: 4)
        } else if take("three fifths", "three-fifths") {
            share = Fraction(3, over: 5)
        } else if take("all", "everybody") {
            share = 1
        } else {
            let number = rest.prefix { $0.isNumber || "./".contains($0) }
            rest = rest.dropFirst(number.count)
            let isPercent = take("%", " %", "percent", " percent", "per cent", " per cent")
            share = Fraction(isPercent ? "\(number)%" : String(number))
        }
        guard let share, let threshold = Threshold(share, isStrict: isStrict) else { return nil }
        return (threshold, String(rest.drop { $0 == " " }))
    }
}

extension VotingBase {
    /// Reads `of all counted votes`, `of those present`, `of the members`; nothing said means who votes.
    init?(words: String) {
        let words = words.lowercased()
        func says(_ parts: String...) -> Bool { parts.contains { words.contains($0) } }
        if words.isEmpty || says("vot", "cast", "counted") {
            self = .voting
        } else if says("present") {
            self = .present
        } else if says("all", "entitled", "member", "delegation", "part", "seat", "total") {
            self = .all
        } else {
            return nil
        }
    }
}

/// A time as vectors write it, with the offset it was written in.
struct Moment: Hashable {
    /// Milliseconds since 1970, UTC.
    var time: Int64
    /// Minutes east of UTC.
    var offset: Int

    init(time: Int64, offset: Int) {
        self.time = time
        self.offset = offset
    }

    /// Reads `2022-08-12T10:00Z`, with seconds, thousandths, an offset as `+04:30`, or only a day; without a zone at `offset`.
    init?(_ text: String, offset: Int = 0) {
        var rest = Substring(text)
        func number(_ digits: Int) -> Int? {
            let found = rest.prefix(digits)
            guard found.count == digits, found.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
            rest = rest.dropFirst(digits)
            return Int(found)
        }
        func take(_ character: Character) -> Bool {
            guard rest.first == character else { return false }
            rest = rest.dropFirst()
            return true
        }
        guard let day = Self.day(&rest) else { return nil }
        var milliseconds = Int64(day) * 86_400_000
        self.offset = offset
        if take("T") || take("t") || take(" ") {
            guard let hour = number(2), take(":"), let minute = number(2), (0...23).contains(hour), minute < 60 else {
                return nil
            }
            milliseconds += Int64(hour * 3_600 + minute * 60) * 1_000
            if take(":") {
                guard let second = number(2), second < 60 else { return nil }
                milliseconds += Int64(second) * 1_000
                if take(".") {
                    let digits = rest.prefix { $0.isASCII && $0.isNumber }
                    guard (1...9).contains(digits.count), let thousandths = Int64((String(digits) + "00").prefix(3))
                    else {
                        return nil
                    }
                    rest = rest.dropFirst(digits.count)
                    milliseconds += thousandths
                }
            }
            if !rest.isEmpty {
                guard let written = Self.offset(rest) else { return nil }
                (self.offset, rest) = (written, "")
            }
        }
        guard rest.isEmpty else { return nil }
        time = milliseconds - Int64(self.offset) * 60_000
    }

    /// Minutes east of UTC of `Z`, `UTC`, `+04:30`, `-0500` or `+3`.
    static func offset(_ text: some StringProtocol) -> Int? {
        if ["Z", "z", "UTC", "GMT"].contains(String(text)) { return 0 }
        let sign =
            switch text.first {
            case "+": 1
            case "-", "\u{2212}": -1
            default: 0
            }
        let digits = String(text.dropFirst()).filter { $0 != ":" }
        guard sign != 0, [1, 2, 4].contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }),
            let value = Int(digits)
        else { return nil }
        let (hours, minutes) = digits.count == 4 ? value.quotientAndRemainder(dividingBy: 100) : (value, 0)
        guard hours <= 18, minutes < 60 else { return nil }
        return sign * (hours * 60 + minutes)
    }

    /// Days since 1 January 1970 of `2022-08-12`.
    static func day(_ text: String) -> Int? {
        var rest = Substring(text)
        guard let day = day(&rest), rest.isEmpty else { return nil }
        return day
    }

    private static func day(_ rest: inout Substring) -> Int? {
        let parts = rest.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], parts.joined().allSatisfy({ $0.isASCII && $0.isNumber }) else {
            return nil
        }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == 3, (1...12).contains(numbers[1]) else { return nil }
        let (year, month, day) = (numbers[0], numbers[1], numbers[2])
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...lengths[month - 1]).contains(day) else { return nil }
        rest = rest.dropFirst(10)
        // The year is taken to begin in March, so that the leap day is its last.
        let shifted = month <= 2 ? year + 399 : year + 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let days = shifted / 400 * 146_097 + shifted % 400 * 365 + shifted % 400 / 4 - shifted % 400 / 100 + dayOfYear
        return days - 719_468 - 146_097
    }

    /// `2022-08-19T10:00Z`, or with the offset; seconds only where there are some.
    var text: String {
        let local = time + Int64(offset) * 60_000
        let (days, rest) = local.quotientDown(by: 86_400_000)
        let (year, month, day) = Self.date(Int(days))
        func padded(_ number: Int, _ width: Int = 2) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let seconds = Int(rest / 1_000)
        var text = "\(padded(year, 4))-\(padded(month))-\(padded(day))T"
        text += "\(padded(seconds / 3_600)):\(padded(seconds / 60 % 60))"
        if rest % 60_000 > 0 { text += ":\(padded(seconds % 60))" }
        if rest % 1_000 > 0 { text += ".\(padded(Int(rest % 1_000), 3))" }
        guard offset != 0 else { return text + "Z" }
        let minutes = Int(offset.magnitude)
        return text + (offset < 0 ? "-" : "+") + "\(padded(minutes / 60)):\(padded(minutes % 60))"
    }

    private static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let (era, dayOfEra) = Int64(days + 719_468).quotientDown(by: 146_097)
        let rest = Int(dayOfEra)
        let yearOfEra = (rest - rest / 1_460 + rest / 36_524 - rest / 146_096) / 365
        let dayOfYear = rest - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let march = (5 * dayOfYear + 2) / 153
        let month = march < 10 ? march + 3 : march - 9
        return (yearOfEra + Int(era) * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * march + 2) / 5 + 1)
    }
}
