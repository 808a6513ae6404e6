import Testing

/// A dialogue in which people take part with codes alone, made through the pages as a facilitator makes it.
struct CodesDialogue: Sendable {
    let slug: String
    /// Of its first batch, none of them used.
    let codes: [String]

    /// - Parameter owner: signed in.
    init(_ slug: String, codes count: Int, by owner: WebSession) async throws {
        self.slug = slug
        let form = try await owner.get("/desk/new").page.form("/desk/new")
        let made = try await owner.submit(
            form,
            [
                "slug": slug, "title_en": "Valley", "question_en": "Who cleans the canals of the valley?",
                "host_en": "The water council", "title_fa": "دره", "question_fa": "جوی‌های دره را کی پاک می‌کند؟",
                "host_fa": "شورای آب", "results": "always", "admission": "codes",
                "statements": (1...10).map { "Family number \($0) should clean its own canal." }
                    .joined(separator: "\n"),
            ])
        guard made.status == 303 else { throw Demonstration.NotMade(description: "\(made)") }
        let phase = try await owner.get("/desk/\(slug)").page.form("/phase")
        let opened = try await owner.submit(phase, ["phase": "open"])
        guard opened.status == 303 else { throw Demonstration.NotMade(description: "\(opened)") }
        let batch = try await owner.get("/desk/\(slug)/codes").page.form("/codes")
        let file = try await owner.submit(
            batch, ["name": "Upper valley", "area": "Kunar", "number": String(count), "as": "csv"])
        codes = file.body.split(separator: "\r\n").dropFirst().map { String($0.prefix { $0 != "," }) }
        guard codes.count == count else { throw Demonstration.NotMade(description: "\(file)") }
    }

    /// Lets somebody in and answers as they do.
    func answer(as person: WebSession, with code: String, _ choices: [String]) async throws {
        let door = try await person.get("/d/\(slug)/join").page.form("/join")
        let joined = try await person.submit(door, ["code": code])
        #expect(joined.status == 303, "\(joined)")
        for choice in choices {
            let form = try await person.get("/d/\(slug)").page.form("/vote")
            let answered = try await person.submit(form, ["choice": choice])
            #expect(answered.status == 303, "\(answered)")
        }
    }
}
