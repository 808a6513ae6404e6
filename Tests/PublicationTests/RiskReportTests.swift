import FoundationEssentials
import JirgaTestSupport
import Publication
import Testing

struct `The risk report` {
    @Test func `finds everybody where all differ, and nobody where all are alike`() {
        var generator = SeededGenerator(seed: 1)
        let alike = RiskReport(
            of: (0..<50).map { _ in Dictionary(uniqueKeysWithValues: (0..<12).map { ($0, Int8(1)) }) },
            using: &generator)
        #expect(alike.lines.allSatisfy { $0.tried == 50 && $0.singledOut == 0 })
        #expect(alike.isAcceptable)
        let different = RiskReport(
            of: (0..<50).map { person in Dictionary(uniqueKeysWithValues: (0..<12).map { (person * 12 + $0, Int8(1)) })
            },
            using: &generator)
        #expect(different.lines.allSatisfy { $0.share == 1 })
        #expect(!different.isAcceptable)
        #expect(RiskReport(of: [[:]], using: &generator).isAcceptable)
    }

    /// Those of the public sets that are at hand; over all of seventeen 28.8 % were singled out by five votes.
    @Test func `finds on public data what was measured before`() throws {
        let folder = try SharedData.folder + "/data/polis"
        var generator = SeededGenerator(seed: 2026)
        var tried = [Int: Int]()
        var found = [Int: Int]()
        for set in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
            guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(set)/participants-votes.csv") else {
                continue
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let lines = text.split(whereSeparator: { $0.isNewline })
            guard let header = lines.first?.split(separator: ",", omittingEmptySubsequences: false),
                let first = header.firstIndex(where: { Int($0) != nil })
            else { continue }
            let rows = lines.dropFirst().map { line in
                var row: [Int: Int8] = [:]
                for (place, cell) in line.split(separator: ",", omittingEmptySubsequences: false).enumerated()
                where place >= first { if let vote = Int8(cell) { row[place] = vote } }
                return row
            }
            let report = RiskReport(of: rows, using: &generator)
            for line in report.lines {
                tried[line.knownVotes, default: 0] += line.tried
                found[line.knownVotes, default: 0] += line.singledOut
            }
        }
        func share(_ votes: Int) -> Double { Double(found[votes] ?? 0) / Double(max(1, tried[votes] ?? 0)) }
        print("singled out:", [3, 5, 8, 12].map { (share($0) * 1_000).rounded() / 10 }, "of", tried)
        #expect(abs(share(5) - 0.288) < 0.02)
    }
}
