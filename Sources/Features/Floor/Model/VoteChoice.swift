package import OpinionAnalysis

/// What somebody answered to a statement. Not having answered is the absence of a vote, never a choice.
package enum VoteChoice: String, Sendable, Hashable, CaseIterable {
    case agree
    case disagree
    /// "Not sure": an answer like the others.
    case pass

    /// As the database and the journal write it; 0 is a vote that was withdrawn.
    package var code: UInt8 {
        switch self {
        case .agree: 1
        case .disagree: 2
        case .pass: 3
        }
    }

    package init?(code: Int) {
        switch code {
        case 1: self = .agree
        case 2: self = .disagree
        case 3: self = .pass
        default: return nil
        }
    }

    /// As the engine counts it.
    package var vote: Vote {
        switch self {
        case .agree: .agree
        case .disagree: .disagree
        case .pass: .pass
        }
    }
}
