import Testing

@testable import Site

struct CatalogueTests {
    private func catalogue(_ english: String, _ dari: String = "") throws -> Catalogue {
        try Catalogue(files: [(.english, "strings.en.txt", english), (.dari, "strings.fa.txt", dari)])
    }

    @Test func `texts, plural forms, comments and continued lines are read`() throws {
        let texts = try catalogue(
            """
            # a comment
            a.title = Water = life
            long = one
              two

              three
            n[one] = {count} answer of {name}
            n[other] = {count} answers of {name}
            """
        ).texts(.english)
        #expect(texts["a.title"] == "Water = life")
        #expect(texts["long"] == "one two three")
        #expect(texts("n", ["count": .number(1), "name": .text("<Zahra>")]) == "1 answer of <Zahra>")
        #expect(texts("n", ["count": .number(1_234), "name": .text("x")]) == "1,234 answers of x")
        #expect(texts["missing"] == "⟦missing⟧")
    }

    @Test func `text arguments are isolated outside HTML only`() throws {
        let texts = try catalogue("a = By {name}: {count}").texts(.english)
        let arguments: [String: TextArgument] = ["name": .text("زهرا"), "count": .number(3)]
        #expect(texts.plain("a", arguments) == "By \u{2068}زهرا\u{2069}: 3")
        #expect(texts("a", arguments) == "By زهرا: 3")
    }

    @Test func `numbers in texts take the digits of the language`() throws {
        let texts = try catalogue("a = {count}", "a[one] = {count} جواب\na[other] = {count} جواب").texts(.dari)
        #expect(texts("a", ["count": .number(12_345)]) == "۱۲٬۳۴۵ جواب")
    }

    @Test(
        arguments: [
            ("just words", 1, CatalogueError.Reason.missingEquals), ("\n  x", 2, .strayContinuation),
            ("a = x\na = y", 2, .defined(before: "strings.en.txt:1")), ("ä = x", 1, .badKey("ä")),
            ("a = {x", 1, .openBrace), ("a = {}", 1, .badArgument("")), ("a =", 1, .emptyText),
            ("a[six] = x", 1, .unknownPluralForm("a[six]")), (" = x", 1, .strayContinuation),
            ("a = {{x}}", 1, .badArgument("{x")),
        ] as [(String, Int, CatalogueError.Reason)])
    func `a mistake is told with file and line`(text: String, line: Int, reason: CatalogueError.Reason) {
        #expect(throws: CatalogueError(file: "strings.en.txt", line: line, reason: reason)) {
            try catalogue(text)
        }
    }

    @Test func `what a translator has to mend is listed`() throws {
        let catalogue = try catalogue(
            "a = x\nb = {name}\nn[one] = {count}\nn[other] = {count}\nm = x",
            "b = {other}\nn[one] = {count}\nextra = x\nm = x\u{202E}")
        #expect(
            catalogue.problems() == [
                "fa-AF: \"a\" is missing",
                "fa-AF: \"b\" has arguments (other), English has (name)",
                "fa-AF: \"extra\" is not in English",
                "fa-AF: \"m\" holds an invisible direction mark",
                "fa-AF: \"n\" has no form [other]",
            ])
        #expect(catalogue.texts(.dari)["a"] == "x")
    }

    @Test func `the texts of the frame are complete`() throws {
        #expect(try Catalogue(folders: [.site]).problems() == [])
    }

    @Test(
        arguments: [
            (0, "just now"), (-59_000, "just now"), (60_000, "in 1 minute"), (-14 * 60_000, "14 minutes ago"),
            (3 * 3_600_000, "in 3 hours"), (29 * 86_400_000, "in 29 days"), (-86_400_000, "1 day ago"),
            (Int64.max, "in 106,751,991,167 days"),
        ] as [(Int64, String)])
    func `distances in time are told in the largest fitting unit`(distance: Int64, expected: String) throws {
        #expect(try Catalogue(folders: [.site]).texts(.english).relative(distance, at: 0) == expected)
    }

    @Test func `the farthest past does not overflow`() throws {
        let texts = try Catalogue(folders: [.site]).texts(.dari)
        #expect(texts.relative(.min, at: .max).contains("روز پیش"))
        #expect(texts.relative(29 * 86_400_000, at: 0) == "تا ۲۹ روز دیگر")
    }
}
