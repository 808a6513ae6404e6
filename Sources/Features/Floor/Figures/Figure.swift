/// The frame all figures share: an SVG element that scales to any width, with a title that says what is found and a
/// description that says how to read it.
///
/// The same bytes come from the same input. Shapes and letters carry the meaning; colors only help, and are written as
/// attributes so that the stylesheet of the page may replace them and a single file still shows them.
package struct Figure: Sendable {
    /// The beginning of every id inside; unique on a page.
    package let name: String
    package let width: Int
    package let height: Int
    package let title: String
    package let description: String

    package init(name: String, width: Int, height: Int, title: String, description: String) {
        self.name = name
        self.width = width
        self.height = height
        self.title = title
        self.description = description
    }

    /// - Parameter body: elements, already escaped.
    package func svg(_ body: String) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" class="figure" viewBox="0 0 \(width) \(height)" role="img" \
        aria-labelledby="\(name)-title \(name)-desc">\
        <title id="\(name)-title">\(Figure.escaped(title))</title>\
        <desc id="\(name)-desc">\(Figure.escaped(description))</desc>\(body)</svg>
        """
    }

    /// Text as it may stand in XML, inside elements and attributes. Characters XML does not know are left out.
    package static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\t", "\n", "\r": result += " "
            default:
                if scalar.value >= 0x20, scalar.value & 0xFFFE != 0xFFFE { result.unicodeScalars.append(scalar) }
            }
        }
        return result
    }

    /// A coordinate rounded to whole units; what is not a number or far outside is brought to the edge.
    static func whole(_ value: Double) -> Int {
        value.isFinite ? Int(min(max(value, -10_000), 10_000).rounded()) : 0
    }
}
