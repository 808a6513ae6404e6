import Foundation
import JirgaTestSupport
import Testing

@testable import AgeEncryption

@Suite struct AgeFileTests {
    private let identity = AgeIdentity()

    @Test(arguments: [0, 1, 15, 65_535, 65_536, 65_537, 131_072, 131_073, 200_000])
    func `what was encrypted comes back, whatever the pieces`(_ count: Int) throws {
        let plain = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let file = try encrypted(plain, to: [AgeIdentity().recipient, identity.recipient], pieces: 10_007)
        for pieces in [4_099, 65_552, 1 << 20] {
            #expect(try decrypted(file, by: [AgeIdentity(), identity], pieces: pieces) == plain)
        }
    }

    @Test func `a change of any byte is found`() throws {
        let file = try encrypted(Array("the words of a participant".utf8), to: [identity.recipient], pieces: 7)
        for place in file.indices {
            for change: UInt8 in [1, 0x80] {
                var changed = file
                changed[place] ^= change
                #expect(throws: AgeProblem.self, "byte \(place)") {
                    try decrypted(changed, by: [identity], pieces: 64)
                }
            }
        }
    }

    @Test func `a file that ends early is found, also between two chunks`() throws {
        let file = try encrypted([UInt8](repeating: 7, count: 150_000), to: [identity.recipient], pieces: 65_536)
        let header = file.count - 150_000 - 3 * 16
        for end in [0, 1, 20, header - 1, header, header + 15, header + 70_000, file.count - 1] {
            #expect(throws: AgeProblem.self, "\(end) bytes") {
                try decrypted(Array(file[..<end]), by: [identity], pieces: 65_536)
            }
        }
        #expect(throws: AgeProblem.truncated) {
            try decrypted(Array(file[..<(header + 65_552)]), by: [identity], pieces: 65_536)
        }
        #expect(throws: AgeProblem.self) { try decrypted(file + [0], by: [identity], pieces: 65_536) }
    }

    @Test func `a file for others stays closed`() throws {
        let file = try encrypted([1, 2, 3], to: [AgeIdentity().recipient], pieces: 3)
        #expect(throws: AgeProblem.noMatchingIdentity) { try decrypted(file, by: [identity], pieces: 64) }
        #expect(throws: AgeProblem.noRecipient) { _ = try AgeEncryptor(to: []) }
    }

    @Test func `keys are read as they are written, and every wrong letter is found`() throws {
        #expect(try AgeIdentity(identity.text).recipient == identity.recipient)
        let text = identity.recipient.text
        #expect(try AgeRecipient(text) == identity.recipient)
        for place in text.indices {
            let letter = text[place] == "q" ? "p" : "q"
            let changed = text.replacingCharacters(in: place...place, with: letter)
            #expect(throws: AgeProblem.badRecipient) { try AgeRecipient(changed) }
        }
        #expect(throws: AgeProblem.badRecipient) { try AgeRecipient("") }
        #expect(throws: AgeProblem.badRecipient) { try AgeRecipient(text.uppercased()) }
        #expect(throws: AgeProblem.badIdentity) { try AgeIdentity(text) }
    }

    @Test(arguments: [[UInt8](repeating: 0, count: 32), [1] + [UInt8](repeating: 0, count: 31)])
    func `a point of low order is no recipient`(_ point: [UInt8]) {
        #expect(throws: AgeProblem.badRecipient) { try AgeRecipient(Bech32.text(point, prefix: "age")) }
    }
}

@Suite(
    .enabled(if: isAgeInstalled, "the program age is not installed: nothing was compared with it; script/setup --tests")
)
struct AgeProgramTests {
    private let identity = AgeIdentity()

    @Test(arguments: [0, 65_536, 70_001])
    func `the program age reads what is written here, and is read`(_ count: Int) throws {
        let plain = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let folder = FileManager.default.temporaryDirectory.appending(path: "age-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (key, ours) = (folder.appending(path: "key"), folder.appending(path: "ours"))
        let (clear, theirs) = (folder.appending(path: "clear"), folder.appending(path: "theirs"))
        try Data("# a key\n\(identity.text)\n".utf8).write(to: key)
        try Data(encrypted(plain, to: [identity.recipient], pieces: 999)).write(to: ours)
        try age(["-d", "-i", key.path, "-o", clear.path, ours.path])
        // The program makes no file of nothing.
        if plain.isEmpty, !FileManager.default.fileExists(atPath: clear.path) { try Data().write(to: clear) }
        #expect(try Array(Data(contentsOf: clear)) == plain)
        try age(["-r", identity.recipient.text, "-o", theirs.path, clear.path])
        let file = try Array(Data(contentsOf: theirs))
        let identities = try AgeIdentity.all(in: String(contentsOf: key, encoding: .utf8))
        #expect(try decrypted(file, by: identities, pieces: 1_000) == plain)
    }

    private func age(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/age")
        process.arguments = arguments
        try process.start()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}

private let isAgeInstalled = FileManager.default.isExecutableFile(atPath: "/usr/bin/age")

private func encrypted(_ bytes: [UInt8], to recipients: [AgeRecipient], pieces: Int) throws -> [UInt8] {
    var encryptor = try AgeEncryptor(to: recipients)
    var file = encryptor.header
    for start in stride(from: 0, to: bytes.count, by: pieces) {
        file += try encryptor.update(bytes[start..<min(start + pieces, bytes.count)])
    }
    return try file + encryptor.finish()
}

private func decrypted(_ file: [UInt8], by identities: [AgeIdentity], pieces: Int) throws -> [UInt8] {
    var decryptor = AgeDecryptor(identities: identities)
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: file.count, by: pieces) {
        bytes += try decryptor.update(file[start..<min(start + pieces, file.count)])
    }
    return try bytes + decryptor.finish()
}
