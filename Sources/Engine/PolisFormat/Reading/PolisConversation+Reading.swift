extension PolisConversation {
    /// Reads an export from a folder in any of the layouts of ``PolisLayout``, or from one file of votes.
    ///
    /// - Parameters:
    ///   - path: a folder, one `votes.csv`, or one `participants-votes.csv`; files may be compressed with gzip.
    ///   - sign: which sign means agree; found and checked when not given.
    ///   - keepsHistory: whether ``voteHistory`` is wanted; without, it is the same as ``votes``.
    /// - Complexity: O(bytes), in memory about the size of the files plus 32 bytes for each vote event.
    package static func read(
        at path: String, sign: PolisVoteSign.Choice = .detect, keepsHistory: Bool = true,
        limits: PolisLimits = PolisLimits()
    ) throws(PolisFormatError) -> PolisConversation {
        var reading = PolisReading(limits: limits)
        try reading.sort(try PolisFile.files(at: path, limits: limits))
        return try reading.conversation(sign: sign, keepsHistory: keepsHistory)
    }

    /// Reads an export whose files are in memory, as after an upload.
    package static func read(
        _ files: [PolisFile], sign: PolisVoteSign.Choice = .detect, keepsHistory: Bool = true,
        limits: PolisLimits = PolisLimits()
    ) throws(PolisFormatError) -> PolisConversation {
        var reading = PolisReading(limits: limits)
        try reading.sort(files)
        return try reading.conversation(sign: sign, keepsHistory: keepsHistory)
    }
}

/// The files of one export, sorted by purpose, on their way to a conversation.
struct PolisReading {
    let limits: PolisLimits
    var files: [PolisFile.Purpose: PolisFile] = [:]
    private(set) var warnings: [PolisWarning] = []

    init(limits: PolisLimits) { self.limits = limits }

    mutating func sort(_ given: [PolisFile]) throws(PolisFormatError) {
        for file in given {
            guard let purpose = try purpose(of: file, alone: given.count == 1) else { continue }
            if let other = files[purpose] {
                throw PolisFormatError(file: file.name, reason: .severalFiles(found: [other.name, file.name]))
            }
            files[purpose] = file
        }
        guard files[.votes] != nil || files[.matrix] != nil || files[.votesJSON] != nil else {
            throw PolisFormatError(file: given.first?.name ?? "", reason: .noVotes(found: given.map(\.name)))
        }
    }

    /// One file alone may have any name: its header tells what it is.
    private func purpose(of file: PolisFile, alone: Bool) throws(PolisFormatError) -> PolisFile.Purpose? {
        if let purpose = PolisFile.Purpose(ofFileNamed: file.name) { return purpose }
        guard alone else { return nil }
        var reader = try CSVReader(
            file: file.name, bytes: try file.contentWithHeader(limits: limits), limits: limits)
        try reader.readHeader()
        if reader.column("vote") != nil { return .votes }
        return reader.column("participant", "n-votes") != nil ? .matrix : nil
    }

