import Foundation
import JirgaTestSupport
import Testing

@testable import PolisFormat

private let comments = file(
    "comments.csv",
    """
    timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
    1542406176584,Sat Nov 17 05:09:36 WIB 2018,5,0,2,0,1,"Clean the canals, soon"
    1542406176585,Sat Nov 17 05:09:36 WIB 2018,9,1,0,1,-1,=Plant trees

    """)

private func votes(_ rows: String) -> PolisFile {
    file("votes.csv", "timestamp,datetime,comment-id,voter-id,vote\n" + rows)
}

struct PolisReadingTests {
    @Test func `a small export is read as it stands`() throws {
        let conversation = try PolisConversation.read([
            file(
                "summary.csv", "topic,\"Water, land\"\nurl,https://pol.is/1\nvoters,2\nvoters-in-conv,2\ncomments,2\n"),
            comments,
            votes("1542406176586,x,5,0,1\n1542406176587,x,5,1,1\n1542406176588,x,9,1,-1\n"),
            file(
                "participants-votes.csv",
                "participant,xid,group-id,n-comments,n-votes,n-agree,n-disagree,5,9\n1,k,0,1,2,1,1,1,-1\n0,,,1,1,1,0,1,\n"
            ),
        ])
        #expect(conversation.summary.topic == "Water, land")
        #expect(conversation.summary.voters == 2)
        #expect(conversation.statements.map(\.id) == [5, 9])
        #expect(conversation.statements[0].text == "Clean the canals, soon")
        #expect(conversation.statements[1].text == "=Plant trees")
        #expect(conversation.statements[1].moderation == .rejected)
        #expect(conversation.participants.map(\.id) == [1, 0])
        #expect(conversation.participants.map(\.group) == [0, nil])
        #expect(conversation.votes.count == 3)
        #expect(conversation.votes[0] == PolisVote(participant: 0, statement: 5, vote: 1, time: 1_542_406_176_586))
        #expect(conversation.layout == .openData)
        #expect(conversation.warnings.isEmpty)
    }

