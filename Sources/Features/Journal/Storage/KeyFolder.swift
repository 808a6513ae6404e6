import DialogueLog
import Foundation
import Glibc
import TransparencyLog

/// Where the private keys are: a folder outside of the database, readable by this user alone.
///
///     master-1.seed   32 bytes as hexadecimal digits; master-2.seed and so on after a change of keys
///     promise.key     the key of the promises
package struct KeyFolder: Sendable {
    package let path: String

    package init(_ path: String) { self.path = path }

    /// The keys that are here; nil where there are none.
    ///
    /// - Throws: ``KeyFolderProblem``.
    package func keys(of installation: String) throws -> LogKeys? {
        var seeds: [[UInt8]] = []
        while let text = try read("master-\(seeds.count + 1).seed") {
            let line = text.hasSuffix("\n") ? String(text.dropLast()) : text
            guard line.utf8.count == 64, let first = Identifier<KeyFolder>(rawValue: String(line.prefix(32))),
                let second = Identifier<KeyFolder>(rawValue: String(line.suffix(32)))
            else { throw KeyFolderProblem.unreadable(path("master-\(seeds.count + 1).seed")) }
            seeds.append(first.bytes + second.bytes)
        }
        let promise = try read("promise.key")
        if seeds.isEmpty, promise == nil { return nil }
        guard !seeds.isEmpty else { throw KeyFolderProblem.missing(path("master-1.seed")) }
        guard let promise else { throw KeyFolderProblem.missing(path("promise.key")) }
        guard let key = try? SigningKey(privateText: promise.trimmingCharacters(in: .newlines)) else {
            throw KeyFolderProblem.unreadable(path("promise.key"))
        }
        return LogKeys(seeds: seeds, promise: key, installation: installation)
    }

    /// Makes the keys of a new installation. Never writes over any.
    package func make(for installation: String) throws -> LogKeys {
        guard let promise = SigningKey(name: LogKeys.promiseName(in: installation), type: .ed25519) else {
            throw KeyFolderProblem.unusableName(installation)
        }
        try makeSeed(generation: 1)
        try write(promise.privateText + "\n", to: "promise.key")
        guard let keys = try keys(of: installation) else { throw KeyFolderProblem.missing(path("master-1.seed")) }
        return keys
    }

    /// Makes the master seed of a generation.
    package func makeSeed(generation: Int) throws {
        var generator = SystemRandomNumberGenerator()
        let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        try write(hexadecimal(seed) + "\n", to: "master-\(generation).seed")
    }

    private func path(_ name: String) -> String { path + "/" + name }

    func read(_ name: String) throws -> String? {
        let file = open(path(name), O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw KeyFolderProblem.notOpened(path(name), error: errno)
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & 0o077 == 0 else {
            throw KeyFolderProblem.othersMayRead(path(name))
        }
        var bytes = [UInt8](repeating: 0, count: 1_024)
        let count = Glibc.read(file, &bytes, bytes.count)
        guard count >= 0 else { throw KeyFolderProblem.notOpened(path(name), error: errno) }
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    func write(_ text: String, to name: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw KeyFolderProblem.notOpened(path, error: errno)
        }
        let file = open(path(name), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw KeyFolderProblem.notOpened(path(name), error: errno) }
        defer { close(file) }
        let bytes = Array(text.utf8)
        guard Glibc.write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0 else {
            throw KeyFolderProblem.notOpened(path(name), error: errno)
        }
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw KeyFolderProblem.notOpened(path, error: errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw KeyFolderProblem.notOpened(path, error: errno) }
    }
}

/// Why the keys can't be used.
package enum KeyFolderProblem: Error, Sendable, Hashable {
    /// One of the files is there and this one is not.
    case missing(String)
    case unreadable(String)
    /// Others than its owner may read the file.
    case othersMayRead(String)
    case notOpened(String, error: Int32)
    case unusableName(String)
    /// The logs of this database have another name, which can't change any more.
    case otherName(String)
    /// There are logs, and the folder holds no keys.
    case noKeys(String)
    /// The folder holds the keys of another installation.
    case keysOfAnother(String)
}
