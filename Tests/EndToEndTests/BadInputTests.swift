import Foundation
import JirgaTestSupport
import Testing

private let votesHeader = "timestamp,datetime,comment-id,voter-id,vote\n"
private let commentsHeader = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"

/// Rows of votes: a letter for each statement, a line for each person.
private func rows(_ people: [String]) -> String {
    people.enumerated().flatMap { person, letters in
        letters.enumerated().compactMap { statement, letter -> String? in
            let vote: Int? =
                switch letter {
                case "a": 1
                case "d": -1
                case "p": 0
                default: nil
                }
            return vote.map { "1700000000000,x,\(statement),\(person),\($0)\n" }
        }
    }.joined()
}

extension EndToEnd {
    /// What nobody means to give to `jirga analyze`, and somebody will.
    @Suite struct `An analysis of unlikely files` {
        let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
        }

        private func write(_ text: String, to name: String) throws {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path(name)))
        }

        private func make(_ folderName: String) throws {
            try FileManager.default.createDirectory(atPath: folder.path(folderName), withIntermediateDirectories: true)
        }

        /// One error, in one form, that says all of this; nothing on standard output.
        private func expectError(
            _ name: String, status: Int32 = 65, says: [String], arguments: [String] = [],
            sourceLocation: SourceLocation = #_sourceLocation
        ) async throws {
            let run = try await JirgaProgram.run(["analyze", folder.path(name)] + arguments)
            #expect(run.status == status, "\(run.stderr)", sourceLocation: sourceLocation)
            #expect(run.stdout.isEmpty, sourceLocation: sourceLocation)
            let lines = run.stderr.split(separator: "\n")
            #expect(lines.count { $0.hasPrefix("error:") } == 1, "\(run.stderr)", sourceLocation: sourceLocation)
            #expect(lines.count { $0.hasPrefix("  fix:") } == 1, "\(run.stderr)", sourceLocation: sourceLocation)
            #expect(run.stderr.utf8.count < 2_000, "\(run.stderr.prefix(200))", sourceLocation: sourceLocation)
            for words in says {
                #expect(run.stderr.contains(words), "\(run.stderr)", sourceLocation: sourceLocation)
            }
        }

        /// The document of a file of votes that can be analyzed, and analyzed in words as well.
        private func analysis(of votes: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> JSON
        {
            try write(votesHeader + votes, to: "votes.csv")
            let words = try await JirgaProgram.run("analyze", folder.path("votes.csv"))
            #expect(words.status == 0, "\(words.stderr)", sourceLocation: sourceLocation)
            let run = try await JirgaProgram.run("analyze", folder.path("votes.csv"), "--json")
            try #require(run.status == 0, "\(run.stderr)", sourceLocation: sourceLocation)
            return try JSONDecoder().decode(JSON.self, from: Data(run.stdout.utf8))
        }

        // MARK: Little to say

        @Test func `one voter is one person who stands nowhere`() async throws {
            let document = try await analysis(of: rows(["adpa"]))
            #expect(document["input"]?["participants"] == 1 && document["input"]?["votes"] == 4)
            #expect(document["participants"]?.items?.first?["x"] == 0)
        }

        @Test func `one statement makes no groups that differ in place`() async throws {
            let document = try await analysis(of: rows(["a", "d", "p", "a"]))
            #expect(document["input"]?["statements"] == 1 && document["input"]?["participants"] == 4)
            #expect(document["participants"]?.items?.allSatisfy { $0["x"] == 0 && $0["y"] == 0 } == true)
        }

        @Test(arguments: ["pppppppp", "aaaaaaaa", "dddddddd"])
        func `votes that are all the same make no groups and no difference`(row: String) async throws {
            let document = try await analysis(of: rows(Array(repeating: row, count: 30)))
            #expect(document["groups"] == .array([]))
            #expect(document["groupCount"]?["chosen"] == 1)
            #expect(document["axes"]?["explainedVariance"] == .array([0, 0]))
        }

        @Test func `a header and no votes is nobody and nothing`() async throws {
            let document = try await analysis(of: "")
            #expect(document["input"]?["participants"] == 0 && document["groups"] == .array([]))
        }

        @Test func `the last of repeated rows counts, and it is said how many there were`() async throws {
            let people = rows(Array(repeating: "adadadad", count: 10) + Array(repeating: "dadadada", count: 10))
            let once = try await analysis(of: people)
            let twice = try await analysis(of: people + people)
            #expect(twice["input"] == once["input"] && twice["groups"] == once["groups"])
            let run = try await JirgaProgram.run("analyze", folder.path("votes.csv"))
            #expect(run.stderr.contains("votes.csv: 160 repeated votes"), "\(run.stderr)")
        }

        // MARK: Nothing to read

        @Test func `an empty file`() async throws {
            try write("", to: "votes.csv")
            try await expectError("votes.csv", says: ["votes.csv", "the file is empty"])
            try make("export")
            try write("", to: "export/participants-votes.csv")
            try await expectError("export", says: ["participants-votes.csv", "the file is empty"])
        }

        @Test func `an empty folder, and one with other things`() async throws {
            try make("export")
            try await expectError("export", says: ["export", "no votes among nothing", "votes.csv"])
            try write("hello", to: "export/readme.txt")
            try write(commentsHeader, to: "export/comments.csv")
            try await expectError("export", says: ["no votes among", "\"comments.csv\""])
        }

        @Test func `a folder where a file should be`() async throws {
            try make("export/votes.csv")
            try await expectError("export", status: 66, says: ["votes.csv", "this is a folder"])
            try write(votesHeader + rows(["ad"]), to: "votes.csv")
            try await expectError(
                "votes.csv", status: 66, says: ["export", "this is a folder"],
                arguments: ["--warm-from", folder.path("export")])
        }

        @Test func `no such file`() async throws {
            try await expectError("nothing.csv", status: 66, says: ["nothing.csv", "no such file"])
        }

        // MARK: Something else than votes

        @Test func `a vote on a statement, or of a person, that the other files do not know`() async throws {
            try make("export")
            try write(commentsHeader + "1700000000000,x,0,0,1,0,1,Water\n", to: "export/comments.csv")
            try write(votesHeader + "1700000000000,x,0,0,1\n1700000000000,x,7,0,1\n", to: "export/votes.csv")
            try await expectError(
                "export", says: ["votes.csv, line 3", "\"comment-id\" is \"7\"", "comments.csv does not list"])
            try write(votesHeader + "1700000000000,x,0,5,1\n", to: "export/votes.csv")
            try write(
                "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0\n0,,1,1,1,0,1\n",
                to: "export/participants-votes.csv")
            try await expectError(
                "export",
                says: ["votes.csv, line 2", "\"voter-id\" is \"5\"", "participants-votes.csv does not list"])
        }

        @Test(arguments: [(true, 2_000_000), (false, 100_000_000)])
        func `a line of up to a hundred megabytes`(isHeader: Bool, length: Int) async throws {
            var bytes = isHeader ? Data() : Data((votesHeader + "1700000000000,").utf8)
            bytes.append(Data(repeating: UInt8(ascii: "a"), count: length))
            bytes.append(Data(",1,2,1\n".utf8))
            try bytes.write(to: URL(fileURLWithPath: folder.path("votes.csv")))
            let line = isHeader ? "line 1" : "line 2"
            try await expectError("votes.csv", says: ["votes.csv, \(line)", "bytes in one cell"])
        }

        @Test func `a line of millions of cells`() async throws {
            try write(votesHeader + String(repeating: "1,", count: 3_000_000) + "1\n", to: "votes.csv")
            try await expectError("votes.csv", says: ["votes.csv, line 2", "columns"])
        }

        @Test(arguments: ["comment-id", "datetime"])
        func `NUL bytes`(column: String) async throws {
            let row = column == "datetime" ? "1700000000000,a\u{0}b,0,0,1\n" : "1700000000000,x,0\u{0},0,1\n"
            try write(votesHeader + "1700000000000,x,0,0,1\n" + row, to: "votes.csv")
            try await expectError("votes.csv", says: ["votes.csv, line 3", "\"\(column)\"", "U+0000"])
            try write(String(repeating: "\u{0}", count: 5_000), to: "votes.csv")
            try await expectError("votes.csv", says: ["votes.csv, line 1", "U+0000"])
        }

        @Test func `a compressed file that is cut short, or damaged`() async throws {
            try write(votesHeader + rows(Array(repeating: "adpdadpa", count: 300)), to: "votes.csv")
            let gzip = Process()
            gzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
            gzip.arguments = [folder.path("votes.csv")]
            try gzip.start()
            gzip.waitUntilExit()
            let path = folder.path("votes.csv.gz")
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            let run = try await JirgaProgram.run("analyze", path)
            #expect(run.status == 0, "\(run.stderr)")
            for length in [3, 12, whole.count / 2, whole.count - 1] {
                try whole.prefix(length).write(to: URL(fileURLWithPath: path))
                try await expectError("votes.csv.gz", says: ["votes.csv.gz", "cut short", "gzip"])
            }
            var damaged = whole
            damaged[whole.count / 2] ^= 0x55
            try damaged.write(to: URL(fileURLWithPath: path))
            try await expectError("votes.csv.gz", says: ["votes.csv.gz", "gzip"])
        }

        @Test(
            arguments: [
                ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13], "line 1"),
                ([0x50, 0x4B, 0x03, 0x04, 0x14, 0x00, 0x00, 0x00], "line 1"),
                ([0x7F, 0x45, 0x4C, 0x46, 0x02, 0x01], "line 1"),
            ] as [([UInt8], String)])
        func `a picture, an archive, a program`(bytes: [UInt8], line: String) async throws {
            var generator = SeededGenerator(seed: 5)
            let noise = (0..<10_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
            try Data(bytes + noise).write(to: URL(fileURLWithPath: folder.path("votes.csv")))
            try await expectError("votes.csv", says: ["votes.csv, \(line)"])
            try await expectError(
                "votes.csv", says: ["votes.csv"], arguments: ["--warm-from", folder.path("votes.csv"), "--json"])
        }
    }
}
