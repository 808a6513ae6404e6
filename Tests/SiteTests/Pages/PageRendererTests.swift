import Foundation
import Testing

@testable import Site

struct PageRendererTests {
    private struct Page: Sendable {
        var text: String
        var count = 3
        var isOpen = true
        var hint: String?
        var items: [Item] = []
        var figure = Figure()
    }
    private struct Item: Sendable {
        var text: String
        var hint: String?
    }
    private struct Figure: Sendable { var svg = AnswerBar(counts: 1, 1, 1, title: "A < B").svg }

    /// Renders `template` as a page of its own, with a folder made for this call.
    private func render(_ template: String, _ model: some Sendable, strings: String = "x.label = Name <b>") throws
        -> String
    {
        let path = FileManager.default.temporaryDirectory.path + "/site-tests-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(template.utf8).write(to: URL(fileURLWithPath: path + "/sample.mustache"))
        try Data(strings.utf8).write(to: URL(fileURLWithPath: path + "/strings.en.txt"))
        let renderer = try PageRenderer(folders: [.site, WebFolder(name: "Sample", path: path)])
        return try renderer.render("sample", model, language: .english, base: "/en", frame: nil)
    }

    @Test func `texts of people are escaped everywhere`() throws {
        let model = Page(text: "<script>'\"&</script>", items: [Item(text: "<i>")])
        let html = try render("{{text}}|{{#items}}{{text}}{{/items}}|{{t.x.label}}|{{base}}|{{count}}", model)
        #expect(html == "&lt;script&gt;&#39;&quot;&amp;&lt;/script&gt;|&lt;i&gt;|Name &lt;b&gt;|/en|3")
    }

    @Test func `absent values vanish and do not fall through to an outer one`() throws {
        let model = Page(text: "", hint: "outer", items: [Item(text: "a"), Item(text: "b", hint: "own")])
        let template =
            "{{#text}}no{{/text}}{{#items}}{{text}}:{{#hint}}{{hint}}{{/hint}} {{/items}}{{#isOpen}}!{{/isOpen}}"
        #expect(try render(template, model) == "a: b:own !")
    }

    @Test func `only figures stay unescaped`() throws {
        let html = try render("{{{figure.svg}}}", Page(text: ""))
        #expect(html.hasPrefix("<svg class=\"bar\""))
        #expect(html.contains("<title>A &lt; B</title>"))
        #expect(throws: WebFolderError.self) { try render("{{{text}}}", Page(text: "")) }
        #expect(throws: WebFolderError.self) { try render("{{&text}}", Page(text: "")) }
    }

    @Test func `mistakes in templates stop the start`() {
        #expect(throws: WebFolderError.self) { try render("{{t.no.such.text}}", Page(text: "")) }
        #expect(throws: WebFolderError.self) { try render("{{text", Page(text: "")) }
        #expect(throws: WebFolderError.self) { try render("{{#a}}{{/b}}", Page(text: "")) }
    }

    @Test func `texts in the catalogue cannot make tags`() throws {
        #expect(throws: CatalogueError.self) {
            try render("{{t.x.label}}", Page(text: ""), strings: "x.label = {{text}}")
        }
    }

    @Test func `a field shows what was typed and what is wrong`() throws {
        struct FormPage: Sendable { var field: FieldView }
        var field = FieldView(name: "text", label: "Your <statement>", value: "a\"b", hint: "Short", error: "Too long")
        field.isLong = true
        let html = try render("{{>field}}", FormPage(field: field))
        #expect(html.contains(#"aria-describedby="text-hint text-error" aria-invalid="true""#))
        #expect(html.contains("Your &lt;statement&gt;") && html.contains(">a&quot;b</textarea>"))
    }

    @Test func `the log gets a fault's own words and never what it holds`() {
        struct Silent: Error { var text = "zahra@example.org" }
        #expect(!FaultPage.logged(Silent()).contains("zahra"))
        let spoken = FaultPage.logged(WebFolderError(file: "a.css", problem: "it is gone"))
        #expect(spoken == "Site.WebFolderError: a.css: it is gone")
    }

    @Test func `bars keep to their width and their marks`() {
        let bar = AnswerBar(counts: 7, 2, 1, title: "x").svg.markup
        #expect(bar.contains(#"<rect class="agree" x="0" width="138""#))
        #expect(bar.contains("✓") && bar.contains("✗") && !bar.contains("⋯"))
        #expect(!AnswerBar(counts: 0, 0, 0, title: "x").svg.markup.contains("mark"))
        #expect(!AnswerBar(agree: -5, disagree: 900, notSure: 0, title: "x").svg.markup.contains(#"width="-"#))
    }
}
