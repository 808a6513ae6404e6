import OpinionAnalysis

/// How many groups there are and how sure that is, as sentences.
struct GroupingStory {
    enum Outcome {
        /// Nobody answered enough to be placed.
        case nobodyPlaced
        case noClearGroups
        /// Nil where the method does not ask.
        case groups(Int, Sureness?)
    }

    let outcome: Outcome
    let headline: String
    /// One sentence each.
    let details: [String]

    init(_ findings: Findings) {
        let map = findings.map
        let evidence = map.assessment?.evidence
        let chosen = evidence?.candidates.first { $0.verdict == .chosen }
        if map.clusteredCount == 0 {
            outcome = .nobodyPlaced
            headline = "Nobody has answered enough to be compared with others"
            details = ["What follows counts answers only."]
        } else if !findings.hasGroups {
            outcome = .noClearGroups
            headline = "People did not fall into clear groups"
            details = Self.withoutGroups(evidence, people: map.clusteredCount)
        } else {
            let sureness = chosen?.steadiness.map { Sureness(agreement: $0) }
            outcome = .groups(findings.groups.count, sureness)
            headline =
                "\(Words.groups(findings.groups.count).capitalizedFirst) of people who answered alike"
                + (sureness.map { ", and the division is \($0.word)" } ?? "")
            details = Self.withGroups(findings, sureness: sureness, chosen: chosen)
        }
    }

    /// Below so many people only camps that share nothing could be seen.
    private static let fewPeople = 50

    private static func withoutGroups(_ evidence: GroupEvidence?, people: Int) -> [String] {
        guard let tried = evidence?.candidates.filter({ $0.groupCount > 1 }), !tried.isEmpty else {
            return ["There are too few people or too few answers to look for groups."]
        }
        var sentences = [
            tried.contains { $0.verdict == .unsteady }
                ? "Some divisions foretell answers a little better than none, but other people would have led to other "
                    + "groups: halves of the people do not agree on who belongs together."
                : "Knowing a person's group would not help to foretell that person's other answers, whatever number of "
                    + "groups was tried (\(tried.map { String($0.groupCount) }.joined(separator: ", ")))."
        ]
        sentences.append(
            people < fewPeople
                ? "With only \(Words.people(people)) to compare, less clear groups could not have been seen."
                : "That is a result, not a failure: people differ one by one, or agree, more than they stand in camps.")
        sentences.append("Everything below is counted over everybody.")
        return sentences
    }

    private static func withGroups(
        _ findings: Findings, sureness: Sureness?, chosen: GroupEvidence.Candidate?
    ) -> [String] {
        var sentences: [String] = []
        switch sureness {
        case .steady: sentences.append("Other people of the same kind would most likely have led to the same groups.")
        case .fairlySteady:
            sentences.append(
                "Other people of the same kind would have led to much the same groups, with some people elsewhere.")
        case .shaky:
            sentences.append(
                "There are groups, but their borders are uncertain: other people of the same kind would have put many "
                    + "into "
                    + "another group. Rely on what statements say, less on who is in which group.")
        case nil:
            sentences.append("This method always finds groups and does not ask how sure they are.")
        }
        if let assessment = findings.map.assessment {
            let shaky = findings.groups.filter { Sureness(likeness: assessment.groups[$0].steadiness) == .shaky }
            if !shaky.isEmpty, sureness != .shaky {
                sentences.append(
                    "But \(shaky.count == 1 ? "group" : "groups") "
                        + "\(shaky.map { findings.letter(of: $0) }.joined(separator: " and ")) "
                        + "\(shaky.count == 1 ? "is" : "are") shaky: take what is said of "
                        + "\(shaky.count == 1 ? "it" : "them") as a hint."
                )
            }
        }
        if let shown = findings.map.assessment?.shownShare {
            sentences.append("The map below shows \(Words.percent(shown)) of what sets the groups apart.")
        }
        let placed = findings.map.clusteredCount
        let voters = findings.map.participants.count { $0.votes > 0 }
        let inGroups = findings.map.groups.reduce(0) { $0 + $1.size }
        if voters > inGroups {
            let few = voters - placed
            var parts = few > 0 ? ["\(Words.number(few)) answered too few statements"] : []
            if placed > inGroups { parts.append("\(Words.number(placed - inGroups)) never took a side") }
            sentences.append(
                "\(Words.people(voters - inGroups)) of \(Words.number(voters)) are in no group: "
                    + "\(parts.joined(separator: ", ")). Their answers count in all figures for everybody.")
        }
        return sentences
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
