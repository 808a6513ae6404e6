import Foundation
import JirgaTestSupport

/// A headless Chromium with a profile of its own.
final class Browser: Sendable {
    /// What a page is looked at with.
    struct Screen: Sendable, Hashable, CustomStringConvertible {
        var width = 360
        var height = 740
        var isDark = false
        var hasScript = true

        var description: String { "\(width) px, \(isDark ? "dark" : "light")\(hasScript ? "" : ", no script")" }
    }

    private let driver: ChromeDriver
    private let session: String
    private let profile: TemporaryFolder

    private init(_ driver: ChromeDriver) async throws {
        let profile = try TemporaryFolder()
        let options: JSON = [
            "binary": .string(try ChromeDriver.browserPath()),
            "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=en",
                "--no-first-run", "--disable-background-networking", "--disable-component-update",
                .string("--user-data-dir=\(profile.path)"),
            ],
        ]
        let capabilities: JSON = [
            "browserName": "chrome", "goog:chromeOptions": options,
            "goog:loggingPrefs": ["browser": "ALL", "performance": "ALL"],
        ]
        let answer = try await driver.command("POST", "/session", ["capabilities": ["alwaysMatch": capabilities]])
        session = answer["sessionId"]?.text ?? ""
        self.driver = driver
        self.profile = profile
    }

    /// A browser for the time of `body`, closed afterwards whatever happened.
    static func open<Result>(_ body: (Browser) async throws -> Result) async throws -> Result {
        let driver = try await ChromeDriver()
        do {
            let browser = try await Browser(driver)
            let result: Result
            do {
                result = try await body(browser)
            } catch {
                await browser.close()
                throw error
            }
            await browser.close()
            await driver.program.stop()
            return result
        } catch {
            await driver.program.stop()
            throw error
        }
    }

    private func close() async {
        _ = try? await driver.command("DELETE", "/session/\(session)")
    }

    // MARK: The page

    func open(_ address: String) async throws {
        try await command("POST", "/url", ["url": .string(address)])
    }

    /// Runs the body of a function in the page; `arguments` are there by that name. Not possible while scripting is off.
    @discardableResult
    func evaluate(_ script: String, _ arguments: JSON...) async throws -> JSON {
        try await command("POST", "/execute/sync", ["script": .string(script), "args": .array(arguments)])
    }

    /// Runs a function's body whose last argument is to be called with the result.
    func evaluateLater(_ script: String, _ arguments: JSON...) async throws -> JSON {
        try await command("POST", "/execute/async", ["script": .string(script), "args": .array(arguments)])
    }

    /// Waits, inside the page, until an expression is true.
    func wait(until expression: String) async throws {
        let reached = try await evaluateLater(
            """
            const done = arguments[arguments.length - 1];
            const start = performance.now();
            (function look() {
                if (\(expression)) done(true);
                else if (performance.now() - start > 20000) done(false);
                else setTimeout(look, 20);
            })();
            """)
        guard reached == true else {
            throw ChromeDriver.Refused(description: "after twenty seconds it was still not so: \(expression)")
        }
    }

    func source() async throws -> String {
        try await command("GET", "/source").text ?? ""
    }

    func address() async throws -> String {
        try await command("GET", "/url").text ?? ""
    }

    /// The elements that a CSS selector finds.
    func elements(_ selector: String) async throws -> [Element] {
        let found = try await command(
            "POST", "/elements", ["using": "css selector", "value": .string(selector)])
        return (found.items ?? []).compactMap { $0[Element.key]?.text }.map { Element(browser: self, id: $0) }
    }

    func element(_ selector: String) async throws -> Element {
        guard let first = try await elements(selector).first else {
            throw ChromeDriver.Refused(
                description: "nothing is \(selector) on \(try await address()): "
                    + HTMLPage(try await source()).text.prefix(500))
        }
        return first
    }

    /// Presses keys one after another, wherever the focus is.
    func press(_ keys: String) async throws {
        let actions = keys.flatMap { key -> [JSON] in
            [
                ["type": "keyDown", "value": .string(String(key))],
                ["type": "keyUp", "value": .string(String(key))],
            ]
        }
        try await command(
            "POST", "/actions", ["actions": [["type": "key", "id": "keyboard", "actions": .array(actions)]]])
    }

    /// What the page wrote to the console as an error, since the last time.
    func consoleErrors() async throws -> [String] {
        let entries = try await command("POST", "/se/log", ["type": "browser"]).items ?? []
        return entries.filter { $0["level"]?.text == "SEVERE" }.compactMap { $0["message"]?.text }
    }

    // MARK: The machine it pretends to be

    func use(_ screen: Screen) async throws {
        try await devTools(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": .number(Double(screen.width)), "height": .number(Double(screen.height)),
                "deviceScaleFactor": 1, "mobile": .bool(screen.width < 700),
            ])
        try await devTools(
            "Emulation.setEmulatedMedia",
            ["features": [["name": "prefers-color-scheme", "value": screen.isDark ? "dark" : "light"]]])
        try await allowScript(screen.hasScript)
    }

    func allowScript(_ isAllowed: Bool) async throws {
        try await devTools("Emulation.setScriptExecutionDisabled", ["value": .bool(!isAllowed)])
    }

    /// A command of the Chrome DevTools protocol.
    @discardableResult
    func devTools(_ name: String, _ parameters: JSON = [:]) async throws -> JSON {
        try await command("POST", "/goog/cdp/execute", ["cmd": .string(name), "params": parameters])
    }

    /// Forgets everything that was loaded, for a first visit.
    func forget() async throws {
        try await devTools("Network.clearBrowserCache")
        try await devTools("Network.clearBrowserCookies")
        _ = try await traffic()
    }

    /// What went over the wire since the last time.
    func traffic() async throws -> [Transfer] {
        let entries = try await command("POST", "/se/log", ["type": "performance"]).items ?? []
        return Transfer.all(in: entries.compactMap { $0["message"]?.text })
    }

    @discardableResult
    func command(_ method: String, _ path: String, _ body: JSON? = nil) async throws -> JSON {
        try await driver.command(method, "/session/\(session)\(path)", body ?? (method == "POST" ? [:] : nil))
    }
}

