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

    /// Those of these conversations that are there.
    static func present(_ wanted: [String]) -> [String] { wanted.filter(names.contains) }

    static let names = folder.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0.path).sorted() } ?? []
}

/// Who voted how often and when, and whom Polis grouped.
private struct GroupedConversation {
    let participants: [Int]
    let voteCounts: [Int]
    let votedStatementCount: Int
    let grouped: Set<Int>
    let votes: [PolisFormat.PolisVote]
    let history: [PolisFormat.PolisVote]

    init(_ name: String) throws {
        let conversation = try PolisConversation.read(at: #require(OpenData.folder).appending(path: name).path)
        var counts: [Int: Int] = [:]
        for vote in conversation.votes { counts[vote.participant, default: 0] += 1 }
        participants = conversation.participants.map(\.id)
        voteCounts = participants.map { counts[$0] ?? 0 }
        votedStatementCount = Set(conversation.votes.map(\.statement)).count
        grouped = Set(conversation.participants.filter { $0.group != nil }.map(\.id))
        votes = conversation.votes
        history = conversation.voteHistory
    }

    /// Whom the rule takes in when it sees all votes at once.
    var clusteredAtOnce: Set<Int> {
        let rows = ClusteredParticipants.select(
            voteCounts: voteCounts, votedStatementCount: votedStatementCount, tieOrder: voteCounts.indices)
        return Set(rows.map { participants[$0] })
    }

    /// Whom the rule takes in when it sees the votes as they came.
    func clusteredOneAfterAnother() throws -> Set<Int> {
        let events = try history.map { PolisVoteEvent(vote: $0.step, at: try #require($0.time)) }
        return PolisMembership(after: events).clustered
    }

    /// People in the order in which they appear when Polis reads their votes from its database.
    var orderOfLoading: [Int] {
        var membership = PolisMembership()
        for vote in votes.sorted(by: { ($0.statement, $0.participant) < ($1.statement, $1.participant) }) {
            membership.add(vote.step)
        }
        return membership.participants
    }
}

extension PolisFormat.PolisVote {
    fileprivate var step: OpinionAnalysis.PolisVote {
        OpinionAnalysis.PolisVote(
            participant: participant, statement: statement, vote: vote > 0 ? .agree : vote < 0 ? .disagree : .pass)
    }
}

@Suite(.enabled(if: OpenData.folder != nil)) struct `Whom Polis grouped in published conversations` {
    @Test(arguments: OpenData.names)
    func `includes everybody with enough votes`(name: String) throws {
        let conversation = try GroupedConversation(name)
        try #require(!conversation.grouped.isEmpty)
        let missing = conversation.clusteredAtOnce.subtracting(conversation.grouped)
        #expect(missing.isEmpty, "\(missing.count) people with enough votes have no group")
    }

    @Test(arguments: OpenData.present(["london.youth.policing", "15-per-hour-seattle", "canadian-electoral-reform"]))
    func `is exactly who has enough votes where nothing was kept from earlier`(name: String) throws {
        let conversation = try GroupedConversation(name)
        #expect(conversation.clusteredAtOnce == conversation.grouped)
    }

    /// In the others people are grouped whom neither rule lets in: they are older than the rule, or their history is lost.
    @Test(
        arguments: OpenData.present([
            "bg2050-volunteers", "scoop-hivemind.biodiversity", "ssis.land-bank-farmland.2rumnecbeh.2021-08-01",
            "vtaiwan.uberx",
        ]))
    func `is exactly whom the history lets in, also early and with little`(name: String) throws {
        let conversation = try GroupedConversation(name)
        #expect(try conversation.clusteredOneAfterAnother() == conversation.grouped)
        #expect(conversation.clusteredAtOnce != conversation.grouped, "the history makes no difference here")
    }
}

@Suite(.enabled(if: OpenData.folder != nil)) struct `The rows of published matrices` {
    @Test(arguments: OpenData.names)
    func `are in the order in which Polis loads votes`(name: String) throws {
        let conversation = try GroupedConversation(name)
        #expect(conversation.participants == conversation.orderOfLoading)
    }
}
