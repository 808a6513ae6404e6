package import DialogueLog
import Synchronization
package import TransparencyLog

/// What every log shows at the moment, in memory, for pages and for whoever takes acts in.
package final class LogStanding: Sendable {
    /// What one node has published of a log, and what is wrong with it.
    package struct State: Sendable {
        package var epoch = 1
        /// The last checkpoint this node published, with its signatures.
        package var note: SignedNote?
        package var checkpoint: Checkpoint?
        /// When it was published, in milliseconds since 1970.
        package var publishedAt: Int64?
        package var trouble: LogTrouble?

        package init() {}

        package var fingerprint: Fingerprint? { note.map { Fingerprint(checkpoint: $0.text) } }
    }

    private struct Everything {
        var logs: [LogID: State] = [:]
        /// Since when a witness has not signed, in milliseconds since 1970.
        var missingSince: [String: Int64] = [:]
        /// The size of the newest anchor checkpoint that meets the policy.
        var finalAnchorSize: UInt64 = 0
        /// By the name of a log: how many of its entries that checkpoint covers.
        var finalSizes: [String: UInt64] = [:]
        /// Witnesses that refuse to sign.
        var complaints: [String: WitnessComplaint] = [:]
        /// By the name of a log: up to where its last result was looked for, and where it stands.
        var results: [String: (searched: UInt64, index: UInt64?)] = [:]
    }

    private let everything = Mutex(Everything())

    package init() {}

    package func state(of log: LogID) -> State? { everything.withLock { $0.logs[log] } }

    package var states: [LogID: State] { everything.withLock { $0.logs } }

    /// Why nothing may be taken in, where the database has lost what was signed.
    package func refusal(for log: LogID) -> LogTrouble? {
        everything.withLock { $0.logs[log]?.trouble }.flatMap { $0.refusesActs ? $0 : nil }
    }

    /// Every log with a trouble, the names in order.
    package var troubles: [(log: LogID, trouble: LogTrouble)] {
        states.sorted { $0.key < $1.key }.compactMap { log, state in state.trouble.map { (log, $0) } }
    }

    /// The witnesses that have been asked in vain for this long, in milliseconds.
    package func missingWitnesses(at time: Int64, longerThan wait: Int64 = 600_000) -> [String] {
        everything.withLock { $0.missingSince.filter { time - $0.value >= wait }.keys.sorted() }
    }

    /// Up to which size the anchor log has the signatures its policy asks for.
    package var finalAnchorSize: UInt64 { everything.withLock { $0.finalAnchorSize } }

    /// How many entries of a log are covered by what its witnesses signed.
    package func finalSize(of origin: String) -> UInt64 { everything.withLock { $0.finalSizes[origin] ?? 0 } }

    /// The witnesses that refuse to sign, by name.
    package var complaints: [(witness: String, complaint: WitnessComplaint)] {
        everything.withLock { $0.complaints }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    func note(_ complaint: WitnessComplaint?, of witness: String) {
        everything.withLock { $0.complaints[witness] = complaint }
    }

    func noteFinal(_ sizes: [String: UInt64]) {
        everything.withLock { $0.finalSizes.merge(sizes) { max($0, $1) } }
    }

    func result(in origin: String) -> (searched: UInt64, index: UInt64?) {
        everything.withLock { $0.results[origin] ?? (0, nil) }
    }

    func noteResult(_ index: UInt64?, searched: UInt64, in origin: String) {
        everything.withLock { everything in
            guard searched >= everything.results[origin]?.searched ?? 0 else { return }
            everything.results[origin] = (searched, index ?? everything.results[origin]?.index)
        }
    }

    package func change(_ log: LogID, _ change: (inout State) -> Void) {
        everything.withLock { change(&$0.logs[log, default: State()]) }
    }

    func noteWitnesses(finalSize: UInt64) {
        everything.withLock { $0.finalAnchorSize = max($0.finalAnchorSize, finalSize) }
    }

    func noteWitnesses(missing: Set<String>, finalSize: UInt64?, at time: Int64) {
        everything.withLock { everything in
            everything.missingSince = everything.missingSince.filter { missing.contains($0.key) }
            for name in missing where everything.missingSince[name] == nil { everything.missingSince[name] = time }
            if let finalSize { everything.finalAnchorSize = max(everything.finalAnchorSize, finalSize) }
        }
    }
}
