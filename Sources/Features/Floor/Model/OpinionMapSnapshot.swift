package import Convening
import DialogueLog
import FoundationEssentials
package import Journal
package import OpinionAnalysis

/// A finished count: the map the engine made, from which votes, with which parameters. What everybody sees of it is a
/// ``PublishedSnapshot``.
///
/// Anybody who has the votes can compute it again: the same input, method, seed and engine give the same map.
package struct OpinionMapSnapshot: Sendable, Hashable {
    package typealias ID = Identifier<OpinionMapSnapshot>

    package let id: ID
    package let dialogue: Dialogue.ID
    package let madeAt: Int64
    /// Counted after voting was over; no vote is missing and none will come.
    package let isFinal: Bool
    /// Went on from an earlier count, so that nobody else can make it again.
    package let isContinued: Bool
    package let method: String
    package let seed: UInt64
    package let engine: String
    /// SHA-256 of the votes in their canonical form, see ``FloorVotes/digest``. Empty for a continued count.
    package let inputDigest: [UInt8]
    /// SHA-256 of the stored JSON of the map; for a continued count, that of its statements.
    package let mapDigest: [UInt8]
    package let map: OpinionMap

    package init(
        id: ID, dialogue: Dialogue.ID, madeAt: Int64, isFinal: Bool, isContinued: Bool = false, method: String,
        seed: UInt64, engine: String, inputDigest: [UInt8], mapDigest: [UInt8], map: OpinionMap
    ) {
        self.id = id
        self.dialogue = dialogue
        self.madeAt = madeAt
        self.isFinal = isFinal
        self.isContinued = isContinued
        self.method = method
        self.seed = seed
        self.engine = engine
        self.inputDigest = inputDigest
        self.mapDigest = mapDigest
        self.map = map
    }
}

extension OpinionMap {
    /// The map as it is kept, the same text for the same map.
    var storedForm: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}

extension OpinionMapSnapshot {
    /// A count that went on from an earlier one.
    init(continued map: OpinionMap, of dialogue: Dialogue.ID, at time: Int64) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        var generator = SystemRandomNumberGenerator()
        self.init(
            id: ID(at: time, using: &generator), dialogue: dialogue, madeAt: time, isFinal: false, isContinued: true,
            method: OpinionMap.Parameters().method.rawValue, seed: 0, engine: OpinionMap.engineVersion,
            inputDigest: [],
            mapDigest: digest(of: String(decoding: try encoder.encode(map.statements), as: UTF8.self)), map: map)
    }
}

extension OpinionMapSnapshot {
    /// How much an answer to each statement is wanted, by the statement's number.
    package var priorities: [String: Double] {
        Dictionary(map.statements.map { ($0.id, $0.priority) }, uniquingKeysWith: { first, _ in first })
    }
}
