/// Two texts made from one, brought together where that is beyond doubt.
public struct ThreeWayMerge: Sendable, Hashable {
    /// A place of which both want something else.
    public struct Conflict: Sendable, Hashable {
        /// In the text both were made from.
        public let anchor: TextAnchor
        public let ours: String
        public let theirs: String
    }

    /// What both agree on, with the old words where they do not.
    public let text: String
    /// In the order of the text.
    public let conflicts: [Conflict]

    public init(base: String, ours: String, theirs: String) {
        let overlay = Overlay(base: TokenizedText(base), wordings: [ours, theirs])
        text = overlay.text { $0.isCollision ? nil : $0.variants.first?.text }
        conflicts = overlay.places.filter(\.isCollision).map { place in
            func wording(_ side: Int) -> String {
                place.variants.first { $0.proposals.contains(side) }?.text ?? overlay.base.text(of: place.range)
            }
            return Conflict(anchor: TextAnchor(overlay.base, place.range), ours: wording(0), theirs: wording(1))
        }
    }

    /// The text of both; nil while there are conflicts.
    public var merged: String? { conflicts.isEmpty ? text : nil }
}

/// A new draft in two steps: what everybody agrees on goes in, what is contested stays open against the new draft.
///
/// Of changes that were agreed and collide none goes in; they are open like the contested ones. So every change of every
/// proposal is in exactly one place: in ``applied``, or among the edits of its proposal in ``open``.
public struct TwoStepMerge: Sendable, Hashable {
    /// A change that is in the draft.
    public struct Applied: Sendable, Hashable {
        /// In the text before.
        public let anchor: TextAnchor
        public let replacement: String
        /// All who proposed just this.
        public let proposals: [Attribution]
    }

    /// What is still to be decided of one proposal.
    public struct Open: Sendable, Hashable {
        public let proposal: Attribution
        /// Whether it was agreed, and collides with something else that was.
        public let isCollision: Bool
        /// Against the draft.
        public let edits: [RebasedEdit]
    }

    public let draft: String
    public let applied: [Applied]
    /// In the order of the proposals, contested ones last.
    public let open: [Open]

    public init(base: String, consensual: [ProposedWording], contested: [ProposedWording]) {
        let text = TokenizedText(base)
        let overlay = Overlay(base: text, wordings: consensual.map(\.wording))
        let draft = overlay.text { $0.isCollision ? nil : $0.variants.first?.text }
        var applied: [Applied] = []
        var colliding: [[TextEdit]] = consensual.map { _ in [] }
        for place in overlay.places {
            for variant in place.variants {
                if place.isCollision {
                    let edit = TextEdit(text: text, range: place.range, replacement: variant.text)
                    for proposal in variant.proposals { colliding[proposal].append(edit) }
                } else {
                    applied.append(
                        Applied(
                            anchor: TextAnchor(text, place.range), replacement: variant.text,
                            proposals: variant.proposals.map { consensual[$0].attribution }))
                }
            }
        }
        let step = TextComparison(from: text, to: TokenizedText(draft))
        var open: [Open] = []
        for (proposal, edits) in zip(consensual, colliding) where !edits.isEmpty {
            open.append(
                Open(proposal: proposal.attribution, isCollision: true, edits: edits.map { $0.rebased(by: step) }))
        }
        for proposal in contested {
            let edits = TextEdit.edits(from: base, to: proposal.wording).map { $0.rebased(by: step) }
            open.append(Open(proposal: proposal.attribution, isCollision: false, edits: edits))
        }
        (self.draft, self.applied, self.open) = (draft, applied, open)
    }
}
