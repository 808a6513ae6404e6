import Publication

/// Why a dialogue can't be made or changed as asked.
package enum DialogueRefusal: Error, Sendable, Hashable {
    /// A field that must hold something holds nothing.
    case missing(Field, language: String)
    case tooLong(Field, limit: Int, language: String)
    /// An address name is 1 to 64 lowercase letters, digits and single hyphens, and none of those the workers' own pages
    /// have.
    case unusableSlug
    case slugTaken(String)
    case noLanguage
    case languageTwice(String)
    case closesBeforeItOpens
    /// A closing time in the past would close the dialogue at once.
    case closesInThePast
    /// People answered knowing when they would see results; that is not changed under their hands.
    case fixedSinceOpening(Field)
    /// People answered trusting that no more would be published.
    case looserPublication
    /// People answered knowing who else could.
    case looserAdmission
    /// So many came by the link, who would be shut out.
    case peopleCameByLink(Int)
    /// People answered trusting that nobody else would get their answers.
    case looserMatrix
    /// Only a dialogue with the profile `open` gives a matrix to others than auditors.
    case matrixNeedsOpenProfile
    /// A closed dialogue stays as it was.
    case closed

    package enum Field: String, Sendable, Hashable {
        case title, question, description, host, slug, results, languages
    }
}

/// What a dialogue's texts and settings may be.
package enum DialogueRules {
    package static func limit(of field: DialogueRefusal.Field) -> Int {
        switch field {
        case .title, .host: 120
        case .question: 300
        case .description: 2_000
        case .slug: 64
        case .results, .languages: 0
        }
    }

    package static func check(_ draft: DialogueDraft, at time: Int64) throws(DialogueRefusal) {
        guard isUsable(slug: draft.slug) else { throw .unusableSlug }
        guard !draft.texts.isEmpty else { throw .noLanguage }
        var seen: Set<String> = []
        for texts in draft.texts {
            guard seen.insert(texts.language).inserted else { throw .languageTwice(texts.language) }
            try check(.title, texts.title, texts.language, isRequired: true)
            try check(.question, texts.question, texts.language, isRequired: true)
            try check(.description, texts.description, texts.language, isRequired: false)
            try check(.host, texts.host, texts.language, isRequired: true)
        }
        if let opens = draft.opensAt, let closes = draft.closesAt, closes <= opens { throw .closesBeforeItOpens }
        if let closes = draft.closesAt, closes <= time { throw .closesInThePast }
        guard draft.publicationProfile.rules.mayPromise(draft.matrixLevel) else { throw .matrixNeedsOpenProfile }
    }

    /// Changes to a dialogue that is there already; people may have answered under its present settings.
    ///
    /// - Parameter cameByLink: how many take part who came without a code.
    package static func check(
        _ draft: DialogueDraft, changing dialogue: Dialogue, cameByLink: Int, at time: Int64
    ) throws(DialogueRefusal) {
        guard !dialogue.isClosed(at: time) else { throw .closed }
        try check(draft, at: time)
        guard dialogue.phase != .draft else { return }
        if draft.slug != dialogue.slug { throw .fixedSinceOpening(.slug) }
        if draft.resultsVisibility != dialogue.resultsVisibility { throw .fixedSinceOpening(.results) }
        guard draft.publicationProfile.isAtLeast(asCautiousAs: dialogue.publicationProfile) else {
            throw .looserPublication
        }
        guard draft.admission.strictness >= dialogue.admission.strictness else { throw .looserAdmission }
        if draft.admission == .codes, dialogue.admission != .codes, cameByLink > 0 {
            throw .peopleCameByLink(cameByLink)
        }
        guard draft.matrixLevel.isAtLeast(asCautiousAs: dialogue.matrixLevel) else { throw .looserMatrix }
        let kept = Set(draft.texts.map(\.language))
        if !dialogue.languages.allSatisfy(kept.contains) { throw .fixedSinceOpening(.languages) }
        if draft.texts.first?.language != dialogue.texts[0].language { throw .fixedSinceOpening(.languages) }
    }

    package static func isUsable(slug: String) -> Bool {
        let bytes = Array(slug.utf8)
        guard !reservedSlugs.contains(slug), (1...limit(of: .slug)).contains(bytes.count), bytes.first != hyphen,
            bytes.last != hyphen
        else {
            return false
        }
        var previous: UInt8 = 0
        for byte in bytes {
            let isWord =
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            guard isWord || byte == hyphen && previous != hyphen else { return false }
            previous = byte
        }
        return true
    }

    private static let reservedSlugs: Set<String> = ["new", "account", "confirm"]
    private static let hyphen = UInt8(ascii: "-")

    private static func check(
        _ field: DialogueRefusal.Field, _ text: String, _ language: String, isRequired: Bool
    ) throws(DialogueRefusal) {
        if isRequired, text.isEmpty { throw .missing(field, language: language) }
        if text.count > limit(of: field) { throw .tooLong(field, limit: limit(of: field), language: language) }
    }
}
