import OpinionAnalysis

/// An analysis in words, for somebody at a terminal eighty columns wide.
struct AnalysisReport {
    let text: String

    static let width = 78
    /// Statements in a list; the rest is counted.
    private static let longest = 5

    init(_ findings: Findings, seconds: Double) {
        let headlines = Headlines(findings)
        var writer = Writer(findings: findings)
        writer.begin(seconds: seconds)
        writer.grouping()
        writer.list(
            "All groups agree, on contested matters (bridges)", headlines.bridges, longest: Self.longest)
        writer.list(
            findings.hasGroups
                ? "All groups agree, and hardly anybody doubts it (common ground)" : "A clear majority of everybody",
            headlines.shared, longest: Self.longest)
        if headlines.bridges.isEmpty, headlines.shared.isEmpty {
            writer.nothingShared(likely: headlines.likelyShared)
        }
        writer.divides(headlines.divides, splits: headlines.splits, longest: Self.longest)
        writer.portraits(longest: 3)
        writer.list("Unsure: three in ten or more passed", headlines.unsure, longest: 3, isAboutPasses: true)
        writer.caution(headlines)
        writer.end()
        text = writer.lines.joined(separator: "\n")
    }
}

extension AnalysisReport {
    fileprivate struct Writer {
        let findings: Findings
        var lines: [String] = []

        private var map: OpinionMap { findings.map }

        mutating func paragraph(_ text: String, indent: Int = 0) {
            lines += TerminalText.wrapped(text, width: AnalysisReport.width, indent: indent)
        }

        mutating func heading(_ text: String) {
            lines += ["", text.uppercased()]
        }

        // MARK: Parts

        mutating func begin(seconds: Double) {
            if !findings.topic.isEmpty {
                lines += TerminalText.wrappedIsolated(findings.topic, width: AnalysisReport.width)
            }
            paragraph(
                "\(map.participants.count) people, \(map.statements.count) statements, \(findings.voteCount) answers; "
                    + "\(map.clusteredCount) people answered enough to be grouped. Read and analyzed in "
                    + "\(Words.decimal(seconds)) s.")
        }

        mutating func grouping() {
            let story = GroupingStory(findings)
            heading(findings.hasGroups ? "\(findings.groups.count) opinion groups" : "Opinion groups")
            paragraph(([story.headline + "."] + story.details).joined(separator: " "))
            for group in findings.hasGroups ? findings.groups : [] {
                let sureness = map.assessment.map { assessment in
                    let sure = assessment.groups[group]
                    return
                        ", \(Sureness(likeness: sure.steadiness).word); \(Words.number(sure.clearMembers)) clearly in "
                        + "it"
                }
                paragraph(
                    "\(findings.letter(of: group))  \(Words.people(map.groups[group].size))\(sureness ?? "")", indent: 2
                )
            }
        }

        mutating func list(_ title: String, _ statements: [Int], longest: Int, isAboutPasses: Bool = false) {
            guard !statements.isEmpty else { return }
            heading(title)
            for statement in statements.prefix(longest) { tell(statement, isAboutPasses: isAboutPasses) }
            more(statements.count - longest)
        }

        mutating func nothingShared(likely: [Int]) {
            heading("Common ground")
            paragraph(
                "No statement is surely supported by "
                    + (findings.hasGroups ? "all groups." : "six in ten people or more."))
            if !likely.isEmpty { paragraph("These may be, but some of them by luck:") }
            for statement in likely.prefix(3) { tell(statement) }
            more(likely.count - 3)
        }

        mutating func divides(_ divides: [Int], splits: [Int], longest: Int) {
            if findings.hasGroups {
                list("The groups differ most on", divides, longest: longest)
                if divides.isEmpty {
                    heading("What divides")
                    paragraph("No statement clearly sets whole groups against each other.")
                }
            }
            list(
                findings.hasGroups ? "People differ on, inside the groups" : "People are divided on", splits,
                longest: findings.hasGroups ? 3 : longest)
        }

        mutating func portraits(longest: Int) {
            for group in findings.hasGroups ? findings.groups : [] {
                let portrait = Portrait(of: group, in: findings, longest: longest)
                heading(
                    "Group \(findings.letter(of: group)), \(Words.people(map.groups[group].size)): what sets it apart")
                if portrait.apart.isEmpty { paragraph("Nothing, clearly.") }
                for entry in portrait.apart + portrait.minorityOpinions.prefix(2) {
                    lines += TerminalText.wrappedIsolated(
                        "\(Words.verb(entry.side))  \(Words.percent(entry.inside)) of \(entry.inside.total), others "
                            + "\(Words.percent(entry.outside)) of \(entry.outside.total)", text: named(entry.statement),
                        width: AnalysisReport.width)
                }
                more(portrait.minorityOpinions.count - 2, "minority opinion")
            }
        }

        mutating func caution(_ headlines: Headlines) {
            var marks: [String] = []
            if let assessment = map.assessment {
                if !assessment.straightLining.isEmpty {
                    marks.append(
                        "\(Words.people(assessment.straightLining.count)) gave the same answer to everything.")
                }
                for block in assessment.coordinatedBlocks.prefix(3) {
                    marks.append(
                        "\(Words.people(block.participants.count)) answered \(block.statements.count) statements "
                            + "nearly as "
                            + "one; chance and opinion let expect \(Words.decimal(block.expectedByChance)).")
                }
            }
            if !headlines.tooFew.isEmpty {
                marks.append(
                    "\(Words.count(headlines.tooFew.count, "statement has", "statements have")) too few answers to say "
                        + "anything.")
            }
            let fragile = (headlines.bridges + headlines.shared).compactMap { findings.falseVoters[$0] }
                .filter { $0.fewest <= 3 }
            if !fragile.isEmpty {
                marks.append(
                    "\(Words.count(fragile.count, "shared statement would", "shared statements would")) no longer be "
                        + "so if "
                        + "three people had answered falsely.")
            }
            guard !marks.isEmpty else { return }
            heading("With care")
            for mark in marks { paragraph(mark, indent: 2) }
        }

        mutating func end() {
            heading("More")
            paragraph(
                "A page to read, print and pass on: --html FILE. The map: --svg FILE. Tables: --csv DIR. Everything, "
                    + "for "
                    + "programs: --json. Shares have a range of what chance alone may do (95 %); it covers chance, "
                    + "not who came."
            )
        }

        // MARK: A statement

        private func named(_ statement: Int) -> String {
            let text = findings.texts[statement]
            return "#\(map.statements[statement].id)" + (text.isEmpty ? "" : " \(text)")
        }

        private mutating func tell(_ statement: Int, isAboutPasses: Bool = false) {
            let support = findings.support[statement]
            let side = mainSide(of: statement)
            func share(_ shares: StatementSupport.Shares) -> Share {
                isAboutPasses ? shares.pass : side == .agree ? shares.agree : shares.disagree
            }
            let whole = share(support.everybody)
            var words =
                "\(isAboutPasses ? "not sure" : Words.verb(side))  \(Words.percent(whole)) of \(whole.total) "
                + "(\(Words.range(whole.interval)))"
            if findings.hasGroups {
                words +=
                    "  "
                    + findings.groups.map { group in
                        let part = share(support.groups[group])
                        return "\(findings.letter(of: group)) "
                            + (part.total < Headlines.smallestCell ? "few" : Words.percent(part))
                    }.joined(separator: " · ")
            }
            if findings.standings[statement] == .dividesGroups, let gap = findings.divisions[statement].largestGap {
                words +=
                    "  gap \(Words.points(gap.difference)) (\(Words.points(gap.interval.lower))–"
                    + "\(Words.points(gap.interval.upper)))"
            }
            lines += TerminalText.wrappedIsolated(words, text: named(statement), width: AnalysisReport.width)
        }

        private func mainSide(of statement: Int) -> OpinionMap.Side {
            switch findings.standings[statement] {
            case .bridge(let side), .commonGround(let side), .majority(let side): side
            case .dividesGroups: .agree
            default: findings.commonGround[statement]?.side ?? .agree
            }
        }

        private mutating func more(_ count: Int, _ one: String = "statement") {
            if count > 0 { paragraph("… and \(Words.count(count, "more \(one)", "more \(one)s"))", indent: 2) }
        }
    }
}
