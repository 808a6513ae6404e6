import DialogueLog
import Journal
import SQLStore

extension ConveningStore {
    /// Nil where it was never asked for.
    func knownInstallationSecret(named name: String) throws -> [UInt8]? {
        try transaction.first("SELECT value FROM installation_secret WHERE name = \(name)")?["value"]
    }

    /// A secret of the installation: 32 bytes of chance, made when they are first asked for.
    package func installationSecret(
        named name: String, using generator: inout some RandomNumberGenerator
    ) throws -> [UInt8] {
        if let known = try knownInstallationSecret(named: name) { return known }
        let value = randomBytes(32, using: &generator)
        try transaction.run("INSERT INTO installation_secret (name, value) VALUES (\(name), \(value))")
        return value
    }
}
