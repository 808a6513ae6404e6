import JirgaTestSupport
import SQLStore
import Testing

@testable import jirga

@Suite struct BackupFormatTests {
    private static func sample() throws -> [UInt8] {
        var bytes = BackupFormat.magic
        bytes += try BackupFormat.bytes(
            .head,
            document: BackupFormat.Head(
                program: "test", madeAt: 1_800_000_000_000, migrations: ["a", "b"], installation: nil))
        bytes += try BackupFormat.bytes(.table, document: BackupFormat.Table(name: "item", columns: ["id", "x"]))
        for row in rows { bytes += try BackupFormat.bytes(row: row) }
        return bytes + (try BackupFormat.bytes(.end, document: BackupFormat.End(rows: rows.count)))
    }

    private static let rows: [[SQLValue]] = [
        [.integer(.min), .null], [.text("آب\u{0}"), .blob([])], [.real(-0.5), .blob([0, 255])],
        [.text(""), .integer(7)],
    ]

    private func read(_ bytes: [UInt8], pieces: Int) throws -> [BackupFormat.Record] {
        var records = BackupRecords()
        var found: [BackupFormat.Record] = []
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            records.append(Array(bytes[start..<min(bytes.count, start + pieces)]))
            while let record = try records.next() { found.append(record) }
        }
        try records.finish()
        return found
    }

    @Test(arguments: [1, 7, 64, 100_000]) func `rows come back as they were, in pieces of any size`(pieces: Int) throws
    {
        let found = try read(try Self.sample(), pieces: pieces)
        let rows = found.compactMap { if case .row(let values) = $0 { values } else { nil } }
        #expect(rows == Self.rows && found.count == Self.rows.count + 3)
    }

    @Test func `one that ends early is never taken for whole`() throws {
        let bytes = try Self.sample()
        for count in 0..<bytes.count {
            #expect(throws: BackupProblem.self, "\(count) bytes") {
                try read(Array(bytes.prefix(count)), pieces: 4_096)
            }
        }
        #expect(throws: BackupProblem.malformed) { try read(bytes + [0x52], pieces: 4_096) }
    }

    @Test func `bytes nobody meant are refused and stop nothing`() throws {
        let seed = UInt64.random(in: 0...UInt64(UInt32.max))
        var generator = SeededGenerator(seed: seed)
        let bytes = try Self.sample()
        for _ in 0..<2_000 {
            var changed = bytes
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: changed.indices, using: &generator)
                changed[place] = UInt8.random(in: .min ... .max, using: &generator)
            }
            do {
                _ = try read(changed, pieces: 512)
            } catch {
                #expect(error is BackupProblem, "seed \(seed): \(error)")
            }
        }
    }
}
