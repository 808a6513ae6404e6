/// A conversation as a Polis export tells it: what was said, who voted how, and which groups the platform found.
///
/// Ids are the whole numbers of the export. They may have gaps.
package struct PolisConversation: Equatable, Sendable {
    package var summary: PolisSummary
    /// In the order of the comments file; without one, those voted on, by id.
    package var statements: [PolisStatement]
    /// In the row order of the matrix file, which is the order the platform computed in; without one, by id.
    package var participants: [PolisParticipant]
    /// The latest vote of each participant on each statement, in order of the pair's first appearance in the file.
    package var votes: [PolisVote]
    /// Every vote event in file order; longer than ``votes`` when people changed their minds and the history was kept.
    package var voteHistory: [PolisVote]
    package var layout: PolisLayout
    package var voteSign: PolisVoteSign
    package var warnings: [PolisWarning]

    /// - Parameter voteHistory: every event; nil when the latest votes are all there is.
    package init(
        summary: PolisSummary = PolisSummary(), statements: [PolisStatement], participants: [PolisParticipant],
        votes: [PolisVote], voteHistory: [PolisVote]? = nil, layout: PolisLayout = .report2025,
        voteSign: PolisVoteSign = PolisVoteSign(agree: 1, basis: [.explicit]), warnings: [PolisWarning] = []
    ) {
        self.summary = summary
        self.statements = statements
        self.participants = participants
        self.votes = votes
        self.voteHistory = voteHistory ?? votes
        self.layout = layout
        self.voteSign = voteSign
        self.warnings = warnings
    }
}

/// The facts of `summary.csv`. Numbers are as stated in the file, whether right or not.
package struct PolisSummary: Equatable, Sendable {
    package var topic: String
    package var description: String
    package var url: String
    package var views: Int?
    package var voters: Int?
    package var votersClustered: Int?
    package var commenters: Int?
    package var comments: Int?
    package var groups: Int?

    package init(
        topic: String = "", description: String = "", url: String = "", views: Int? = nil, voters: Int? = nil,
        votersClustered: Int? = nil, commenters: Int? = nil, comments: Int? = nil, groups: Int? = nil
    ) {
        self.topic = topic
        self.description = description
        self.url = url
        self.views = views
        self.voters = voters
        self.votersClustered = votersClustered
        self.commenters = commenters
        self.comments = comments
        self.groups = groups
    }
}

package struct PolisStatement: Equatable, Sendable {
    package enum Moderation: Int, Sendable {
        case rejected = -1
        case pending = 0
        case accepted = 1
    }

    package var id: Int
    package var author: Int?
    /// Milliseconds since 1970.
    package var time: Int64?
    package var text: String
    package var moderation: Moderation
    /// About the people who answer rather than about the topic; nil when the file does not say.
    package var isMeta: Bool?
    /// Written by the conveners; nil when the file does not say.
    package var isSeed: Bool?
    /// As stated in the file. Polis counts vote *events*, so a changed mind counts twice.
    package var statedAgrees: Int?
    package var statedDisagrees: Int?

    package init(
        id: Int, author: Int? = nil, time: Int64? = nil, text: String, moderation: Moderation = .pending,
        isMeta: Bool? = nil, isSeed: Bool? = nil, statedAgrees: Int? = nil, statedDisagrees: Int? = nil
    ) {
        self.id = id
        self.author = author
        self.time = time
        self.text = text
        self.moderation = moderation
        self.isMeta = isMeta
        self.isSeed = isSeed
        self.statedAgrees = statedAgrees
        self.statedDisagrees = statedDisagrees
    }
}

package struct PolisParticipant: Equatable, Sendable {
    package var id: Int
    /// The platform's group, counted from 0; nil when not clustered.
    package var group: Int?
    /// Counts as stated in the matrix file.
    package var statedVotes: Int?
    package var statedAgrees: Int?
    package var statedDisagrees: Int?

    package init(
        id: Int, group: Int? = nil, statedVotes: Int? = nil, statedAgrees: Int? = nil, statedDisagrees: Int? = nil
    ) {
        self.id = id
        self.group = group
        self.statedVotes = statedVotes
        self.statedAgrees = statedAgrees
        self.statedDisagrees = statedDisagrees
    }
}

package struct PolisVote: Hashable, Sendable {
    package var participant: Int
    package var statement: Int
    /// Milliseconds since 1970.
    package var time: Int64?
    // One byte beside the time: 32 bytes for a vote instead of 40, of which there may be millions.
    private var sign: Int8

    /// +1 agree, −1 disagree, 0 pass, whatever the sign in the file. A pass is a vote; silence is no vote.
    package var vote: Int {
        get { Int(sign) }
        set { sign = Int8(clamping: newValue) }
    }

    package init(participant: Int, statement: Int, vote: Int, time: Int64? = nil) {
        self.participant = participant
        self.statement = statement
        self.time = time
        sign = Int8(clamping: vote)
    }
}

/// The kinds of export that are in use.
package enum PolisLayout: String, Sendable {
    /// The data export, also in the openData repository: `participants-votes.csv`, agree = +1, milliseconds.
    case openData
    /// The report page's export of 2024: three files, seconds, text without quotation marks, agree = −1.
    case report2024
    /// The report page's export since 2025: `participant-votes.csv`, `comment-groups.csv`, agree = +1.
    case report2025
    /// `comments.json` and `votes.json` as red-dwarf keeps its fixtures, agree = +1.
    case fixture
    /// One `votes.csv` alone.
    case votesOnly
    /// One matrix file alone.
    case matrixOnly
}

/// Something that was put right or left aside while reading, with how often it happened.
package struct PolisWarning: Equatable, Sendable {
    package enum Kind: String, Sendable {
        /// Several votes of one participant on one statement; the latest counts.
        case repeatedVotes
        /// Text without quotation marks that contained commas and was joined again.
        case joinedText
        /// Votes in the matrix that the votes file lacks; taken without a time.
        case votesOnlyInMatrix
        /// Votes that differ between the matrix and the votes file; the votes file counts.
        case votesDifferFromMatrix
        /// Statements whose stated counts differ from the votes.
        case statedCountsDiffer
        /// Nothing showed which sign means agree; +1 was taken.
        case signAssumed
    }

    package var kind: Kind
    package var file: String
    package var count: Int
    /// Line of the first case, where there is one.
    package var firstLine: Int?

    package init(kind: Kind, file: String, count: Int, firstLine: Int? = nil) {
        self.kind = kind
        self.file = file
        self.count = count
        self.firstLine = firstLine
    }
}
