import Foundation
import JirgaTestSupport
import Testing

extension EndToEnd {
    /// The page on which anybody checks a receipt, without anything being sent anywhere.
    @Suite(.demonstration, .sharedBrowser) struct `Checking a receipt in a browser` {
        let address: String
        let browser: Browser

        init() throws {
            address = try Demonstration.shared.server.address
            browser = try SharedBrowser.shared
        }

        /// What the page says, by what it is about: `good`, `bad` or `open`.
        private func check(
            receipt: String? = nil, opening: String? = nil, digits: String = "", key: String = "", note: String = "",
            on page: String? = nil
        ) async throws -> [String: String] {
            try await browser.use(Browser.Screen())
            _ = try await browser.consoleErrors()
            try await browser.open(page ?? address + "/en/verify")
            try await browser.wait(until: "!document.getElementById('checker').hidden")
            _ = try await browser.traffic()
            try await browser.evaluate("document.querySelector('#checker details').open = true")
            if let receipt { try await browser.element("#receipt").type(receipt) }
            if let opening { try await browser.element("#opening").type(opening) }
            for (id, text) in [("digits", digits), ("key", key), ("note", note)] where !text.isEmpty {
                try await browser.evaluate(
                    "document.getElementById(arguments[0]).value = arguments[1]", .string(id), .string(text))
            }
            try await browser.element("#check button").click()
            try await browser.wait(until: "document.getElementById('outcome').dataset.done === 'yes'")
            let lines = try await browser.evaluate(
                "return [...document.querySelectorAll('#outcome li')].map(line => [line.dataset.about, line.dataset.state])"
            )
            let traffic = try await browser.traffic()
            #expect(traffic.isEmpty, "nothing is sent: \(traffic.map(\.address))")
            #expect(try await browser.consoleErrors().isEmpty)
            return Dictionary(
                (lines.items ?? []).compactMap { line in
                    (line.items?.first?.text).flatMap { about in (line.items?.last?.text).map { (about, $0) } }
                }, uniquingKeysWith: { first, _ in first })
        }

        private func isFine() async throws -> Bool {
            try await browser.evaluate("return !!document.querySelector('#outcome p.notice.info')") == true
        }

        /// A browser without Ed25519 must say so, and must say nothing else.
        private func isSignatureGood(_ said: [String: String]) -> Bool {
            said["signature_good"] == "good" || said["signature_unable"] == "open"
        }

        @Test func `what fits is said to fit, and how the vote was`() async throws {
            let archive = try await PractisedArchive()
            let said = try await check(
                receipt: archive.receipt, opening: archive.opening, digits: archive.fingerprint, key: archive.logKey)
            #expect(said["included"] == "good", "\(said)")
            #expect(said["digits_same"] == "good" && said["opening_fits"] == "good" && isSignatureGood(said), "\(said)")
            #expect(!said.values.contains("bad"))
            #expect(try await isFine())
            let shown = try await browser.element("#outcome").text()
            #expect(shown.contains("/ \(archive.entries)") && shown.contains(archive.fingerprint), "\(shown)")
            let choice = try String(contentsOfFile: archive.opening, encoding: .utf8).components(separatedBy: "\n")
                .first { $0.hasPrefix("choice ") }?.last.flatMap { Int(String($0)) }
            #expect(shown.contains(["withdrawn", "agree", "disagree", "not sure"][choice ?? 0]), "\(shown)")
            // Digits as they are typed on a phone of the country are the same digits.
            let dari = String(
                String.UnicodeScalarView(
                    archive.fingerprint.unicodeScalars.compactMap { digit in
                        digit == " " ? digit : UnicodeScalar(digit.value - 48 + 0x6F0)
                    }))
            #expect(try await check(receipt: archive.receipt, digits: dari)["digits_same"] == "good")
        }

