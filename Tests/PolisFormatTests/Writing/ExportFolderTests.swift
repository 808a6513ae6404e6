import Foundation
import Testing

@testable import PolisFormat

struct ExportFolderTests {
    @Test func `a folder is there as a whole or not at all`() throws {
        try withTemporaryFolder { place in
            struct Stop: Error {}
            #expect(throws: Stop.self) {
                try ExportFolder.write(to: place + "/export") { folder in
                    try folder.write([65], to: "a.csv")
                    throw Stop()
                }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: place).isEmpty)
            try ExportFolder.write(to: place + "/export//") { folder in
                #expect(!FileManager.default.fileExists(atPath: place + "/export"))
                let file = try folder.open("a.csv")
                var csv = CSVWriter()
                csv.vote(-1, of: 1_000_000, on: 0, at: 1_700_000_000_000)
                try file.appendWhenLarge(&csv)
                #expect(!csv.bytes.isEmpty)
                try file.append(csv.bytes)
                csv.removeAll()
                csv.number(7)
                csv.votes([1, 0, -1, .min, 1])
                csv.endRow()
                try file.append(csv.bytes)
                try file.close()
            }
            #expect(
                try String(contentsOfFile: place + "/export/a.csv", encoding: .utf8)
                    == "1700000000000,,0,1000000,-1\n7,1,0,-1,,1\n")
        }
    }

    @Test func `much is written piece by piece`() throws {
        try withTemporaryFolder { place in
            try ExportFolder.write(to: place + "/export") { folder in
                let file = try folder.open("votes.csv")
                var csv = CSVWriter()
                for row in 0..<50_000 {
                    csv.vote(1, of: row, on: 3, at: 1_700_000_000_000)
                    try file.appendWhenLarge(&csv)
                }
                #expect(csv.bytes.count < 1 << 20)
                try file.append(csv.bytes)
                try file.close()
            }
            let rows = try String(contentsOfFile: place + "/export/votes.csv", encoding: .utf8).split(separator: "\n")
            #expect(rows.count == 50_000)
            #expect(rows.enumerated().allSatisfy { $1 == "1700000000000,,3,\($0),1" })
        }
    }

    @Test func `what is there is not written over`() throws {
        try withTemporaryFolder { place in
            #expect(FileManager.default.createFile(atPath: place + "/file", contents: nil))
            for taken in [place, place + "/file"] {
                #expect(throws: PolisFormatError.self) { try ExportFolder.checkIsFree(taken) }
                #expect(throws: PolisFormatError.self) {
                    try ExportFolder.write(to: taken) { _ in Issue.record("nothing may be written") }
                }
            }
            try ExportFolder.checkIsFree(place + "/new")
        }
    }
}
