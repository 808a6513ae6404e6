import Floor
import OpinionAnalysis

/// Every statement in one table, as far as it fits.
struct EveryStatement {
    let findings: Findings

    init(_ findings: Findings) {
        self.findings = findings
    }

    /// - Parameter bytes: the most the table may take.
    func table(bytes: Int) -> String {
        let groupColumns =
            findings.hasGroups
            ? findings.groups.map { "<th scope=\"col\">\(ReportStatement.name(of: $0, in: findings)) agree</th>" } : []
        let head = """
            <div class="scroll" tabindex="0" role="region" aria-label="Every statement with its answers">\
            <table class="every"><thead><tr><th scope="col">Statement</th><th scope="col">Answers</th>\
            <th scope="col">Agree</th><th scope="col">Disagree</th><th scope="col">Not sure</th>\
            \(groupColumns.joined())<th scope="col">Standing</th></tr></thead><tbody>
            """
        let foot = "</tbody></table></div>"
        let answered = findings.map.statements.indices.filter { findings.map.statements[$0].seen > 0 }
        // The most answered come first where not all fit; all in the order of the input otherwise.
        var rows: [Int: String] = [:]
        var room = bytes - head.utf8.count - foot.utf8.count - 800
        for statement in answered.sorted(by: {
            let (left, right) = (findings.map.statements[$0].seen, findings.map.statements[$1].seen)
            return left != right ? left > right : $0 < $1
        }) {
            let row = row(statement)
            guard row.utf8.count <= room else { break }
            room -= row.utf8.count
            rows[statement] = row
        }
        let left = answered.count - rows.count
        let note =
            left > 0
            ? "<p>\(Words.count(rows.count, "statement", "statements")) with the most answers, of "
                + "\(Words.number(answered.count)) that have "
                + "any. The other \(Words.number(left)) would make this page too large to pass on; they are in the "
                + "tables (--csv)."
                + "</p>" : "<p>All \(Words.number(rows.count)) statements with answers, in the order of the input.</p>"
        return note + head + rows.keys.sorted().map { rows[$0, default: ""] }.joined() + foot
            + ReportPart.how(
                "Shares of those who answered, with the 95 % range of each looked at alone. A share of fewer than ten "
                    + "answers is not "
                    + "shown.")
    }

    private func row(_ statement: Int) -> String {
        let support = findings.support[statement]
        let text = findings.texts[statement]
        let id = Figure.escaped(findings.map.statements[statement].id)
        func cell(_ share: Share) -> String {
            share.total < Headlines.smallestCell
                ? "<td>few</td>" : "<td>\(Words.percent(share)) <small>\(Words.range(share.interval))</small></td>"
        }
        let everybody = support.everybody
        let groups =
            findings.hasGroups
            ? findings.groups.map { group in
                let share = support.groups[group].agree
                return share.total < Headlines.smallestCell
                    ? "<td>few <small>of \(share.total)</small></td>"
                    : "<td>\(Words.percent(share)) <small>\(Words.range(share.interval)) of \(share.total)</small></td>"
            }.joined() : ""
        return "<tr><th scope=\"row\">\(id) <bdi class=\"t\">\(Figure.escaped(String(text.prefix(300))))</bdi></th>"
            + "<td>\(Words.number(everybody.agree.total))</td>\(cell(everybody.agree))\(cell(everybody.disagree))"
            + "\(cell(everybody.pass))\(groups)<td>\(Words.standing(findings.standings[statement]))</td></tr>"
    }
}
