import DialogueLog
package import SQLStore
import TransparencyLog

/// Gets the keys of an installation; at its very first start they are made, and at no other.
package struct OpenInstallation: Sendable {
    package let folder: KeyFolder
    /// The name in the origins of all logs, such as `dialogues.example.org`; nil for the one it has, or one made up.
    package let name: String?

    package init(keysIn folder: KeyFolder, name: String?) {
        self.folder = folder
        self.name = name
    }

    /// - Throws: ``KeyFolderProblem``. With ``KeyFolderProblem/noKeys(_:)`` and ``KeyFolderProblem/keysOfAnother(_:)`` people
    ///   can go on taking part; nothing is sealed.
    package func perform(on database: SQLDatabase) async throws -> LogKeys {
        if let name, !LogKeys.isInstallationName(name) { throw KeyFolderProblem.unusableName(name) }
        if let known = try await database.read({ try LogStore($0).installation() }) { return try keys(of: known) }
        let keys = try newKeys()
        let installation = LogStore.Installation(
            name: keys.installation, promiseKey: keys.promise.verifier.text)
        let known = try await database.writeAlone { transaction in
            let store = LogStore(transaction)
            if let other = try store.installation() { return other }
            try store.name(installation)
            return installation
        }
        return known == installation ? keys : try self.keys(of: known)
    }

    private func keys(of known: LogStore.Installation) throws -> LogKeys {
        if let name, name != known.name { throw KeyFolderProblem.otherName(known.name) }
        guard let keys = try folder.keys(of: known.name) else { throw KeyFolderProblem.noKeys(folder.path) }
        guard keys.promise.verifier.text == known.promiseKey else { throw KeyFolderProblem.keysOfAnother(folder.path) }
        return keys
    }

    /// Keys that were made by a start that came no further are taken up.
    private func newKeys() throws -> LogKeys {
        if let keys = try folder.keys(of: "") {
            let owner = String(keys.promise.verifier.name.dropLast("/promise".count))
            guard LogKeys.promiseName(in: owner) == keys.promise.verifier.name, name ?? owner == owner,
                let keys = try folder.keys(of: owner)
            else { throw KeyFolderProblem.keysOfAnother(folder.path) }
            return keys
        }
        var generator = SystemRandomNumberGenerator()
        return try folder.make(for: name ?? "jirga-" + hexadecimal(randomBytes(6, using: &generator)))
    }
}
