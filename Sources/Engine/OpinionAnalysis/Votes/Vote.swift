/// What a participant says to a statement. Not having voted is the absence of a vote, never a pass.
public enum Vote: Int8, Sendable, Hashable, Codable, CaseIterable {
    case disagree = -1
    case pass = 0
    case agree = 1

    /// The vote with agree and disagree exchanged; a pass stays a pass.
    public var opposite: Vote {
        switch self {
        case .disagree: .agree
        case .pass: .pass
        case .agree: .disagree
        }
    }
}
