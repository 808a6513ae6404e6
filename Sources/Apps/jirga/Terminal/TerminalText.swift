/// Text broken into lines for a terminal.
enum TerminalText {
    /// Breaks at spaces; words wider than a line are left whole.
    static func wrapped(_ text: String, width: Int, indent: Int = 0, further: Int? = nil) -> [String] {
        rows(text, width: width, first: indent, further: further ?? indent)
            .map { String(repeating: " ", count: $0.indent) + $0.text }
    }

    /// What we say on one line, and under it text of people, each line of which is isolated, so that a right-to-left
    /// text does not turn the line around.
    static func wrappedIsolated(_ words: String, text: String, width: Int) -> [String] {
        wrapped(words, width: width, indent: 2, further: 4) + wrappedIsolated(text, width: width, indent: 4)
    }

    static func wrappedIsolated(_ text: String, width: Int, indent: Int = 0) -> [String] {
        rows(text, width: width, first: indent, further: indent)
            .map { String(repeating: " ", count: $0.indent) + "\u{2068}\($0.text)\u{2069}" }
    }

    private static func rows(_ text: String, width: Int, first: Int, further: Int) -> [(indent: Int, text: String)] {
        var rows: [(indent: Int, text: String)] = []
        var row = ""
        var indent = first
        func close() {
            while row.last == " " { row.removeLast() }
            rows.append((indent, row))
            (row, indent) = ("", further)
        }
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            if !row.isEmpty, indent + columns(row) + 1 + columns(word) > width { close() }
            row += (row.isEmpty ? "" : " ") + word
            // Scripts without spaces break anywhere.
            while indent + columns(row) > width, isWide(row) {
                var head = ""
                while let next = row.first, indent + columns(head) + columns(String(next)) <= width {
                    head.append(row.removeFirst())
                }
                guard !head.isEmpty, !row.isEmpty else {
                    row = head + row
                    break
                }
                let rest = row
                row = head
                close()
                row = rest
            }
        }
        if !row.isEmpty { close() }
        return rows
    }

    private static func isWide(_ text: String) -> Bool { text.unicodeScalars.contains { columns($0) == 2 } }

    /// How many columns a text takes: East Asian letters and emoji two, marks that join none.
    static func columns(_ text: some StringProtocol) -> Int { text.unicodeScalars.reduce(0) { $0 + columns($1) } }

    private static func columns(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0..<0x300: 1
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            2
        default:
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .format: 0
            default: 1
            }
        }
    }
}

extension TerminalText {
    /// Text of a file without what moves the cursor, colors or turns around a terminal; each such character is U+FFFD.
    static func harmless(_ text: String, keeping kept: String = "") -> String {
        var harmless = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isTurning = (0x202A...0x202E).contains(scalar.value)
            let isControl = scalar.properties.generalCategory == .control
            let isSeparator = scalar.value == 0x2028 || scalar.value == 0x2029
            let isHarmless = !(isTurning || isControl || isSeparator) || kept.unicodeScalars.contains(scalar)
            harmless.append(isHarmless ? scalar : "\u{FFFD}")
        }
        return String(harmless)
    }
}
