import Foundation
import Testing

@testable import PolisFormat

@Suite(.enabled(if: SharedData.folder != nil, "no exports of real conversations; set JIRGA_SHARED"))
struct RealConversationsTests {
    @Test(arguments: SharedData.conversations)
    func `a real export agrees with its summary`(path: String) throws {
        let conversation = try PolisConversation.read(at: path)
        let summary = conversation.summary
        #expect(!summary.topic.isEmpty)
        #expect(summary.url.hasPrefix("https://pol.is/"))
        // Some were gathered from the API, where one voter more or less is known than the summary counts.
        let people = conversation.participants.count
        #expect(try abs(people - #require(summary.voters)) <= 1)
        let votedOn = Set(conversation.votes.map(\.statement)).count
        #expect(votedOn == summary.comments)
        #expect(conversation.statements.count >= votedOn)
        let groups = Set(conversation.participants.compactMap(\.group)).count
        #expect(groups == summary.groups)
        #expect(conversation.voteSign.agree == 1)
        #expect(conversation.voteSign.basis.contains(.participantCounts))
        #expect(conversation.voteSign.basis.contains(.layout))

        var counts: [Int: Tally] = [:]
        for vote in conversation.votes { counts[vote.participant, default: Tally()].add(vote.vote) }
        for participant in conversation.participants {
            let tally = counts[participant.id] ?? Tally()
            #expect(participant.statedVotes == tally.seen)
            #expect(participant.statedAgrees == tally.agrees)
            #expect(participant.statedDisagrees == tally.disagrees)
        }
        let kinds = Set(conversation.warnings.map(\.kind))
        #expect(kinds.isSubset(of: [.repeatedVotes, .statedCountsDiffer]))
    }

    @Test(arguments: SharedData.conversations)
    func `one file of a real export gives the same votes`(path: String) throws {
        let whole = try PolisConversation.read(at: path)
        let matrix = try PolisConversation.read(at: path + "/participants-votes.csv")
        #expect(Set(matrix.votes.map(Opinion.init)) == Set(whole.votes.map(Opinion.init)))
        if FileManager.default.fileExists(atPath: path + "/votes.csv") {
            let votes = try PolisConversation.read(at: path + "/votes.csv")
            #expect(Set(votes.votes) == Set(whole.votes))
        }
    }

    @Test(arguments: SharedData.conversations.filter { $0.contains("/math/") })
    func `the JSON of a fixture gives the same conversation as its tables`(path: String) throws {
        let whole = try PolisConversation.read(at: path)
        let files = try ["comments.json", "votes.json"].map {
            PolisFile(name: $0, bytes: Array(try Data(contentsOf: URL(fileURLWithPath: path + "/" + $0))))
        }
        let fixture = try PolisConversation.read(files)
        #expect(fixture.layout == .fixture)
        #expect(Set(fixture.votes) == Set(whole.votes))
        let texts = Dictionary(uniqueKeysWithValues: fixture.statements.map { ($0.id, $0) })
        for statement in whole.statements {
            let other = try #require(texts[statement.id])
            #expect(other.text == statement.text)
            #expect(other.time == statement.time)
            #expect(other.author == statement.author)
            #expect(other.moderation == statement.moderation)
        }
    }
}

/// A vote without its time.
private struct Opinion: Hashable {
    var participant: Int
    var statement: Int
    var vote: Int

    init(_ vote: PolisVote) {
        participant = vote.participant
        statement = vote.statement
        self.vote = vote.vote
    }
}