        @Test func `a receipt with one bit changed shows nothing`() async throws {
            let archive = try await PractisedArchive()
            let lines = try String(contentsOfFile: archive.receipt, encoding: .utf8).components(separatedBy: "\n")
            let empty = try #require(lines.firstIndex(of: ""))
            // The entry, the first and the last hash, the root of the checkpoint.
            for line in [1, 3, empty - 1, empty + 3] {
                let changed = try archive.changed(archive.receipt) { lines in
                    lines[line] = oneBitOff(lines[line], at: line == 1 ? lines[line].count - 8 : 5)
                }
                let said = try await check(receipt: changed)
                #expect(said["not_included"] == "bad" || said["not_receipt"] == "bad", "line \(line): \(said)")
                #expect(try await !isFine())
            }
            let size = try archive.changed(archive.receipt) { $0[empty + 2] = String(archive.entries + 1) }
            let said = try await check(receipt: size, digits: archive.fingerprint, key: archive.logKey)
            #expect(said["digits_other"] == "bad" && !isSignatureGood(said), "\(said)")
        }

        @Test func `an opening of another vote, other digits and another key do not fit`() async throws {
            let archive = try await PractisedArchive()
            let other = try await PractisedArchive(seed: 6)
            let opening = try archive.changed(archive.opening) { lines in
                for (place, line) in lines.enumerated() where line.hasPrefix("nonce ") {
                    lines[place] = oneBitOff(line, at: line.count - 1).replacing("A", with: "a")
                }
            }
            #expect(try await check(receipt: archive.receipt, opening: opening)["opening_other"] == "bad")
            #expect(try await check(receipt: archive.receipt, opening: other.opening)["opening_other"] == "bad")
            #expect(try await check(receipt: archive.receipt, digits: other.fingerprint)["digits_other"] == "bad")
            let signed = try await check(receipt: archive.receipt, key: other.logKey)
            #expect(signed["signature_bad"] == "bad", "\(signed)")
            #expect(try await check(receipt: archive.receipt, key: "not a key")["not_key"] == "bad")
            #expect(try await check(opening: archive.opening)["opening_alone"] == "open")
        }

        @Test func `files that are none of these are said to be none`() async throws {
            let archive = try await PractisedArchive()
            let noise = archive.folder.path("noise.txt")
            try Data((0..<4_000).map { UInt8(truncatingIfNeeded: $0 &* 37) }).write(to: URL(fileURLWithPath: noise))
            let said = try await check(receipt: noise, opening: noise)
            #expect(said["not_receipt"] == "bad" && said["not_opening"] == "bad", "\(said)")
            let swapped = try await check(receipt: archive.opening, opening: archive.receipt)
            #expect(swapped["not_receipt"] == "bad" && swapped["not_opening"] == "bad", "\(swapped)")
            #expect(try await check()["nothing"] == "open")
            #expect(try await check(note: "half a checkpoint")["not_note"] == "bad")
            let note = try String(contentsOfFile: archive.path + "/log/checkpoint", encoding: .utf8)
            #expect(try await check(digits: archive.fingerprint, note: note)["digits_same"] == "good")
        }

        @Test(arguments: PageLanguage.allCases)
        func `kept as one file the page works without a server`(language: PageLanguage) async throws {
            let archive = try await PractisedArchive()
            let answer = try await WebSession(address).get("/\(language.rawValue)/verify/offline")
            #expect(answer.header("content-disposition")?.contains("jirga-verify.html") == true)
            let file = archive.folder.path("jirga-verify.html")
            try answer.body.write(toFile: file, atomically: true, encoding: .utf8)
            let said = try await check(
                receipt: archive.receipt, opening: archive.opening, digits: archive.fingerprint, key: archive.logKey,
                on: "file://" + file)
            #expect(said["included"] == "good" && said["opening_fits"] == "good", "\(said)")
            #expect(try await isFine())
        }

        @Test(arguments: PageLanguage.allCases)
        func `without script the page says how to check with the program`(language: PageLanguage) async throws {
            try await browser.use(Browser.Screen(hasScript: false))
            try await browser.open("\(address)/\(language.rawValue)/verify")
            let text = HTMLPage(try await browser.source()).text
            #expect(text.contains("jirga-verify --receipt"))
            #expect(try await browser.element("#without").text().isEmpty == false)
            try await browser.use(Browser.Screen())
            let script = try #require(
                try await WebSession(address).get("/en/verify").body.firstMatch(of: /\/assets\/verify-[^"]+/)?.0)
            let weight = try await WebSession(address).get(String(script)).body.utf8.count
            #expect(weight > 1_000 && weight <= 10_000, "\(weight) bytes of script")
        }
    }
}
