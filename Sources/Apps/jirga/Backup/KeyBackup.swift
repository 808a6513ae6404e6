import AgeEncryption
import Foundation
import Journal

/// The private keys of the logs, encrypted, in a file of their own: whoever gets a copy of the database must not be able to
/// sign in its name.
struct KeyBackup: Codable {
    static let schema = "jirga.keys/1"

    var schema = Self.schema
    var files: [String: String]

    static func write(_ folder: KeyFolder, to path: String, recipients: [AgeRecipient]) throws {
        let files = try folder.files()
        guard !files.isEmpty else {
            throw Failure(
                .noInput, "there are no keys in \(folder.path)",
                fix: "name their folder with --keys DIR, or leave --keys-archive out")
        }
        let file = try DraftFile(for: path)
        var encryptor = try AgeEncryptor(to: recipients)
        try file.write(encryptor.header)
        try file.write(try encryptor.update(Output.jsonBytes(KeyBackup(files: files))))
        try file.write(try encryptor.finish())
        try file.finish()
    }

    static func read(_ path: String, with identities: [AgeIdentity]) throws -> KeyBackup {
        var bytes: [UInt8] = []
        try EncryptedFile.read(path, with: identities) { piece in
            bytes += piece
            guard bytes.count <= 1_000_000 else { throw Failure(.badData, "\(path) is no copy of keys") }
        }
        guard let keys = try? JSONDecoder().decode(KeyBackup.self, from: Data(bytes)), keys.schema == schema,
            !keys.files.isEmpty
        else { throw Failure(.badData, "\(path) is no copy of keys") }
        return keys
    }
}
