/// A conversation with its latest votes as a table.
///
/// The list of votes in the conversation itself is empty, and in its list of participants are only those of whom the files
/// tell more than their votes.
package struct CountedConversation: Equatable, Sendable {
    package var conversation: PolisConversation
    package var votes: PolisVoteTable

    init(conversation: PolisConversation, votes: PolisVoteTable) {
        self.conversation = conversation
        self.votes = votes
    }

    /// The latest votes of a conversation, whose list of votes is given up.
    package init(_ conversation: PolisConversation) {
        votes = PolisVoteTable(conversation)
        self.conversation = conversation
        self.conversation.votes = []
        self.conversation.voteHistory = []
    }
}

extension PolisConversation {
    /// Reads an export as ``read(at:sign:keepsHistory:limits:)`` does, for somebody who wants the latest votes alone.
    ///
    /// A plain `votes.csv` without a matrix beside it is read from the disk in pieces on all cores and never as a whole in
    /// memory: ten bytes for each vote suffice. Everything else is read as always; so is a plain file with an error in it,
    /// because only then it is known where the error is.
    ///
    /// - Complexity: O(bytes).
    package static func counted(
        at path: String, sign: PolisVoteSign.Choice = .detect, limits: PolisLimits = .ownFiles
    ) throws(PolisFormatError) -> CountedConversation {
        var reading = PolisReading(limits: limits)
        try reading.sort(try PolisFile.files(at: path, leavingVotes: true, limits: limits))
        return try reading.counted(sign: sign)
    }

    /// Reads an export whose files are in memory.
    package static func counted(
        _ files: [PolisFile], sign: PolisVoteSign.Choice = .detect, limits: PolisLimits = PolisLimits()
    ) throws(PolisFormatError) -> CountedConversation {
        var reading = PolisReading(limits: limits)
        try reading.sort(files)
        return try reading.counted(sign: sign)
    }
}

extension PolisReading {
    fileprivate mutating func counted(
        sign choice: PolisVoteSign.Choice
    ) throws(PolisFormatError) -> CountedConversation {
        let untouched = self
        if let counted = try countedPlainly(sign: choice) { return counted }
        self = untouched
        return CountedConversation(try conversation(sign: choice, keepsHistory: false))
    }

    /// Nil when there is more to the export than plain votes and their statements.
    private mutating func countedPlainly(
        sign choice: PolisVoteSign.Choice
    ) throws(PolisFormatError) -> CountedConversation? {
        guard files[.matrix] == nil, let file = files[.votes] else { return nil }
        let manifest = try readManifest()
        let isGuarded = manifest?.textGuard == PolisManifest.apostrophe
        let summary = try readSummary(isGuarded: isGuarded)
        let comments = try readComments(isGuarded: isGuarded)
        let authors = Dictionary(
            (comments?.statements ?? []).compactMap { statement in statement.author.map { (statement.id, $0) } },
            uniquingKeysWith: { first, _ in first })
        var counted: (votes: PlainVotesCount, table: PolisVoteTable)?
        if let votes = PlainVotes(
            try file.placedBytes(limits: limits), name: file.name, authors: authors, limits: limits)
        {
            guard comments.map({ Set($0.statements.map(\.id)).isSuperset(of: votes.statements) }) ?? true,
                let blocks = PlainVoteBlocks(votes)
            else { return nil }
            counted = (PlainVotesCount(votes, repeated: blocks.repeated), blocks.table)
        }
        guard let votes = counted?.votes, var table = counted?.table else { return nil }

        let hasSeconds = comments?.hasSeconds == true || votes.hasSeconds
        let layout = layout(hasSeconds: hasSeconds, isQuoted: comments?.isQuoted == true)
        if votes.repeated > 0 { warn(.repeatedVotes, file.name, count: votes.repeated) }
        let sign = try voteSign(
            choice, manifest,
            VoteSignDetection(
                layout: layout,
                votes: .init(
                    statementCounts: { votes.statementCounts },
                    participantCounts: { VoteCounts(ids: [], signs: []) }, authors: { votes.authors }),
                statements: comments?.statements ?? [], participants: [], votesHaveSeconds: hasSeconds,
                file: file.name))
        if sign.agree < 0 { table.negate() }
        if let comments, comments.statements.contains(where: { $0.statedAgrees != nil || $0.statedDisagrees != nil }) {
            let commentsName = (files[.comments] ?? files[.commentsJSON])?.name ?? "comments.csv"
            checkStatedCounts(comments.statements, table.statementCounts, commentsName)
        }
        let conversation = PolisConversation(
            summary: summary, statements: comments?.statements ?? table.statements.map { .init(id: $0, text: "") },
            participants: [], votes: [], layout: layout, voteSign: sign, warnings: warnings)
        return CountedConversation(conversation: conversation, votes: table)
    }
}

/// What is left to know of ``PlainVotes`` once they are in a table.
private struct PlainVotesCount {
    let hasSeconds: Bool
    let repeated: Int
    /// Of all vote events.
    let statementCounts: VoteCounts
    /// Of each author's first vote on their own statement.
    let authors: VoteCounts.Signs

    init(_ votes: PlainVotes, repeated: Int) {
        hasSeconds = votes.hasSeconds
        self.repeated = repeated
        let statements = votes.statements
        statementCounts = VoteCounts(
            ids: statements,
            signs: statements.map { statement in
                var signs = VoteCounts.Signs()
                for piece in votes.pieces where 4 * statement < piece.choiceCounts.count {
                    signs.minus += Int(piece.choiceCounts[4 * statement])
                    signs.plus += Int(piece.choiceCounts[4 * statement + 2])
                }
                return signs
            })
        var authors = VoteCounts.Signs()
        var seen: Set<UInt32> = []
        for piece in votes.pieces {
            for code in piece.authorVotes where seen.insert(code >> 2).inserted { authors.add(Int(code & 3) - 1) }
        }
        self.authors = authors
    }
}
