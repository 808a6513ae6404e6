package import Publication

/// What a facilitator fills in to make or change a dialogue, before the rules have looked at it.
package struct DialogueDraft: Sendable, Hashable {
    package var slug: String
    /// The first is the language the dialogue is written in.
    package var texts: [Dialogue.Texts]
    package var opensAt: Int64?
    package var closesAt: Int64?
    package var resultsVisibility: Dialogue.ResultsVisibility
    package var moderationPolicy: Dialogue.ModerationPolicy
    package var publicationProfile: PublicationProfile
    package var admission: Dialogue.Admission
    package var matrixLevel = MatrixLevel.auditors

    package init(
        slug: String, texts: [Dialogue.Texts], opensAt: Int64? = nil, closesAt: Int64? = nil,
        resultsVisibility: Dialogue.ResultsVisibility = .afterSevenAnswers,
        moderationPolicy: Dialogue.ModerationPolicy = .beforeShowing,
        publicationProfile: PublicationProfile = .standard, admission: Dialogue.Admission = .open
    ) {
        self.slug = slug
        self.texts = texts
        self.opensAt = opensAt
        self.closesAt = closesAt
        self.resultsVisibility = resultsVisibility
        self.moderationPolicy = moderationPolicy
        self.publicationProfile = publicationProfile
        self.admission = admission
    }

    package init(_ dialogue: Dialogue) {
        self.init(
            slug: dialogue.slug, texts: dialogue.texts, opensAt: dialogue.opensAt, closesAt: dialogue.closesAt,
            resultsVisibility: dialogue.resultsVisibility, moderationPolicy: dialogue.moderationPolicy,
            publicationProfile: dialogue.publicationProfile, admission: dialogue.admission)
        matrixLevel = dialogue.matrixLevel
    }
}
