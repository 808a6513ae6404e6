import Floor
import OpinionAnalysis

/// The parts of the page about groups: how many and how sure, the map, and what each says.
struct ReportGroups {
    let findings: Findings
    private let people: PeopleMap

    private static let longestPortrait = 6
    private static let mostMinorityOpinions = 5

    init(_ findings: Findings) {
        self.findings = findings
        people = PeopleMap(findings)
    }

    // MARK: How many

    var grouping: String {
        let story = GroupingStory(findings)
        return "<p class=\"big\">\(story.headline).</p>" + story.details.map { "<p>\($0)</p>" }.joined() + evidence
    }

    private var evidence: String {
        guard let evidence = findings.map.assessment?.evidence, evidence.candidates.count > 1 else { return "" }
        let rows = evidence.candidates.map { candidate in
            let gain =
                candidate.groupCount == 1
                ? "–"
                : "\(Words.decimal(candidate.gain, digits: 3)) "
                    + "<small>±\(Words.decimal(1.96 * candidate.gainError, digits: 3))</small>"
            let steadiness = candidate.steadiness.map {
                "\(Sureness(agreement: $0).word) <small>\(Words.decimal($0))</small>"
            }
            let verdict =
                candidate.groupCount == 1 && candidate.verdict == .chosen
                ? "taken: no clear groups"
                : candidate.groupCount == 1 ? "where the search begins" : Words.verdict(candidate.verdict)
            return
                "<tr><th "
                + "scope=\"row\">\(candidate.groupCount)</th><td>\(gain)</td><td>\(steadiness ?? "not asked")</td>"
                + "<td>\(verdict)</td></tr>"
        }.joined()
        return "<table><caption>What was tried</caption><thead><tr><th scope=\"col\">Groups</th>"
            + "<th scope=\"col\">What it foretells</th><th scope=\"col\">Same groups in halves</th><th "
            + "scope=\"col\">Result</th>"
            + "</tr></thead><tbody>\(rows)</tbody></table>"
            + ReportPart.how(
                "One answer in several was held back, and each number of groups had to foretell it from a person’s "
                    + "other answers. "
                    + "“What it foretells” is how much better it did than a single group (mean difference of the "
                    + "logarithms of "
                    + "the chances; 0.1 is much), with what chance may do. Then the people were split in halves at "
                    + "random, "
                    + "several times, and each half was searched on its own: 1 means that both led to the same "
                    + "groups, 0 that "
                    + "they had nothing in common (adjusted Rand index; steady from 0.80, shaky below 0.65). "
                    + "\(Words.people(evidence.peopleExamined)) were looked at for this.")
    }

    // MARK: Map

    var map: String {
        guard !people.people.isEmpty else { return "<p>\(people.title).</p>" }
        var cautions = [
            "People who answered alike stand close. Directions, up and down, left and right, have no meaning of their "
                + "own, and "
                + "distance is not hostility."
        ]
        if let shown = findings.map.assessment?.shownShare {
            cautions.append(
                "A picture has two directions, opinions have more: this one shows \(Words.percent(shown)) of what "
                    + "sets the "
                    + "groups apart. Groups that overlap here may be apart in fact.")
        } else {
            let explained = findings.map.axes.explainedVariance.reduce(0, +)
            if explained.isFinite, explained > 0 {
                cautions.append(
                    "A picture has two directions, opinions have more: this one shows \(Words.percent(explained)) of "
                        + "the "
                        + "differences between people.")
            }
        }
        if people.isInHexagons {
            cautions.append(
                "Each hexagon is shaded more strongly the more people stand there"
                    + (findings.hasGroups ? "; the marks in it say which groups they are from." : "."))
        }
        if people.uncertainCount > 0 {
            cautions.append(
                "Hollow marks: \(Words.people(people.uncertainCount)) whose answers tell less than half of where they "
                    + "stand."
            )
        }
        if people.outsideCount > 0 {
            cautions.append(
                "\(Words.people(people.outsideCount)) stand outside the picture; numbers at the edge count them.")
        }
        return "<figure>\(people.svg())<figcaption>\(cautions.joined(separator: " "))</figcaption></figure>"
            + groupTable
            + ReportPart.how(
                findings.source.method == .jirga
                    ? "Places come from everybody’s answers once each statement’s and each person’s own readiness to "
                        + "agree is taken "
                        + "away. With many answers the answers decide; with few, a person is put where people "
                        + "\(findings.hasGroups ? "of the groups still possible" : "usually") are, and the mark is "
                        + "hollow."
                        + (findings.hasGroups ? " The picture is turned so that group A is on the left." : "")
                    : "Places come from the two directions in which answers differ most, as in Polis: people with few "
                        + "answers are "
                        + "moved outward, so far out does not mean firm.")
    }

