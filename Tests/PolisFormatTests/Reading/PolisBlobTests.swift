import Foundation
import Testing

@testable import PolisFormat

@Suite struct PolisBlobTests {
    @Test func `a published result is read with all it says`() throws {
        let blob = try PolisBlob.read(file("math-pca2.json", PublishedResult.text))
        #expect(blob.tick == 12)
        #expect(blob.lastVoteTime == 1_700_000_000_000)
        #expect(blob.statements == [4, 2])
        #expect(blob.voteCounts == [0: 2, 3: 1, 5: 2])
        #expect(blob.clustered == [0, 3])
        #expect(blob.excluded == [2] && blob.accepted == [4] && blob.meta.isEmpty)
        #expect(blob.center == [-0.5, 0])
        #expect(blob.components == [[1, 0], [0, 1]])
        #expect(blob.baseClusters.map(\.id) == [1, 7])
        #expect(blob.baseClusters.map(\.members) == [[3], [0]])
        #expect(blob.baseClusters.map(\.x) == [0.25, -1])
        #expect(blob.groups.map(\.members) == [[7], [1]])
        #expect(blob.groupVotes[1]?[4] == PolisBlob.Votes(agrees: 1, disagrees: 0, seen: 1))
        #expect(blob.groupInformedConsensus == [4: 0.25, 2: 0.1])
        #expect(blob.priorities == [4: 2.5, 2: 49])
        #expect(blob.representative[0]?.map(\.statement) == [4])
        #expect(blob.representative[0]?.map(\.isBestAgree) == [true])
        #expect(blob.representative[0]?.map(\.isAgree) == [false])
        #expect(blob.agreeConsensus.map(\.trials) == [3])
        #expect(blob.disagreeConsensus.isEmpty)
    }

