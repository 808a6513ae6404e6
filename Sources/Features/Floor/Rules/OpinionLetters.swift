import DialogueLog
import Journal
package import OpinionAnalysis

/// The order in which opinion groups are named A, B, C…
///
/// The order must say nothing, least of all that A is the biggest, and it must not change with every count. So it comes
/// from a hash of what is most typical of each group: the statement, and the side it takes, that sets it apart the most.
/// While that stays the same, the group keeps its place.
package enum OpinionLetters {
    /// The ids of the groups in the order of their letters.
    ///
    /// - Parameter salt: the dialogue's id, so that no statement number means an early letter everywhere.
    package static func order(of groups: [OpinionMap.OpinionGroup], salt: String) -> [Int] {
        let keyed = groups.map { group -> (id: Int, key: [UInt8], rest: [UInt8]) in
            let typical = group.representative.map { "\($0.statement) \($0.side)" }
            return (group.id, hash(salt, typical.prefix(1)), hash(salt, typical[...]))
        }
        return keyed.sorted { left, right in
            if left.key != right.key { return left.key.lexicographicallyPrecedes(right.key) }
            if left.rest != right.rest { return left.rest.lexicographicallyPrecedes(right.rest) }
            return left.id < right.id
        }.map(\.id)
    }

    private static func hash(_ salt: String, _ typical: ArraySlice<String>) -> [UInt8] {
        digest(of: "jirga opinion group 1\n\(salt)\n" + typical.joined(separator: "\n"))
    }
}
