import Floor
import OpinionAnalysis

/// A statement on the page with everybody's and each group's answers: every share with its range and with what it was
/// counted from.
struct ReportStatement {
    let findings: Findings
    let statement: Int

    static let longestText = 600

    /// The text with its number, isolated from what stands around it.
    static func text(_ statement: Int, in findings: Findings) -> String {
        let text = findings.texts[statement]
        let shown = text.count > longestText ? text.prefix(longestText) + "…" : text[...]
        let number = "<span class=\"no\">Statement \(Figure.escaped(findings.map.statements[statement].id))</span>"
        return text.isEmpty ? number : number + "<blockquote dir=\"auto\">\(Figure.escaped(String(shown)))</blockquote>"
    }

    /// - Parameter notes: sentences under the table, already escaped.
    func item(notes: [String] = []) -> String {
        let notes = notes.filter { !$0.isEmpty }
        return "<li>" + Self.text(statement, in: findings) + table
            + (notes.isEmpty ? "" : "<p class=\"meta\">\(notes.joined(separator: " "))</p>") + "</li>"
    }

    private var table: String {
        let support = findings.support[statement]
        var rows = row("Everybody", support.everybody)
        if findings.hasGroups {
            rows += findings.groups.map { group in
                row(Self.name(of: group, in: findings), support.groups[group])
            }.joined()
        }
        return "<table class=\"shares\"><caption class=\"v\">Answers to statement "
            + "\(Figure.escaped(findings.map.statements[statement].id))</caption><thead><tr><th scope=\"col\">Who</th>"
            + "<th scope=\"col\">Agree</th><th scope=\"col\">Disagree</th><th scope=\"col\">Not sure</th>"
            + "<th scope=\"col\">Answers</th></tr></thead><tbody>\(rows)</tbody></table>"
    }

    /// `● A`, the shape silent.
    static func name(of group: Int, in findings: Findings) -> String {
        "<span aria-hidden=\"true\">\(GroupMark(place: findings.place(of: group)).symbol)</span> "
            + "\(findings.letter(of: group))"
    }

    private func row(_ name: String, _ shares: StatementSupport.Shares) -> String {
        let total = shares.agree.total
        guard total >= Headlines.smallestCell else {
            return
                "<tr><th scope=\"row\">\(name)</th><td colspan=\"3\">too few answers</td><td "
                + "class=\"n\">\(total)</td></tr>"
        }
        let cells = [shares.agree, shares.disagree, shares.pass].map {
            "<td class=\"n\">\(Words.percent($0)) <small>\(Words.range($0.interval))</small></td>"
        }.joined()
        return
            "<tr><th scope=\"row\">\(name)\(Self.bar(shares))</th>\(cells)<td "
            + "class=\"n\">\(Words.number(total))</td></tr>"
    }

    /// Agree solid from the start, disagree hatched from the end, passes between; a line where the share agreeing may
    /// lie.
    private static func bar(_ shares: StatementSupport.Shares) -> String {
        let agree = tenths(shares.agree.value)
        let disagree = tenths(shares.disagree.value)
        let (low, high) = (tenths(shares.agree.interval.lower), tenths(shares.agree.interval.upper))
        return "<svg class=\"b\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
            + "<rect class=\"p\" width=\"1000\" height=\"10\"/><rect class=\"a\" width=\"\(agree)\" height=\"10\"/>"
            + "<rect fill=\"url(#dis)\" x=\"\(1000 - disagree)\" width=\"\(disagree)\" height=\"10\"/>"
            + "<path class=\"ih\" d=\"M\(low) 5H\(high)\"/><path class=\"i\" d=\"M\(low) 5H\(high)\"/></svg>"
    }

    /// What the hatching is made of, once a page.
    static let hatching = """
        <svg width="0" height="0" aria-hidden="true" style="position:absolute"><defs>\
        <pattern id="dis" width="24" height="10" \
        patternUnits="userSpaceOnUse"><rect class="hatch" width="24" height="10"/><path d="M0 10L12 0M12 20L36 0" \
        stroke-width="4"/></pattern></defs></svg>
        """

    private static func tenths(_ share: Double?) -> Int { Int((1_000 * min(max(share ?? 0, 0), 1)).rounded()) }

    // MARK: Sentences

    /// What viewpoint does not explain, beside how contested the matter is.
    var bridgingNote: String {
        let division = findings.divisions[statement].amount
        let contested =
            "Controversy \(Words.decimal(division)) of 1"
            + (division >= 0.3 ? " (contested)." : division >= 0.1 ? " (a little contested)." : " (hardly contested).")
        guard let score = findings.bridging(statement), score.verdict != .notEnoughAnswers else { return contested }
        return "Support beyond viewpoint \(Words.decimal(score.score)) (\(Words.decimal(score.interval.lower)) to "
            + "\(Words.decimal(score.interval.upper)); −1 to 1): \(Words.verdict(score.verdict)). " + contested
    }

    var falseVotersNote: String {
        guard let voters = findings.falseVoters[statement] else { return "" }
        return voters.isCommonGround
            ? "Holds unless \(Words.people(voters.fewest)) answered falsely."
            : "\(Words.count(voters.fewest, "more supporter", "more supporters")), in the right groups, would make it "
                + "common ground."
    }

    var gapNote: String {
        guard findings.hasGroups, let gap = findings.divisions[statement].largestGap else { return "" }
        return
            "Agreement differs most between \(findings.letter(of: gap.higher)) and \(findings.letter(of: gap.lower)): "
            + "<b>\(Words.points(gap.difference)) points</b> (likely \(Words.points(gap.interval.lower)) to "
            + "\(Words.points(gap.interval.upper)))."
    }
}
