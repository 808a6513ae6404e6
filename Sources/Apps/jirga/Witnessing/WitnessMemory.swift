import Foundation
import TransparencyLog

/// The key of a witness and what it signed last, in a folder that one program uses at a time.
struct WitnessMemory: Sendable {
    let key: SigningKey
    private let store: FileTileStore
    /// Held open for as long as the program runs: nobody else may sign from this folder.
    private let lock: FileHandle

    /// - Throws: ``Failure``.
    init(folder: String, name: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Failure(
                .cannotCreate, "the folder \(folder) can't be used: \(error.localizedDescription)",
                fix: "choose another with --data DIR")
        }
        let file = open(folder + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw Failure(
                .cannotCreate, "\(folder)/lock can't be made: \(String(cString: strerror(errno)))",
                fix: "choose another folder with --data DIR")
        }
        lock = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            throw Failure(
                .unavailable, "another witness works in \(folder)", fix: "stop it, or choose another with --data DIR")
        }
        store = FileTileStore(folder: folder)
        if let bytes = try store.read("key") {
            let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            do {
                key = try SigningKey(privateText: text)
            } catch {
                throw Failure(.badData, "\(folder)/key is not the key of a witness", fix: "put it back from your copy")
            }
        } else {
            guard let made = SigningKey(name: name, type: .cosignature) else {
                throw Failure(
                    .usage, "\"\(name.prefix(40))\" can't be the name of a witness", fix: "leave out spaces and +")
            }
            try store.write(Array((made.privateText + "\n").utf8), to: "key")
            guard chmod(folder + "/key", 0o600) == 0 else {
                throw Failure(.cannotCreate, "\(folder)/key can't be kept from others")
            }
            key = made
        }
        guard key.verifier.type == .cosignature else {
            throw Failure(.badData, "\(folder)/key is the key of a log, not of a witness")
        }
    }

    func last(of origin: String) throws -> Checkpoint? {
        guard let bytes = try store.read(Self.file(of: origin)) else { return nil }
        return try Checkpoint(String(decoding: bytes, as: UTF8.self))
    }

    /// On the disk when it returns.
    func remember(_ checkpoint: Checkpoint) throws {
        try store.write(Array(checkpoint.text.utf8), to: Self.file(of: checkpoint.origin))
    }

    /// A name without slashes, another for each origin.
    private static func file(of origin: String) -> String {
        "log-"
            + TreeHash.leaf(Array(origin.utf8)).bytes.prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
            .joined()
    }
}
