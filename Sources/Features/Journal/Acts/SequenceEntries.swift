import DialogueLog
package import SQLStore
import TransparencyLog

/// Takes what is due of a dialogue's outbox into its log, in one transaction.
///
/// Several programs may do so at once: the row of the log's end lets one in at a time, and every row of the outbox is
/// taken once. Nothing depends on rows being committed in the order of their ids.
package struct SequenceEntries: Sendable {
    package let log: LogID
    package let keys: LogKeys
    package let terms: LogTerms

    package struct Outcome: Sendable, Hashable {
        /// How many entries were sealed, the one that opens the log among them.
        package var sealed = 0
        /// Something due is left, because one transaction takes only so much.
        package var isMoreDue = false
        /// The dialogue was opened, paused or closed.
        package var hasPhaseChanged = false
    }

    package init(into log: LogID, keys: LogKeys, terms: LogTerms) {
        self.log = log
        self.keys = keys
        self.terms = terms
    }

    /// - Throws: ``LogTrouble``.
    package func perform(
        in transaction: SQLTransaction, at time: Int64, using generator: inout some RandomNumberGenerator
    ) throws -> Outcome {
        let store = LogStore(transaction)
        var outcome = Outcome()
        let (before, opening) = try openHead(in: store)
        var head = before
        let waiting = try store.waiting(for: log)
        let most = SealingRules.mostAtOnce
        let acts = try store.outbox(of: log, isBlinded: false, most: most).shuffled(using: &generator).sorted {
            ($0.place ?? 0, EntryOrder.rank(of: $0.entry)) < ($1.place ?? 0, EntryOrder.rank(of: $1.entry))
        }
        // The votes of a phase come before the entry that ends it.
        let isEnding = acts.contains { EntryOrder.isEnd($0.entry) }
        let areVotesDue = SealingRules.areVotesDue(
            waiting.votes, noticedAt: head.votesNoticedAt, pace: terms.pace, isAtRest: terms.isAtRest || isEnding,
            at: time)
        var taken = acts
        if areVotesDue {
            let end = acts.firstIndex { EntryOrder.needsVotesBefore($0.entry) } ?? acts.endIndex
            let room = max(1, most - acts.count)
            // In the order in which they are stored, the order of votes is chance already; this does not rest on it.
            let votes = try store.outbox(of: log, isBlinded: true, most: room).shuffled(using: &generator)
            outcome.isMoreDue = votes.count == room
            taken = Array(acts[..<end]) + votes
            if !outcome.isMoreDue { taken += acts[end...] }
        }
        outcome.isMoreDue = outcome.isMoreDue || acts.count == most
        outcome.hasPhaseChanged = taken.contains { EntryOrder.isPhase($0.entry) }
        try store.removeFromOutbox(taken)
        head.votesNoticedAt = noticedAt(head.votesNoticedAt, waiting.votes, areVotesDue, outcome.isMoreDue, at: time)
        let entries = opening + taken.map(\.entry.bytes)
        if !entries.isEmpty {
            try store.append(entries, to: &head)
        } else if head != before {
            try store.update(head, from: before.size)
        }
        outcome.sealed = entries.count
        return outcome
    }

    private func noticedAt(
        _ before: Int64?, _ waiting: Int, _ areTaken: Bool, _ isMoreDue: Bool, at time: Int64
    ) -> Int64? {
        if waiting == 0 || areTaken && !isMoreDue { return nil }
        return before ?? time
    }

    /// The end of the log, locked; with the entry that opens it where it is empty.
    private func openHead(in store: LogStore) throws -> (LogHead, [[UInt8]]) {
        if let head = try store.lockedHead(of: log), head.size > 0 { return (head, []) }
        let generation = keys.newestGeneration
        guard let key = keys.key(of: log, epoch: 1, generation: generation) else { throw LogTrouble.keysMissing }
        try store.open(LogHead(opening: log, generation: generation, key: key.verifier.text))
        guard let head = try store.lockedHead(of: log) else {
            throw SQLStoreError(.serializationFailed, "the log was removed while it was opened")
        }
        guard head.size == 0 else { return (head, []) }
        let act = Act.logOpened(
            origin: log.origin(in: keys.installation, epoch: head.epoch), rules: terms.rules, key: head.key,
            former: nil)
        return (head, [act.entry(in: log.dialogue, at: 0).bytes])
    }
}
