import Foundation
import JirgaTestSupport
import Testing

extension EndToEnd {
    /// A dialogue from its first day to its last, by people whose browsers run no script.
    @Suite struct `A dialogue walked through` {
        static let statements = (1...10).map { "Canal number \($0) should be cleaned every spring." }

        @Test(.timeLimit(.minutes(5)), arguments: DatabaseKind.allCases)
        func `from the first link to the results`(kind: DatabaseKind) async throws {
            switch kind {
            case .sqlite:
                let folder = try TemporaryFolder()
                try await walk(["--data", folder.path("data")])
            case .postgres:
                let postgres = try await PostgresServer.shared
                let name = try await postgres.createDatabase()
                let folder = try TemporaryFolder()
                try await walk(["--database", postgres.url(database: name), "--data", folder.path("data")])
                try await postgres.dropDatabase(name)
            }
        }

        private func walk(_ options: [String]) async throws {
            try await RunningJirga.serving(options) { server in
                let owner = try await signIn(server)
                try await makeDialogue(owner)
                try await open(owner)
                let people = [
                    WebSession(server.address), WebSession(server.address), WebSession(server.address),
                ]
                try await answer(people)
                let codes = try await state(people)
                try await moderate(owner)
                try await readStatus(of: codes, as: WebSession(server.address))
                try await answerTenAtOnce(people[0])
                try await changeAndTakeBack(people[0])
                let unsent = try await people[1].get("/d/canals").page.form("/vote")
                try await close(owner)
                let late = try await people[1].submit(unsent, ["choice": "agree"])
                #expect(late.status == 409 && late.page.headings.count == 1, "\(late)")
                try await readResults(server, people)
            }
        }

        @Test func `with a new link for an owner who lost the first`() async throws {
            let folder = try TemporaryFolder()
            let data = folder.path("data")
            try await RunningJirga.serving(data) { server in
                let run = try await JirgaProgram.run("sign-in-link", "--data", data, "--address", server.address)
                #expect(run.status == 0, "\(run.stderr)")
                let link = run.stdout.trimmingCharacters(in: .whitespacesAndNewlines)
                let owner = WebSession(server.address)
                let signedIn = try await owner.submit(try await owner.get(link).page.form("/sign-in/link"))
                #expect(signedIn.status == 303, "\(signedIn)")
                #expect(try await owner.get("/desk").status == 200)
                let unknown = try await JirgaProgram.run("sign-in-link", "--data", data, "--name", "Nobody")
                #expect(unknown.status == 66 && unknown.stderr.contains("\"Nobody\""), "\(unknown.stderr)")
            }
        }

        private func signIn(_ server: RunningJirga) async throws -> WebSession {
            let owner = WebSession(server.address)
            let link = try await owner.get(server.signInLink)
            #expect(link.status == 200 && owner.cookies.isEmpty, "looking at the link changes nothing")
            #expect(try await owner.get(server.signInLink).status == 200)
            let form = try link.page.form("/sign-in/link")
            let signedIn = try await owner.submit(form)
            #expect(signedIn.status == 303 && signedIn.location == "/desk/account", "\(signedIn)")
            #expect(signedIn.header("set-cookie")?.contains("HttpOnly") == true)
            let again = try await WebSession(server.address).submit(form)
            #expect(again.status == 410, "the link works once: \(again)")
            let account = try await owner.get("/desk/account").page.form("/desk/account")
            let saved = try await owner.submit(account, ["passphrase": "spring water on every field"])
            #expect(saved.status == 303, "\(saved)")
            // The passphrase is as good as the link from now on.
            let other = WebSession(server.address)
            let signInForm = try await other.get("/sign-in").page.form("/sign-in")
            let name = try #require(account.value("name"))
            let wrong = try await other.submit(signInForm, ["name": name, "passphrase": "something else entirely"])
            #expect([401, 403, 422].contains(wrong.status) && other.cookies.isEmpty, "\(wrong)")
            let right = try await other.submit(
                signInForm, ["name": name, "passphrase": "spring water on every field"])
            #expect(right.status == 303, "\(right)")
            return owner
        }

