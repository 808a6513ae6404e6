import Foundation
import PolisFormat
import Testing

@testable import OpinionAnalysis

/// Exports of real conversations with the groups that Polis put people into. They are not in the repository; without them
/// these tests say so and check nothing.
private enum OpenData {
    static let folder: URL? = {
        if let folder = PolisFixtures.shared?.appending(path: "data/polis"),
            FileManager.default.fileExists(atPath: folder.path)
        {
            return folder
        }
        print("NOT CHECKED: no exports of Polis conversations found. Set JIRGA_SHARED to the folder with data/polis.")
        return nil
    }()

    static let names = folder.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0.path).sorted() } ?? []
}

/// Who voted how often, and whom Polis grouped.
private struct GroupedConversation {
    let participants: [Int]
    let voteCounts: [Int]
    let votedStatementCount: Int
    let grouped: Set<Int>

    init(_ name: String) throws {
        let conversation = try PolisConversation.read(at: #require(OpenData.folder).appending(path: name).path)
        var counts: [Int: Int] = [:]
        for vote in conversation.votes { counts[vote.participant, default: 0] += 1 }
        participants = conversation.participants.map(\.id)
        voteCounts = participants.map { counts[$0] ?? 0 }
        votedStatementCount = Set(conversation.votes.map(\.statement)).count
        grouped = Set(conversation.participants.filter { $0.group != nil }.map(\.id))
    }

    /// Whom the rule takes in when it sees all votes at once.
    var clustered: Set<Int> {
        let rows = ClusteredParticipants.select(
            voteCounts: voteCounts, votedStatementCount: votedStatementCount, tieOrder: voteCounts.indices)
        return Set(rows.map { participants[$0] })
    }
}

@Suite(.enabled(if: OpenData.folder != nil)) struct `Whom Polis grouped in published conversations` {
    @Test(arguments: OpenData.names)
    func `includes everybody with enough votes`(name: String) throws {
        let conversation = try GroupedConversation(name)
        try #require(!conversation.grouped.isEmpty)
        let missing = conversation.clustered.subtracting(conversation.grouped)
        #expect(missing.isEmpty, "\(missing.count) people with enough votes have no group")
    }

    @Test(arguments: ["london.youth.policing", "15-per-hour-seattle"])
    func `is exactly who has enough votes where nothing was kept from earlier`(name: String) throws {
        let conversation = try GroupedConversation(name)
        #expect(conversation.clustered == conversation.grouped)
    }
}
