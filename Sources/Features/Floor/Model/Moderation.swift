package import Convening

/// One decision about one statement: by whom, when and why.
package struct Moderation: Sendable, Hashable {
    package let statement: Statement.ID
    package let action: Action
    package let reason: Reason?
    /// Nil when the program decided, for example by showing a statement at once where moderation comes after.
    package let worker: Worker.ID?
    package let at: Int64

    /// The raw values go into the database, the codes into the journal; neither changes its meaning.
    package enum Action: String, Sendable, Hashable, CaseIterable {
        case show
        case hide
        /// Not shown because another statement says it already.
        case join
        /// Back into the queue.
        case reconsider

        package var code: UInt8 {
            switch self {
            case .show: 1
            case .hide: 2
            case .join: 3
            case .reconsider: 4
            }
        }
    }

    /// Why a statement is not shown. The list is the published policy.
    package enum Reason: String, Sendable, Hashable, CaseIterable {
        case twoIdeas = "two-ideas"
        case offTopic = "off-topic"
        case privatePerson = "private-person"
        case threat
        case advertising
        case question
        case duplicate
        /// A court or an authority ordered it, or those who run the installation had to.
        case order
        /// Its author had its words erased before anybody else read them.
        case takenBack = "taken-back"

        package var code: UInt8 {
            switch self {
            case .twoIdeas: 1
            case .offTopic: 2
            case .privatePerson: 3
            case .threat: 4
            case .advertising: 5
            case .question: 6
            case .duplicate: 7
            case .order: 8
            case .takenBack: 9
            }
        }

        /// Those a moderator chooses from; a duplicate is joined to the statement it repeats, and the last two come with the
        /// erasure of a text.
        package static let choosable = allCases.filter { ![.duplicate, .order, .takenBack].contains($0) }

        /// Those for which the words themselves are erased.
        package static let erasing: [Reason] = [.privatePerson, .threat, .order]
    }

    package init(statement: Statement.ID, action: Action, reason: Reason?, worker: Worker.ID?, at: Int64) {
        self.statement = statement
        self.action = action
        self.reason = reason
        self.worker = worker
        self.at = at
    }
}
