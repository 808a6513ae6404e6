package import DialogueLog
import SQLStore
import TransparencyLog

/// The entries that nobody can open any more, because what blinds them was erased.
extension LogStore {
    /// What waits to be said in a log.
    package struct WaitingErasures: Sendable, Hashable {
        /// People and texts.
        package var erasures: Int
        /// Entries of votes, each revision being one.
        package var votes: Int
        package var others: Int
        /// Milliseconds since 1970.
        package var since: Int64
    }

    /// What was said in a log, with what opens it.
    package struct LoggedErasure: Sendable, Hashable {
        package let epoch: Int
        package let erasures: Int
        package let votes: Int
        /// The indices of the entries, ascending.
        package let places: [UInt64]
        /// 32 bytes.
        package let salt: [UInt8]
    }

    /// Notes what can't be opened any more.
    ///
    /// - Parameters:
    ///   - votes: the entries of votes; for each of `voteCount` all that it can have been, of which one is in the log.
    ///   - others: the same for other entries.
    package func noteErasure(
        votes: [CanonicalEntry], voteCount: Int, others: [CanonicalEntry], otherCount: Int, of log: LogID,
        at time: Int64
    ) throws {
        for (entries, isVote) in [(votes, 1), (others, 0)] {
            for entry in entries {
                try transaction.run(
                    """
                    INSERT INTO erased_leaf (log_id, leaf, is_vote)
                    VALUES (\(log), \(TreeHash.leaf(entry.bytes).bytes), \(isVote))
                    ON CONFLICT (log_id, leaf) DO NOTHING
                    """)
            }
        }
        try transaction.run(
            """
            INSERT INTO waiting_erasure (log_id, erasures, votes, others, since)
            VALUES (\(log), 1, \(voteCount), \(otherCount), \(time / 600_000 * 600_000))
            ON CONFLICT (log_id) DO UPDATE SET erasures = waiting_erasure.erasures + 1,
                votes = waiting_erasure.votes + excluded.votes, others = waiting_erasure.others + excluded.others
            """)
    }

    package func waitingErasures(of log: LogID) throws -> WaitingErasures? {
        try transaction.first("SELECT * FROM waiting_erasure WHERE log_id = \(log)").map(Self.waiting)
    }

    func waitingErasures() throws -> [LogID: WaitingErasures] {
        var found: [LogID: WaitingErasures] = [:]
        try transaction.forEachRow("SELECT * FROM waiting_erasure") { row in
            found[try row["log_id"]] = try Self.waiting(row)
        }
        return found
    }

    private static func waiting(_ row: SQLRow) throws -> WaitingErasures {
        WaitingErasures(
            erasures: try row["erasures"], votes: try row["votes"], others: try row["others"], since: try row["since"])
    }

    /// Lets nothing that was erased wait for others any longer: it is said in the logs within a round.
    package func hurryErasures() throws {
        try transaction.run("UPDATE waiting_erasure SET since = 0")
    }

    func erasedLeaves(of log: LogID) throws -> [(leaf: TreeHash, isVote: Bool)] {
        try transaction.rows("SELECT leaf, is_vote FROM erased_leaf WHERE log_id = \(log) ORDER BY leaf").map { row in
            guard let leaf = TreeHash(try row["leaf"] as [UInt8]) else {
                throw SQLStoreError(.unexpectedRow, "a leaf that was erased has not 32 bytes")
            }
            return (leaf, try row["is_vote"] == 1)
        }
    }

    /// Puts what waited among what was said.
    func keep(_ erasure: LoggedErasure, of log: LogID) throws {
        try transaction.run(
            """
            INSERT INTO logged_erasure (log_id, salt, epoch, erasures, votes, places)
            VALUES (\(log), \(erasure.salt), \(erasure.epoch), \(erasure.erasures), \(erasure.votes), \
            \(ErasedPlaces.bytes(erasure.places)))
            """)
        try transaction.run("DELETE FROM erased_leaf WHERE log_id = \(log)")
        try transaction.run("DELETE FROM waiting_erasure WHERE log_id = \(log)")
    }

    /// Everything that was said in one epoch of a log, in no order that means anything.
    package func loggedErasures(of log: LogID, epoch: Int) throws -> [LoggedErasure] {
        try transaction.rows(
            "SELECT * FROM logged_erasure WHERE log_id = \(log) AND epoch = \(epoch) ORDER BY salt"
        ).map { row in
            guard let places = ErasedPlaces.places(try row["places"]) else {
                throw SQLStoreError(.unexpectedRow, "the places of what was erased can't be read")
            }
            return LoggedErasure(
                epoch: try row["epoch"], erasures: try row["erasures"], votes: try row["votes"], places: places,
                salt: try row["salt"])
        }
    }

    /// How many people and texts were ever erased, said or not.
    package func erasureCount(of log: LogID) throws -> Int {
        let logged: Int? = try transaction.first(
            "SELECT COALESCE(SUM(erasures), 0) AS n FROM logged_erasure WHERE log_id = \(log)")?["n"]
        return (logged ?? 0) + (try waitingErasures(of: log)?.erasures ?? 0)
    }
}