    @Test func `C7 unquoted text with commas is joined and counted`() throws {
        let conversation = try PolisConversation.read([
            file("comments.csv", "comment-id,author-id,comment-body\n1,0,one\n2,0,yes, and, no\n3,0,a,b\n"),
            votes("1542406176586,x,1,0,1\n"),
        ])
        #expect(conversation.statements.map(\.text) == ["one", "yes, and, no", "a,b"])
        #expect(
            conversation.warnings == [PolisWarning(kind: .joinedText, file: "comments.csv", count: 2, firstLine: 3)])
        #expect(
            readingError(
                file("comments.csv", "comment-id,comment-body,author-id\n2,yes, and no,0\n"),
                votes("1542406176586,x,1,0,1\n"))?.reason == .columnCount(found: 4, expected: 3))
    }

    @Test func `C9 columns come in any order, spelling and case`() throws {
        let conversation = try PolisConversation.read([
            file("votes.csv", "Vote,TID , Voter_ID,Timestamp\n-1,4,7,1542406176\n")
        ])
        #expect(
            conversation.votes == [PolisVote(participant: 7, statement: 4, vote: -1, time: 1_542_406_176_000)])
    }

    @Test func `C9 a missing or doubled column is refused with what was found`() {
        #expect(
            readingError(file("votes.csv", "comment-id,vote\n1,1\n"))
                == PolisFormatError(
                    file: "votes.csv", line: 1,
                    reason: .missingColumn("voter-id", found: ["comment-id", "vote"])))
        #expect(
            readingError(file("votes.csv", "comment-id,voter-id,vote,Vote\n"))?.reason == .duplicateColumn("Vote"))
        #expect(readingError(file("participants-votes.csv", "participant,1,1\n"))?.reason == .duplicateColumn("1"))
    }

    @Test func `C10 a header alone is a conversation without votes`() throws {
        #expect(try PolisConversation.read([file("votes.csv", "comment-id,voter-id,vote\n")]).votes.isEmpty)
    }

    @Test(arguments: ["2", "1.0", "", "agree", "+1", " 1"])
    func `C11 a vote is 1, 0 or -1`(vote: String) throws {
        let error = try #require(readingError(votes("1542406176586,x,1,0,1\n1542406176586,x,2,0,\(vote)\n")))
        #expect(
            error
                == PolisFormatError(
                    file: "votes.csv", line: 3, column: "vote", reason: .cell(found: vote, expected: "1, 0 or -1")))
    }

    @Test func `C11 blank is no vote in the matrix, anything else is refused`() throws {
        let header = "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,2\n"
        let conversation = try PolisConversation.read([
            file("participants-votes.csv", header + "4,,0,2,1,0,1,,0\n")
        ])
        #expect(conversation.votes.map(\.statement) == [0, 2])
        #expect(conversation.statements.map(\.id) == [0, 1, 2])
        #expect(conversation.layout == .matrixOnly)
        let error = readingError(file("participants-votes.csv", header + "4,,0,2,1,0,1,,1.0\n"))
        #expect(error?.line == 2)
        #expect(error?.column == "2")
    }

    @Test func `C12 votes on unknown statements and by unknown people are refused with their line`() {
        #expect(
            readingError(comments, votes("1542406176586,x,5,0,1\n1542406176586,x,6,0,1\n"))
                == PolisFormatError(
                    file: "votes.csv", line: 3, column: "comment-id",
                    reason: .unknown(found: "6", listedIn: "comments.csv")))
        let matrix = file("participants-votes.csv", "participant,group-id,5\n0,,1\n")
        #expect(
            readingError(comments, matrix, votes("1542406176586,x,5,3,1\n"))
                == PolisFormatError(
                    file: "votes.csv", line: 2, column: "voter-id",
                    reason: .unknown(found: "3", listedIn: "participants-votes.csv")))
        #expect(
            readingError(comments, file("participants-votes.csv", "participant,group-id,77\n"))?.reason
                == .unknown(found: "77", listedIn: "comments.csv"))
    }

    @Test func `C13 of several votes the latest by time counts`() throws {
        let conversation = try PolisConversation.read([
            votes("1542406176586,x,5,0,1\n1542406176599,x,5,0,-1\n1542406176588,x,5,0,0\n")
        ])
        #expect(conversation.votes.map(\.vote) == [-1])
        #expect(conversation.voteHistory.map(\.vote) == [1, -1, 0])
        #expect(conversation.warnings == [PolisWarning(kind: .repeatedVotes, file: "votes.csv", count: 2)])
    }

    @Test func `C14 ids may have gaps and be large but not be negative or repeated`() throws {
        let conversation = try PolisConversation.read([
            votes("1542406176586,x,1000000000000,3,1\n1542406176587,x,2,900,1\n")
        ])
        #expect(conversation.statements.map(\.id) == [2, 1_000_000_000_000])
        #expect(conversation.participants.map(\.id) == [3, 900])
        #expect(readingError(votes("1542406176586,x,-1,3,1\n"))?.column == "comment-id")
        #expect(readingError(file("participants-votes.csv", "participant,group-id,-4\n")) != nil)
        #expect(
            readingError(file("comments.csv", "comment-id,comment-body\n1,a\n1,b\n"), votes(""))?.reason
                == .repeated(found: "1"))
        #expect(
            readingError(file("participants-votes.csv", "participant,group-id,4\n1,,1\n1,,0\n"))?.reason
                == .repeated(found: "1"))
    }

    @Test func `C15 times are seconds or milliseconds of this century`() throws {
        let conversation = try PolisConversation.read([
            votes("1542406176,Tue Feb 13 12:58:16 WIB 2018,1,1,1\n,,2,1,1\n")
        ])
        #expect(conversation.votes.map(\.time) == [1_542_406_176_000, nil])
        for time in ["-31536000", "4102444800000", "12", "2018-02-13"] {
            #expect(readingError(votes("\(time),x,1,1,1\n"))?.column == "timestamp", "\(time)")
        }
    }

    @Test func `files are found by name and a folder without votes says what is there`() throws {
        #expect(readingError(comments)?.reason == .noVotes(found: ["comments.csv"]))
        #expect(
            readingError(file("a-votes.csv", "x"), file("b-votes.csv", "x"))?.reason
                == .severalFiles(found: ["a-votes.csv", "b-votes.csv"]))
        let conversation = try PolisConversation.read([
            file("download (3)", "participant,group-id,n-votes,4\n1,,1,1\n")
        ])
        #expect(conversation.votes.count == 1)
        do throws(PolisFormatError) {
            _ = try PolisConversation.read(at: "/nowhere/at/all")
            Issue.record("read nothing")
        } catch {
            #expect(error.reason == .notFound)
        }
    }

    @Test func `an error is one plain sentence`() {
        let error = PolisFormatError(
            file: "votes.csv", line: 1204, column: "vote", reason: .cell(found: "2", expected: "1, 0 or -1"))
        #expect(error.description == "cannot read votes.csv, line 1,204: \"vote\" is \"2\"; use 1, 0 or -1")
        let long = PolisFormatError(
            file: "v.csv", line: 2, column: "vote",
            reason: .cell(found: "\u{202E}" + String(repeating: "x", count: 500), expected: "1"))
        #expect(long.description.count < 120)
        #expect(!long.description.unicodeScalars.contains("\u{202E}"))
    }

    @Test func `compressed files are read, within the limit`() throws {
        let text = "timestamp,datetime,comment-id,voter-id,vote\n1542406176586,x,1,0,1\n"
        try withTemporaryFolder { folder in
            let path = folder + "/votes.csv"
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            let gzip = Process()
            gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            gzip.arguments = ["gzip", path]
            try gzip.start()
            gzip.waitUntilExit()
            #expect(try PolisConversation.read(at: path + ".gz").votes.count == 1)
            #expect(try PolisConversation.read(at: folder).votes.count == 1)
            let compressed = Array(try Data(contentsOf: URL(fileURLWithPath: path + ".gz")))
            #expect(
                readingError(PolisFile(name: "votes.csv.gz", bytes: compressed.dropLast(6)))?.reason
                    == .compression(cause: "the compressed file is cut short"))
            var damaged = compressed
            damaged[damaged.count - 6] ^= 0xFF
            #expect(
                readingError(PolisFile(name: "votes.csv.gz", bytes: damaged))?.reason
                    == .compression(cause: "the compressed file is damaged"))
            do throws(PolisFormatError) {
                _ = try Gzip.decompressed(compressed, file: "votes.csv.gz", limits: PolisLimits(bytes: 20))
                Issue.record("no limit")
            } catch {
                #expect(error.reason == .limit(.bytes, most: 20))
            }
        }
    }
}
