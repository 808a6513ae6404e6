import Foundation
import JirgaTestSupport
import PolisFormat
import Testing

/// A folder with conversations and the numbers the production service published for them; nil where there is none.
private let publishedResults: String? = {
    if let folder = try? SharedData.folder + "/data/math", FileManager.default.fileExists(atPath: folder) {
        return folder
    }
    print("NOT CHECKED: no published Polis results found. Set JIRGA_SHARED to the folder with data/math.")
    return nil
}()

private func expectClose(
    _ found: [Double?], _ expected: [Double], within tolerance: Double, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(found.count == expected.count, "\(what)", sourceLocation: sourceLocation)
    let worst = zip(found, expected).map { abs(($0 ?? .infinity) - $1) }.max() ?? 0
    #expect(worst <= tolerance, "\(what): off by \(worst)", sourceLocation: sourceLocation)
}

extension EndToEnd {
    @Suite struct `Continuing a published Polis result` {
        let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
        }

        @Test(
            .enabled(if: publishedResults != nil),
            arguments: ["150ptpt-3gp-no-strict-no-meta", "50ptpt-3gp-strict-no-meta", "below-100-ptpts"])
        func `gives what Polis published`(name: String) async throws {
            let path = try #require(publishedResults) + "/" + name
            let blob = try PolisBlob.read(at: path + "/math-pca2.json")
            let run = try await JirgaProgram.run(
                "analyze", path, "--warm-from", path + "/math-pca2.json", "--json")
            try #require(run.status == 0, "\(run.stderr)")
            let document = try JSONDecoder().decode(JSON.self, from: Data(run.stdout.utf8))
            #expect(document["schema"] == "jirga.analysis/1")
            #expect(document["method"] == "polis" && document["mode"] == "warm")
            expectPeople(document, blob)
            expectGroups(document, blob)
            // Of this conversation the votes of one participant are not known, so that its places differ.
            let isWhole = name != "50ptpt-3gp-strict-no-meta"
            #expect(run.stderr.contains("published result without votes here: 1\n") == !isWhole, "\(run.stderr)")
            if isWhole { expectPlaces(document, blob) }
        }

        private func expectPeople(_ document: JSON, _ blob: PolisBlob) {
            let bases = Dictionary(uniqueKeysWithValues: blob.baseClusters.map { ($0.id, $0.members) })
            var groups: [String: Double] = [:]
            for group in blob.groups {
                for member in group.members.flatMap({ bases[$0] ?? [] }) { groups[String(member)] = Double(group.id) }
            }
            for participant in document["participants"]?.items ?? [] {
                let id = participant["id"]?.text ?? "?"
                #expect(participant["group"]?.number == groups[id], "participant \(id)")
                #expect(participant["clustered"] == .bool(groups[id] != nil), "participant \(id)")
                #expect(participant["votes"]?.number == blob.voteCounts[Int(id) ?? -1].map(Double.init))
                groups[id] = nil
            }
            #expect(groups.isEmpty, "people who are grouped and not in the document")
        }

