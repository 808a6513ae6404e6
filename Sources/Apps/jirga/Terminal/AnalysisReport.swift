import Foundation
import OpinionAnalysis
import PolisFormat

/// An analysis in words, for somebody at a terminal.
struct AnalysisReport {
    let text: String

    init(_ map: OpinionMap, of polis: PolisConversation, seconds: Double) {
        let texts = Dictionary(
            polis.statements.map { (String($0.id), $0.text) }, uniquingKeysWith: { first, _ in first })
        func statement(_ id: String) -> String {
            guard let text = texts[id], !text.isEmpty else { return "#\(id)" }
            // Isolated, so that a right-to-left text does not turn the line around.
            return "#\(id) \u{2068}\(text.split(whereSeparator: \.isNewline).joined(separator: " "))\u{2069}"
        }
        func percent(_ part: Int, of whole: Int) -> String {
            whole > 0 ? "\(Int((100 * Double(part) / Double(whole)).rounded())) %" : "–"
        }

        let votes = map.statements.reduce(0) { $0 + $1.seen }
        var lines = [
            "\(map.participants.count) people, \(map.statements.count) statements, \(votes) answers; "
                + "\(map.clusteredCount) people answered enough to be grouped."
        ]
        let explained = map.axes.explainedVariance.reduce(0, +)
        if explained.isFinite {
            lines.append("The two axes show \(Int((100 * explained).rounded())) % of the differences between people.")
        }
        let tried = map.groupCount.silhouettes.sorted { $0.key < $1.key }
            .map { "\($0.key): \(String(format: "%.3f", $0.value))" }.joined(separator: ", ")
        lines.append("")
        lines.append("\(map.groupCount.chosen) opinion groups (silhouettes tried: \(tried))")
        for group in map.groups {
            lines.append("")
            lines.append("Group \(group.id + 1): \(group.size) people. What sets it apart:")
            for item in group.representative {
                let side = item.side == .agree ? "agree   " : "disagree"
                lines.append(
                    "  \(side) \(percent(item.successes, of: item.trials)) of \(item.trials)  \(statement(item.statement))"
                )
            }
        }
        let shared = map.statements.filter { $0.seen > 0 && !$0.groups.isEmpty }
            .sorted { ($0.groupInformedConsensus, $1.id) > ($1.groupInformedConsensus, $0.id) }.prefix(5)
        lines.append("")
        lines.append("What all groups support most:")
        for item in shared {
            let shares = item.groups.map { percent($0.agrees, of: $0.seen) }.joined(separator: " · ")
            lines.append("  agree \(shares)  \(statement(item.id))")
        }
        lines.append("")
        lines.append(String(format: "Read and analyzed in %.2f s. The whole result: --json", seconds))
        text = lines.joined(separator: "\n")
    }
}
