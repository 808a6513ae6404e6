import DialogueLog
import Journal
import SQLStore

extension ConveningStore {
    /// A secret of the installation: 32 bytes of chance, made when they are first asked for.
    package func installationSecret(
        named name: String, using generator: inout some RandomNumberGenerator
    ) throws -> [UInt8] {
        if let row = try transaction.first("SELECT value FROM installation_secret WHERE name = \(name)") {
            return try row["value"]
        }
        let value = randomBytes(32, using: &generator)
        try transaction.run("INSERT INTO installation_secret (name, value) VALUES (\(name), \(value))")
        return value
    }
}
