package import DialogueLog
import SQLStore
import TransparencyLog

extension LogStore {
    /// What waits for one log.
    package struct Waiting: Sendable, Hashable {
        package let hasPublicActs: Bool
        /// With marks, counted up to ``SealingRules/crowd``; 1 where only entries of admissions wait, which are sealed
        /// like votes and hide nobody's vote.
        package let votes: Int
    }

    /// The logs of the dialogues in which anything waits; one look into the index for each.
    package func logsWithWaitingActs() throws -> [LogID] {
        var logs: [LogID] = []
        var last = ""
        while let next = try transaction.first(
            "SELECT MIN(dialogue_id) AS next FROM outbox WHERE dialogue_id > \(last)")?["next"] as String?
        {
            if let log = LogID(rawValue: next) { logs.append(log) }
            last = next
        }
        return logs
    }

    package func waiting(for log: LogID) throws -> Waiting {
        let isPublic = try transaction.first(
            "SELECT 1 AS one FROM outbox WHERE dialogue_id = \(log) AND is_blinded = 0 LIMIT 1")
        let votes = try transaction.rows(
            """
            SELECT 1 AS one FROM outbox
            WHERE dialogue_id = \(log) AND is_blinded = 1 AND length(entry) = \(Self.voteBytes)
            LIMIT \(SealingRules.crowd)
            """)
        if votes.isEmpty {
            let other = try transaction.first(
                "SELECT 1 AS one FROM outbox WHERE dialogue_id = \(log) AND is_blinded = 1 LIMIT 1")
            return Waiting(hasPublicActs: isPublic != nil, votes: other == nil ? 0 : 1)
        }
        return Waiting(hasPublicActs: isPublic != nil, votes: votes.count)
    }

    /// Entries of votes and of marks are of one length, and no others are.
    private static let voteBytes = 46

    struct OutboxRow {
        let id: String
        let entry: CanonicalEntry
        /// When it was done among the public acts of its dialogue; nil for votes, and for what waited before there were places.
        let place: Int64?
    }

    /// Some of what waits: of public acts those that were done first, of votes any.
    func outbox(of log: LogID, isBlinded: Bool, most count: Int) throws -> [OutboxRow] {
        guard count > 0 else { return [] }
        return try transaction.rows(
            """
            SELECT id, entry, place FROM outbox
            WHERE dialogue_id = \(log) AND is_blinded = \(isBlinded ? 1 : 0) ORDER BY place LIMIT \(count)
            """
        ).map { row in
            guard let entry = CanonicalEntry(bytes: try row["entry"]) else {
                throw SQLStoreError(.unexpectedRow, "an outbox row does not hold a canonical entry")
            }
            return OutboxRow(id: try row["id"], entry: entry, place: try row["place"])
        }
    }

    func removeFromOutbox(_ rows: [OutboxRow]) throws {
        guard !rows.isEmpty else { return }
        let removed = try transaction.run("DELETE FROM outbox WHERE id IN (\(list: rows.map(\.id)))")
        guard removed == rows.count else {
            throw SQLStoreError(.serializationFailed, "what waited was taken by another program")
        }
    }

    /// The end of a log, where none of its votes waits to be sealed, nothing that was erased waits to be said, and the log
    /// was opened.
    package func rootWithoutWaitingVotes(of log: LogID) throws -> SealedRoot? {
        guard let head = try head(of: log), head.size > 0, try waiting(for: log).votes == 0,
            try waitingErasures(of: log) == nil
        else { return nil }
        return SealedRoot(size: head.size, root: head.frontier.root.bytes)
    }
}
