import DialogueLog
import Journal
import Publication
package import SQLStore

/// Makes a dialogue, as a draft that only workers see.
package struct MakeDialogue: Sendable {
    package var draft: DialogueDraft
    /// Nil when the program itself makes it: an import or a demonstration.
    package var standing: Standing?
    package var isSimulated: Bool

    package init(_ draft: DialogueDraft, by standing: Standing?, isSimulated: Bool = false) {
        self.draft = draft
        self.standing = standing
        self.isSimulated = isSimulated
    }

    /// - Throws: ``DialogueRefusal``.
    package func perform(
        in transaction: SQLTransaction, at time: Int64, using generator: inout some RandomNumberGenerator
    ) throws -> Dialogue {
        try DialogueRules.check(draft, at: time)
        let store = ConveningStore(transaction)
        guard try store.dialogue(slug: draft.slug) == nil else { throw DialogueRefusal.slugTaken(draft.slug) }
        var dialogue = Dialogue(
            id: Dialogue.ID(at: time, using: &generator), slug: draft.slug, texts: draft.texts, phase: .draft,
            opensAt: draft.opensAt, closesAt: draft.closesAt, resultsVisibility: draft.resultsVisibility,
            moderationPolicy: draft.moderationPolicy, publicationProfile: draft.publicationProfile,
            admission: draft.admission, isSimulated: isSimulated, madeAt: time)
        dialogue.matrixLevel = draft.matrixLevel
        try store.insert(dialogue)
        if let standing, standing.role < .owner {
            try store.setRole(.facilitator, of: standing.worker.id, in: dialogue.id)
        }
        try JournalStore(transaction).append(
            .dialogueMade(rules: dialogue.canonicalText, role: standing?.role.journalRole ?? .program),
            in: dialogue.id.bytes, at: time, using: &generator)
        return dialogue
    }
}