        private func makeDialogue(_ owner: WebSession) async throws {
            let form = try await owner.get("/desk/new").page.form("/desk/new")
            let filled = [
                "slug": "canals", "title_en": "Canals", "question_en": "How should the canals be kept?",
                "description_en": "The canals of the valley.", "host_en": "The water council",
                "title_fa": "جوی‌ها", "question_fa": "جوی‌ها چگونه نگهداری شوند؟", "host_fa": "شورای آب",
                "results": "always", "moderation": "before-showing",
                "statements": Self.statements.joined(separator: "\n"),
            ]
            #expect(form.choices.contains { $0.name == "moderation" && $0.value == filled["moderation"] })
            let made = try await owner.submit(form, filled)
            #expect(made.status == 303 && made.location == "/desk/canals", "\(made)")
            let before = WebSession(owner.address)
            #expect(try await before.get("/d/canals").status == 404, "a draft is for its workers alone")
            #expect(try await owner.get("/d/canals").status == 200)
        }

        private func open(_ owner: WebSession) async throws {
            let desk = try await owner.get("/desk/canals")
            let form = try desk.page.form("/phase")
            #expect(form.buttons.contains { $0.value == "open" }, "\(desk)")
            let opened = try await owner.submit(form, ["phase": "open"])
            #expect(opened.status == 303, "\(opened)")
        }

