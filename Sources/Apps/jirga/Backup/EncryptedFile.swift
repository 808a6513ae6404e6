import AgeEncryption
import Foundation

/// Whom a file is encrypted to, and who may read it, as they are named at the terminal.
enum EncryptedFile {
    /// - Parameter option: the option they were given with, for words.
    static func recipients(_ texts: [String], option: String) throws -> [AgeRecipient] {
        guard !texts.isEmpty else {
            throw Failure(
                .usage, "a backup is always encrypted, and nobody was named who may read it",
                fix: "make a key with age-keygen, keep it elsewhere, and give its public half with \(option) age1…")
        }
        return try texts.map { text in
            guard let recipient = try? AgeRecipient(text) else {
                throw Failure(
                    .usage, "\"\(text.prefix(12))…\" is not the public half of a key",
                    fix: "it begins with age1; age-keygen prints it")
            }
            return recipient
        }
    }

    static func identities(file: String) throws -> [AgeIdentity] {
        guard let data = FileManager.default.contents(atPath: file), data.count <= 1_000_000,
            let text = String(data: data, encoding: .utf8)
        else {
            throw Failure(.noInput, "the identity \(file) can't be read", fix: "check the path given with --identity")
        }
        guard let identities = try? AgeIdentity.all(in: text) else {
            throw Failure(
                .badData, "\(file) does not hold an identity",
                fix: "it is the file age-keygen wrote, with a line that begins with AGE-SECRET-KEY-1")
        }
        return identities
    }

    /// Hands over what is in a file, piece by piece. Each piece was checked; that the file is whole is known at the end.
    static func read(_ path: String, with identities: [AgeIdentity], _ body: ([UInt8]) throws -> Void) throws {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw Failure(.noInput, "\(path) can't be read", fix: "check its path and permissions")
        }
        defer { try? file.close() }
        var decryptor = AgeDecryptor(identities: identities)
        do {
            while let piece = try file.read(upToCount: 1 << 18), !piece.isEmpty {
                let bytes = try decryptor.update(Array(piece))
                if !bytes.isEmpty { try body(bytes) }
            }
            try body(try decryptor.finish())
        } catch let problem as AgeProblem {
            throw Failure(problem, file: path)
        }
    }
}
