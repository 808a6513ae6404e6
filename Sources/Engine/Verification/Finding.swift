/// What one numbered check of an archive came to.
package enum Finding: Sendable, Hashable {
    case passed
    case skipped(reason: String)
    case failed(evidence: String)
}

/// The checks, by their numbers; these never change their meaning.
package enum CheckNumber: Int, Sendable, Hashable, CaseIterable {
    case files = 1
    case checkpoint
    case signature
    case witnesses
    case entries
    case leaves
    case tiles
    case root
    case earlierCheckpoints
    case opening
    case keyChanges
    case anchor
    case phases
    case texts
    case moderation
    case admissions
    case voteCount
    case openings
    case tallies
    case voters
    case groups
    case result
    case thresholds
    case receipts

    package var title: String {
        switch self {
        case .files: "the files are those listed in SHA256SUMS, with no others"
        case .checkpoint: "the checkpoint is well formed and of the expected log"
        case .signature: "the checkpoint and the list of files are signed by the log"
        case .witnesses: "enough witnesses signed the checkpoint"
        case .entries: "every entry is readable and canonical"
        case .leaves: "the entries are those that were hashed"
        case .tiles: "the hashes above follow from those below"
        case .root: "all of it leads to the signed root"
        case .earlierCheckpoints: "earlier checkpoints are the beginning of this log"
        case .opening: "the log opens as this log of this dialogue"
        case .keyChanges: "every change of key is confirmed by the new key"
        case .anchor: "the anchor log shows the same history"
        case .phases: "the phases follow each other as they may"
        case .texts: "texts and rules are those the log commits to"
        case .moderation: "the list of decisions is the log's"
        case .admissions: "as many were admitted in each batch as is published"
        case .voteCount: "published, superseded, withdrawn and erased votes are all votes of the log"
        case .openings: "each opened vote is in the log once, and none is missing"
        case .tallies: "the last votes add up to the result"
        case .voters: "everybody who voted was admitted and not excluded"
        case .groups: "the named method finds the same groups, byte for byte"
        case .result: "the result is the one the log has"
        case .thresholds: "no published number is too small for its profile"
        case .receipts: "receipts hold and promises were kept"
        }
    }
}

/// What all checks came to.
package struct CheckReport: Sendable, Hashable {
    package private(set) var findings: [CheckNumber: Finding] = [:]
    /// How many votes nobody can open any more, as the archive says and the log bears out.
    package internal(set) var erasedVotes: UInt64 = 0
    package internal(set) var erasedTexts = 0

    package subscript(_ number: CheckNumber) -> Finding {
        get { findings[number] ?? .skipped(reason: "an earlier check failed") }
        set { findings[number] = newValue }
    }

    package func hasFailed(_ number: CheckNumber) -> Bool {
        if case .failed = self[number] { true } else { false }
    }

    /// 0 all passed, 1 one failed, 3 none failed and some were skipped.
    package var exitStatus: Int32 {
        let all = CheckNumber.allCases.map { self[$0] }
        if CheckNumber.allCases.contains(where: hasFailed) { return 1 }
        return all.allSatisfy { $0 == .passed } ? 0 : 3
    }

    package var firstFailure: (number: CheckNumber, evidence: String)? {
        for number in CheckNumber.allCases {
            if case .failed(let evidence) = self[number] { return (number, evidence) }
        }
        return nil
    }

    private func note(on number: CheckNumber) -> String {
        switch number {
        case .texts where erasedTexts > 0: " (\(erasedTexts) erased)"
        case .voteCount where erasedVotes > 0: " (\(erasedVotes) erased)"
        default: ""
        }
    }

    /// One line a check.
    package var lines: [String] {
        CheckNumber.allCases.map { number in
            let start = (number.rawValue < 10 ? " " : "") + "\(number.rawValue) "
            return switch self[number] {
            case .passed: "\(start)ok       \(number.title)\(note(on: number))"
            case .skipped(let reason): "\(start)skipped  \(number.title)\(note(on: number)): \(reason)"
            case .failed(let evidence): "\(start)FAILED   \(number.title): \(evidence)"
            }
        }
    }
}
