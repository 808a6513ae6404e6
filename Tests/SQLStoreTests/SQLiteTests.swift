import Foundation
import JirgaTestSupport
import SQLStore
import SQLiteStore
import Testing

@Suite(.timeLimit(.minutes(10)))
struct SQLiteTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func openingError(_ path: String) async throws -> SQLStoreError {
        try await storeError { try SQLiteDriver(path: path) }
    }

    @Test func `a commit waits for the disk and references are enforced`() async throws {
        let database = SQLDatabase(try SQLiteDriver(path: folder.path("a.sqlite")))
        try await database.write { transaction in
            let synchronous: Int? = try transaction.first("PRAGMA synchronous")?[0]
            #expect(synchronous == 2)
            let foreignKeys: Int? = try transaction.first("PRAGMA foreign_keys")?[0]
            #expect(foreignKeys == 1)
            let journal: String? = try transaction.first("PRAGMA journal_mode")?[0]
            #expect(journal == "wal")
        }
        await database.close()
    }

    @Test func `only its owner may read the file`() throws {
        _ = try SQLiteDriver(path: folder.path("a.sqlite"))
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("a.sqlite"))
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }

    @Test func `what was written is there after opening again`() async throws {
        for count in 1...3 {
            let database = SQLDatabase(try SQLiteDriver(path: folder.path("a.sqlite")))
            try await database.migrate([itemMigration], at: fixedTime)
            try await database.write { try $0.run("INSERT INTO item (id) VALUES (\(count))") }
            #expect(try await database.itemCount() == count)
            await database.close()
        }
    }

    @Test func `a temporary database keeps nothing`() async throws {
        let database = SQLDatabase(try SQLiteDriver.temporary())
        try await database.migrate([itemMigration], at: fixedTime)
        #expect(try await database.itemCount() == 0)
        await database.close()
    }

    @Test func `a path that can't hold a database is explained`() async throws {
        let isFolder = try await openingError(folder.path)
        #expect(isFolder.code == .invalidSettings)
        #expect(isFolder.message.contains("is a folder"))
        let noFolder = try await openingError(folder.path("missing/a.sqlite"))
        #expect(noFolder.code == .unavailable)
        #expect(noFolder.message.contains("does not exist"))
        #expect(try await openingError("").code == .invalidSettings)
        let text = folder.path("letter.txt")
        try Data(String(repeating: "Dear all, ", count: 1_000).utf8).write(to: URL(fileURLWithPath: text))
        #expect(try await openingError(text).code == .notADatabase)
    }

    @Test func `a database held by another process is locked`() async throws {
        let path = folder.path("a.sqlite")
        let database = SQLDatabase(try SQLiteDriver(path: path))
        try await database.migrate([itemMigration], at: fixedTime)
        await database.close()
        let holder = Process()
        holder.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        holder.arguments = ["sqlite3", path]
        let (commands, answers) = (Pipe.alone(), Pipe.alone())
        holder.standardInput = commands
        holder.standardOutput = answers
        try holder.start()
        defer { holder.terminate() }
        let words = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; SELECT 'held';\n"
        try commands.fileHandleForWriting.write(contentsOf: Data(words.utf8))
        var said = ""
        while !said.contains("held") {
            let data = answers.fileHandleForReading.availableData
            try #require(!data.isEmpty, "sqlite3 is needed to hold the file: apt-get install sqlite3")
            said += String(decoding: data, as: UTF8.self)
        }
        var settings = SQLiteDriver.Settings()
        settings.lockTimeout = 0.1
        let error = try await storeError { try SQLiteDriver(path: path, settings: settings) }
        #expect(error.code == .locked)
        #expect(error.message.contains("another process"))
    }

    @Test(.enabled(if: getuid() == 0, "only root can mount a small disk"))
    func `a full disk refuses writes, loses nothing and is used again once there is room`() async throws {
        let disk = folder.path("disk")
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: false)
        let mount = try await ProgramRun("/bin/mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", disk])
        try #require(mount.status == 0, "\(mount.stderr)")
        let ballast = disk + "/ballast"
        try Data(count: 1_000_000).write(to: URL(fileURLWithPath: ballast))
        let database = SQLDatabase(try SQLiteDriver(path: disk + "/a.sqlite"))
        try await database.migrate([itemMigration], at: fixedTime)
        var kept = 0
        let full = try await storeError {
            while kept < 1_000 {
                let id = kept
                try await database.write { transaction in
                    try transaction.run(
                        "INSERT INTO item (id, picture) VALUES (\(id), \([UInt8](repeating: 7, count: 20_000)))")
                }
                kept += 1
            }
        }
        #expect(full.code == .diskFull)
        #expect(try await database.itemCount() == kept)
        try FileManager.default.removeItem(atPath: ballast)
        try await database.write { try $0.run("INSERT INTO item (id) VALUES (-1)") }
        #expect(try await database.itemCount() == kept + 1)
        await database.close()
        let unmount = try await ProgramRun("/bin/umount", [disk])
        #expect(unmount.status == 0, "\(unmount.stderr)")
    }
}
