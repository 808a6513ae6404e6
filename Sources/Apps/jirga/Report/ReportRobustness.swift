import Floor
import OpinionAnalysis

/// The part of the page that asks what would change if some answers were false, or a group had not come.
struct ReportRobustness {
    let findings: Findings
    let headlines: Headlines

    init(_ findings: Findings, _ headlines: Headlines) {
        self.findings = findings
        self.headlines = headlines
    }

    var body: String { falseVoters + withoutGroup + flags }

    // MARK: False voters

    private static let longest = 12

    private var falseVoters: String {
        let shared = (headlines.bridges + headlines.shared).compactMap { findings.falseVoters[$0] }
            .sorted { ($0.fewest, $0.statement) < ($1.fewest, $1.statement) }
        guard !shared.isEmpty else { return "" }
        let rows = shared.prefix(Self.longest).map { voters in
            let weakest = voters.groups.indices.min {
                min(voters.groups[$0].supportersToRemove, voters.groups[$0].opponentsToAdd)
                    < min(voters.groups[$1].supportersToRemove, voters.groups[$1].opponentsToAdd)
            }
            let place =
                findings.hasGroups ? weakest.map { "<td>\(ReportStatement.name(of: $0, in: findings))</td>" } ?? "" : ""
            return "<tr><th scope=\"row\">\(shortText(voters.statement))</th><td>\(Words.verb(voters.side))</td>"
                + "<td class=\"n\">\(Words.number(voters.fewest))</td>\(place)</tr>"
        }.joined()
        return
            "<h3>If some answers are false</h3><p>So many false supporters, or so many more opponents, in one group "
            + "would be enough to "
            + "undo what is shared. The most fragile first.</p><table><caption class=\"v\">False voters needed to "
            + "undo what is "
            + "shared</caption><thead><tr><th scope=\"col\">Statement</th><th scope=\"col\">Side</th><th "
            + "scope=\"col\">False voters</th>"
            + (findings.hasGroups ? "<th scope=\"col\">In group</th>" : "")
            + "</tr></thead><tbody>\(rows)</tbody></table>"
            + (shared.count > Self.longest
                ? "<p class=\"small\">The other \(Words.number(shared.count - Self.longest)) hold against more.</p>"
                : "")
    }

    private func shortText(_ statement: Int) -> String {
        let text = findings.texts[statement]
        return Figure.escaped(findings.map.statements[statement].id)
            + (text.isEmpty ? "" : ": <bdi class=\"t\">\(Figure.escaped(String(text.prefix(300))))</bdi>")
    }

    // MARK: Without a group

    private var withoutGroup: String {
        guard findings.hasGroups, findings.gainedWithoutGroup.count == findings.map.groups.count else { return "" }
        let items = findings.groups.map { group in
            let gained = findings.gainedWithoutGroup[group]
            let name = ReportStatement.name(of: group, in: findings)
            guard !gained.isEmpty else { return "<li>Without \(name): nothing more would be shared.</li>" }
            let texts = gained.prefix(3).map { "<li class=\"small\">\(shortText($0.statement))</li>" }.joined()
            return
                "<li>Without \(name): \(Words.count(gained.count, "more statement", "more statements")) would be "
                + "common ground"
                + "\(gained.count > 3 ? ", such as" : ""):<ul>\(texts)</ul></li>"
        }.joined()
        return
            "<h3>If a group had not come</h3><p>What would be common ground of the others, and is not now. The votes "
            + "of that group are "
            + "left out; the others stay who they are.</p><ul>\(items)</ul>"
    }

    // MARK: Flags

    private var flags: String {
        guard let assessment = findings.map.assessment else { return "" }
        var html = "<h3>Unusual answering</h3>"
        let straight = assessment.straightLining
        let blocks = assessment.coordinatedBlocks
        if straight.isEmpty, blocks.isEmpty {
            html +=
                "<p>Nobody stood out: no one answered everything alike, and no ballots are more alike than opinion "
                + "explains.</p>"
        }
        if !straight.isEmpty {
            let byAnswer = [Vote.agree, .disagree, .pass].compactMap { answer -> String? in
                let number = straight.count { $0.answer == answer }
                let word = answer == .agree ? "agreed with" : answer == .disagree ? "disagreed with" : "passed on"
                return number > 0 ? "\(Words.number(number)) \(word) everything" : nil
            }
            html +=
                "<p>\(Words.people(straight.count)) gave one and the same answer throughout, to many statements that "
                + "others answer "
                + "differently: \(byAnswer.joined(separator: ", ")). They are counted.</p>"
        }
        if !blocks.isEmpty {
            let rows = blocks.prefix(8).enumerated().map { number, block in
                "<tr><th scope=\"row\">\(number + 1)</th><td class=\"n\">\(Words.number(block.participants.count))</td>"
                    + "<td class=\"n\">\(Words.number(block.statements.count))</td><td "
                    + "class=\"n\">\(Words.percent(block.likeness))</td>"
                    + "<td class=\"n\">\(Words.decimal(block.expectedByChance))</td>"
                    + "<td>\(block.group.map { ReportStatement.name(of: $0, in: findings) } ?? "none")</td></tr>"
            }.joined()
            html +=
                "<p>\(Words.count(blocks.count, "block", "blocks")) of people answered nearly the same statements "
                + "nearly alike, more often "
                + "than a common opinion explains. They are counted.</p><table><caption>Blocks of like "
                + "ballots</caption><thead>"
                + "<tr><th scope=\"col\">Block</th><th scope=\"col\">People</th><th scope=\"col\">Statements</th>"
                + "<th scope=\"col\">Alike</th><th scope=\"col\">Expected</th><th scope=\"col\">Group</th></tr></thead>"
                + "<tbody>\(rows)</tbody></table>"
            if blocks.count > 8 { html += "<p class=\"small\">And \(Words.number(blocks.count - 8)) smaller ones.</p>" }
        }
        return html
            + ReportPart.how(
                "These are marks to look at, not verdicts: a campaign, a shared computer, or simply people of one "
                    + "mind may be behind "
                    + "them. Marked is what chance and the opinion of the group explain less than once in a hundred "
                    + "dialogues."
            )
    }
}
