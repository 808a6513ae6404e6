/// Votes counted on one thing by some people.
struct Tally: Equatable {
    var agrees = 0
    var disagrees = 0
    var passes = 0

    var seen: Int { agrees + disagrees + passes }

    mutating func add(_ vote: Int) {
        switch vote {
        case 1...: agrees += 1
        case ..<0: disagrees += 1
        default: passes += 1
        }
    }
}

/// The votes of a conversation counted by statement, by participant and by group.
struct Tallies {
    private(set) var statements: [Int: Tally] = [:]
    /// Only those who voted.
    private(set) var participants: [Int: Tally] = [:]
    /// Group ids in ascending order; negative ones are no groups.
    let groups: [Int]
    private var byGroup: [Int: [Int: Tally]] = [:]

    init(_ conversation: PolisConversation) {
        var group: [Int: Int] = [:]
        for participant in conversation.participants {
            if let id = participant.group, id >= 0 { group[participant.id] = id }
        }
        groups = Set(group.values).sorted()
        for vote in conversation.votes {
            statements[vote.statement, default: Tally()].add(vote.vote)
            participants[vote.participant, default: Tally()].add(vote.vote)
            if let group = group[vote.participant] {
                byGroup[group, default: [:]][vote.statement, default: Tally()].add(vote.vote)
            }
        }
    }

    func tally(ofGroup group: Int, on statement: Int) -> Tally { byGroup[group]?[statement] ?? Tally() }

    /// The product over groups of the smoothed share that agrees, (A + 1) ⁄ (S + 2), as Polis defines it; 1 without
    /// groups.
    func groupInformedConsensus(on statement: Int) -> Double {
        groups.reduce(1) { product, group in
            let tally = tally(ofGroup: group, on: statement)
            return product * Double(tally.agrees + 1) / Double(tally.seen + 2)
        }
    }
}

/// Group 0 is "a", 25 is "z", 26 is "aa".
func groupLetters(_ group: Int) -> String {
    var number = group
    var letters = ""
    repeat {
        letters = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(number % 26))) + letters
        number = number / 26 - 1
    } while number >= 0
    return letters
}
