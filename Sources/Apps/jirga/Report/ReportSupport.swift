import Floor
import OpinionAnalysis

/// The parts of the page about statements: what is shared, what divides, what is uncertain.
struct ReportSupport {
    let findings: Findings
    let headlines: Headlines

    init(_ findings: Findings, _ headlines: Headlines) {
        self.findings = findings
        self.headlines = headlines
    }

    // MARK: Shared

    var shared: String {
        var html = ""
        if findings.hasGroups {
            html += list(
                "Bridges: all groups are on the same side of a contested matter", headlines.bridges, longest: 10,
                lead:
                    "Somebody disagrees with these, and yet most people in every group are on one side. They reach "
                    + "across.",
                notes: sharedNotes)
            html += list(
                "Common ground: all groups agree, and hardly anybody doubts it", headlines.shared, longest: 10,
                lead:
                    "Shared, perhaps because nobody ever doubted it. Agreement on such statements is easy and may not "
                    + "help.",
                notes: sharedNotes)
        } else {
            html += list(
                "A clear majority of everybody", headlines.shared, longest: 12,
                lead: "Surely more than six in ten are on the same side.", notes: sharedNotes)
        }
        if headlines.bridges.isEmpty, headlines.shared.isEmpty {
            html +=
                "<p class=\"big\">No statement is surely supported by "
                + "\(findings.hasGroups ? "all groups" : "a clear majority").</p>"
                + "<p>That need not mean that there is none: with few answers only overwhelming support can be "
                + "sure.</p>"
        }
        html += list(
            findings.hasGroups ? "Probably shared by all groups" : "Probably a clear majority", headlines.likelyShared,
            longest: headlines.bridges.isEmpty && headlines.shared.isEmpty ? 10 : 5,
            lead: "Each of these looks shared if it is looked at alone. Among so many statements some do so by luck.",
            notes: sharedNotes)
        html += list(
            "Most people, but not surely most in every group", headlines.majorities, longest: 5,
            lead: "A majority of everybody that one of the groups may not share.",
            notes: { [self] in [item($0).bridgingNote] })
        return html
            + ReportPart.how(
                "Support is the share of those who answered, people who passed counted. "
                    + (findings.hasGroups
                        ? "Common ground is what more than six in ten support in every single group, as the lower end "
                            + "of the range "
                            + "says, and with ranges wide enough to hold for all statements at once. It is a bridge "
                            + "when one in "
                            + "ten or more is against. "
                        : "A clear majority is more than six in ten, as the lower end of the range says, with ranges "
                            + "wide enough "
                            + "to hold for all statements at once. ")
                    + (findings.source.method == .jirga
                        ? "“Support beyond viewpoint” is the vote to expect from somebody halfway between the two "
                            + "sides of opinion: "
                            + "what is left when agreement that comes from standing at one end is taken away. " : "")
                    + "Controversy is 4 × the share for × the share against. Ranges are 95 % ranges (Wilson): they "
                    + "cover chance, "
                    + "not who came.")
    }

    private func item(_ statement: Int) -> ReportStatement { ReportStatement(findings: findings, statement: statement) }

    private func sharedNotes(_ statement: Int) -> [String] {
        let side = findings.commonGround[statement]?.side == .disagree ? "<b>Shared rejection.</b>" : ""
        return [side, item(statement).bridgingNote, item(statement).falseVotersNote]
    }

    // MARK: Divided

    var divided: String {
        var html = ""
        if findings.hasGroups {
            html += list(
                "The groups differ", headlines.divides, longest: 12,
                lead: "Surely at least twenty points of agreement lie between two groups.",
                notes: { [self] in [item($0).gapNote] })
            if headlines.divides.isEmpty {
                html += "<p class=\"big\">No statement clearly sets whole groups against each other.</p>"
            }
        }
        html += list(
            findings.hasGroups ? "People differ, but not by group" : "People are divided", headlines.splits,
            longest: findings.hasGroups ? 6 : 12,
            lead: findings.hasGroups
                ? "The line runs through the groups: these do not follow camps, and talking across groups may help."
                : "Many are for and many against, and these divisions do not add up to camps.",
            notes: { [self] in [item($0).bridgingNote] })
        if headlines.splits.isEmpty, !findings.hasGroups {
            html += "<p class=\"big\">No statement divides people deeply.</p>"
        }
        return html
            + ReportPart.how(
                (findings.hasGroups
                    ? "The gap is the difference of the shares agreeing between the two groups that differ most. Its "
                        + "range (Newcombe) "
                        + "is wide enough for all pairs of groups and all statements at once, because the largest was "
                        + "picked. "
                    : "")
                    + "People are divided from a controversy of 0.64 on: four in five against one in five, if nobody "
                    + "passes."
            )
    }

    // MARK: Uncertain

    var uncertain: String {
        var html = list(
            "Where people are unsure", headlines.unsure, longest: 6,
            lead: "At least three in ten of those who answered passed. Explain it, ask again, or leave it out.",
            notes: { _ in [] })
        html += "<h3>Too few answers</h3>"
        let judged = findings.standings.count { $0 != nil }
        if headlines.tooFew.isEmpty {
            html += "<p>No statement has too few answers to be judged\(findings.hasGroups ? " in any group" : "").</p>"
        } else {
            html +=
                "<p>\(Words.count(headlines.tooFew.count, "statement", "statements")) of \(Words.number(judged)) "
                + "cannot be judged: fewer "
                + "than five people answered \(findings.hasGroups ? "in at least one group" : "them"). Nothing "
                + "follows from "
                + "that for or against them.</p><ul>"
            for statement in headlines.tooFew.prefix(15) {
                let id = Figure.escaped(findings.map.statements[statement].id)
                let text = Figure.escaped(String(findings.texts[statement].prefix(200)))
                html +=
                    "<li class=\"small\">\(id): <bdi>\(text)</bdi> "
                    + "(\(Words.count(findings.map.statements[statement].seen, "answer", "answers")))</li>"
            }
            html += "</ul>" + Self.more(headlines.tooFew.count - 15)
        }
        let skipped = findings.standings.indices.count { findings.standings[$0] == nil }
        if skipped > 0 {
            html +=
                "<p class=\"small\">\(Words.count(skipped, "statement was", "statements were")) left out: rejected by "
                + "moderation, about "
                + "the people who answer, or without any answer.</p>"
        }
        return html
    }

    // MARK: Lists

    private func list(
        _ title: String, _ statements: [Int], longest: Int, lead: String, notes: (Int) -> [String]
    ) -> String {
        guard !statements.isEmpty else { return "" }
        return "<h3>\(title) (\(Words.number(statements.count)))</h3><p>\(lead)</p><ol class=\"list\">"
            + statements.prefix(longest).map { item($0).item(notes: notes($0)) }.joined() + "</ol>"
            + Self.more(statements.count - longest)
    }

    private static func more(_ count: Int) -> String {
        count > 0
            ? "<p class=\"small\">And \(Words.number(count)) more: in the table of every statement below, as far as "
                + "it goes, and in the "
                + "tables (--csv).</p>" : ""
    }
}
