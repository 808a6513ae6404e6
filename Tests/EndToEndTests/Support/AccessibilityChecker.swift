import Foundation

/// axe-core, which finds what WCAG forbids in a page as the browser has it.
struct AccessibilityChecker: Sendable {
    struct Missing: Error, CustomStringConvertible {
        let path: String
        var description: String { "axe-core is not at \(path): run script/setup --tests" }
    }

    static let tags: JSON = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

    private let source: String

    init() throws {
        let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let path = checkout.path + "/.build/tools/axe.min.js"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8), text.contains("axe") else {
            throw Missing(path: path)
        }
        source = text
    }

    /// What is wrong with the page: the rule, and where.
    ///
    /// - Parameter rules: names of axe-core's; all that belong to the tags when nil.
    func violations(in browser: Browser, rules: JSON? = nil) async throws -> [String] {
        if try await browser.evaluate("return typeof axe === 'undefined'") == true {
            try await browser.evaluate(source)
        }
        let found = try await browser.evaluateLater(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, {runOnly: {type: arguments[0], values: arguments[1]}, resultTypes: ['violations']}).then(
                result => done(result.violations.map(violation => violation.id + ': ' + violation.help + ' at '
                    + violation.nodes.slice(0, 3).map(node => node.target.join(' ') + ' ' + node.html.slice(0, 120))
                        .join(' | '))),
                error => done(['axe did not run: ' + error]));
            """, rules == nil ? "tag" : "rule", rules ?? Self.tags)
        return (found.items ?? ["axe gave no answer"]).compactMap(\.text)
    }
}
