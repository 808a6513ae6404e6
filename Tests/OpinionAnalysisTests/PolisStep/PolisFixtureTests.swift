import Foundation
import OpinionAnalysis
import Testing

/// Conversations with the numbers the production service published for them. They are nobody's to pass on and are
/// therefore not in the repository; without them these tests say so and check nothing.
enum PolisFixtures {
    static var folder: URL? {
        let shared =
            ProcessInfo.processInfo.environment["JIRGA_SHARED"].map { URL(fileURLWithPath: $0) }
            ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../../shared")
        let folder = shared.appending(path: "data/math").standardizedFileURL
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) && isFolder.boolValue
            ? folder : nil
    }

    static let isPresent: Bool = {
        if folder != nil { return true }
        print("NOT CHECKED: no published Polis results found. Set JIRGA_SHARED to the folder with data/math.")
        return false
    }()
}

/// A published result and the votes it was made from.
private struct PolisFixture {
    let blob: [String: Any]
    let votes: [PolisVote]
    let moderation: PolisModeration

    init(_ name: String) throws {
        let folder = try #require(PolisFixtures.folder).appending(path: name)
        func read(_ file: String) throws -> Any {
            try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appending(path: file)))
        }
        blob = try #require(try read("math-pca2.json") as? [String: Any])
        let rows = try #require(try read("votes.json") as? [[String: Any]]).map { row in
            (
                participant: Self.integer(row["participant_id"] ?? row["pid"]),
                statement: Self.integer(row["statement_id"] ?? row["tid"]), vote: Self.integer(row["vote"])
            )
        }
        votes = rows.sorted { ($0.statement, $0.participant) < ($1.statement, $1.participant) }
            .map { row in
                PolisVote(
                    participant: row.participant, statement: row.statement,
                    vote: row.vote > 0 ? .agree : row.vote < 0 ? .disagree : .pass)
            }
        var moderation = PolisModeration()
        for row in try #require(try read("comments.json") as? [[String: Any]]) {
            moderation.note(
                statement: Self.integer(row["statement_id"] ?? row["tid"]),
                judgment: Self.integer(row["moderated"] ?? row["mod"]), isMeta: (row["is_meta"] as? Bool) ?? false)
        }
        self.moderation = moderation
    }

    static func integer(_ value: Any?) -> Int {
        (value as? NSNumber)?.intValue ?? (value as? String).flatMap(Int.init) ?? Int.min
    }

    func integers(_ key: String) -> [Int] { (blob[key] as? [Any] ?? []).map(Self.integer) }

    static func doubles(_ value: Any?) -> [Double] {
        (value as? [Any] ?? []).map { ($0 as? NSNumber)?.doubleValue ?? .nan }
    }

    var pca: [String: Any] { blob["pca"] as? [String: Any] ?? [:] }

    var components: [[Double]] { (pca["comps"] as? [Any] ?? []).map(Self.doubles) }

    var baseClusters: [PolisCluster] {
        let columns = blob["base-clusters"] as? [String: Any] ?? [:]
        let ids = (columns["id"] as? [Any] ?? []).map(Self.integer)
        let members = (columns["members"] as? [[Any]] ?? []).map { $0.map(Self.integer) }
        let x = Self.doubles(columns["x"])
        let y = Self.doubles(columns["y"])
        return ids.indices.map {
            PolisCluster(id: ids[$0], members: members[$0], center: MapPoint(x: x[$0], y: y[$0]))
        }
    }

    var groups: [PolisCluster] {
        (blob["group-clusters"] as? [[String: Any]] ?? []).map { group in
            let center = Self.doubles(group["center"])
            return PolisCluster(
                id: Self.integer(group["id"]), members: (group["members"] as? [Any] ?? []).map(Self.integer),
                center: MapPoint(x: center[0], y: center[1]))
        }
    }

    /// Group, statement → votes.
    var groupVotes: [Int: [Int: OpinionMap.GroupVotes]] {
        var result: [Int: [Int: OpinionMap.GroupVotes]] = [:]
        for (group, value) in blob["group-votes"] as? [String: [String: Any]] ?? [:] {
            for (statement, counts) in value["votes"] as? [String: [String: Any]] ?? [:] {
                guard let group = Int(group), let statement = Int(statement) else { continue }
                result[group, default: [:]][statement] = OpinionMap.GroupVotes(
                    id: group, agrees: Self.integer(counts["A"]), disagrees: Self.integer(counts["D"]),
                    seen: Self.integer(counts["S"]))
            }
        }
        return result
    }

    func numbers(_ key: String, statements: [Int]) -> [Double] {
        let map = blob[key] as? [String: Any] ?? [:]
        return statements.map { (map[String($0)] as? NSNumber)?.doubleValue ?? .nan }
    }

    func representative(group: Int) -> [[String: Any]] {
        (blob["repness"] as? [String: [[String: Any]]])?[String(group)] ?? []
    }

    /// The update Polis makes after a restart, without new votes.
    func warmStep() -> PolisResult {
        var state = PolisState(
            components: components, clustered: Set(integers("in-conv")), baseClusters: baseClusters,
            groupVotes: groupVotes)
        state.moderation = moderation
        return PolisStep.advance(state, votes: votes).result
    }
}

