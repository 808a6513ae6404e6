import Foundation
import PolisFormat
import Testing

@testable import OpinionAnalysis

/// Conversations with the numbers the production service published for them. They are nobody's to pass on and are
/// therefore not in the repository; without them these tests say so and check nothing.
enum PolisFixtures {
    /// The folder named by `JIRGA_SHARED`, or else `../shared` beside the checkout; nil where there is none.
    static var shared: URL? {
        let shared =
            ProcessInfo.processInfo.environment["JIRGA_SHARED"].map { URL(fileURLWithPath: $0) }
            ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../../shared")
        return existing(shared)
    }

    static var folder: URL? { shared.flatMap { existing($0.appending(path: "data/math")) } }

    private static func existing(_ folder: URL) -> URL? {
        let folder = folder.standardizedFileURL
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
struct PolisFixture {
    let blob: PolisBlob
    let votes: [OpinionAnalysis.PolisVote]
    /// The same votes with their times, in the order of the file.
    let events: [PolisVoteEvent]
    let moderation: PolisModeration

    init(_ name: String) throws {
        let folder = try #require(PolisFixtures.folder).appending(path: name).path
        blob = try PolisBlob.read(at: folder + "/math-pca2.json")
        let conversation = try PolisConversation.read(at: folder)
        votes = conversation.votes.sorted { ($0.statement, $0.participant) < ($1.statement, $1.participant) }
            .map {
                OpinionAnalysis.PolisVote(
                    participant: $0.participant, statement: $0.statement,
                    vote: $0.vote > 0 ? .agree : $0.vote < 0 ? .disagree : .pass)
            }
        events = try conversation.voteHistory.map {
            PolisVoteEvent(
                vote: OpinionAnalysis.PolisVote(
                    participant: $0.participant, statement: $0.statement,
                    vote: $0.vote > 0 ? .agree : $0.vote < 0 ? .disagree : .pass),
                at: try #require($0.time))
        }
        var moderation = PolisModeration()
        for statement in conversation.statements {
            moderation.note(
                statement: statement.id, judgment: statement.moderation.rawValue, isMeta: statement.isMeta ?? false)
        }
        self.moderation = moderation
    }

    var baseClusters: [PolisCluster] { blob.baseClusters.map(Self.cluster) }

    var groups: [PolisCluster] { blob.groups.map(Self.cluster) }

    private static func cluster(_ cluster: PolisBlob.Cluster) -> PolisCluster {
        PolisCluster(id: cluster.id, members: cluster.members, center: MapPoint(x: cluster.x, y: cluster.y))
    }

    /// Group, statement → votes.
    var groupVotes: [Int: [Int: OpinionMap.GroupVotes]] {
        Dictionary(
            uniqueKeysWithValues: blob.groupVotes.map { group, votes in
                (
                    group,
                    votes.mapValues {
                        OpinionMap.GroupVotes(id: group, agrees: $0.agrees, disagrees: $0.disagrees, seen: $0.seen)
                    }
                )
            })
    }

    /// What Polis remembers across a restart.
    var state: PolisState {
        PolisState(
            components: blob.components, clustered: blob.clustered, baseClusters: baseClusters, groupVotes: groupVotes,
            moderation: moderation)
    }

    /// The update Polis makes after a restart, without new votes.
    func warmStep() -> PolisResult { PolisStep.advance(state, votes: votes).result }
}

private func values(_ map: [Int: Double], of statements: [Int]) -> [Double] { statements.map { map[$0] ?? .nan } }

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
        #expect(result.statements == fixture.blob.statements)
        #expect(result.participants.count == fixture.blob.voteCounts.count)
        expectClose(result.center, fixture.blob.center, within: 1e-12, "center")
        for axis in 0..<2 {
            expectClose(result.components[axis], fixture.blob.components[axis], within: 1e-12, "axis \(axis)")
        }
        expectClose(
            result.extremities, fixture.blob.extremities ?? [], within: 1e-11, "extremity")
        let projection = try #require(fixture.blob.statementProjection)
        expectClose(result.statementPoints.map(\.x), projection[0], within: 1e-11, "statements' x")
        expectClose(result.statementPoints.map(\.y), projection[1], within: 1e-11, "statements' y")
        expectClose(result.baseClusters.map(\.center.x), fixture.baseClusters.map(\.center.x), within: 1e-11, "x")
        expectClose(result.baseClusters.map(\.center.y), fixture.baseClusters.map(\.center.y), within: 1e-11, "y")
        expectClose(result.groups.map(\.center.x), fixture.groups.map(\.center.x), within: 1e-11, "groups' x")
        expectClose(result.groups.map(\.center.y), fixture.groups.map(\.center.y), within: 1e-11, "groups' y")
        expectClose(
            result.priorities, values(fixture.blob.priorities, of: result.statements), within: 1e-9,
            "priorities")
    }

    @Test(arguments: ["150ptpt-3gp-no-strict-no-meta", "50ptpt-3gp-strict-no-meta", "below-100-ptpts"])
    func `gives the published groups and what they say`(name: String) throws {
        let fixture = try PolisFixture(name)
        let result = fixture.warmStep()
        #expect(result.clustered == fixture.blob.clustered)
        #expect(fixture.moderation.excluded == fixture.blob.excluded)
        #expect(fixture.moderation.accepted == fixture.blob.accepted)
        #expect(fixture.moderation.meta == fixture.blob.meta)
        #expect(result.baseClusters.map(\.id) == fixture.baseClusters.map(\.id))
        #expect(result.baseClusters.map(\.members) == fixture.baseClusters.map(\.members))
        #expect(result.groups.map(\.id) == fixture.groups.map(\.id))
        #expect(result.groups.map { Set($0.members) } == fixture.groups.map { Set($0.members) })
        expectPublished(
            fixture, statements: result.statements, groups: result.groups,
            found: PolisStatistics(
                groupVotes: result.groupVotes, groupInformedConsensus: result.groupInformedConsensus,
                priorities: result.priorities, representative: result.representative, consensus: result.consensus,
                everybody: result.everybody))
    }

    @Test(arguments: ["150ptpt-3gp-no-strict-no-meta", "50ptpt-3gp-strict-no-meta", "below-100-ptpts"])
    func `gives what the published groups say, taking these groups for granted`(name: String) throws {
        let fixture = try PolisFixture(name)
        var state = fixture.state
        state.add(fixture.votes)
        let projection = PolisProjection(&state)
        let statistics = PolisStatistics(
            state: state, groups: fixture.groups, ballots: PolisBallots(state), extremities: projection.extremities)
        expectPublished(fixture, statements: state.statements, groups: fixture.groups, found: statistics)
        // The votes of one participant of this fixture are not known, and its published priorities are all 49.
        guard name != "50ptpt-3gp-strict-no-meta" else { return }
        expectClose(
            statistics.priorities, values(fixture.blob.priorities, of: state.statements), within: 1e-9,
            "priorities")
    }
}

/// Compares what groups and everybody say with what was published.
private func expectPublished(
    _ fixture: PolisFixture, statements: [Int], groups: [PolisCluster], found: PolisStatistics
) {
    #expect(found.groupVotes.count == groups.count)
    #expect(found.representative.count == groups.count)
    for (group, votes) in zip(groups, found.groupVotes) {
        #expect(Dictionary(uniqueKeysWithValues: zip(statements, votes)) == fixture.groupVotes[group.id])
    }
    expectClose(
        found.groupInformedConsensus,
        values(fixture.blob.groupInformedConsensus, of: statements), within: 1e-9, "consensus of groups"
    )
    for (group, found) in zip(groups, found.representative) {
        let expected = fixture.blob.representative[group.id] ?? []
        #expect(found.map(\.statement) == expected.map { String($0.statement) })
        #expect(found.map { $0.side == .agree } == expected.map(\.isAgree))
        #expect(found.map(\.successes) == expected.map(\.successes))
        #expect(found.map(\.trials) == expected.map(\.trials))
        #expect(found.map(\.bestAgree) == expected.map(\.isBestAgree))
        #expect(found.map { Float($0.ratioTest) } == expected.map { Float($0.ratioTest) })
        expectClose(
            found.flatMap { [$0.proportion, $0.proportionTest, $0.ratio] },
            expected.flatMap { [$0.proportion, $0.proportionTest, $0.ratio] }, within: 1e-9, "numbers")
    }
    for (found, expected) in [
        (found.consensus.agree, fixture.blob.agreeConsensus),
        (found.consensus.disagree, fixture.blob.disagreeConsensus),
    ] {
        #expect(found.map(\.statement) == expected.map { String($0.statement) })
        #expect(found.map(\.successes) == expected.map(\.successes))
        #expect(found.map(\.trials) == expected.map(\.trials))
        expectClose(
            found.flatMap { [$0.proportion, $0.test] }, expected.flatMap { [$0.proportion, $0.test] }, within: 1e-9,
            "consensus numbers")
    }
}
