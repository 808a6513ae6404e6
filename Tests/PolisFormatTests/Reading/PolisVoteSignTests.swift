import Testing

@testable import PolisFormat

/// Ten statements, each agreed to by its own author.
private func export(agree: Int, seconds: Bool, quoted: Bool, stated: Bool) -> [PolisFile] {
    let time = seconds ? 1_542_406_176 : 1_542_406_176_000
    var comments = "timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
    var votes = "timestamp,datetime,comment-id,voter-id,vote\n"
    for id in 0..<10 {
        comments += "\(time),\(id),\(id),\(stated ? "1,0" : ","),1,\(quoted ? "\"text\"" : "text")\n"
        votes += "\(time),x,\(id),\(id),\(agree)\n"
    }
    return [file("comments.csv", comments), file("votes.csv", votes)]
}

struct PolisVoteSignTests {
    @Test func `the data export has +1 for agree`() throws {
        let conversation = try PolisConversation.read(export(agree: 1, seconds: false, quoted: false, stated: true))
        #expect(conversation.voteSign == PolisVoteSign(agree: 1, basis: [.statementCounts, .authors, .layout]))
        #expect(conversation.votes.allSatisfy { $0.vote == 1 })
    }

    @Test func `the report export of 2024 has -1 for agree and is turned round`() throws {
        let conversation = try PolisConversation.read(export(agree: -1, seconds: true, quoted: false, stated: false))
        #expect(conversation.layout == .report2024)
        #expect(conversation.voteSign == PolisVoteSign(agree: -1, basis: [.authors, .layout]))
        #expect(conversation.votes.allSatisfy { $0.vote == 1 })
        #expect(conversation.voteHistory.allSatisfy { $0.vote == 1 })
    }

    @Test func `quoted text tells the report export of 2025`() throws {
        let conversation = try PolisConversation.read(export(agree: 1, seconds: true, quoted: true, stated: true))
        #expect(conversation.layout == .report2025)
        #expect(conversation.voteSign.agree == 1)
    }

    @Test func `a contradiction is refused unless the caller decides`() throws {
        let files = export(agree: -1, seconds: false, quoted: false, stated: true)
        let error = try #require(readingError(files[0], files[1]))
        #expect(error.reason == .voteSign(expectedAgree: 1, evidenceAgree: -1, evidence: .statementCounts))
        #expect(error.description.contains("say which sign means agree"))
        let conversation = try PolisConversation.read(files, sign: .agreeIsMinus)
        #expect(conversation.votes.allSatisfy { $0.vote == 1 })
        #expect(try PolisConversation.read(files, sign: .agreeIsPlus).votes.allSatisfy { $0.vote == -1 })
    }

    @Test func `stated counts of participants are the strongest evidence`() {
        let matrix = file(
            "participants-votes.csv",
            "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1\n0,,0,2,2,0,1,1\n1,,0,2,2,0,1,1\n")
        let votes = file("votes.csv", "comment-id,voter-id,vote\n0,0,-1\n1,0,-1\n0,1,-1\n1,1,-1\n")
        #expect(
            readingError(matrix, votes)?.reason
                == .voteSign(expectedAgree: 1, evidenceAgree: -1, evidence: .participantCounts))
    }

    @Test func `a manifest is believed`() throws {
        let files = export(agree: -1, seconds: false, quoted: false, stated: true)
        let conversation = try PolisConversation.read(files + [file("manifest.json", "{\"agree\": -1}")])
        #expect(conversation.voteSign == PolisVoteSign(agree: -1, basis: [.manifest]))
        #expect(readingError(files[0], files[1], file("manifest.json", "{\"agree\": 2}")) != nil)
    }

    @Test func `votes alone in seconds are taken as +1 with a warning`() throws {
        let conversation = try PolisConversation.read([
            export(agree: 1, seconds: true, quoted: false, stated: false)[1]
        ])
        #expect(conversation.voteSign == PolisVoteSign(agree: 1, basis: [.assumption]))
        #expect(conversation.warnings.map(\.kind) == [.signAssumed])
    }
}
