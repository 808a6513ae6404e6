import Floor
import OpinionAnalysis

/// How sure something is, in a word.
enum Sureness: Comparable {
    case shaky
    case fairlySteady
    case steady

    /// Of the division into groups as a whole, as on the pages: the mean adjusted Rand index between the groups found in
    /// halves of the people.
    init(agreement: Double) { self.init(Steadiness(ofHalves: agreement)) }

    /// Of one group, as on the pages: members in common over members in either, in the mean over halves.
    init(likeness: Double) { self.init(Steadiness(ofGroup: likeness)) }

    private init(_ steadiness: Steadiness) {
        switch steadiness {
        case .steady: self = .steady
        case .fairlySteady: self = .fairlySteady
        case .shaky: self = .shaky
        }
    }

    var word: String {
        switch self {
        case .steady: "steady"
        case .fairlySteady: "fairly steady"
        case .shaky: "shaky"
        }
    }
}

/// The words of a report for numbers and verdicts.
enum Words {
    static func percent(_ share: Double) -> String { "\(Int((100 * min(max(share, 0), 1)).rounded())) %" }

    /// `74 %`; a dash when nobody was asked.
    static func percent(_ share: Share) -> String { share.value.map { percent($0) } ?? "–" }

    /// `64–83 %`.
    static func range(_ interval: Interval) -> String { "\(whole(interval.lower))–\(whole(interval.upper)) %" }

    /// `between 64 and 83 %`.
    static func between(_ interval: Interval) -> String {
        "between \(whole(interval.lower)) and \(whole(interval.upper)) %"
    }

    /// Hundredths without a sign for percent: `58`.
    static func points(_ difference: Double) -> String { "\(Int((100 * min(max(difference, -1), 1)).rounded()))" }

    private static func whole(_ share: Double) -> String { points(share) }

    /// `12,400`.
    static func number(_ number: Int) -> String {
        var text = ""
        for (place, digit) in String(number.magnitude).reversed().enumerated() {
            if place > 0, place % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (number < 0 ? "−" : "") + String(text.reversed())
    }

    /// `1 person`, `2 people`.
    static func count(_ number: Int, _ one: String, _ many: String) -> String {
        "\(Words.number(number)) \(number == 1 ? one : many)"
    }

    static func people(_ number: Int) -> String { count(number, "person", "people") }

    /// `0.45`, with a true minus.
    static func decimal(_ value: Double, digits: Int = 2) -> String {
        guard value.isFinite else { return "–" }
        let scale = digits == 2 ? 100.0 : digits == 3 ? 1_000 : 10_000
        let scaled = Int((min(max(value.magnitude, 0), 1e9) * scale).rounded())
        let fraction = String(scaled % Int(scale))
        let text = "\(scaled / Int(scale))." + String(repeating: "0", count: digits - fraction.count) + fraction
        return (value < 0 && scaled > 0 ? "−" : "") + text
    }

    /// `2 groups`, in a word up to eight.
    static func groups(_ number: Int) -> String {
        let words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"]
        return "\(words.indices.contains(number) ? words[number] : String(number)) \(number == 1 ? "group" : "groups")"
    }

    static func verb(_ side: OpinionMap.Side) -> String { side == .agree ? "agree" : "disagree" }

    /// A standing in a few words for a table.
    static func standing(_ standing: StatementStanding?) -> String {
        switch standing {
        case .bridge(let side): "bridge (\(verb(side)))"
        case .commonGround(let side): "common ground (\(verb(side)))"
        case .dividesGroups: "divides the groups"
        case .majority(let side): "majority (\(verb(side)))"
        case .splitWithinGroups: "splits people, not groups"
        case .unsettled: "unsettled"
        case .notEnoughAnswers: "too few answers"
        case nil: "not counted"
        }
    }

    static func verdict(_ verdict: GroupEvidence.Verdict) -> String {
        switch verdict {
        case .chosen: "taken"
        case .noGain: "foretells answers no better than fewer groups"
        case .unsteady: "halves of the people lead to different groups"
        case .surpassed: "good, but another number tells more"
        }
    }

    static func verdict(_ verdict: BridgingScore.Verdict) -> String {
        switch verdict {
        case .bridging(let side): "reaches across (\(verb(side)))"
        case .notBridging: "does not reach across"
        case .unclear: "not clear"
        case .notEnoughAnswers: "too few answers"
        }
    }
}
