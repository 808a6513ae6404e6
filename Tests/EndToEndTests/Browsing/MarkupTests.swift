import Foundation
import JirgaTestSupport
import Testing

extension EndToEnd {
    /// What people write stays text, in every field of every form and on every page, public and at the desk.
    ///
    /// The pages are found by following every link, and the forms are those of the pages, so that new ones are looked at
    /// without being named here.
    @Suite(.demonstration, .sharedBrowser) struct `Markup that people write` {
        let demonstration: Demonstration
        let browser: Browser

        init() throws {
            demonstration = try Demonstration.shared
            browser = try SharedBrowser.shared
        }

        private static let texts = HostileMarkup.texts

        // MARK: Writing it

        private func posted(
            _ session: WebSession, _ page: String, _ action: String, _ filled: [String: String], _ status: Int = 303
        ) async throws {
            let form = try await session.get(page).page.form(action)
            let answer = try await session.submit(form, filled)
            #expect(answer.status == status, "\(answer)")
        }

        /// Writes the texts wherever they are taken.
        private func write(_ owner: WebSession, _ participant: WebSession) async throws {
            let texts = Self.texts
            var fields = ["slug": "markup", "results": "always", "moderation": "after-showing"]
            for (place, language) in ["en", "fa"].enumerated() {
                for (index, name) in ["title", "question", "description", "host"].enumerated() {
                    fields["\(name)_\(language)"] = texts[(place * 4 + index) % texts.count]
                }
            }
            var new = fields
            new["statements"] = texts.joined(separator: "\n")
            try await posted(owner, "/desk/new", "/desk/new", new)
            try await posted(owner, "/desk/markup", "/phase", ["phase": "open"])
            for key in ["slug", "results"] { fields[key] = nil }
            try await posted(owner, "/desk/demo/edit", "/edit", fields)
            try await posted(
                owner, "/desk/demo/statements", "/statements", ["statements": texts.joined(separator: "\n")])
            for number in 1...4 {
                let page = "/desk/markup/statements/\(number)"
                try await posted(owner, page, "/translate", ["text": texts[texts.count - number]])
            }
            try await posted(owner, "/desk/markup/statements/5", "/correct", ["text": texts[4] + " or not"])
            try await posted(owner, "/desk/markup/workers", "/workers", ["name": texts[0], "role": "moderator"], 200)
            try await posted(owner, "/admin", "/admin/workers", ["name": texts[1], "role": "observer"], 200)
            try await posted(
                owner, "/desk/account", "/desk/account",
                ["name": texts[2], "passphrase": "rain on the northern fields"])
            for choice in ["agree", "disagree", "pass", "agree", "agree", "disagree", "agree"] {
                try await posted(participant, "/d/markup", "/vote", ["choice": choice])
            }
            let say = try await participant.get("/d/markup/say").page.form("/say")
            let said = texts[7] + " said by somebody"
            let check = try await participant.submit(say, ["text": said, "language": "en"])
            #expect(check.page.text.contains(said), "\(check)")
            let sent = try await participant.submit(try check.page.form("/say/send"))
            #expect(sent.status == 303, "\(sent)")
        }

