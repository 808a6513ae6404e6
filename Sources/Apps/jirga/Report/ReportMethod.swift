import Floor
import OpinionAnalysis

/// The box that says how everything was counted, so that somebody else can count it again.
struct ReportMethod {
    let findings: Findings

    init(_ findings: Findings) {
        self.findings = findings
    }

    var body: String {
        let source = findings.source
        let isHonest = source.method == .jirga
        let entries =
            [
                ("Method", isHonest ? honest : polis),
                (
                    "Who counts",
                    "Everybody’s latest answer to each statement. \(Words.number(findings.map.clusteredCount)) people "
                        + "answered enough to be "
                        + "compared with others (at least seven statements, or all there were); the others count in "
                        + "all figures for "
                        + "everybody."
                ),
                (
                    "Input",
                    "\(Words.number(findings.map.participants.count)) people, "
                        + "\(Words.number(findings.map.statements.count)) statements, "
                        + "\(Words.number(findings.voteCount)) answers; SHA-256 of the votes "
                        + "<code>\(Figure.escaped(source.digest))</code>"
                ),
                ("Engine", "\(OpinionMap.engineVersion), seed \(source.seed)"),
            ] + (isHonest ? parameters : [])
            + (source.notes.isEmpty
                ? [] : [("Notes on the files", source.notes.map(Figure.escaped).joined(separator: "; "))])
        let list = entries.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }.joined()
        return
            "<dl class=\"box\">\(list)</dl><h3>Check it yourself</h3><p>The same votes, method and seed give the same "
            + "page on every "
            + "machine: <code>jirga analyze "
            + "PATH\(isHonest ? "" : " --method polis")\(source.seed == 0 ? "" : " --seed \(source.seed)") "
            + "--html report.html</code></p>" + limits
    }

    private var honest: String {
        "jirga, the honest method: groups only where they foretell answers and come out again in halves of the "
            + "people, every figure "
            + "with its range, and statements judged together so that luck does not pass for a finding."
    }

    private var polis: String {
        "polis, as Polis does it (\(findings.source.mode.rawValue)): it always finds groups and does not ask how sure "
            + "they are. What is said "
            + "here of shares, common ground and differences takes these groups as given."
    }

    private var parameters: [(String, String)] {
        let ground = CommonGround.Rules()
        let standing = StatementStanding.Rules()
        let distinctive = DistinctiveStatement.Rules()
        let bridging = Bridging.Rules()
        let straight = StraightLining.Rules()
        let block = CoordinatedBlock.Rules()
        return [
            (
                "Common ground",
                "more than \(Words.percent(ground.threshold)) in every group, at least \(ground.minimumAnswers) "
                    + "answers in each, "
                    + "\(Words.percent(ground.level)) sure for all statements together; a bridge from "
                    + "\(Words.percent(standing.dissent)) "
                    + "against"
            ),
            (
                "Differences",
                "a gap of surely more than \(Words.points(standing.gap)) points divides groups; people are divided "
                    + "from a controversy of "
                    + "\(Words.decimal(standing.division)) on; what sets a group apart: at most "
                    + "\(Words.percent(distinctive.falseDiscoveries)) of the findings luck, "
                    + "\(distinctive.minimumAnswers) answers inside and "
                    + "outside"
            ),
            (
                "Support beyond viewpoint",
                "above \(Words.decimal(bridging.threshold)), people with at least \(bridging.minimumVotes) answers, "
                    + "statements with at least "
                    + "\(bridging.minimumAnswers)"
                    + (findings.map.assessment.map {
                        "; viewpoint explains \(Words.percent($0.bridging.explainedByViewpoint)) of what statements "
                            + "and readiness to "
                            + "agree leave open"
                    } ?? "")
            ),
            (
                "Unusual answering",
                "one answer to at least \(straight.minimumAnswers) statements, of which fewer than "
                    + "\(Words.decimal(straight.expectedByChance)) "
                    + "people are expected; blocks of at least \(block.minimumSize) people, "
                    + "\(Words.percent(block.likeness)) alike on at "
                    + "least \(block.minimumStatements) statements, \(Int(block.excess)) times as many as expected"
            ),
        ]
    }

    private var limits: String {
        """
        <h3>What this cannot tell</h3><ul>\
        <li>Who did not come. Ranges cover chance only, as if those who answered had been drawn by lot; usually they \
        came by themselves.</li>\
        <li>Why people answered as they did, or how much they care: every answer counts the same.</li>\
        <li>Whether one person answered twice. Marks for unusual answering find the clumsy only.</li>\
        <li>What was never asked. Statements come from those who took part, and some were seen by few.</li>\
        <li>Anything about a single person. Groups say what is usual in them, not what each member thinks.</li></ul>
        """
    }
}
