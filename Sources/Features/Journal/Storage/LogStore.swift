package import SQLStore
package import TransparencyLog

/// The logs as the database keeps them: their ends, their entries and every size they were sealed at.
package struct LogStore {
    let transaction: SQLTransaction

    package init(_ transaction: SQLTransaction) {
        self.transaction = transaction
    }

    // MARK: Heads

    package func head(of log: LogID) throws -> LogHead? {
        try transaction.first("SELECT * FROM log_head WHERE log_id = \(log)").map(Self.head)
    }

    /// The same, and nobody else can go on with this log until the transaction ends.
    package func lockedHead(of log: LogID) throws -> LogHead? {
        try transaction.first(
            "SELECT * FROM log_head WHERE log_id = \(log)\(transaction.dialect.lockingSuffix)"
        ).map(Self.head)
    }

    package func heads() throws -> [LogHead] {
        try transaction.rows("SELECT * FROM log_head ORDER BY log_id").map(Self.head)
    }

    private static func head(_ row: SQLRow) throws -> LogHead {
        let name: String = try row["log_id"]
        let size: Int64 = try row["size"]
        guard let log = LogID(rawValue: name),
            let frontier = TreeFrontier(size: UInt64(clamping: size), bytes: try row["frontier"])
        else { throw SQLStoreError(.unexpectedRow, "the end of a log can't be read") }
        var head = LogHead(
            opening: log, epoch: try row["epoch"], generation: try row["generation"], key: try row["signing_key"])
        head.frontier = frontier
        head.formerGeneration = try row["former_generation"]
        head.rotatedAt = try row["rotated_at"]
        head.keySince = UInt64(clamping: try row["key_since"] as Int64)
        head.votesNoticedAt = try row["votes_noticed_at"]
        head.signedSize = UInt64(clamping: try row["signed_size"] as Int64)
        head.anchoredSize = UInt64(clamping: try row["anchored_size"] as Int64)
        return head
    }

    /// Makes the row of a log that has none. One that came first keeps its own.
    package func open(_ head: LogHead) throws {
        try transaction.run(
            """
            INSERT INTO log_head
                (log_id, epoch, size, frontier, generation, signing_key, key_since, signed_size, anchored_size)
            VALUES (\(head.log), \(head.epoch), 0, \([UInt8]()), \(head.generation), \(head.key), 1, 0, 0)
            ON CONFLICT (log_id) DO NOTHING
            """)
    }

    /// - Parameter size: what the head must be at; anything else means that two went on at once, and undoes all.
    package func update(_ head: LogHead, from size: UInt64) throws {
        let changed = try transaction.run(
            """
            UPDATE log_head SET epoch = \(head.epoch), size = \(Int64(clamping: head.size)),
                frontier = \(head.frontier.bytes), generation = \(head.generation),
                former_generation = \(head.formerGeneration), rotated_at = \(head.rotatedAt),
                signing_key = \(head.key), key_since = \(Int64(clamping: head.keySince)), votes_noticed_at = \(head.votesNoticedAt),
                signed_size = \(Int64(clamping: head.signedSize)), anchored_size = \(Int64(clamping: head.anchoredSize))
            WHERE log_id = \(head.log) AND size = \(Int64(clamping: size))
            """)
        guard changed == 1 else {
            throw SQLStoreError(.serializationFailed, "another program went on with this log at the same moment")
        }
    }

    // MARK: Entries

    /// Adds entries at the end and notes the new size with its root. The head must be locked.
    package func append(_ entries: [[UInt8]], to head: inout LogHead) throws {
        guard !entries.isEmpty else { return }
        let size = head.size
        var bundle: [[UInt8]] = []
        if size & 255 > 0 { bundle = try self.bundle(size >> 8, of: head.log, epoch: head.epoch, width: size & 255) }
        var place = size >> 8
        var leaves: [UInt8] = []
        leaves.reserveCapacity(entries.count * TreeHash.byteCount)
        for entry in entries {
            let leaf = TreeHash.leaf(entry)
            leaves += leaf.bytes
            head.frontier.append(leaf)
            bundle.append(entry)
            if bundle.count == TilePath.fullWidth {
                try write(bundle, at: place, of: head)
                bundle = []
                place += 1
            }
        }
        if !bundle.isEmpty { try write(bundle, at: place, of: head) }
        try transaction.run(
            """
            INSERT INTO log_checkpoint (log_id, epoch, size, root, leaves)
            VALUES (\(head.log), \(head.epoch), \(Int64(clamping: head.size)), \(head.frontier.root.bytes), \(leaves))
            """)
        try update(head, from: size)
    }

    private func write(_ bundle: [[UInt8]], at place: UInt64, of head: LogHead) throws {
        try transaction.run(
            """
            INSERT INTO log_bundle (log_id, epoch, place, width, entries)
            VALUES (\(head.log), \(head.epoch), \(Int64(clamping: place)), \(bundle.count), \(EntryBundle(bundle).bytes))
            ON CONFLICT (log_id, epoch, place)
            DO UPDATE SET width = excluded.width, entries = excluded.entries
            """)
    }

    private func bundle(_ place: UInt64, of log: LogID, epoch: Int, width: UInt64) throws -> [[UInt8]] {
        let row = try transaction.first(
            """
            SELECT width, entries FROM log_bundle
            WHERE log_id = \(log) AND epoch = \(epoch) AND place = \(Int64(clamping: place))
            """)
        guard let row, let bundle = EntryBundle(try row["entries"], width: try row["width"]),
            UInt64(bundle.entries.count) == width
        else { throw LogTrouble.bundleUnreadable(place: place) }
        return bundle.entries
    }

    /// The entries at these indices, which must all be there.
    ///
    /// - Throws: ``LogTrouble/bundleUnreadable(place:)``.
    package func entries(_ range: Range<UInt64>, of log: LogID, epoch: Int) throws -> [[UInt8]] {
        guard !range.isEmpty else { return [] }
        var entries: [[UInt8]] = []
        entries.reserveCapacity(range.count)
        var place = range.lowerBound >> 8
        let last = (range.upperBound - 1) >> 8
        try transaction.forEachRow(
            """
            SELECT place, width, entries FROM log_bundle
            WHERE log_id = \(log) AND epoch = \(epoch) AND place >= \(Int64(clamping: place))
                AND place <= \(Int64(clamping: last))
            ORDER BY place
            """
        ) { row in
            let start = place << 8
            let found: Int64 = try row["place"]
            guard found == Int64(clamping: place), let bundle = EntryBundle(try row["entries"], width: try row["width"])
            else { throw LogTrouble.bundleUnreadable(place: place) }
            let wanted = range.clamped(to: start..<start + UInt64(bundle.entries.count))
            entries += bundle.entries[Int(wanted.lowerBound - start)..<Int(wanted.upperBound - start)]
            place += 1
        }
        guard entries.count == range.count else {
            throw LogTrouble.bundleUnreadable(place: range.lowerBound + UInt64(entries.count) >> 8)
        }
        return entries
    }

    // MARK: Checkpoints

    package func sealedSize(_ size: UInt64, of log: LogID, epoch: Int) throws -> SealedSize? {
        try transaction.first(
            """
            SELECT size, root, note, leaves FROM log_checkpoint
            WHERE log_id = \(log) AND epoch = \(epoch) AND size = \(Int64(clamping: size))
            """
        ).map(Self.sealedSize)
    }

    /// Every size above the given one, the smallest first.
    package func sealedSizes(of log: LogID, epoch: Int, above size: UInt64) throws -> [SealedSize] {
        try transaction.rows(
            """
            SELECT size, root, note, leaves FROM log_checkpoint
            WHERE log_id = \(log) AND epoch = \(epoch) AND size > \(Int64(clamping: size)) ORDER BY size
            """
        ).map(Self.sealedSize)
    }

    private static func sealedSize(_ row: SQLRow) throws -> SealedSize {
        guard let root = TreeHash(try row["root"] as [UInt8]) else {
            throw SQLStoreError(.unexpectedRow, "the root of a log has not 32 bytes")
        }
        let leaves: [UInt8] = try row["leaves"] ?? []
        return SealedSize(
            size: UInt64(clamping: try row["size"] as Int64), root: root, note: try row["note"],
            leaves: stride(from: 0, to: leaves.count - 31, by: 32).compactMap { TreeHash(leaves[$0..<$0 + 32]) })
    }

    /// Keeps what was signed. A note another node kept first stays.
    package func keep(_ note: SignedNote, size: UInt64, of log: LogID, epoch: Int) throws {
        try transaction.run(
            """
            UPDATE log_checkpoint SET note = \(note.note)
            WHERE log_id = \(log) AND epoch = \(epoch) AND size = \(Int64(clamping: size)) AND note IS NULL
            """)
        try transaction.run(
            """
            UPDATE log_checkpoint SET leaves = NULL
            WHERE log_id = \(log) AND epoch = \(epoch) AND size <= \(Int64(clamping: size)) AND leaves IS NOT NULL
            """)
        try transaction.run(
            """
            UPDATE log_head SET signed_size = \(Int64(clamping: size))
            WHERE log_id = \(log) AND epoch = \(epoch) AND signed_size < \(Int64(clamping: size))
            """)
    }

    /// Puts the signatures of witnesses beside the log's own.
    package func keepCosigned(_ note: SignedNote, size: UInt64, of log: LogID, epoch: Int) throws {
        try transaction.run(
            """
            UPDATE log_checkpoint SET note = \(note.note)
            WHERE log_id = \(log) AND epoch = \(epoch) AND size = \(Int64(clamping: size)) AND note IS NOT NULL
            """)
    }

    /// The notes of the sizes below one, the largest first.
    package func notes(
        of log: LogID, epoch: Int, below size: UInt64, most count: Int
    ) throws -> [(size: UInt64, note: String)] {
        try transaction.rows(
            """
            SELECT size, note FROM log_checkpoint
            WHERE log_id = \(log) AND epoch = \(epoch) AND size < \(Int64(clamping: size)) AND note IS NOT NULL
            ORDER BY size DESC LIMIT \(count)
            """
        ).map { (UInt64(clamping: try $0["size"] as Int64), try $0["note"]) }
    }

    // MARK: The installation

    package struct Installation: Sendable, Hashable {
        package let name: String
        package let promiseKey: String
    }

    package func installation() throws -> Installation? {
        try transaction.first("SELECT name, promise_key FROM log_installation").map {
            Installation(name: try $0["name"], promiseKey: try $0["promise_key"])
        }
    }

    package func name(_ installation: Installation) throws {
        try transaction.run(
            """
            INSERT INTO log_installation (id, name, promise_key)
            VALUES (1, \(installation.name), \(installation.promiseKey))
            """)
    }
}

extension LogID: SQLConvertible {}
