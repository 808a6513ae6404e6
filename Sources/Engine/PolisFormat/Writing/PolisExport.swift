import Foundation

/// Writes a conversation as a folder of CSV files that Polis tools and this reader understand.
///
/// In all files agree is +1, disagree −1 and pass 0; times are milliseconds since 1970, with ISO 8601 in UTC beside
/// them; text always stands in quotation marks and is guarded by ``FormulaGuard``, which `manifest.json` says, so that
/// reading takes the guard away. Stated counts of the conversation are not copied: all counts are of the votes given.
///
/// What is published is the caller's decision: times that are nil stay blank, and ids are written as they are, so the
/// caller renumbers participants. Rows are in an order that tells nothing of the order of voting.
///
/// - Note: Guarded text differs from the original by one apostrophe for readers that do not know the manifest.
package struct PolisExport: Sendable {
    package enum Layout: String, Sendable {
        /// `summary.csv`, `comments.csv`, `votes.csv`, `participant-votes.csv`, `comment-groups.csv`.
        case report2025 = "report-2025"
        /// `summary.csv`, `comments.csv`, `votes.csv`, `participants-votes.csv`.
        case openData = "open-data"
    }

    private let conversation: PolisConversation
    private let layout: Layout
    private let software: String
    private let tallies: Tallies

    /// - Parameters:
    ///   - conversation: participants in matrix order, with groups from 0; one vote for each pair.
    ///   - software: name and version of the program, for the manifest.
    package init(_ conversation: PolisConversation, layout: Layout = .report2025, software: String) {
        self.conversation = conversation
        self.layout = layout
        self.software = software
        tallies = Tallies(conversation)
    }

    /// The files by name, in memory.
    package func files() -> [PolisFile] {
        var files = [
            PolisFile(name: "summary.csv", bytes: summary),
            PolisFile(name: "comments.csv", bytes: comments),
            PolisFile(name: "votes.csv", bytes: votes),
        ]
        switch layout {
        case .report2025:
            files.append(PolisFile(name: "participant-votes.csv", bytes: matrix))
            files.append(PolisFile(name: "comment-groups.csv", bytes: commentGroups))
        case .openData:
            files.append(PolisFile(name: "participants-votes.csv", bytes: matrix))
        }
        files.append(PolisFile(name: "manifest.json", bytes: manifest))
        return files
    }

    /// Writes the folder as a whole or not at all. A folder that is there already must be empty.
    package func write(to path: String) throws {
        try ExportFolder.write(to: path) { folder in
            for file in files() { try folder.write(file.bytes, to: file.name) }
        }
    }

    // MARK: Files

    private var summary: [UInt8] {
        var csv = CSVWriter()
        func row(_ key: String, text: String) {
            csv.name(key)
            csv.text(text)
            csv.endRow()
        }
        func row(_ key: String, number: Int) {
            csv.name(key)
            csv.number(number)
            csv.endRow()
        }
        row("topic", text: conversation.summary.topic)
        row("url", text: conversation.summary.url)
        row("views", number: conversation.summary.views ?? conversation.participants.count)
        row("voters", number: tallies.participants.count)
        row("voters-in-conv", number: conversation.participants.count { $0.group != nil })
        row("commenters", number: Set(conversation.statements.compactMap(\.author)).count)
        row("comments", number: conversation.statements.count)
        row("groups", number: tallies.groups.count)
        row("conversation-description", text: conversation.summary.description)
        return csv.bytes
    }

    private var comments: [UInt8] {
        var csv = CSVWriter()
        let extra = layout == .openData ? ["group-informed-consensus"] : []
        for name in [
            "timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "is-meta",
            "is-seed",
        ] + extra + ["comment-body"] {
            csv.name(name)
        }
        csv.endRow()
        for statement in conversation.statements {
            let tally = tallies.statements[statement.id] ?? Tally()
            csv.number(statement.time)
            csv.plain(statement.time.flatMap(UTCTime.iso8601) ?? "")
            csv.number(statement.id)
            csv.number(statement.author)
            csv.number(tally.agrees)
            csv.number(tally.disagrees)
            csv.number(statement.moderation.rawValue)
            csv.plain(statement.isMeta.map(String.init) ?? "")
            csv.plain(statement.isSeed.map(String.init) ?? "")
            if layout == .openData { csv.plain(String(tallies.groupInformedConsensus(on: statement.id))) }
            csv.text(statement.text)
            csv.endRow()
        }
        return csv.bytes
    }

    private var votes: [UInt8] {
        var csv = CSVWriter()
        for name in ["timestamp", "datetime", "comment-id", "voter-id", "vote"] { csv.name(name) }
        csv.endRow()
        let sorted = conversation.votes.sorted { ($0.statement, $0.participant) < ($1.statement, $1.participant) }
        for vote in sorted {
            csv.number(vote.time)
            csv.plain(vote.time.flatMap(UTCTime.iso8601) ?? "")
            csv.number(vote.statement)
            csv.number(vote.participant)
            csv.number(vote.vote)
            csv.endRow()
        }
        return csv.bytes
    }

    private var matrix: [UInt8] {
        var csv = CSVWriter()
        for name in ["participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"] { csv.name(name) }
        let columns = conversation.statements.map(\.id).sorted()
        for column in columns { csv.name(String(column)) }
        csv.endRow()
        var cells: [Int: [Int: Int]] = [:]
        for vote in conversation.votes { cells[vote.participant, default: [:]][vote.statement] = vote.vote }
        var written: [Int: Int] = [:]
        for statement in conversation.statements {
            if let author = statement.author { written[author, default: 0] += 1 }
        }
        for participant in conversation.participants {
            let row = cells[participant.id] ?? [:]
            let tally = tallies.participants[participant.id] ?? Tally()
            csv.number(participant.id)
            csv.number(participant.group)
            csv.number(written[participant.id] ?? 0)
            csv.number(tally.seen)
            csv.number(tally.agrees)
            csv.number(tally.disagrees)
            for column in columns { csv.number(row[column]) }
            csv.endRow()
        }
        return csv.bytes
    }

    private var commentGroups: [UInt8] {
        var csv = CSVWriter()
        for name in ["comment-id", "comment", "total-votes", "total-agrees", "total-disagrees", "total-passes"] {
            csv.name(name)
        }
        for group in tallies.groups {
            for part in ["votes", "agrees", "disagrees", "passes"] { csv.name("group-\(groupLetters(group))-\(part)") }
        }
        csv.endRow()
        for statement in conversation.statements {
            csv.number(statement.id)
            csv.text(statement.text)
            let totals = [tallies.statements[statement.id] ?? Tally()]
            for tally in totals + tallies.groups.map({ tallies.tally(ofGroup: $0, on: statement.id) }) {
                csv.number(tally.seen)
                csv.number(tally.agrees)
                csv.number(tally.disagrees)
                csv.number(tally.passes)
            }
            csv.endRow()
        }
        return csv.bytes
    }

    private var manifest: [UInt8] {
        let manifest = PolisManifest(
            schema: "jirga.polis-export/1", layout: layout.rawValue, software: software, agree: 1,
            clock: "milliseconds since 1970-01-01T00:00:00Z; blank where not published",
            rowOrder: [
                "comments.csv": "as given", "votes.csv": "comment-id, voter-id",
                layout == .openData ? "participants-votes.csv" : "participant-votes.csv": "matrix order",
            ],
            textGuard: PolisManifest.apostrophe,
            notes: [
                "Text that begins with = + - @ tab or carriage return, or with apostrophes before one of these, has "
                    + "one apostrophe more in front, so that no spreadsheet runs it as a formula. Take one away to "
                    + "get the text.",
                "disagree is -1, pass is 0, a blank cell of the matrix is no vote.",
            ],
            rows: [
                "comments.csv": conversation.statements.count, "votes.csv": conversation.votes.count,
                layout == .openData ? "participants-votes.csv" : "participant-votes.csv":
                    conversation.participants.count,
            ])
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Plain text and numbers cannot fail to encode.
        return (try? encoder.encode(manifest)).map { Array($0) } ?? []
    }
}
