/// Draws how people answered as one bar in three parts, each with its own pattern and mark, so that it reads in one
/// ink. The numbers stand beside it in words; the picture carries a title for those who do not see it.
package struct AnswerBar: Sendable {
    /// Whole percentages, as made by ``LocalFormat/shares(of:)``; each 0…100.
    package var agree: Int
    package var disagree: Int
    package var notSure: Int
    /// What the bar says, as a sentence; user text never belongs here.
    package var title: String

    package init(agree: Int, disagree: Int, notSure: Int, title: String) {
        self.agree = agree
        self.disagree = disagree
        self.notSure = notSure
        self.title = title
    }

    /// A bar from counts of people.
    package init(counts agree: Int, _ disagree: Int, _ notSure: Int, title: String) {
        let shares = LocalFormat.shares(of: [agree, disagree, notSure])
        self.init(agree: shares[0], disagree: shares[1], notSure: shares[2], title: title)
    }

    /// The bar, 200 × 20 units, growing from the reading start (mirrored by the stylesheet in right-to-left pages).
    package var svg: SVG {
        var x = 0
        var parts = ""
        for (share, name, mark) in [(agree, "agree", "✓"), (disagree, "disagree", "✗"), (notSure, "unsure", "⋯")] {
            let width = min(max(share, 0), 100) * 2
            guard width > 0 else { continue }
            let visible = max(width - 2, 1)
            parts += #"<rect class="\#(name)" x="\#(x)" width="\#(visible)" height="20"/>"#
            parts += pattern(name, x: x, width: visible)
            if width >= 24 {
                parts += #"<text class="mark \#(name)" x="\#(x + width / 2)" y="15">\#(mark)</text>"#
            }
            x += width
        }
        return SVG(
            markup: #"<svg class="bar" viewBox="0 0 200 20" role="img"><title>\#(title.escapedForHTML)</title>"#
                + parts + #"<rect class="outline" x=".5" y=".5" width="199" height="19"/></svg>"#)
    }

    /// Hatching for disagreement, dots for not sure, drawn as one path because ids of patterns would have to be unique
    /// in the page. The middle stays free for the mark.
    private func pattern(_ name: String, x: Int, width: Int) -> String {
        var path = ""
        switch name {
        case "disagree":
            for start in stride(from: x, through: x + width - 8, by: 6) { path += "M\(start) 20l8-20" }
            return path.isEmpty ? "" : #"<path class="hatch" d="\#(path)"/>"#
        case "unsure":
            for start in stride(from: x + 4, through: x + width - 3, by: 8) {
                path += "M\(start) 5h0M\(start) 15h0"
            }
            return path.isEmpty ? "" : #"<path class="dots" d="\#(path)"/>"#
        default: return ""
        }
    }
}
