import DialogueLog

/// How far witnesses have confirmed what stands in a log. Nothing that people do waits for it.
package enum Finality: Sendable, Hashable {
    /// This installation needs nobody's word.
    case notWitnessed
    /// Counted, and not confirmed yet.
    /// - Parameter missing: the witnesses that have been asked in vain for a while; none at first.
    case waiting(missing: [String])
    /// As many witnesses as the policy asks for have signed an anchor checkpoint that covers it.
    case final
}

package enum FinalityRules {
    /// - Parameters:
    ///   - index: where it stands in its log; nil before it is in a published checkpoint.
    ///   - finalSize: how many entries of that log are covered by an anchor checkpoint that meets the policy.
    ///   - needsWitnesses: whether the policy asks for any.
    ///   - missing: the witnesses that have been asked in vain for a while.
    package static func finality(
        at index: UInt64?, finalSize: UInt64, needsWitnesses: Bool, missing: [String]
    ) -> Finality {
        guard needsWitnesses else { return .notWitnessed }
        guard let index, index < finalSize else { return .waiting(missing: missing) }
        return .final
    }

    /// How large each log is by these entries of the anchor log, by the log's name; entries of other kinds say nothing.
    package static func sizes(anchoredIn entries: some Sequence<[UInt8]>) -> [String: UInt64] {
        var sizes: [String: UInt64] = [:]
        for bytes in entries {
            guard let entry = try? LoggedEntry(bytes), entry.kind == .anchored else { continue }
            let origin = entry.text(0x01)
            sizes[origin] = max(sizes[origin] ?? 0, entry.integer(0x51))
        }
        return sizes
    }
}

/// Why a witness does not sign, where somebody has to look: waiting does not help.
package enum WitnessComplaint: String, Sendable, Hashable, CaseIterable {
    /// What it signed before is no beginning of what it was shown now: there are two histories.
    case otherHistory = "witness_other_history"
    /// It signed more than we have: somebody signs in our name, or entries were lost.
    case isAhead = "witness_ahead"
    /// It does not know the anchor log, or another key of it.
    case unknownLog = "witness_unknown_log"

    /// - Parameter status: the one of HTTP; nil for what passes by itself, such as a busy witness.
    package init?(status: Int) {
        switch status {
        case 422: self = .otherHistory
        case 403, 404: self = .unknownLog
        default: return nil
        }
    }

    /// Whether it means that people may have been shown different logs.
    package var isAlarm: Bool { self != .unknownLog }
}
