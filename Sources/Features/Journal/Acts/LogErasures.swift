import DialogueLog
import SQLStore
import TransparencyLog

/// Says in a log which entries nobody can open any more: how many, and a commitment to where they stand.
struct LogErasures: Sendable {
    let log: LogID
    let epoch: Int
    /// What was there when the places were looked for.
    let waiting: LogStore.WaitingErasures
    /// The indices of the entries that were found.
    let places: [UInt64]
    /// How many of them are votes.
    let votes: Int

    /// Does nothing where more was erased meanwhile, or another node was quicker.
    func perform(
        in transaction: SQLTransaction, at time: Int64, using generator: inout some RandomNumberGenerator
    ) throws {
        let store = LogStore(transaction)
        guard try store.waitingErasures(of: log) == waiting, try store.head(of: log)?.epoch == epoch else { return }
        let salt = randomBytes(32, using: &generator)
        let sorted = places.sorted()
        try store.keep(
            LogStore.LoggedErasure(
                epoch: epoch, erasures: waiting.erasures, votes: votes, places: sorted, salt: salt), of: log)
        try JournalStore(transaction).append(
            .erased(count: UInt64(sorted.count), list: Commitment(erasedPlaces: sorted, salt: salt)),
            in: log.dialogue, at: time, using: &generator)
    }
}
