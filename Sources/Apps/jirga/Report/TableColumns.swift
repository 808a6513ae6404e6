import OpinionAnalysis

/// A table of an analysis: its file, what a row is, and what its columns hold.
struct TableColumns {
    let file: String
    let row: String
    let columns: [(name: String, meaning: String)]

    static let all = [participants, statements, groups, statementsByGroup, representative, evidence, flags]

    static let participants = TableColumns(
        file: "participants.csv", row: "one person",
        columns: [
            ("participant", "the person's number in the input"),
            ("votes", "statements answered"),
            ("is_placed", "1 if that is enough to be placed on the map"),
            ("group", "the group's number; nothing for people in none"),
            ("membership", "probability that the person belongs to that group"),
            ("steadiness", "share of the halves of the people in which the person came out in that group, if asked"),
            ("x", "place on the map, across; only distances have a meaning"),
            ("y", "place on the map, along"),
            ("spread", "standard deviation of the place, in the same units"),
            ("flags", "straight-lining, block-1 and so on; see flags.csv"),
        ])

    static let statements = TableColumns(
        file: "statements.csv", row: "one statement",
        columns: [
            ("statement", "its number in the input"),
            ("answers", "people who answered it, everybody counted"),
            ("agrees", "of these, people who agree"),
            ("disagrees", "people who disagree"),
            ("passes", "people who passed"),
            ("agree_share", "share of the answers that agree"),
            ("agree_low", "lower end of its 95 % interval (Wilson), looked at alone"),
            ("agree_high", "upper end"),
            ("disagree_share", "share that disagrees"),
            ("disagree_low", "lower end"),
            ("disagree_high", "upper end"),
            ("pass_share", "share that passed"),
            ("pass_low", "lower end"),
            ("pass_high", "upper end"),
            (
                "standing",
                "bridge, commonGround, dividesGroups, majority, splitWithinGroups, unsettled or notEnoughAnswers; "
                    + "nothing if not judged"
            ),
            ("standing_side", "agree or disagree, where the standing has a side"),
            ("common_ground", "established, indicated, notShared or notEnoughAnswers"),
            ("common_ground_side", "the side that its least supportive group takes more"),
            ("guaranteed_share", "lower end for the least supportive group, all statements looked at together"),
            ("least_supportive_group", "that group"),
            ("division", "4 x agree_share x disagree_share: 1 where half stand against half"),
            ("gap", "largest difference of the share agreeing between two groups"),
            ("gap_low", "lower end of its interval, all pairs and statements looked at together"),
            ("gap_high", "upper end"),
            ("gap_higher_group", "the group that agrees more"),
            ("gap_lower_group", "the group that agrees less"),
            ("bridging", "expected vote halfway between the two sides of opinion, from -1 to 1"),
            ("bridging_low", "lower end of its interval"),
            ("bridging_high", "upper end"),
            ("bridging_verdict", "bridging, notBridging, unclear or notEnoughAnswers"),
            ("polarity", "half the difference between the expected votes on both sides of opinion"),
            ("false_voters", "the fewest false voters that would change whether it is common ground"),
            ("group_informed_consensus", "product over the groups of the smoothed shares agreeing, as in Polis"),
            ("extremity", "how far from the middle agreeing with it alone points"),
            ("priority", "the weight with which it would be shown next, as in Polis"),
            ("text", "what it says"),
        ])

    static let groups = TableColumns(
        file: "groups.csv", row: "one group; no rows if there are no clear groups",
        columns: [
            ("group", "its number"),
            ("letter", "its letter in reports"),
            ("size", "people in it"),
            ("steadiness", "how alike it comes out of halves of the people: members in common over members in either"),
            ("membership", "mean probability of its members' membership"),
            ("clear_members", "members whose probability is at least 0.8"),
            ("x", "middle of its members on the map, across"),
            ("y", "middle of its members on the map, along"),
        ])

