internal import Dispatch
internal import GRDB
internal import SQLStore
internal import Synchronization

/// Commits writes in groups: whatever has come in while the disk was busy goes into the next transaction, and everyone in
/// it is answered once that one is durable. A write that finds nobody waiting is committed at once.
///
/// Each write stands in a savepoint of its own, so one that fails takes nothing with it. The queue works on a thread that
/// belongs to no caller: a caller who is cancelled can't undo the others' writes.
final class WriteQueue: Sendable {
    struct Write: Sendable {
        let body: @Sendable (SQLTransaction) throws -> Void
        /// Called exactly once.
        let answer: @Sendable (Result<Void, any Error>) -> Void
    }

    private struct State {
        var waiting: [Write] = []
        var isWorking = false
        var isClosed = false
    }

    private let pool: DatabasePool
    private let writesPerCommit: Int
    private let thread = DispatchQueue(label: "SQLiteStore.writes")
    private let state = Mutex(State())

    init(pool: DatabasePool, writesPerCommit: Int) {
        self.pool = pool
        self.writesPerCommit = writesPerCommit
    }

    func add(_ write: Write) {
        let (isClosed, mustStart) = state.withLock { state in
            if state.isClosed { return (true, false) }
            state.waiting.append(write)
            defer { state.isWorking = true }
            return (false, !state.isWorking)
        }
        if isClosed { write.answer(.failure(SQLStoreError.closed)) }
        if mustStart { thread.async { self.work() } }
    }

    /// Refuses new writes and waits for those already taken in.
    func close() async {
        state.withLock { $0.isClosed = true }
        await withCheckedContinuation { continuation in
            thread.async { continuation.resume() }
        }
    }

    private func work() {
        while let group = next() {
            pool.unsafeReentrantWrite { database in
                commit(group, in: database)
            }
        }
    }

    private func next() -> [Write]? {
        state.withLock { state in
            let group = Array(state.waiting.prefix(writesPerCommit))
            state.waiting.removeFirst(group.count)
            state.isWorking = !group.isEmpty
            return group.isEmpty ? nil : group
        }
    }

    private func commit(_ group: [Write], in database: Database) {
        var results: [Result<Void, any Error>] = []
        do {
            try database.beginTransaction(.immediate)
            for write in group {
                results.append(try run(write, in: database))
            }
            try database.commit()
        } catch {
            if let error = error as? DatabaseError, LostDisk.isMeant(by: error) { LostDisk.end(error) }
            if database.isInsideTransaction { try? database.rollback() }
            if group.count > 1, isOneWritesFault(error) {
                for write in group { commit([write], in: database) }
            } else {
                let error = (error as? DatabaseError).map { SQLStoreError($0) } ?? error
                for write in group { write.answer(.failure(error)) }
            }
            return
        }
        for (write, result) in zip(group, results) { write.answer(result) }
    }

    /// - Returns: how the write went, if the transaction lives on.
    /// - Throws: what ended the transaction of the whole group.
    private func run(_ write: Write, in database: Database) throws -> Result<Void, any Error> {
        try database.execute(sql: "SAVEPOINT one_write")
        do {
            let connection = SQLiteConnection(database, isReading: false)
            try write.body(SQLTransaction(on: connection))
            if let failure = connection.failure { throw failure }
            try database.execute(sql: "RELEASE one_write")
            return .success(())
        } catch {
            // Some failures, a full disk among them, make SQLite undo the whole transaction by itself.
            guard database.isInsideTransaction else { throw error }
            try database.execute(sql: "ROLLBACK TO one_write")
            try database.execute(sql: "RELEASE one_write")
            return .failure(error)
        }
    }

    /// Whether the others of a group may still succeed, each alone: a constraint that is checked on commit, or a write too
    /// large for the disk. After any other failure nothing is tried twice.
    private func isOneWritesFault(_ error: any Error) -> Bool {
        switch error {
        case let error as DatabaseError:
            error.resultCode == .SQLITE_CONSTRAINT || error.resultCode == .SQLITE_FULL
        case let error as SQLStoreError:
            error.code == .diskFull
        default:
            false
        }
    }
}
