package import Journal
package import Publication

/// One question put to many people.
package struct Dialogue: Sendable, Hashable {
    package typealias ID = Identifier<Dialogue>

    package let id: ID
    /// The name in addresses: `/d/water`. Lowercase letters, digits and hyphens.
    package var slug: String
    /// The texts in the language they were written in and in those they were translated into. The first language is the
    /// one the dialogue was written in; there is always at least one.
    package var texts: [Texts]
    package var phase: Phase
    /// Milliseconds since 1970; nil is "not planned".
    package var opensAt: Int64?
    package var closesAt: Int64?
    package var resultsVisibility: ResultsVisibility
    package var moderationPolicy: ModerationPolicy
    /// How cautiously numbers are published. After opening it may be tightened, never loosened.
    package var publicationProfile: PublicationProfile
    /// Who may take part. After opening it may become stricter, never looser.
    package var admission: Admission
    /// Who may get everybody's answers, one row a person. After opening it may be tightened, never loosened.
    package var matrixLevel: MatrixLevel = .auditors
    /// The people and votes were made by a simulator, and every page says so.
    package var isSimulated: Bool
    package let madeAt: Int64

    package struct Texts: Sendable, Hashable {
        /// A BCP 47 tag such as `en` or `fa-AF`.
        package var language: String
        package var title: String
        package var question: String
        package var description: String
        /// Who runs the dialogue, as people know them.
        package var host: String

        package init(language: String, title: String, question: String, description: String, host: String) {
            self.language = language
            self.title = title
            self.question = question
            self.description = description
            self.host = host
        }
    }

    /// Where the dialogue stands. The raw values go into the journal and never change their meaning.
    package enum Phase: String, Sendable, Hashable, CaseIterable {
        /// Only workers see it.
        case draft
        /// People state and vote.
        case open
        /// Everything can be read; nothing can be stated or voted for the time being.
        case paused
        /// Voting is over; the results are everybody's.
        case closed

        package var code: UInt8 {
            switch self {
            case .draft: 1
            case .open: 2
            case .paused: 3
            case .closed: 4
            }
        }
    }

    /// From when on a person sees what others answered.
    package enum ResultsVisibility: String, Sendable, Hashable, CaseIterable {
        case afterSevenAnswers = "after-seven-answers"
        case always
        case afterClosing = "after-closing"
    }

    package enum ModerationPolicy: String, Sendable, Hashable, CaseIterable {
        /// A statement is shown after a moderator has read it.
        case beforeShowing = "before-showing"
        /// A statement is shown at once and may be taken out.
        case afterShowing = "after-showing"
    }

    /// How people come in.
    package enum Admission: String, Sendable, Hashable, CaseIterable {
        /// Anybody who knows the address.
        case open
        /// Only with a code that was given to them.
        case codes
        /// Either way, and everybody can tell how many came by which.
        case openAndCodes = "open-and-codes"

        /// The more, the surer that those who answer are those who were meant to.
        var strictness: Int {
            switch self {
            case .open: 0
            case .openAndCodes: 1
            case .codes: 2
            }
        }
    }

    package init(
        id: ID, slug: String, texts: [Texts], phase: Phase, opensAt: Int64?, closesAt: Int64?,
        resultsVisibility: ResultsVisibility, moderationPolicy: ModerationPolicy,
        publicationProfile: PublicationProfile = .standard, admission: Admission = .open, isSimulated: Bool,
        madeAt: Int64
    ) {
        precondition(!texts.isEmpty, "a dialogue has texts in at least one language")
        self.id = id
        self.slug = slug
        self.texts = texts
        self.phase = phase
        self.opensAt = opensAt
        self.closesAt = closesAt
        self.resultsVisibility = resultsVisibility
        self.moderationPolicy = moderationPolicy
        self.publicationProfile = publicationProfile
        self.admission = admission
        self.isSimulated = isSimulated
        self.madeAt = madeAt
    }

    package var languages: [String] { texts.map(\.language) }

    /// The texts in the language asked for, or in the one the dialogue was written in.
    package func texts(in language: String) -> Texts {
        texts.first { $0.language == language } ?? texts[0]
    }

    package var opening: Opening { Opening(phase: phase, opensAt: opensAt, closesAt: closesAt) }

    package func isOpen(at time: Int64) -> Bool { opening.isOpen(at: time) }
    package func isClosed(at time: Int64) -> Bool { opening.isClosed(at: time) }

    /// What decides whether people may state and vote. Opening and closing times count without anybody pressing a button.
    package struct Opening: Sendable, Hashable {
        package var phase: Phase
        package var opensAt: Int64?
        package var closesAt: Int64?

        package init(phase: Phase, opensAt: Int64?, closesAt: Int64?) {
            self.phase = phase
            self.opensAt = opensAt
            self.closesAt = closesAt
        }

        package func isOpen(at time: Int64) -> Bool {
            phase == .open && opensAt.map { $0 <= time } ?? true && closesAt.map { time < $0 } ?? true
        }

        /// Whether voting is over, by an act or because the time has come.
        package func isClosed(at time: Int64) -> Bool {
            phase == .closed || (phase == .open || phase == .paused) && closesAt.map { $0 <= time } ?? false
        }
    }
}