    static let statementsByGroup = TableColumns(
        file: "statements-by-group.csv", row: "one statement in one group",
        columns: [
            ("statement", "the statement's number"),
            ("group", "the group's number"),
            ("letter", "the group's letter"),
            ("answers", "members who answered it"),
            ("agrees", "members who agree"),
            ("disagrees", "members who disagree"),
            ("passes", "members who passed"),
            ("agree_share", "share of the answers that agree"),
            ("agree_low", "lower end of its 95 % interval (Wilson), looked at alone"),
            ("agree_high", "upper end"),
            ("disagree_share", "share that disagrees"),
            ("disagree_low", "lower end"),
            ("disagree_high", "upper end"),
        ])

    static let representative = TableColumns(
        file: "representative.csv",
        row: "one statement in one group, all statements ranked, what sets the group apart first",
        columns: [
            ("group", "the group's number"),
            ("letter", "the group's letter"),
            ("rank", "from 1; by difference_low"),
            ("statement", "the statement's number"),
            ("side", "the side the group takes more often than the others"),
            ("inside_count", "members on this side"),
            ("inside_answers", "members who answered"),
            ("inside_share", "the first over the second"),
            ("inside_low", "lower end of its 95 % interval"),
            ("inside_high", "upper end"),
            ("outside_count", "people of other groups on this side"),
            ("outside_answers", "people of other groups who answered"),
            ("outside_share", "the first over the second"),
            ("outside_low", "lower end of its 95 % interval"),
            ("outside_high", "upper end"),
            ("difference", "inside_share less outside_share"),
            ("difference_low", "lower end of its 95 % interval (Newcombe)"),
            ("difference_high", "upper end"),
            (
                "shrunk_log_odds_ratio",
                "natural logarithm of the ratio of the odds, drawn towards 0 where it rests on little"
            ),
            ("false_discovery_rate", "share of luck among findings at least as clear"),
            ("is_distinctive", "1 if at most one in twenty such findings is expected to be luck"),
            ("is_minority_opinion", "1 if most of this smaller group and no majority of the others think so"),
            ("text", "what the statement says"),
        ])

    static let evidence = TableColumns(
        file: "evidence.csv", row: "one number of groups that was tried",
        columns: [
            ("groups", "the number"),
            (
                "gain",
                "how much better than one group it foretells a vote held back: mean difference of the logarithms of "
                    + "chances"
            ),
            ("gain_error", "standard error of the gain"),
            (
                "steadiness",
                "mean adjusted Rand index between the groups found in halves of the people, if it was needed"
            ),
            ("verdict", "chosen, noGain, unsteady or surpassed"),
        ])

    static let flags = TableColumns(
        file: "flags.csv", row: "one mark on one person: something to look at, not a verdict",
        columns: [
            ("kind", "straight-lining (all answers alike) or block (nearly the same ballot as many others)"),
            ("block", "the block's number, largest first"),
            ("participant", "the person's number"),
            ("answer", "for straight-lining: 1 agree, 0 pass, -1 disagree, given throughout"),
            ("answers", "for straight-lining: statements answered; for a block: statements on its ballot"),
            ("people_in_block", "members of the block"),
            ("identical", "of these, people whose answers are exactly the same"),
            ("likeness", "mean share of common statements answered alike in the block"),
            ("group", "the group most of the block are in"),
            ("log10_chance", "common logarithm of the chance of one such ballot"),
            ("expected_by_chance", "how many such people chance and opinion let expect"),
        ])

    /// What stands in README.txt.
    static func readme(_ findings: Findings) -> String {
        var lines = [
            "\(TableFolder.mark) Running it again on this folder replaces them.", "",
            "Input      SHA-256 of the votes \(findings.source.digest)",
            "Method     \(findings.source.method.rawValue), \(findings.source.mode.rawValue)",
            "Seed       \(findings.source.seed)",
            "Engine     \(OpinionMap.engineVersion)", "",
            "Comma separated values in UTF-8. Shares run from 0 to 1; nothing stands where a number is not known. "
                + "Text of",
            "people that begins like a formula (= + - @) has an apostrophe in front, so that no spreadsheet runs it.",
            "These tables hold every person's place. Do not publish what you have not promised to publish.",
        ]
        for table in all {
            lines += ["", "\(table.file): \(table.row)"]
            let width = table.columns.map(\.name.count).max() ?? 0
            lines += table.columns.map { column in
                "  " + column.name + String(repeating: " ", count: width - column.name.count) + "  " + column.meaning
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
