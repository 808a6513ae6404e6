package import Convening
import SQLStore

extension FloorStore {
    /// How long every count is kept; of older ones the last of each hour.
    private static let dense: Int64 = 24 * 3_600_000

    /// What past counts said, the oldest first.
    package func pastCounts(of dialogue: Dialogue.ID) throws -> [PastCount] {
        try transaction.rows("SELECT * FROM past_count WHERE dialogue_id = \(dialogue) ORDER BY counted_at").map {
            row in
            let headlines: String = try row["headlines"]
            let agreement: Int64? = try row["agreement_of_halves"]
            return PastCount(
                at: try row["counted_at"], people: try row["people"], answers: try row["answers"],
                groups: try row["groups_found"], agreementOfHalves: agreement.map { Double($0) / 1_000 },
                shared: try row["shared"], dividing: try row["dividing"],
                headlines: headlines.split(separator: ",").compactMap { Int($0) })
        }
    }

    /// Notes what a count said unless the one before it said the same, and thins out what was noted more than a day before it.
    func note(_ count: PastCount, of dialogue: Dialogue.ID) throws {
        let last = try pastCounts(of: dialogue).last { $0.at < count.at }
        if let last, last.says(count) { return }
        let agreement = count.agreementOfHalves.map { Int64(min(max($0, -1), 1) * 1_000) }
        let headlines = count.headlines.map(String.init).joined(separator: ",")
        try transaction.run("DELETE FROM past_count WHERE dialogue_id = \(dialogue) AND counted_at = \(count.at)")
        try transaction.run(
            """
            INSERT INTO past_count (dialogue_id, counted_at, people, answers, groups_found, agreement_of_halves, shared, \
            dividing, headlines)
            VALUES (\(dialogue), \(count.at), \(count.people), \(count.answers), \(count.groups), \(agreement), \
            \(count.shared), \(count.dividing), \(headlines))
            """)
        try transaction.run(
            """
            DELETE FROM past_count WHERE dialogue_id = \(dialogue) AND counted_at < \(count.at - Self.dense)
            AND EXISTS (
                SELECT 1 FROM past_count later WHERE later.dialogue_id = past_count.dialogue_id
                AND later.counted_at > past_count.counted_at
                AND later.counted_at / 3600000 = past_count.counted_at / 3600000
            )
            """)
    }
}
