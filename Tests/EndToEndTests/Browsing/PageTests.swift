import Testing

extension EndToEnd {
    /// Every page as people get it: on a phone and on a desk, in both languages, by day and by night.
    @Suite(.demonstration, .sharedBrowser) struct `Every page` {
        let demonstration: Demonstration
        let browser: Browser
        let accessibility: AccessibilityChecker

        init() throws {
            demonstration = try Demonstration.shared
            browser = try SharedBrowser.shared
            accessibility = try AccessibilityChecker()
        }

        @Test(arguments: SitePage.all, PageLanguage.allCases)
        func `can be read, reached and understood`(page: SitePage, language: PageLanguage) async throws {
            try await become(page.reader)
            let code = await demonstration.cast.trackingCode
            let path = "/\(language.rawValue)" + page.path.replacing("CODE", with: code)
            for width in [360, 1_200] {
                var screen = Browser.Screen(width: width)
                try await browser.use(screen)
                _ = try await browser.consoleErrors()
                try await browser.open(demonstration.server.address + path)
                let arrived = try await browser.address()
                #expect(arrived == demonstration.server.address + path, "led elsewhere")
                try await look(at: page, language, screen)
                let errors = try await browser.consoleErrors()
                #expect(page.isProblem || errors.isEmpty, "\(path), \(screen): \(errors)")
                let violations = try await accessibility.violations(in: browser)
                #expect(violations.isEmpty, "\(path), \(screen): \(violations.joined(separator: "\n"))")
                screen.isDark = true
                try await browser.use(screen)
                try await look(at: page, language, screen)
                // Only colors change at night.
                let contrasts = try await accessibility.violations(in: browser, rules: ["color-contrast"])
                #expect(contrasts.isEmpty, "\(path), \(screen): \(contrasts.joined(separator: "\n"))")
            }
        }

        private func look(at page: SitePage, _ language: PageLanguage, _ screen: Browser.Screen) async throws {
            let found = try await browser.evaluate(PageInspection.script)
            let place = "/\(language.rawValue)\(page.path), \(screen)"
            #expect(found["overflow"] == [], "\(place) is wider than its window: \(found["overflow"] ?? .null)")
            #expect(found["headings"] == 1, "\(place) has \(found["headings"] ?? .null) h1")
            #expect(found["lang"]?.text == language.tag && found["dir"]?.text == language.direction, "\(place)")
            #expect(found["small"] == [], "\(place) has targets that are too small: \(found["small"] ?? .null)")
            #expect(found["title"]?.text?.isEmpty == false && found["hasMain"] == true, "\(place)")
            if screen.isDark { #expect(found["isDark"] == true, "\(place) is bright at night") }
        }

        @Test(arguments: PageLanguage.allCases)
        func `has a title of its own`(language: PageLanguage) async throws {
            var pages: [String: [String]] = [:]
            let code = try await codeOfStatement()
            _ = try await demonstration.cast.valley()
            for page in SitePage.all where !page.isProblem && !page.path.contains("?") {
                let session = try await session(of: page.reader)
                let path = page.path.replacing("CODE", with: code)
                let answer = try await session.get("/\(language.rawValue)\(path)")
                #expect(answer.status == 200, "\(answer)")
                if pages[answer.page.title]?.contains(path) != true {
                    pages[answer.page.title, default: []].append(path)
                }
            }
            for (title, paths) in pages where paths.count > 1 { Issue.record("\"\(title)\" is the title of \(paths)") }
        }

        @Test(arguments: ["/d/demo", "/d/demo/results", "/d/demo/list", "/desk/demo/moderate"])
        func `can be read at four times its size and in a narrow window`(path: String) async throws {
            try await become(.worker)
            for language in PageLanguage.allCases {
                try await browser.use(Browser.Screen(width: 320))
                try await browser.open("\(demonstration.server.address)/\(language.rawValue)\(path)")
                let found = try await browser.evaluate(PageInspection.script)
                #expect(found["overflow"] == [], "\(language) \(path): \(found["overflow"] ?? .null)")
            }
        }

        @Test func `shows what was wrong with a form first`() async throws {
            try await become(.anybody)
            for language in PageLanguage.allCases {
                let screen = Browser.Screen()
                try await browser.use(screen)
                try await browser.open("\(demonstration.server.address)/\(language.rawValue)/d/demo/say")
                let text = String(repeating: "آب ", count: 120)
                try await browser.evaluate("document.querySelector('textarea').value = arguments[0]", .string(text))
                try await browser.element("form[action$='/say'] button").follow()
                let found = try await browser.evaluate(PageInspection.script)
                #expect(found["overflow"] == [] && found["headings"] == 1)
                let error = try await browser.evaluate(
                    """
                    const link = document.querySelector('main a[href^="#"]');
                    const field = link && document.getElementById(link.getAttribute('href').slice(1));
                    return {title: document.title, leads: !!field && field.name === 'text', kept: field && field.value.length};
                    """)
                #expect(error["leads"] == true, "the summary leads to the field")
                #expect((error["kept"]?.number ?? 0) > 300, "what was typed is kept")
                let plain = try await WebSession(demonstration.server.address).get("/\(language.rawValue)/d/demo/say")
                #expect(error["title"]?.text?.hasSuffix(plain.page.title) == true)
                #expect(error["title"]?.text != plain.page.title, "the title says that there is an error")
                let violations = try await accessibility.violations(in: browser)
                #expect(violations.isEmpty, "\(violations.joined(separator: "\n"))")
            }
        }

        @Test func `takes a code from behind the sign that browsers keep to themselves`() async throws {
            try await become(.anybody)
            try await browser.use(Browser.Screen(width: 360))
            let code = try #require(try await demonstration.cast.valley().codes.last)
            try await browser.open("\(demonstration.server.address)/en/d/valley/join#\(code)")
            try await browser.wait(until: "document.querySelector('#code').value !== ''")
            let found = try await browser.evaluate(
                "return {code: document.querySelector('#code').value, address: location.href}")
            #expect(found["code"]?.text == code)
            #expect(found["address"]?.text == "\(demonstration.server.address)/en/d/valley/join")
        }

        private func codeOfStatement() async throws -> String {
            _ = try await demonstration.cast.participant()
            return await demonstration.cast.trackingCode
        }

        private func session(of reader: SitePage.Reader) async throws -> WebSession {
            switch reader {
            case .anybody: WebSession(demonstration.server.address)
            case .participant: try await demonstration.cast.participant()
            case .worker: try await demonstration.cast.worker()
            }
        }

        /// Gives the browser the cookies of somebody.
        private func become(_ reader: SitePage.Reader) async throws {
            // The worker has something to moderate, and codes to look after.
            _ = try await codeOfStatement()
            _ = try await demonstration.cast.valley()
            let session = try await session(of: reader)
            try await browser.devTools("Network.clearBrowserCookies")
            for (name, value) in session.cookies {
                try await browser.devTools(
                    "Network.setCookie",
                    ["name": .string(name), "value": .string(value), "url": .string(demonstration.server.address)])
            }
        }
    }
}
