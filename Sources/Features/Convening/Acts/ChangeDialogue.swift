import DialogueLog
import Journal
import Publication
package import SQLStore

/// Changes the texts and settings of a dialogue.
package struct ChangeDialogue: Sendable {
    package var dialogue: Dialogue.ID
    package var draft: DialogueDraft
    package var standing: Standing

    package init(_ dialogue: Dialogue.ID, to draft: DialogueDraft, by standing: Standing) {
        self.dialogue = dialogue
        self.draft = draft
        self.standing = standing
    }

    /// - Returns: the dialogue as it is now; nil when there is none.
    /// - Throws: ``DialogueRefusal``, ``StandingRefusal``.
    package func perform(
        in transaction: SQLTransaction, at time: Int64, using generator: inout some RandomNumberGenerator
    ) throws -> Dialogue? {
        try StandingRules.check(standing, reaches: .facilitator)
        let store = ConveningStore(transaction)
        guard let before = try store.dialogue(dialogue) else { return nil }
        try DialogueRules.check(draft, changing: before, cameByLink: try store.cameByLink(in: dialogue), at: time)
        if draft.slug != before.slug, try store.dialogue(slug: draft.slug) != nil {
            throw DialogueRefusal.slugTaken(draft.slug)
        }
        var after = before
        after.slug = draft.slug
        after.texts = draft.texts
        after.opensAt = draft.opensAt
        after.closesAt = draft.closesAt
        after.resultsVisibility = draft.resultsVisibility
        after.moderationPolicy = draft.moderationPolicy
        after.publicationProfile = draft.publicationProfile
        after.admission = draft.admission
        after.matrixLevel = draft.matrixLevel
        guard after != before else { return before }
        try store.update(after)
        try store.countLink(of: after, at: time, using: &generator)
        try JournalStore(transaction).append(
            .dialogueChanged(rules: after.canonicalText, role: standing.role.journalRole),
            in: after.id.bytes, at: time, using: &generator)
        return after
    }
}
