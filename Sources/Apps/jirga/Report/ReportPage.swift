import Floor
import OpinionAnalysis

/// An analysis as one page: no script, nothing from elsewhere, at most ``mostBytes``, whatever the size of the
/// conversation.
///
/// The order is fixed: what was asked and who answered, the groups and how sure they are, the map, what is shared, what
/// divides, each group, what is uncertain, how robust it is, every statement, how it was counted. Long lists are cut,
/// and say so.
struct ReportPage {
    static let mark = "<meta name=\"generator\" content=\"jirga analyze\">"
    static let mostBytes = 500_000

    let html: String

    init(_ findings: Findings) {
        let headlines = Headlines(findings)
        let parts = [
            ReportPart(id: "size", title: "What was asked, and who answered", body: Self.size(findings, headlines)),
            ReportPart(id: "groups", title: "How many groups, and how sure", body: ReportGroups(findings).grouping),
            ReportPart(id: "map", title: "Map of people", body: ReportGroups(findings).map),
            ReportPart(
                id: "shared", title: "Common ground and bridges", body: ReportSupport(findings, headlines).shared),
            ReportPart(id: "divides", title: "What divides", body: ReportSupport(findings, headlines).divided),
            findings.hasGroups
                ? ReportPart(id: "portraits", title: "Each group", body: ReportGroups(findings).portraits) : nil,
            ReportPart(id: "unsure", title: "What is uncertain", body: ReportSupport(findings, headlines).uncertain),
            ReportPart(id: "robust", title: "How robust this is", body: ReportRobustness(findings, headlines).body),
        ].compactMap(\.self)
        let method = ReportPart(id: "method", title: "How it was counted", body: ReportMethod(findings).body)
        let every = "every"
        let contents = (parts + [ReportPart(id: every, title: "Every statement", body: ""), method]).map {
            "<li><a href=\"#\($0.id)\">\(Figure.escaped($0.title))</a></li>"
        }.joined()
        let head =
            Self.head(findings) + "<nav aria-label=\"Contents\"><ol>\(contents)</ol></nav></header><main id=\"main\">"
        let before = parts.map(\.html).joined()
        let after = method.html + "</main>" + Self.foot(findings)
        let room = Self.mostBytes - head.utf8.count - before.utf8.count - after.utf8.count - 500
        let table = ReportPart(
            id: every, title: "Every statement", body: EveryStatement(findings).table(bytes: room))
        html = head + before + table.html + after
    }

    private static func head(_ findings: Findings) -> String {
        let title = findings.topic.isEmpty ? "Opinion report" : findings.topic
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8">\(mark)\
            <meta name="viewport" content="width=device-width, initial-scale=1">\
            <meta name="color-scheme" content="light dark">\
            <title>\(Figure.escaped(String(title.prefix(200)))) – opinion report</title>
            <style>
            \(ReportStyle.css)
            </style></head><body>\(ReportStatement.hatching)<header>\
            <p class="small">Report on what the people who took part said</p>\
            <h1 dir="auto">\(Figure.escaped(String(title.prefix(300))))</h1>
            """
    }

    private static func foot(_ findings: Findings) -> String {
        "<footer><p class=\"small\">Made with jirga analyze, engine \(OpinionMap.engineVersion), from votes with the "
            + "SHA-256 "
            + "<code>\(Figure.escaped(findings.source.digest))</code>.</p></footer></body></html>\n"
    }

    // MARK: Who answered

    private static func size(_ findings: Findings, _ headlines: Headlines) -> String {
        let map = findings.map
        let voters = map.participants.count { $0.votes > 0 }
        let facts = [
            ("people answered", Words.number(voters)), ("statements", Words.number(map.statements.count)),
            ("answers", Words.number(findings.voteCount)),
            ("people answered enough to be compared", Words.number(map.clusteredCount)),
        ].map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" }.joined()
        let about =
            findings.about.isEmpty
            ? "" : "<p class=\"lead\" dir=\"auto\">\(Figure.escaped(String(findings.about.prefix(2_000))))</p>"
        return about + "<dl class=\"facts\">\(facts)</dl>" + "<h3>In short</h3><ul>"
            + inShort(findings, headlines).map { "<li>\($0)</li>" }.joined() + "</ul>"
            + "<p class=\"small\">This page tells what the people who took part said. It cannot tell what others "
            + "think: whether "
            + "those who came are like those who did not is not in the data.</p>"
    }

    private static func inShort(_ findings: Findings, _ headlines: Headlines) -> [String] {
        func quoted(_ statement: Int) -> String {
            let text = findings.texts[statement]
            return text.isEmpty
                ? "statement \(Figure.escaped(findings.map.statements[statement].id))"
                : "“<bdi>\(Figure.escaped(String(text.prefix(200))))</bdi>”"
        }
        var sentences = ["<b>\(GroupingStory(findings).headline).</b>"]
        let who = findings.hasGroups ? "All groups are" : "A clear majority is"
        let shared = headlines.bridges + headlines.shared
        if let first = shared.first {
            let side = findings.commonGround[first]?.side == .disagree ? "against" : "for"
            sentences.append(
                "\(who) on the same side of \(Words.count(shared.count, "statement", "statements"))"
                    + (headlines.bridges.isEmpty || !findings.hasGroups
                        ? "" : ", \(Words.number(headlines.bridges.count)) of them contested")
                    + ". Among them: \(side) \(quoted(first)).")
        } else {
            sentences.append(
                "No statement is surely supported by \(findings.hasGroups ? "all groups" : "a clear majority").")
        }
        if findings.hasGroups {
            if let first = headlines.divides.first {
                sentences.append(
                    "The groups clearly differ on \(Words.count(headlines.divides.count, "statement", "statements")), "
                        + "most on "
                        + "\(quoted(first)).")
            } else {
                sentences.append("No statement clearly sets whole groups against each other.")
            }
        } else if let first = headlines.splits.first {
            sentences.append(
                "People are divided on \(Words.count(headlines.splits.count, "statement", "statements")), without "
                    + "forming camps, "
                    + "most on \(quoted(first)).")
        }
        if !headlines.tooFew.isEmpty {
            sentences.append(
                "Of \(Words.count(headlines.tooFew.count, "statement", "statements")) nothing can be said: too few "
                    + "have answered "
                    + (findings.hasGroups ? "in some group." : "them."))
        }
        return sentences
    }
}

/// A part of the page with its heading.
struct ReportPart {
    let id: String
    let title: String
    /// HTML.
    let body: String

    var html: String {
        "<section id=\"\(id)\" aria-labelledby=\"\(id)-h\"><h2 "
            + "id=\"\(id)-h\">\(Figure.escaped(title))</h2>\(body)</section>\n"
    }

    /// A note under a figure.
    static func how(_ text: String) -> String { "<p class=\"how\"><b>How this was counted.</b> \(text)</p>" }
}
