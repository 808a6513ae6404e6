import JirgaTestSupport
import Testing

extension EndToEnd {
    /// Answering, which must work for everybody: with script and without, by touch and by keyboard, on a slow network.
    @Suite(.demonstration, .sharedBrowser) struct `Answering in a browser` {
        let address: String
        let browser: Browser

        init() throws {
            address = try Demonstration.shared.server.address
            browser = try SharedBrowser.shared
        }

        // MARK: With script

        @Test(arguments: PageLanguage.allCases)
        func `with script changes the card and nothing else`(language: PageLanguage) async throws {
            try await arrive("/\(language.rawValue)/d/demo")
            try await browser.evaluate("window.isSamePage = true")
            let before = try await statement()
            try await browser.element("fieldset.vote button[value=agree]").click()
            try await browser.wait(until: "document.querySelector('form.saved')")
            try await browser.wait(until: "document.activeElement.id === 'statement'")
            #expect(try await statement() != before, "the next statement is asked")
            #expect(try await isSamePage(), "the page was not loaded again")
            let status = try await browser.evaluate("return document.querySelector('[role=status]').textContent.trim()")
            #expect(status.text?.isEmpty == false, "a screen reader is told")
            try await browser.element("form.saved button").click()
            try await browser.wait(until: "!document.querySelector('form.saved')")
            #expect(try await isSamePage())
            #expect(try await statement() == before, "the statement is asked again")
            #expect(try await browser.consoleErrors().isEmpty)
        }

        @Test func `with script counts each answer once`() async throws {
            try await arrive("/en/d/demo")
            for choice in ["agree", "disagree", "pass"] {
                let before = try await statement()
                try await browser.element("fieldset.vote button[value=\(choice)]").click()
                try await browser.wait(
                    until: "document.querySelector('#statement').textContent.trim() !== \(quoted(before))")
            }
            try await browser.open(address + "/en/d/demo/mine")
            let kept = try await browser.evaluate(
                "return [...document.querySelectorAll('main ol strong')].map(answer => answer.textContent).sort()")
            #expect(kept == ["Agree", "Disagree", "Not sure"])
        }

        @Test func `by keyboard alone`() async throws {
            try await arrive("/en/d/demo")
            let before = try await statement()
            for choice in ["agree", "disagree"] {
                for _ in 0..<40 {
                    try await browser.press(Self.tab)
                    let focus = try await browser.evaluate(
                        """
                        const element = document.activeElement;
                        const style = getComputedStyle(element);
                        return {value: element.value || '', isShown: style.outlineStyle !== 'none'
                            && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none'};
                        """)
                    #expect(focus["isShown"] == true, "one sees where the focus is")
                    if focus["value"]?.text == choice { break }
                }
                let asked = try await statement()
                try await browser.press(Self.enter)
                try await browser.wait(
                    until: "document.querySelector('#statement').textContent.trim() !== \(quoted(asked))")
            }
            #expect(try await statement() != before)
            try await browser.open(address + "/en/d/demo/mine")
            let kept = try await browser.evaluate(
                "return [...document.querySelectorAll('main ol strong')].map(answer => answer.textContent).sort()")
            #expect(kept == ["Agree", "Disagree"])
        }

        @Test func `waits on the phone while there is no network`() async throws {
            try await arrive("/en/d/demo")
            let before = try await statement()
            try await network(isOffline: true)
            try await browser.element("fieldset.vote button[value=agree]").click()
            try await browser.wait(
                until: "[...document.querySelectorAll('[data-kept]')].some(line => !line.hidden)")
            try await network(isOffline: false)
            try await browser.evaluate("window.dispatchEvent(new Event('online'))")
            try await browser.wait(
                until: "[...document.querySelectorAll('[data-kept]')].every(line => line.hidden)")
            try await browser.open(address + "/en/d/demo/mine")
            let kept = try await browser.element("main ol").text()
            #expect(kept.contains(before), "\(kept)")
            _ = try await browser.consoleErrors()
        }

        // MARK: Without script

