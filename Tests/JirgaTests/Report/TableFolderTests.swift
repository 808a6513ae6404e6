import Foundation
import JirgaTestSupport
import PolisFormat
import Testing

@testable import jirga

@Suite struct `A folder of tables` {
    let folder: TemporaryFolder
    let tables: TableFolder

    init() throws {
        folder = try TemporaryFolder()
        tables = TableFolder(folder.path("tables") + "/", names: ["a.csv", "b.csv"])
    }

    private func write(_ text: String, readme: String = TableFolder.mark + " More.") throws {
        try tables.write { folder in
            try folder.write(Array(text.utf8), to: "a.csv")
            try folder.write(Array(readme.utf8), to: TableFolder.readme)
        }
    }

    private var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }

    private var content: String? { try? String(contentsOfFile: folder.path("tables/a.csv"), encoding: .utf8) }

    @Test func `is made, and replaced as a whole by a later analysis`() throws {
        try tables.check()
        try write("one")
        try tables.check()
        try write("two")
        #expect(content == "two" && names == ["tables"])
    }

    @Test func `keeps the earlier tables when the later ones fail`() throws {
        struct Stop: Error {}
        try write("one")
        #expect(throws: Stop.self) { try tables.write { _ in throw Stop() } }
        #expect(content == "one" && names == ["tables"])
    }

    @Test func `is refused where something else would be lost`() throws {
        try write("one")
        try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.path("tables/notes.txt")))
        #expect(throws: (any Error).self) { try tables.check() }
        #expect(throws: (any Error).self) { try write("two") }
        #expect(content == "one")
    }

    @Test func `is refused where the readme is not ours`() throws {
        try write("one", readme: "Somebody else's tables.")
        #expect(throws: (any Error).self) { try tables.check() }
    }

    @Test func `is refused where there is a file of that name`() throws {
        try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.path("tables")))
        #expect(throws: (any Error).self) { try tables.check() }
    }
}