        private func answer(_ people: [WebSession]) async throws {
            for (person, choice) in zip(people, ["agree", "disagree", "pass"]) {
                var seen: Set<String> = []
                for _ in 0..<3 {
                    let page = try await person.get(choice == "disagree" ? "/fa/d/canals" : "/d/canals")
                    #expect(page.status == 200 && page.page.headings.count == 1, "\(page)")
                    let form = try page.page.form("/vote")
                    #expect(form.buttons.map(\.value) == ["agree", "disagree", "pass"])
                    let saved = try await person.submit(form, ["choice": choice])
                    #expect(saved.status == 303, "\(saved)")
                    seen.insert(form.value("statement") ?? "")
                    // Pressing twice is answering once.
                    if seen.count == 2 { #expect(try await person.submit(form, ["choice": choice]).status != 500) }
                }
                #expect(seen.count == 3, "nobody is asked twice")
            }
        }

        private func state(_ people: [WebSession]) async throws -> [String] {
            var codes: [String] = []
            let texts = [
                "The keepers of the canals should be paid.", "آب باید برای همه باشد.",
                "Buy my cheap pipes now, everyone!",
            ]
            for (place, (person, text)) in zip(people, texts).enumerated() {
                let base = place == 1 ? "/fa" : ""
                let say = try await person.get("\(base)/d/canals/say").page.form("/say")
                let empty = try await person.submit(say, ["text": "  "])
                #expect(empty.status == 422 && empty.page.forms.contains { $0.action.hasSuffix("/say") }, "\(empty)")
                let language = place == 1 ? "fa-AF" : "en"
                let check = try await person.submit(say, ["text": text, "language": language])
                #expect(check.status == 200 && check.page.text.contains(text), "\(check)")
                let send = try check.page.form("/say/send")
                let sent = try await person.submit(send)
                #expect(sent.status == 303, "\(sent)")
                let twice = try await person.submit(send)
                #expect(twice.location == sent.location, "sending twice is sending once")
                let status = try await person.follow(sent)
                #expect(status.status == 200 && status.page.text.contains(text), "\(status)")
                let code = sent.location.firstMatch(of: /\/s\/([0-9-]+)/)?.1
                codes.append(String(try #require(code)))
            }
            return codes
        }

        private func moderate(_ owner: WebSession) async throws {
            for (text, fields) in [
                ("The keepers", ["decision": "show"]), ("آب باید", ["decision": "show"]),
                ("cheap pipes", ["decision": "hide", "reason": ""]),
            ] {
                let queue = try await owner.get("/desk/canals/moderate?state=waiting")
                #expect(queue.status == 200, "\(queue)")
                let row = try #require(
                    queue.body.components(separatedBy: "data-row").dropFirst().first { $0.contains(text) },
                    "\(text) waits in the queue: \(queue)")
                let form = try #require(
                    HTMLPage(row).forms.first { form in
                        form.buttons.contains { $0.name == "decision" && $0.value == fields["decision"] }
                    })
                var fields = fields
                if fields["reason"] != nil {
                    // A decision not to show needs its reason.
                    let unreasoned = try await owner.submit(form, ["decision": "hide"])
                    #expect([409, 422].contains(unreasoned.status), "\(unreasoned)")
                    fields["reason"] = try #require(form.choices.first { $0.name == "reason" }?.value)
                }
                let decided = try await owner.submit(form, fields)
                #expect(decided.status == 303, "\(decided)")
            }
            let log = try await owner.get("/desk/canals/log")
            #expect(log.status == 200 && log.page.headings.count == 1, "\(log)")
        }

        private func readStatus(of codes: [String], as reader: WebSession) async throws {
            let shown = try await reader.follow(try await reader.get("/s?code=\(codes[0])"))
            #expect(shown.status == 200 && shown.page.text.contains("The keepers"), "\(shown)")
            let inDari = try await reader.get("/fa/s/\(codes[1])")
            #expect(inDari.status == 200 && inDari.body.contains("dir=\"rtl\""), "\(inDari)")
            let hidden = try await reader.get("/s/\(codes[2])")
            #expect(hidden.status == 200, "\(hidden)")
            #expect(!hidden.page.text.contains("cheap pipes"), "what is not shown is shown to nobody else")
        }

        private func answerTenAtOnce(_ person: WebSession) async throws {
            let list = try await person.get("/d/canals/list")
            let form = try list.page.form("/votes")
            let names = Set(form.choices.map(\.name))
            #expect(names.count == 10, "ten at once: \(list)")
            let chosen = Dictionary(uniqueKeysWithValues: names.map { ($0, "agree") })
            let saved = try await person.submit(form, chosen)
            #expect(saved.status == 303, "\(saved)")
            let nothing = try await person.submit(form)
            #expect(nothing.status < 500, "\(nothing)")
        }

        private func changeAndTakeBack(_ person: WebSession) async throws {
            func answers() async throws -> WebAnswer { try await person.get("/d/canals/mine") }
            let mine = try await answers()
            let forms = mine.page.forms.filter { $0.action.hasSuffix("/mine") && $0.value("statement") != nil }
            #expect(forms.count >= 10, "\(mine)")
            let first = try #require(forms.first?.value("statement"))
            let card = try await person.get("/d/canals?show=\(first)").page.form("/vote")
            #expect(card.value("statement") == first)
            #expect(try await person.submit(card, ["choice": "disagree"]).status == 303)
            #expect(try await answers().page.text.contains("Disagree"))
            let takenBack = try await person.submit(try #require(forms.last))
            #expect(takenBack.status == 303, "\(takenBack)")
            let left = try await answers().page.forms.filter { $0.value("statement") != nil }
            #expect(left.count == forms.count - 1)
            let all = try #require(try await answers().page.forms.first { $0.value("all") != nil })
            #expect(try await person.submit(all).status == 303)
            #expect(try await answers().page.forms.allSatisfy { $0.value("statement") == nil })
        }

        private func close(_ owner: WebSession) async throws {
            let page = try await owner.get("/desk/canals/close")
            let closed = try await owner.submit(try page.page.form("/close"))
            #expect(closed.status == 303, "\(closed)")
        }

        private func readResults(_ server: RunningJirga, _ people: [WebSession]) async throws {
            let reader = WebSession(server.address)
            for path in ["/d/canals", "/d/canals/results", "/fa/d/canals/results", "/d/canals/who", "/d/canals/list"] {
                let page = try await reader.get(path)
                #expect(page.status == 200 && page.page.headings.count == 1, "\(page)")
                #expect(!page.body.contains("cheap pipes"), "\(path)")
            }
            #expect(try await reader.get("/d/canals/s/1").status == 200)
            let mine = try await people[1].get("/d/canals/mine")
            #expect(mine.page.forms.allSatisfy { $0.value("statement") == nil }, "nothing can be changed any more")
            let late = try await people[1].get("/d/canals")
            #expect(throws: (any Error).self) { try late.page.form("/vote") }
        }
    }
}
