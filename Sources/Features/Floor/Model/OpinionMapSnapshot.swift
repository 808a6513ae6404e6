package import Convening
package import Journal
package import OpinionAnalysis

/// A finished count: the map the engine made, from which votes, with which parameters.
///
/// Anybody who has the votes can compute it again: the same input, method, seed and engine give the same map.
package struct OpinionMapSnapshot: Sendable, Hashable {
    package typealias ID = Identifier<OpinionMapSnapshot>

    package let id: ID
    package let dialogue: Dialogue.ID
    package let madeAt: Int64
    /// Counted after voting was over; no vote is missing and none will come.
    package let isFinal: Bool
    package let method: String
    package let seed: UInt64
    package let engine: String
    /// SHA-256 of the votes in their canonical form, see ``FloorVotes/digest``.
    package let inputDigest: [UInt8]
    /// SHA-256 of the stored JSON of the map.
    package let mapDigest: [UInt8]
    package let map: OpinionMap

    package init(
        id: ID, dialogue: Dialogue.ID, madeAt: Int64, isFinal: Bool, method: String, seed: UInt64, engine: String,
        inputDigest: [UInt8], mapDigest: [UInt8], map: OpinionMap
    ) {
        self.id = id
        self.dialogue = dialogue
        self.madeAt = madeAt
        self.isFinal = isFinal
        self.method = method
        self.seed = seed
        self.engine = engine
        self.inputDigest = inputDigest
        self.mapDigest = mapDigest
        self.map = map
    }
}