        private func expectGroups(_ document: JSON, _ blob: PolisBlob) {
            #expect(document["groups"]?.items?.map { $0["id"]?.number } == blob.groups.map { Double($0.id) })
            for group in document["groups"]?.items ?? [] {
                let found = group["representative"]?.items ?? []
                let expected = blob.representative[Int(group["id"]?.number ?? -1)] ?? []
                #expect(found.map { $0["statement"]?.text } == expected.map { String($0.statement) })
                #expect(found.map { $0["side"]?.text } == expected.map { $0.isAgree ? "agree" : "disagree" })
                #expect(found.map { $0["successes"]?.number } == expected.map { Double($0.successes) })
                #expect(found.map { $0["trials"]?.number } == expected.map { Double($0.trials) })
                #expect(found.map { $0["bestAgree"] } == expected.map { .bool($0.isBestAgree) })
                expectClose(found.map { $0["ratio"]?.number }, expected.map(\.ratio), within: 1e-9, "ratio")
            }
            let statements = document["statements"]?.items ?? []
            #expect(statements.map { $0["id"]?.text } == blob.statements.map(String.init))
            for (entry, statement) in zip(statements, blob.statements) {
                for group in entry["groups"]?.items ?? [] {
                    let votes = blob.groupVotes[Int(group["id"]?.number ?? -1)]?[statement]
                    #expect(
                        [group["agrees"], group["disagrees"], group["seen"]].map { $0?.number }
                            == [votes?.agrees, votes?.disagrees, votes?.seen].map { $0.map(Double.init) })
                }
                #expect(entry["groups"]?.items?.count == blob.groups.count)
            }
            expectClose(
                statements.map { $0["groupInformedConsensus"]?.number },
                blob.statements.map { blob.groupInformedConsensus[$0] ?? .nan }, within: 1e-9, "consensus of groups")
            for (side, expected) in [("agree", blob.agreeConsensus), ("disagree", blob.disagreeConsensus)] {
                let found = document["consensus"]?[side]?.items ?? []
                #expect(found.map { $0["statement"]?.text } == expected.map { String($0.statement) })
                expectClose(found.map { $0["test"]?.number }, expected.map(\.test), within: 1e-9, "consensus")
            }
        }

        private func expectPlaces(_ document: JSON, _ blob: PolisBlob) {
            func numbers(_ list: JSON?) -> [Double?] { list?.items?.map(\.number) ?? [] }
            let axes = document["axes"]
            // In the document agree is +1, in the published result −1.
            expectClose(numbers(axes?["center"]), blob.center.map { -$0 }, within: 1e-12, "center")
            #expect(axes?["components"]?.items?.count == blob.components.count)
            for (found, expected) in zip(axes?["components"]?.items ?? [], blob.components) {
                expectClose(numbers(found), expected.map { -$0 }, within: 1e-12, "axis")
            }
            for share in numbers(axes?["explainedVariance"]) { #expect(((share ?? -1) > 0) && ((share ?? 2) < 1)) }
            let groups = document["groups"]?.items ?? []
            expectClose(
                groups.flatMap { numbers($0["centre"]) }, blob.groups.flatMap { [$0.x, $0.y] }, within: 1e-11, "groups")
            let places = Dictionary(
                (document["participants"]?.items ?? []).map {
                    ($0["id"]?.text ?? "?", [$0["x"]?.number, $0["y"]?.number])
                },
                uniquingKeysWith: { first, _ in first })
            for cluster in blob.baseClusters where cluster.members.count == 1 {
                expectClose(places[String(cluster.members[0])] ?? [], [cluster.x, cluster.y], within: 1e-11, "place")
            }
            let statements = document["statements"]?.items ?? []
            expectClose(statements.map { $0["extremity"]?.number }, blob.extremities ?? [], within: 1e-11, "extremity")
            expectClose(
                statements.map { $0["priority"]?.number }, blob.statements.map { blob.priorities[$0] ?? .nan },
                within: 1e-9, "priority")
        }

        // MARK: Invented conversations

        /// A result from before anybody was grouped.
        private static let early = #"""
            {"n": 1, "n-cmts": 2, "tids": [0, 1], "in-conv": [], "user-vote-counts": {"0": 2},
             "mod-out": [1], "mod-in": [], "meta-tids": null,
             "pca": {"center": [-1, 1], "comps": [[1, 0], [0, 1]]},
             "base-clusters": {"id": [], "members": [], "x": [], "y": [], "count": []},
             "group-clusters": [], "group-votes": {}, "group-aware-consensus": {}, "comment-priorities": {},
             "repness": {}, "consensus": {"agree": [], "disagree": []}}
            """#

        @Test func `goes on from an early result, in numbers and in words`() async throws {
            try SmallConversation(seed: 7).write(to: folder.path("export"))
            try Data(Self.early.utf8).write(to: URL(fileURLWithPath: folder.path("math-pca2.json")))
            let arguments = ["analyze", folder.path("export"), "--warm-from", folder.path("math-pca2.json")]
            let run = try await JirgaProgram.run(arguments + ["--json"])
            #expect(run.status == 0, "\(run.stderr)")
            #expect(run.stderr.contains("new to the published result: \(SmallConversation.people - 1)\n"))
            let document = try JSONDecoder().decode(JSON.self, from: Data(run.stdout.utf8))
            #expect(document["mode"] == "warm")
            #expect(document["input"]?["participants"]?.number == Double(SmallConversation.people))
            #expect(document["groupCount"]?["chosen"] == 2)
            let words = try await JirgaProgram.run(arguments)
            #expect(words.status == 0 && words.stdout.contains("2 OPINION GROUPS"), "\(words.stderr)")
            let canonical = try await JirgaProgram.run(["analyze", folder.path("export"), "--json"])
            let other = try JSONDecoder().decode(JSON.self, from: Data(canonical.stdout.utf8))
            #expect(other["mode"] == "canonical" && other["input"] == document["input"])
        }

        @Test(arguments: [
            ("", "is empty"), ("{}", "is missing"), ("[1, 2", "not JSON"),
            (early.replacingOccurrences(of: #""in-conv": []"#, with: #""in-conv": [0]"#), "\"base-clusters\""),
        ])
        func `refuses a result that can't be used, and says why`(text: String, says: String) async throws {
            try SmallConversation(seed: 8).write(to: folder.path("export"))
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path("math-pca2.json")))
            let run = try await JirgaProgram.run(
                "analyze", folder.path("export"), "--warm-from", folder.path("math-pca2.json"), "--json")
            #expect(run.status == 65 && run.stdout.isEmpty, "\(run.stderr)")
            let errors = run.stderr.split(separator: "\n").filter { $0.hasPrefix("error:") }
            #expect(errors.count == 1 && errors[0].contains("math-pca2.json"), "\(run.stderr)")
            #expect(errors.first?.contains(says) == true && run.stderr.contains("fix:"), "\(run.stderr)")
        }

        // MARK: The whole history

        @Test(.enabled(if: publishedResults != nil))
        func `goes through the history to the groups that Polis published`() async throws {
            let path = try #require(publishedResults) + "/below-100-ptpts"
            let run = try await JirgaProgram.run("analyze", path, "--replay", "--seed", "3", "--json")
            try #require(run.status == 0, "\(run.stderr)")
            let document = try JSONDecoder().decode(JSON.self, from: Data(run.stdout.utf8))
            #expect(document["mode"] == "replay" && document["seed"] == 3)
            expectPeople(document, try PolisBlob.read(at: path + "/math-pca2.json"))
        }

        @Test func `needs the time of every vote to go through the history`() async throws {
            try SmallConversation(seed: 10).write(to: folder.path("export"))
            let matrix = folder.path("export") + "/participant-votes.csv"
            let run = try await JirgaProgram.run("analyze", matrix, "--sign", "plus", "--replay", "--json")
            #expect(run.status == 65 && run.stdout.isEmpty, "\(run.stderr)")
            #expect(run.stderr.contains("error: the time of some votes") && run.stderr.contains("fix:"))
            let both = try await JirgaProgram.run("analyze", matrix, "--replay", "--warm-from", "math-pca2.json")
            #expect(both.status == 64 && both.stderr.contains("use one of them"), "\(both.stderr)")
        }

        @Test func `says that there is no published result at a path`() async throws {
            try SmallConversation(seed: 9).write(to: folder.path("export"))
            let run = try await JirgaProgram.run(
                "analyze", folder.path("export"), "--warm-from", folder.path("none.json"))
            #expect(run.status == 66 && run.stderr.contains("none.json") && run.stdout.isEmpty, "\(run.stderr)")
        }
    }
}