        @Test(.timeLimit(.minutes(15)))
        func `is text wherever it is shown`() async throws {
            let owner = try await demonstration.cast.worker()
            let participant = try await demonstration.cast.participant()
            try await write(owner, participant)

            let texts = Self.texts
            let places: [(WebSession, String, [String])] = [
                (WebSession(owner.address), "/en/d/markup", [texts[1], texts[2], texts[3]]),
                (WebSession(owner.address), "/fa/d/markup", [texts[5], texts[6], texts[7]]),
                (WebSession(owner.address), "/en/d/demo", [texts[1]]), (participant, "/en/d/markup/mine", [texts[7]]),
                (owner, "/en/desk", [texts[0], texts[2]]), (owner, "/en/desk/markup", [texts[1]]),
                (owner, "/en/desk/markup/workers", [texts[0]]), (owner, "/en/admin", [texts[1], texts[2]]),
                (owner, "/en/desk/markup/statements", texts.map { $0 == texts[4] ? $0 + " or not" : $0 }),
                (owner, "/fa/desk/markup/statements", [texts[12], texts[11], texts[10], texts[9]]),
                (owner, "/en/desk/markup/moderate?state=shown", [texts[7] + " said by somebody"]),
            ]
            for (reader, path, wanted) in places {
                let page = try await reader.get(path)
                for text in wanted { #expect(page.page.text.contains(text), "\(text) is not on \(page)") }
            }

            try await browser.use(Browser.Screen(width: 1_200))
            try await browser.devTools("Network.clearBrowserCookies")
            for (name, value) in owner.cookies.merging(participant.cookies, uniquingKeysWith: { first, _ in first }) {
                try await browser.devTools(
                    "Network.setCookie",
                    ["name": .string(name), "value": .string(value), "url": .string(owner.address)])
            }
            let found = try await crawl(as: owner, participant)
            #expect(found.pages > 60, "\(found.pages) pages were found")
            #expect(found.seen == Set(texts), "\(Set(texts).subtracting(found.seen)) were nowhere to be seen")
            let written = try await writeIntoForms(of: found.withForms)
            #expect(written > 15, "\(written) text fields were found")
        }

        // MARK: Beside texts of the other direction

        /// Where everything in the row of a text stands that is beside the text itself: before it or after it.
        private static let neighbors = """
            const [text] = arguments;
            const leaves = root => [...root.querySelectorAll('*')].filter(
                element => !element.children.length && element.textContent.trim() && element.getClientRects().length);
            return leaves(document.querySelector('main')).filter(leaf => leaf.textContent.trim() === text).map(leaf => {
                const row = leaf.closest('tr, li, article, fieldset, section') ?? leaf.parentElement;
                const own = leaf.getBoundingClientRect();
                return leaves(row).filter(other => other !== leaf).map(other => {
                    const place = other.getBoundingClientRect();
                    if (place.bottom <= own.top || place.top >= own.bottom) return 'elsewhere';
                    return place.right <= own.left + 1 ? 'left' : place.left >= own.right - 1 ? 'right' : 'over';
                }).join(' ');
            });
            """

        private static let exchange = """
            const [text, other] = arguments;
            for (const leaf of document.querySelectorAll('main *'))
                if (!leaf.children.length && leaf.textContent.trim() === text) leaf.textContent = other;
            """

        @Test(.timeLimit(.minutes(5)), arguments: PageLanguage.allCases)
        func `U11 of either direction leaves what stands beside it where it is`(language: PageLanguage) async throws {
            let owner = try await demonstration.cast.worker()
            let slug = "directions-\(language.rawValue)"
            let texts = ["قانون 3 of 12 (water) است!", "Canal 7 (of ۱۲) - کاریز 9", "(1) آب, bread & ۳ نان: x"]
            let rest = (1...9).map { "Canal number \($0) should be cleaned." }
            let fields = [
                "slug": slug, "results": "always", "title_en": texts[0], "question_en": "What?", "host_en": "Council",
                "statements": (texts + rest).joined(separator: "\n"),
            ]
            try await posted(owner, "/desk/new", "/desk/new", fields)
            try await posted(owner, "/desk/\(slug)", "/phase", ["phase": "open"])
            try await browser.use(Browser.Screen(width: 1_200))
            try await browser.devTools("Network.clearBrowserCookies")
            for (name, value) in owner.cookies {
                try await browser.devTools(
                    "Network.setCookie",
                    ["name": .string(name), "value": .string(value), "url": .string(owner.address)])
            }
            var seen = 0
            for path in ["/d/\(slug)/list", "/desk/\(slug)/statements"] {
                try await browser.open("\(owner.address)/\(language.rawValue)\(path)")
                for text in texts {
                    let before = try await browser.evaluate(Self.neighbors, .string(text))
                    guard before.items?.isEmpty == false else { continue }
                    seen += 1
                    for plain in ["Canal 3 of 12 is for water", "کاریز سوم برای آب است"] {
                        try await browser.open("\(owner.address)/\(language.rawValue)\(path)")
                        try await browser.evaluate(Self.exchange, .string(text), .string(plain))
                        let after = try await browser.evaluate(Self.neighbors, .string(plain))
                        #expect(before == after, "\(path): \(text) beside others: \(before), \(after)")
                    }
                }
            }
            #expect(seen > 3)
        }

        // MARK: Looking for it

        private struct Found {
            var pages = 0
            var seen: Set<String> = []
            /// Pages with text fields, each with how many of its forms there are.
            var withForms: [(path: String, forms: [Int])] = []
        }

        private static let parameters = [
            "page", "p", "sort", "state", "said", "added", "lacks", "next", "code", "saved", "without", "show", "find",
            "statement", "sent", "q",
        ]

        private static func dressed(_ path: String, _ text: String) -> String {
            let query = parameters.map { "\($0)=\(WebSession.encoded(text))" }.joined(separator: "&")
            return "\(path.prefix { $0 != "?" && $0 != "#" })?\(query)"
        }

        /// Opens every page that links lead to, some of each kind, and looks at it; then the same page with parameters that
        /// nobody offered, and addresses that are made of such texts.
        private func crawl(as owner: WebSession, _ participant: WebSession) async throws -> Found {
            var found = Found()
            let everybody = owner.cookies.merging(participant.cookies) { first, _ in first }
            let reader = WebSession(owner.address, cookies: everybody)
            var waiting = [
                "/en/", "/en/desk", "/en/admin", "/en/sign-in", "/en/d/markup", "/en/d/demo", "/fa/d/markup",
            ]
            var kinds: [String: Int] = [:]
            while !waiting.isEmpty {
                let path = waiting.removeFirst()
                let kind = Self.kind(of: path)
                guard kinds[kind, default: 0] < 2 else { continue }
                kinds[kind, default: 0] += 1
                let page = try await look(at: path, reader, &found)
                guard let page else { continue }
                // The pages of the dialogue that is closed hold nothing that was written here.
                waiting += (page["links"]?.items ?? []).compactMap(\.text).filter { !$0.contains("/small") }
                let forms = (page["forms"]?.items ?? []).compactMap { $0.number.map { Int($0) } }
                if forms.contains(where: { $0 > 0 }), kinds[kind] == 1, !path.hasPrefix("/fa") {
                    found.withForms.append((path, forms))
                }
                if kinds[kind] == 1 {
                    let text = Self.texts[found.pages % Self.texts.count]
                    _ = try await look(at: Self.dressed(path, text), reader, &found)
                }
            }
            for (place, text) in Self.texts.enumerated() {
                for start in ["/d/", "/s/", "/desk/", "/d/markup/s/", "/nothing/"] where place.isMultiple(of: 3) {
                    _ = try await look(at: start + WebSession.encoded(text), reader, &found)
                }
            }
            return found
        }

        /// Pages that differ in a number or a code alone are of one kind.
        private static func kind(of path: String) -> String {
            let parts = path.split(separator: "?", maxSplits: 1)
            let names = parts.count > 1 ? parts[1].split(separator: "&").map { $0.prefix { $0 != "=" } } : []
            let segments = (parts.first ?? "").split(separator: "/").map { segment in
                segment.contains(where: \.isNumber) ? "#" : String(segment)
            }
            return segments.joined(separator: "/") + "?" + names.sorted().joined(separator: "&")
        }

        /// - Returns: what the inspection says; nil for what is no page.
        private func look(at path: String, _ reader: WebSession, _ found: inout Found) async throws -> JSON? {
            let answer = try await reader.get(path)
            #expect(answer.status < 500, "\(answer)")
            #expect(answer.header("x-content-type-options") == "nosniff", "\(answer)")
            guard answer.header("content-type")?.hasPrefix("text/html") == true else {
                if answer.status == 200 { #expect(answer.header("content-type") != nil, "\(path)") }
                return nil
            }
            _ = try await browser.consoleErrors()
            try await browser.open(reader.address + path)
            found.pages += 1
            return try await inspect(path, &found)
        }

        private func inspect(_ place: String, _ found: inout Found) async throws -> JSON {
            // What stood in an address may be shown as it stood there.
            let texts = JSON.array((Self.texts + Self.texts.map(WebSession.encoded)).map { .string($0) })
            let page = try await browser.evaluate(HostileMarkup.inspection, .string(HostileMarkup.mark), texts)
            #expect(page["problems"] == [], "\(place): \(page["problems"] ?? .null)")
            found.seen.formUnion((page["seen"]?.items ?? []).compactMap(\.text).filter(Self.texts.contains))
            let reports = try await browser.consoleErrors().filter { report in
                ["Content Security Policy", "Refused to", "violates"].contains { report.contains($0) }
            }
            #expect(reports.isEmpty, "\(place): \(reports)")
            return page
        }

        // MARK: Forms, in the browser

        /// - Returns: how many text fields were written into.
        private func writeIntoForms(of pages: [(path: String, forms: [Int])]) async throws -> Int {
            var found = Found()
            var written = 0
            for (path, forms) in pages {
                for (place, fields) in forms.enumerated() where fields > 0 {
                    try await browser.open(demonstration.server.address + path)
                    // Another form of the page may have taken this one away.
                    let count = try await browser.evaluate("return document.forms.length")
                    guard let number = count.number, place < Int(number) else { continue }
                    _ = try await browser.consoleErrors()
                    let texts = JSON.array(Self.texts.map { .string($0) })
                    let isSent = try await browser.evaluate(
                        HostileMarkup.writing, .number(Double(place)), texts, .number(Double(written)))
                    written += fields
                    if isSent == true { try await arrive(from: "form \(place + 1) of \(path)") }
                    _ = try await inspect("after form \(place + 1) of \(path)", &found)
                }
            }
            return written
        }

        /// Waits until another page has taken the place of the one a form was sent from.
        private func arrive(from place: String) async throws {
            let start = ContinuousClock.now
            while start.duration(to: .now) < .seconds(30) {
                // While one page goes and the other comes there is nothing to ask.
                let isThere = try? await browser.evaluate(
                    "return !window.isBeforeSending && document.readyState === 'complete'")
                if isThere == true { return }
                try await Task.sleep(for: .milliseconds(30))
            }
            Issue.record("nothing followed \(place)")
        }
    }
}
