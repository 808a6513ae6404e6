package import Publication
package import Site

/// The form in which a facilitator describes a dialogue: what was typed, as it was typed.
package struct DialogueForm: Sendable {
    package struct Texts: Sendable, Hashable {
        package var title = ""
        package var question = ""
        package var description = ""
        package var host = ""

        var isEmpty: Bool { title.isEmpty && question.isEmpty && description.isEmpty && host.isEmpty }
    }

    package var slug = ""
    package var texts: [Language: Texts] = [:]
    /// The language the dialogue is written in.
    package var writtenIn: Language
    package var opens = ""
    package var closes = ""
    package var results = Dialogue.ResultsVisibility.afterSevenAnswers
    package var moderation = Dialogue.ModerationPolicy.beforeShowing
    package var publication = PublicationProfile.standard
    package var admission = Dialogue.Admission.open
    package var matrix = MatrixLevel.auditors

    /// An empty form.
    package init(writtenIn language: Language) {
        writtenIn = language
    }

    /// The form filled with what a dialogue has now.
    package init(_ dialogue: Dialogue) {
        writtenIn = dialogue.languages.lazy.compactMap { Language(rawValue: $0) }.first ?? .english
        slug = dialogue.slug
        for own in dialogue.texts {
            guard let language = Language(rawValue: own.language) else { continue }
            texts[language] = Texts(
                title: own.title, question: own.question, description: own.description, host: own.host)
        }
        opens = dialogue.opensAt.map(TypedTime.written) ?? ""
        closes = dialogue.closesAt.map(TypedTime.written) ?? ""
        results = dialogue.resultsVisibility
        moderation = dialogue.moderationPolicy
        publication = dialogue.publicationProfile
        admission = dialogue.admission
        matrix = dialogue.matrixLevel
    }

    package static var fieldNames: [String] {
        ["slug", "written_in", "opens", "closes", "results", "moderation", "publication", "admission", "matrix"]
            + Language.all.flatMap { language in
                ["title", "question", "description", "host"].map { "\($0)_\(language.prefix)" }
            }
    }

    /// Room for every text at its longest, percent-encoded Arabic script included.
    package static let limits = FormData.Limits(bytes: 262_144, fields: 40)

    /// - Throws: ``FormProblem`` for choices the page did not offer.
    package init(_ form: FormData, for language: Language) throws(FormProblem) {
        writtenIn = form["written_in"].flatMap { Language(rawValue: $0) } ?? language
        slug = Self.line(form["slug"]).lowercased()
        for language in Language.all {
            let own = Texts(
                title: Self.line(form["title_\(language.prefix)"]),
                question: Self.line(form["question_\(language.prefix)"]),
                description: Self.paragraphs(form["description_\(language.prefix)"]),
                host: Self.line(form["host_\(language.prefix)"]))
            if !own.isEmpty { texts[language] = own }
        }
        opens = Self.line(form["opens"])
        closes = Self.line(form["closes"])
        if form["results"] != nil { results = try form.choice("results") }
        if form["moderation"] != nil { moderation = try form.choice("moderation") }
        if form["publication"] != nil { publication = try form.choice("publication") }
        if form["admission"] != nil { admission = try form.choice("admission") }
        if form["matrix"] != nil { matrix = try form.choice("matrix") }
    }

    /// What the form asks for.
    ///
    /// Nothing typed for the address is a wish to have one made of the title. A language counts when anything is written
    /// in it, so that a forgotten question is noticed.
    ///
    /// - Throws: ``DialogueFormProblem``; whether the dialogue may be so is for ``DialogueRules``.
    package func draft(keeping dialogue: Dialogue? = nil) throws(DialogueFormProblem) -> DialogueDraft {
        let languages = [writtenIn] + Language.all.filter { $0 != writtenIn }
        var kept: [Dialogue.Texts] = []
        for language in languages {
            guard let own = texts[language], !own.isEmpty else { continue }
            kept.append(
                Dialogue.Texts(
                    language: language.tag, title: own.title, question: own.question, description: own.description,
                    host: own.host))
        }
        // Texts in a language the pages have no words for stay as they are.
        kept += dialogue?.texts.filter { Language(rawValue: $0.language) == nil } ?? []
        var draft = DialogueDraft(
            slug: slug, texts: kept, opensAt: try time(opens, "opens", keeping: dialogue?.opensAt),
            closesAt: try time(closes, "closes", keeping: dialogue?.closesAt), resultsVisibility: results,
            moderationPolicy: moderation, publicationProfile: publication, admission: admission)
        draft.matrixLevel = matrix
        return draft
    }

    private func time(_ text: String, _ field: String, keeping before: Int64?) throws(DialogueFormProblem) -> Int64? {
        if text.isEmpty { return nil }
        // Times are shown to the minute; what was not touched keeps its seconds.
        if let before, TypedTime.written(before) == text { return before }
        guard let time = TypedTime(text) else { throw .unreadableTime(field: field) }
        return time.milliseconds
    }

    /// An address made of a title: its Latin letters and digits, with hyphens between words. Empty where it has none.
    package static func slug(from title: String) -> String {
        var slug = ""
        for byte in title.lowercased().utf8 {
            let isWord =
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            if isWord {
                slug.unicodeScalars.append(Unicode.Scalar(byte))
            } else if !slug.isEmpty, !slug.hasSuffix("-") {
                slug += "-"
            }
            if slug.utf8.count >= 40 { break }
        }
        while slug.hasSuffix("-") { slug.removeLast() }
        return DialogueRules.isUsable(slug: slug) ? slug : ""
    }

    /// One line: control characters become spaces, white space at the ends goes.
    static func line(_ text: String?) -> String {
        String(String.UnicodeScalarView((text ?? "").unicodeScalars.map { isControl($0) ? " " : $0 })).trimmed
    }

    /// Several lines, with plain line breaks.
    private static func paragraphs(_ text: String?) -> String {
        let lines = (text ?? "").replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        return String(
            String.UnicodeScalarView(lines.unicodeScalars.map { $0 != "\n" && isControl($0) ? " " : $0 })
        ).trimmed
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }
}

/// Why what was typed into the form can't be understood.
package enum DialogueFormProblem: Error, Sendable, Hashable {
    /// `opens` or `closes`.
    case unreadableTime(field: String)
}

extension FieldProblem {
    /// The field a refusal is about, and its sentence.
    package init(_ refusal: DialogueRefusal, _ texts: Site.Texts) {
        let language: (String) -> String = { Language(rawValue: $0)?.prefix ?? Language.english.prefix }
        let field =
            switch refusal {
            case .missing(let field, let tag), .tooLong(let field, _, let tag): "\(field.rawValue)_\(language(tag))"
            case .unusableSlug, .slugTaken: "slug"
            case .noLanguage: "title_\(texts.language.prefix)"
            case .languageTwice(let tag): "title_\(language(tag))"
            case .closesBeforeItOpens, .closesInThePast: "closes"
            case .fixedSinceOpening(.results): "results-after-seven-answers"
            case .looserPublication: "publication-standard"
            case .looserAdmission, .peopleCameByLink: "admission-open"
            case .looserMatrix, .matrixNeedsOpenProfile: "matrix-auditors"
            case .fixedSinceOpening(.slug): "slug"
            case .fixedSinceOpening, .closed: "title_\(texts.language.prefix)"
            }
        self.init(field: field, text: texts.sentence(for: refusal))
    }

    package init(_ problem: DialogueFormProblem, _ texts: Site.Texts) {
        switch problem {
        case .unreadableTime(let field): self.init(field: field, text: texts["setup_time_unreadable"])
        }
    }
}