/// Something on a page.
struct Element: Sendable {
    /// The name WebDriver gives to references.
    static let key = "element-6066-11e4-a52e-4f735466cecf"

    let browser: Browser
    let id: String

    func click() async throws { try await browser.command("POST", "/element/\(id)/click") }

    /// Clicks and waits until another page has taken the place of this one. Where no script may run, the driver itself
    /// does not notice that a page is on its way.
    func follow() async throws {
        let before = try await browser.element("html")
        try await click()
        let start = ContinuousClock.now
        while (try? await before.text()) != nil {
            guard start.duration(to: .now) < .seconds(20) else {
                throw ChromeDriver.Refused(description: "nothing followed on \(try await browser.address())")
            }
        }
        while (try? await browser.elements("footer.site").count) != 1 {
            guard start.duration(to: .now) < .seconds(20) else {
                throw ChromeDriver.Refused(description: "\(try await browser.address()) has no end")
            }
        }
    }

    func type(_ text: String) async throws {
        try await browser.command("POST", "/element/\(id)/value", ["text": .string(text)])
    }

    func text() async throws -> String { try await browser.command("GET", "/element/\(id)/text").text ?? "" }
}

/// One request of a page and what it weighed.
struct Transfer: Sendable {
    var address = ""
    /// Bytes of the answer as they came, headers included.
    var bytes = 0.0
    var kind = ""

    /// Reads the events of the browser's network log.
    static func all(in messages: [String]) -> [Transfer] {
        var order: [String] = []
        var transfers: [String: Transfer] = [:]
        for message in messages {
            guard let event = try? JSONDecoder().decode(JSON.self, from: Data(message.utf8))["message"],
                let name = event["method"]?.text, let parameters = event["params"],
                let id = parameters["requestId"]?.text
            else { continue }
            switch name {
            case "Network.requestWillBeSent":
                if transfers[id] == nil { order.append(id) }
                // A redirect goes on under the same number.
                transfers[id, default: Transfer()].bytes +=
                    parameters["redirectResponse"]?["encodedDataLength"]?.number ?? 0
                transfers[id, default: Transfer()].address = parameters["request"]?["url"]?.text ?? ""
                transfers[id]?.kind = parameters["type"]?.text ?? ""
            case "Network.loadingFinished":
                transfers[id]?.bytes += parameters["encodedDataLength"]?.number ?? 0
            default: break
            }
        }
        return order.compactMap { transfers[$0] }
    }
}