private func expectClose(
    _ found: [Double], _ expected: [Double], within tolerance: Double, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(found.count == expected.count, "\(what)", sourceLocation: sourceLocation)
    let worst = zip(found, expected).map { abs($0 - $1) / max(1, abs($1)) }.max { $0 < $1 || $1.isNaN } ?? 0
    #expect(worst <= tolerance, "\(what): off by \(worst)", sourceLocation: sourceLocation)
}

@Suite(.enabled(if: PolisFixtures.isPresent)) struct `Continuing published Polis results` {
    @Test(arguments: ["150ptpt-3gp-no-strict-no-meta", "below-100-ptpts"])
    func `gives the published axes, places and priorities`(name: String) throws {
        let fixture = try PolisFixture(name)
        let result = fixture.warmStep()
        #expect(result.statements == fixture.integers("tids"))
        #expect(result.participants.count == PolisFixture.integer(fixture.blob["n"]))
        expectClose(result.center, PolisFixture.doubles(fixture.pca["center"]), within: 1e-12, "center")
        for axis in 0..<2 {
            expectClose(result.components[axis], fixture.components[axis], within: 1e-12, "axis \(axis)")
        }
        expectClose(
            result.extremities, PolisFixture.doubles(fixture.pca["comment-extremity"]), within: 1e-11, "extremity")
        let projection = (fixture.pca["comment-projection"] as? [Any] ?? []).map(PolisFixture.doubles)
        expectClose(result.statementPoints.map(\.x), projection[0], within: 1e-11, "statements' x")
        expectClose(result.statementPoints.map(\.y), projection[1], within: 1e-11, "statements' y")
        expectClose(result.baseClusters.map(\.center.x), fixture.baseClusters.map(\.center.x), within: 1e-11, "x")
        expectClose(result.baseClusters.map(\.center.y), fixture.baseClusters.map(\.center.y), within: 1e-11, "y")
        expectClose(result.groups.map(\.center.x), fixture.groups.map(\.center.x), within: 1e-11, "groups' x")
        expectClose(result.groups.map(\.center.y), fixture.groups.map(\.center.y), within: 1e-11, "groups' y")
        expectClose(
            result.priorities, fixture.numbers("comment-priorities", statements: result.statements), within: 1e-9,
            "priorities")
    }

    @Test(arguments: ["150ptpt-3gp-no-strict-no-meta", "50ptpt-3gp-strict-no-meta", "below-100-ptpts"])
    func `gives the published groups and what they say`(name: String) throws {
        let fixture = try PolisFixture(name)
        let result = fixture.warmStep()
        #expect(result.clustered == Set(fixture.integers("in-conv")))
        #expect(fixture.moderation.excluded == Set(fixture.integers("mod-out")))
        #expect(fixture.moderation.accepted == Set(fixture.integers("mod-in")))
        #expect(fixture.moderation.meta == Set(fixture.integers("meta-tids")))
        #expect(result.baseClusters.map(\.id) == fixture.baseClusters.map(\.id))
        #expect(result.baseClusters.map(\.members) == fixture.baseClusters.map(\.members))
        #expect(result.groups.map(\.id) == fixture.groups.map(\.id))
        #expect(result.groups.map { Set($0.members) } == fixture.groups.map { Set($0.members) })
        for (group, votes) in zip(result.groups, result.groupVotes) {
            #expect(Dictionary(uniqueKeysWithValues: zip(result.statements, votes)) == fixture.groupVotes[group.id])
        }
        expectClose(
            result.groupInformedConsensus,
            fixture.numbers("group-aware-consensus", statements: result.statements), within: 1e-9, "consensus of groups"
        )
        for (group, found) in zip(result.groups, result.representative) {
            let expected = fixture.representative(group: group.id)
            #expect(found.map(\.statement) == expected.map { String(PolisFixture.integer($0["tid"])) })
            #expect(found.map(\.side.rawValue) == expected.map { $0["repful-for"] as? String })
            #expect(found.map(\.successes) == expected.map { PolisFixture.integer($0["n-success"]) })
            #expect(found.map(\.trials) == expected.map { PolisFixture.integer($0["n-trials"]) })
            #expect(found.map(\.bestAgree) == expected.map { ($0["best-agree"] as? Bool) ?? false })
            for (entry, value) in zip(found, expected) {
                let numbers = ["p-success", "p-test", "repness"].map { (value[$0] as? NSNumber)?.doubleValue ?? .nan }
                expectClose([entry.proportion, entry.proportionTest, entry.ratio], numbers, within: 1e-9, "numbers")
                #expect(Float(entry.ratioTest) == (value["repness-test"] as? NSNumber)?.floatValue)
            }
        }
        let consensus = fixture.blob["consensus"] as? [String: [[String: Any]]] ?? [:]
        for (found, key) in [(result.consensus.agree, "agree"), (result.consensus.disagree, "disagree")] {
            let expected = consensus[key] ?? []
            #expect(found.map(\.statement) == expected.map { String(PolisFixture.integer($0["tid"])) })
            #expect(found.map(\.successes) == expected.map { PolisFixture.integer($0["n-success"]) })
            #expect(found.map(\.trials) == expected.map { PolisFixture.integer($0["n-trials"]) })
            expectClose(
                found.flatMap { [$0.proportion, $0.test] },
                expected.flatMap { entry in
                    ["p-success", "p-test"].map { (entry[$0] as? NSNumber)?.doubleValue ?? .nan }
                }, within: 1e-9, "consensus numbers")
        }
    }
}