    mutating func conversation(
        sign choice: PolisVoteSign.Choice, keepsHistory: Bool
    ) throws(PolisFormatError) -> PolisConversation {
        let manifest = try readManifest()
        let isGuarded = manifest?.textGuard == PolisManifest.apostrophe
        let summary = try readSummary(isGuarded: isGuarded)
        let comments = try readComments(isGuarded: isGuarded)
        let known = comments.map { Set($0.statements.map(\.id)) }

        let commentsName = (files[.comments] ?? files[.commentsJSON])?.name ?? "comments.csv"
        let matrix = try files[.matrix].map { (file) throws(PolisFormatError) in
            try MatrixFile(file, statements: known, listedIn: commentsName, limits: limits)
        }
        var votes = try readVotes(matrix, statements: known, commentsName: commentsName)
        var history = votes?.events ?? matrix?.votes ?? []
        let votesName = votes?.name ?? matrix?.name ?? ""

        let hasSeconds = comments?.hasSeconds == true || votes?.hasSeconds == true
        let layout = layout(hasSeconds: hasSeconds, isQuoted: comments?.isQuoted == true)
        // A matrix holds one vote for each pair.
        var latest = votes == nil ? LatestVotes(unique: history) : LatestVotes(history)
        if latest.repeated > 0 { warn(.repeatedVotes, votesName, count: latest.repeated) }
        let voteSign = try voteSign(
            choice, manifest,
            VoteSignDetection(
                layout: layout,
                votes: .init(events: history, latest: latest.votes, statements: comments?.statements ?? []),
                statements: comments?.statements ?? [], participants: matrix?.participants ?? [],
                votesHaveSeconds: hasSeconds, file: votesName))

        votes = nil
        let hasOwnHistory = keepsHistory && latest.repeated > 0
        // Released before anything is changed, so that the latest votes need no second copy.
        if !hasOwnHistory { history = [] }
        if voteSign.agree < 0 {
            for index in history.indices { history[index].vote.negate() }
            latest.negate()
        }
        if let matrix, files[.votes] != nil {
            let missing = complete(&latest, with: matrix)
            if hasOwnHistory { history += missing }
        }

        let statements =
            comments?.statements
            ?? (matrix?.statements.sorted() ?? IDIndex(latest.votes.lazy.map(\.statement)).ids)
            .map { .init(id: $0, text: "") }
        let participants =
            matrix?.participants ?? IDIndex(latest.votes.lazy.map(\.participant)).ids.map { .init(id: $0) }
        if let comments {
            checkStatedCounts(
                comments.statements, VoteCounts(of: latest.votes, each: { $0.statement }), commentsName)
        }
        return PolisConversation(
            summary: summary, statements: statements, participants: participants, votes: latest.votes,
            voteHistory: hasOwnHistory ? history : nil, layout: layout, voteSign: voteSign, warnings: warnings)
    }

    // MARK: Parts

    func readManifest() throws(PolisFormatError) -> PolisManifest? {
        try files[.manifest].map { (file) throws(PolisFormatError) in
            try FixtureFiles.manifest(file, limits: limits)
        }
    }

    func readSummary(isGuarded: Bool) throws(PolisFormatError) -> PolisSummary {
        if let file = files[.summary] { return try SummaryFile.read(file, isGuarded: isGuarded, limits: limits) }
        if let file = files[.conversationJSON] { return try FixtureFiles.summary(file, limits: limits) }
        return PolisSummary()
    }

    struct Comments {
        var statements: [PolisStatement]
        var hasSeconds = false
        var isQuoted = true
    }