        @Test(arguments: PageLanguage.allCases)
        func `needs no script at all`(language: PageLanguage) async throws {
            let prefix = address + "/\(language.rawValue)"
            try await arrive("/\(language.rawValue)/d/demo", hasScript: false)
            let first = try await browser.element("#statement").text()
            try await browser.element("fieldset.vote button[value=agree]").follow()
            #expect(try await browser.elements("form.saved").count == 1)
            #expect(try await browser.element("#statement").text() != first)
            try await browser.element("form.saved button").follow()
            #expect(try await browser.element("#statement").text() == first)
            try await browser.element("fieldset.vote button[value=disagree]").follow()
            try await browser.element("form[action$='/flag'] button").follow()
            #expect(try await browser.elements("h1").count == 1)

            try await browser.open(prefix + "/d/demo/list")
            for radio in try await browser.elements("input[type=radio][value=pass]") { try await radio.click() }
            try await browser.element("form[action$='/votes'] button").follow()
            #expect(try await browser.elements("h1").count == 1)

            try await browser.open(prefix + "/d/demo/say")
            try await browser.element("textarea").type("A statement without script, \(language.rawValue).")
            try await browser.element("form[action$='/say'] button").follow()
            try await browser.element("form[action$='/say/send'] button").follow()
            #expect(try await browser.address().contains("/s/"))

            try await browser.open(prefix + "/d/demo/mine")
            let answers = try await browser.elements("main ol li").count
            #expect(answers >= 10)
            try await browser.element("main ol form button").follow()
            #expect(try await browser.elements("main ol li").count == answers - 1)
            try await browser.open(prefix + "/d/demo/results")
            #expect(try await browser.elements("h1").count == 1)
        }

        // MARK: Weight

        @Test(arguments: [false, true], PageLanguage.allCases)
        func `costs a first visitor little`(hasScript: Bool, language: PageLanguage) async throws {
            try await browser.use(Browser.Screen(hasScript: hasScript))
            try await browser.open("about:blank")
            try await browser.forget()
            try await browser.open("\(address)/\(language.rawValue)/d/demo")
            let transfers = try await browser.traffic().filter { !$0.address.hasPrefix("about:") }
            let bytes = transfers.reduce(0) { $0 + $1.bytes }
            let list = transfers.map { "\($0.kind) \($0.address) \(Int($0.bytes))" }.joined(separator: "\n")
            #expect(bytes > 1_000, "the weight was not seen:\n\(list)")
            #expect(bytes <= (hasScript ? 20_000 : 14_000), "\(Int(bytes)) bytes:\n\(list)")
            #expect(transfers.count <= (hasScript ? 4 : 2), "\(list)")
            #expect(transfers.allSatisfy { $0.address.hasPrefix(address) }, "everything is from here:\n\(list)")
        }

        @Test func `loads nothing from anywhere else`() async throws {
            for path in ["/d/demo/results", "/d/demo/who", "/help", "/sign-in", "/d/demo/list"] {
                try await arrive(path)
                let transfers = try await browser.traffic()
                #expect(transfers.allSatisfy { $0.address.hasPrefix(address) }, "\(path): \(transfers.map(\.address))")
            }
        }

        @Test func `shows the results for the weight of a picture`() async throws {
            let person = try await Demonstration.shared.cast.participant()
            try await browser.use(Browser.Screen())
            try await browser.open("about:blank")
            try await browser.forget()
            for (name, value) in person.cookies {
                try await browser.devTools(
                    "Network.setCookie", ["name": .string(name), "value": .string(value), "url": .string(address)])
            }
            try await browser.open(address + "/en/d/demo/results")
            let bytes = try await browser.traffic().reduce(0) { $0 + $1.bytes }
            #expect(bytes > 1_000 && bytes <= 60_000, "\(Int(bytes)) bytes")
        }

        // MARK: -

        private static let tab = "\u{E004}"
        private static let enter = "\u{E007}"

        /// Somebody new on a phone.
        private func arrive(_ path: String, hasScript: Bool = true) async throws {
            try await browser.use(Browser.Screen(hasScript: hasScript))
            try await browser.open("about:blank")
            try await browser.forget()
            _ = try await browser.consoleErrors()
            try await browser.open(address + path)
        }

        private func statement() async throws -> String {
            try await browser.evaluate("return document.querySelector('#statement').textContent.trim()").text ?? ""
        }

        private func isSamePage() async throws -> Bool {
            try await browser.evaluate("return window.isSamePage === true") == true
        }

        private func quoted(_ text: String) -> String {
            "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        }

        private func network(isOffline: Bool) async throws {
            try await browser.devTools("Network.enable")
            try await browser.devTools(
                "Network.emulateNetworkConditions",
                [
                    "offline": .bool(isOffline), "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
                ])
        }
    }
}
