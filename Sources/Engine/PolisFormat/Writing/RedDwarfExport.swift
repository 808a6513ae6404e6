import FoundationEssentials

/// Writes a conversation as the files that the loader of red-dwarf 0.4 reads from a disk: `votes.json`,
/// `comments.json` and `conversation.json`, with agree = +1.
///
/// That loader refuses what an export for others leaves blank: the time of a vote and the author of a statement. Here the
/// time of every vote is 0 where it is not published, and the author of such a statement is one number that no participant
/// has. Neither has a part in its analysis.
package struct RedDwarfExport: Sendable {
    private let conversation: PolisConversation

    /// - Parameter conversation: one vote for each pair; ids from 0 on.
    package init(_ conversation: PolisConversation) {
        self.conversation = conversation
    }

    /// The files by name, in memory.
    package func files() -> [PolisFile] {
        let nobody = 1 + (conversation.participants.map(\.id) + conversation.votes.map(\.participant)).reduce(-1, max)
        let votes = conversation.votes
            .sorted { ($0.statement, $0.participant) < ($1.statement, $1.participant) }
            .map {
                Vote(participant: $0.participant, statement: $0.statement, vote: $0.vote, modified: $0.time ?? 0)
            }
        let comments = conversation.statements.map { statement in
            Comment(
                text: statement.text, statement: statement.id, created: statement.time ?? 0,
                author: statement.author ?? nobody, moderated: statement.moderation.rawValue,
                isSeed: statement.isSeed, isMeta: statement.isMeta ?? false)
        }
        return [
            PolisFile(name: "votes.json", bytes: encoded(votes)),
            PolisFile(name: "comments.json", bytes: encoded(comments)),
            PolisFile(
                name: "conversation.json",
                bytes: encoded(
                    Conversation(topic: conversation.summary.topic, description: conversation.summary.description))),
        ]
    }

    /// Writes the folder as a whole or not at all. A folder that is there already must be empty.
    package func write(to path: String) throws {
        try ExportFolder.write(to: path) { folder in
            for file in files() { try folder.write(file.bytes, to: file.name) }
        }
    }

    private struct Vote: Encodable {
        let participant: Int
        let statement: Int
        let vote: Int
        let modified: Int64

        enum CodingKeys: String, CodingKey {
            case participant = "participant_id"
            case statement = "statement_id"
            case vote, modified
        }
    }

    private struct Comment: Encodable {
        let text: String
        let statement: Int
        let created: Int64
        let author: Int
        let moderated: Int
        let isSeed: Bool?
        let isMeta: Bool

        enum CodingKeys: String, CodingKey {
            case text = "txt"
            case statement = "statement_id"
            case created
            case author = "participant_id"
            case moderated
            case isSeed = "is_seed"
            case isMeta = "is_meta"
        }
    }

    private struct Conversation: Encodable {
        let topic: String
        let description: String
    }

    private func encoded(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Plain text and numbers cannot fail to encode.
        return (try? encoder.encode(value)).map { Array($0) } ?? []
    }
}