    /// The statements of `comments.csv`, with what only `comments.json` knows.
    mutating func readComments(isGuarded: Bool) throws(PolisFormatError) -> Comments? {
        let fixture = try files[.commentsJSON].map { (file) throws(PolisFormatError) in
            try FixtureFiles.statements(file, limits: limits)
        }
        guard let file = files[.comments] else {
            guard let fixture else { return nil }
            var seen: Set<Int> = []
            for statement in fixture where !seen.insert(statement.id).inserted {
                throw PolisFormatError(
                    file: files[.commentsJSON]?.name ?? "", column: "statement_id",
                    reason: .repeated(found: "\(statement.id)"))
            }
            return Comments(statements: fixture)
        }
        var comments = try CommentsFile(file, isGuarded: isGuarded, limits: limits)
        warnings += comments.warnings
        if let fixture {
            let known = Dictionary(fixture.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            for index in comments.statements.indices {
                guard let statement = known[comments.statements[index].id] else { continue }
                comments.statements[index].isSeed = comments.statements[index].isSeed ?? statement.isSeed
                comments.statements[index].isMeta = comments.statements[index].isMeta ?? statement.isMeta
            }
        }
        return Comments(
            statements: comments.statements, hasSeconds: comments.hasSeconds, isQuoted: comments.isQuoted)
    }

    private struct Votes {
        var events: [PolisVote]
        var hasSeconds = false
        var name: String
    }

    /// The votes, after which the bytes of their file are given up: they may be most of the memory.
    private mutating func readVotes(
        _ matrix: MatrixFile?, statements: Set<Int>?, commentsName: String
    ) throws(PolisFormatError) -> Votes? {
        if let file = files[.votes] {
            let votes = try VotesFile(
                file, statements: statements.map(IDIndex.init),
                participants: matrix.map { IDIndex($0.participants.map(\.id)) },
                listedIn: (commentsName, matrix?.name ?? ""), limits: limits)
            files[.votes] = PolisFile(name: file.name, bytes: [])
            return Votes(events: votes.events, hasSeconds: votes.hasSeconds, name: votes.name)
        }
        guard matrix == nil, let file = files[.votesJSON] else { return nil }
        let events = try FixtureFiles.votes(file, limits: limits)
        if let statements, let event = events.first(where: { !statements.contains($0.statement) }) {
            throw PolisFormatError(
                file: file.name, column: "statement_id",
                reason: .unknown(found: "\(event.statement)", listedIn: commentsName))
        }
        return Votes(events: events, name: file.name)
    }

    // MARK: Layout and sign

    func layout(hasSeconds: Bool, isQuoted: Bool) -> PolisLayout {
        if let matrix = files[.matrix], matrix.name.lowercased().contains("participant-votes") { return .report2025 }
        if files[.commentGroups] != nil { return .report2025 }
        if files[.matrix] != nil { return files[.comments] == nil && files[.votes] == nil ? .matrixOnly : .openData }
        if files[.votes] == nil { return .fixture }
        if files[.comments] == nil { return .votesOnly }
        if !hasSeconds { return .openData }
        return isQuoted ? .report2025 : .report2024
    }

    mutating func voteSign(
        _ choice: PolisVoteSign.Choice, _ manifest: PolisManifest?, _ detection: VoteSignDetection
    ) throws(PolisFormatError) -> PolisVoteSign {
        switch choice {
        case .agreeIsPlus: return PolisVoteSign(agree: 1, basis: [.explicit])
        case .agreeIsMinus: return PolisVoteSign(agree: -1, basis: [.explicit])
        case .detect: break
        }
        guard let agree = manifest?.agree else {
            let sign = try detection.sign()
            if sign.basis == [.assumption] { warn(.signAssumed, detection.file, count: 1) }
            return sign
        }
        guard abs(agree) == 1 else {
            throw PolisFormatError(
                file: files[.manifest]?.name ?? "", column: "agree",
                reason: .cell(found: "\(agree)", expected: "1 or -1"))
        }
        return PolisVoteSign(agree: agree, basis: [.manifest])
    }

    // MARK: Putting together

    /// Adds the votes that only the matrix has and returns them. The votes file counts where both have one.
    private mutating func complete(_ latest: inout LatestVotes, with matrix: MatrixFile) -> [PolisVote] {
        let (missing, different) = latest.complete(with: matrix.votes)
        if !missing.isEmpty { warn(.votesOnlyInMatrix, matrix.name, count: missing.count) }
        if different > 0 { warn(.votesDifferFromMatrix, matrix.name, count: different) }
        return missing
    }

    mutating func checkStatedCounts(_ statements: [PolisStatement], _ counts: VoteCounts, _ file: String) {
        let different = statements.count { statement in
            let counts = counts[statement.id]
            return (statement.statedAgrees ?? counts.plus) != counts.plus
                || (statement.statedDisagrees ?? counts.minus) != counts.minus
        }
        if different > 0 { warn(.statedCountsDiffer, file, count: different) }
    }

    mutating func warn(_ kind: PolisWarning.Kind, _ file: String, count: Int) {
        warnings.append(PolisWarning(kind: kind, file: file, count: count))
    }
}
