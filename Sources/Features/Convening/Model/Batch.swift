package import DialogueLog
package import Journal

/// A number of admission codes that were made together, for one region or network.
package struct Batch: Sendable, Hashable {
    package typealias ID = Identifier<Batch>

    package let id: ID
    package let dialogue: Dialogue.ID
    package let kind: BatchKind
    package let name: String
    /// For which region or network, in the maker's words; may be empty.
    package let area: String
    package let codes: Int
    package let madeAt: Int64
    /// From when on its unused codes no longer work.
    package var closedAt: Int64?

    package init(
        id: ID, dialogue: Dialogue.ID, kind: BatchKind, name: String, area: String, codes: Int, madeAt: Int64,
        closedAt: Int64? = nil
    ) {
        self.id = id
        self.dialogue = dialogue
        self.kind = kind
        self.name = name
        self.area = area
        self.codes = codes
        self.madeAt = madeAt
        self.closedAt = closedAt
    }
}

/// How a batch stands.
package struct BatchStanding: Sendable, Hashable {
    package let batch: Batch
    package let used: Int
    /// Whether two people decided that its votes do not count.
    package let isExcluded: Bool
}