    @Test func `a result from before the first word of a moderator has no meta statements`() throws {
        let text = PublishedResult.text.replacingOccurrences(of: #""meta-tids": []"#, with: #""meta-tids": null"#)
        #expect(try PolisBlob.read(file("math-pca2.json", text)).meta.isEmpty)
    }

    /// What is put in place of what, and what is then said.
    static let damages: [(String, String, String)] = [
        (#""n-cmts": 2"#, #""n-cmts": 3"#, #""tids" lists 2 statements"#),
        (#""tids": [4, 2]"#, #""tids": [4, 4]"#, #""tids" has a number twice"#),
        (#""tids": [4, 2]"#, #""tids": [4, -2]"#, #""tids" has the number -2"#),
        (#""tids": [4, 2]"#, #""tids": [4, "2"]"#, #""tids", entry 2 is of another kind"#),
        (#""tids": [4, 2]"#, #""tids": [4, 1e99]"#, "a number in it is out of range"),
        (#""tids": [4, 2], "#, "", #""tids" is missing"#),
        (#""n": 3"#, #""n": 4"#, #""user-vote-counts" does not fit"#),
        (#""3": 1, "5""#, #""03": 1, "3": 1, "5""#, #""user-vote-counts" has "#),
        (#""3": 1, "5""#, #""you": 1, "5""#, #""user-vote-counts" has "you""#),
        (#""center": [-0.5, 0]"#, #""center": [-0.5]"#, #""pca" has other lengths"#),
        (#""comps": [[1, 0], [0, 1]]"#, #""comps": [[1, 0], [0]]"#, #""pca" has other lengths"#),
        (#""comps": [[1, 0], [0, 1]]"#, #""comps": [[1e300, 0], [0, 1]]"#, #""pca" has an axis longer than one"#),
        (
            #"{"id": [1, 7]"#, #"{"id": [1, 9223372036854775807]"#,
            #""base-clusters" has the number 9223372036854775807"#
        ),
        (#""comment-extremity": [1, 1]"#, #""comment-extremity": [1]"#, #""pca" has other lengths"#),
        (#""in-conv": [0, 3]"#, #""in-conv": [0, 3, 5]"#, #""base-clusters" has other participants"#),
        (#""members": [[3], [0]]"#, #""members": [[3], [3]]"#, #""base-clusters" has a number twice"#),
        (#""count": [1, 1]"#, #""count": [1, 2]"#, #""base-clusters" counts other members"#),
        (#""y": [0, 1]"#, #""y": [0]"#, #""base-clusters" has lists of different lengths"#),
        (#""members": [7], "center""#, #""members": [8], "center""#, #""group-clusters" has other members"#),
        (#""center": [0.25, 0]"#, #""center": [0.25]"#, #""group-clusters" has a center"#),
        (#""0": {"n-members": 1"#, #""2": {"n-members": 1"#, #""group-votes" has other groups"#),
        (#""0": {"n-members": 1"#, #""0": {"n-members": 2"#, #""group-votes" counts 2 people in group 0, which has 1"#),
        (#""A": 0, "D": 1, "S": 1"#, #""A": 1, "D": 1, "S": 1"#, #""group-votes" has impossible numbers"#),
        (
            #""A": 0, "D": 1, "S": 1"#, #""A": 9223372036854775807, "D": 1, "S": 1"#,
            #""group-votes" has impossible numbers"#
        ),
        (#""comment-priorities": {"4""#, #""comment-priorities": {"9""#, #""comment-priorities" has a statement"#),
        (
            #""repful-for": "disagree""#, #""repful-for": "both""#,
            #""repness", "0", entry 1, "repful-for" can't be used"#
        ),
        (#""votes-base": {}"#, #""votes-base": {"4": {"A": [0], "D": [0, 0], "S": [0, 0]}}"#, "has other lengths than"),
        (
            #""votes-base": {}"#, #""votes-base": {"4": {"A": [0, 1], "D": [0, 1], "S": [0, 1]}}"#,
            #""votes-base" has impossible numbers for statement 4"#
        ),
        (#""votes-base": {}"#, #""votes-base": {"5": {"A": [], "D": [], "S": []}}"#, #""votes-base" has a statement"#),
        (#"{"tid": 4, "n-success": 3"#, #"{"tid": 5, "n-success": 3"#, #""consensus" has a statement"#),
        (#""math_tick": 12"#, #""math_tick": 12,,"#, "the file is not JSON"),
    ]

    @Test(arguments: damages)
    func `a result that does not fit together is refused with the place`(old: String, new: String, says: String) throws
    {
        let damaged = PublishedResult.text.replacingOccurrences(of: old, with: new)
        try #require(damaged != PublishedResult.text, "\(old) is not in the text")
        let error = #expect(throws: PolisFormatError.self) {
            try PolisBlob.read(file("math-pca2.json", damaged))
        }
        let sentence = try #require(error).description
        #expect(sentence.hasPrefix("cannot read math-pca2.json: ") && sentence.contains(says), "\(sentence)")
    }

    @Test func `a result cut off anywhere is refused`() {
        let bytes = Array(PublishedResult.text.utf8)
        for length in 0..<(bytes.count - 2) {
            #expect(throws: PolisFormatError.self) {
                try PolisBlob.read(PolisFile(name: "math-pca2.json", bytes: Array(bytes.prefix(length))))
            }
        }
    }

    @Test func `a folder, and nothing at all, are no published result`() throws {
        try withTemporaryFolder { path in
            let folder = #expect(throws: PolisFormatError.self) { try PolisBlob.read(at: path) }
            #expect(folder?.reason == .unreadable(cause: "this is a folder"))
            let nothing = #expect(throws: PolisFormatError.self) { try PolisBlob.read(at: path + "/none.json") }
            #expect(nothing?.reason == .notFound)
        }
    }
}

/// An invented result: three people, two of them grouped, on two statements.
enum PublishedResult {
    static let text = #"""
        {
          "math_tick": 12, "lastVoteTimestamp": 1700000000000, "lastModTimestamp": null,
          "n": 3, "n-cmts": 2, "tids": [4, 2], "in-conv": [0, 3],
          "user-vote-counts": {"0": 2, "3": 1, "5": 2},
          "mod-out": [2], "mod-in": [4], "meta-tids": [],
          "pca": {
            "center": [-0.5, 0], "comps": [[1, 0], [0, 1]],
            "comment-projection": [[1, 0], [0, 1]], "comment-extremity": [1, 1]
          },
          "base-clusters": {"id": [1, 7], "members": [[3], [0]], "x": [0.25, -1], "y": [0, 1], "count": [1, 1]},
          "group-clusters": [
            {"id": 0, "members": [7], "center": [-1, 1]}, {"id": 1, "members": [1], "center": [0.25, 0]}
          ],
          "votes-base": {},
          "group-votes": {
            "0": {"n-members": 1, "votes": {"4": {"A": 0, "D": 1, "S": 1}, "2": {"A": 0, "D": 0, "S": 1}}},
            "1": {"n-members": 1, "votes": {"4": {"A": 1, "D": 0, "S": 1}}}
          },
          "group-aware-consensus": {"4": 0.25, "2": 0.1},
          "comment-priorities": {"4": 2.5, "2": 49},
          "repness": {
            "0": [
              {
                "tid": 4, "n-success": 1, "n-trials": 1, "p-success": 0.66, "p-test": 1.4, "repness": 2,
                "repness-test": 1.1, "repful-for": "disagree", "best-agree": true, "n-agree": 0
              }
            ],
            "1": []
          },
          "consensus": {
            "agree": [{"tid": 4, "n-success": 3, "n-trials": 3, "p-success": 0.8, "p-test": 2}], "disagree": []
          }
        }
        """#
}