    private var groupTable: String {
        guard findings.hasGroups else { return "" }
        let assessment = findings.map.assessment
        let rows = findings.groups.map { group in
            let size = findings.map.groups[group].size
            var cells = "<td class=\"n\">\(Words.number(size))</td>"
            if let sure = assessment?.groups[group] {
                cells +=
                    "<td>\(Sureness(likeness: sure.steadiness).word) "
                    + "<small>\(Words.decimal(sure.steadiness))</small></td>"
                    + "<td class=\"n\">\(Words.number(sure.clearMembers)) <small>"
                    + "\(size > 0 ? Words.percent(Double(sure.clearMembers) / Double(size)) : "–")</small></td>"
            }
            return "<tr><th scope=\"row\">\(ReportStatement.name(of: group, in: findings))</th>\(cells)</tr>"
        }.joined()
        return "<table><caption>The groups on the map. Letters are given without regard to size.</caption><thead><tr>"
            + "<th scope=\"col\">Group</th><th scope=\"col\">People</th>"
            + (assessment == nil
                ? "" : "<th scope=\"col\">How steady</th><th scope=\"col\">Clearly in it</th>")
            + "</tr></thead><tbody>\(rows)</tbody></table>"
            + (assessment == nil
                ? ""
                : "<p class=\"small\">How steady: members in common over members in either, when the group is looked "
                    + "for in halves "
                    + "of the people; steady from 0.75, shaky below 0.60. Clearly in it: with a probability of 80 % "
                    + "or more.</p>")
    }

    // MARK: Portraits

    var portraits: String {
        "<p>Groups are made of answers, not of kinds of people: the members of a group need have nothing in common "
            + "but these. "
            + "What all groups share stands above under “Common ground and bridges” and holds for each of them.</p>"
            + findings.groups.map(portrait).joined()
            + ReportPart.how(
                "Each group is compared with everybody in the other groups, statement by statement. Listed is what "
                    + "differs beyond "
                    + "luck (at most one finding in twenty is expected to be luck) and by at least ten points, the "
                    + "surest "
                    + "difference first. Minority opinions are what most of a smaller group, and no majority of the "
                    + "others, "
                    + "think; they are kept whatever the tests say.")
    }

    private func portrait(of group: Int) -> String {
        let portrait = Portrait(of: group, in: findings, longest: Self.longestPortrait)
        let size = findings.map.groups[group].size
        var lead = Words.people(size)
        if let sure = findings.map.assessment?.groups[group] {
            lead +=
                ", a \(Sureness(likeness: sure.steadiness).word) group; \(Words.number(sure.clearMembers)) of them "
                + "clearly belong to it"
        }
        var html =
            "<h3>Group \(ReportStatement.name(of: group, in: findings))</h3><p>\(lead).</p>"
            + (portrait.apart.isEmpty
                ? "<p>Nothing clearly sets it apart.</p>"
                : "<p class=\"small\">What sets it apart:</p><ol "
                    + "class=\"list\">\(portrait.apart.map { comparison($0) }.joined())</ol>")
        let more = portrait.minorityOpinions.count - Self.mostMinorityOpinions
        if !portrait.minorityOpinions.isEmpty {
            html +=
                "<p class=\"small\">Also most of this group’s opinion, and not that of the others:</p><ol "
                + "class=\"list\">"
                + portrait.minorityOpinions.prefix(Self.mostMinorityOpinions).map { comparison($0) }.joined() + "</ol>"
        }
        if more > 0 { html += "<p class=\"small\">And \(Words.number(more)) more; see the tables (--csv).</p>" }
        return html
    }

    private func comparison(_ entry: DistinctiveStatement) -> String {
        func share(_ share: Share) -> String {
            share.total < Headlines.smallestCell
                ? "\(share.count) of \(share.total)"
                : "<b>\(Words.percent(share))</b> (\(Words.range(share.interval)); \(Words.number(share.total)) "
                    + "answers)"
        }
        return "<li>\(ReportStatement.text(entry.statement, in: findings))<p class=\"meta\">"
            + "\(Words.verb(entry.side).capitalizedFirst): \(share(entry.inside)) here, \(share(entry.outside)) in "
            + "the other "
            + "groups. \(Words.points(entry.difference)) points apart (likely \(Words.points(entry.interval.lower)) to "
            + "\(Words.points(entry.interval.upper)))." + "</p></li>"
    }
}
