import Testing

@testable import jirga

@Suite struct `Text for a terminal` {
    @Test func `is broken at spaces and indented`() {
        #expect(TerminalText.wrapped("one two three", width: 9, indent: 2) == ["  one two", "  three"])
        #expect(TerminalText.wrapped("one two three", width: 9, indent: 0, further: 4) == ["one two", "    three"])
        #expect(TerminalText.wrapped("", width: 9) == [])
        #expect(TerminalText.wrapped("one  two", width: 4) == ["one", "two"])
    }

    @Test func `leaves a word that is wider than a line whole`() {
        #expect(TerminalText.wrapped("a https://example.org/x b", width: 8) == ["a", "https://example.org/x", "b"])
    }

    @Test func `breaks scripts without spaces anywhere`() {
        let rows = TerminalText.wrapped("我覺得載客的司機都應該保意外險", width: 10)
        #expect(rows.joined() == "我覺得載客的司機都應該保意外險")
        #expect(rows.allSatisfy { TerminalText.columns($0) <= 10 } && rows.count == 3)
    }

    @Test func `counts columns, not letters`() {
        #expect(TerminalText.columns("abc") == 3)
        #expect(TerminalText.columns("水") == 2)
        #expect(TerminalText.columns("e\u{301}") == 1)
        #expect(TerminalText.columns("می‌شود") == 5)
    }

    @Test func `isolates every line of people's text`() {
        let rows = TerminalText.wrappedIsolated("agree", text: "کانال‌ها باید پیش از کشت پاک شود", width: 20)
        #expect(rows.first == "  agree" && rows.count > 2)
        for row in rows.dropFirst() {
            #expect(row.hasPrefix("    \u{2068}") && row.hasSuffix("\u{2069}"))
        }
    }

    @Test func `ends for any width`() {
        for width in 0...6 {
            #expect(!TerminalText.wrapped("水水水 abc \u{301}", width: width, indent: 4).isEmpty)
        }
    }
}
