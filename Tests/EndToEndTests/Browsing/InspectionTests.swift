import Foundation
import Testing

extension EndToEnd {
    /// The checks of pages find what they are there to find.
    @Suite(.sharedBrowser) struct `A bad page` {
        static let bad = """
            <!doctype html><html lang="de"><head><title>Bad</title></head><body>
            <h1>One</h1><h1>Two</h1><p style="width: 2000px">Wide</p><p><a href="#x">Go</a></p>
            <p style="color: #ccc; background: #fff">Pale</p><img src="data:,"><input name="nameless">
            <fieldset class="vote"><button style="height: 40px">Agree</button></fieldset>
            <script>console.error("broken")</script></body></html>
            """

        @Test func `is found to be bad`() async throws {
            let browser = try SharedBrowser.shared
            try await browser.use(Browser.Screen())
            _ = try await browser.consoleErrors()
            try await browser.open("data:text/html;base64," + Data(Self.bad.utf8).base64EncodedString())
            let found = try await browser.evaluate(PageInspection.script)
            #expect(found["overflow"]?.items?.isEmpty == false)
            #expect(found["headings"] == 2 && found["lang"] == "de" && found["hasMain"] == false)
            let small = (found["small"]?.items ?? []).compactMap(\.text)
            #expect(small.contains { $0.contains("Go") } && small.contains { $0.contains("Agree") }, "\(small)")
            let violations = try await AccessibilityChecker().violations(in: browser)
            for rule in ["color-contrast", "image-alt", "label"] {
                #expect(violations.contains { $0.hasPrefix(rule + ":") }, "\(rule) among \(violations)")
            }
            let contrasts = try await AccessibilityChecker().violations(in: browser, rules: ["color-contrast"])
            #expect(contrasts.count == 1)
            #expect(try await browser.consoleErrors().contains { $0.contains("broken") })
        }
    }
}
