import Foundation

/// A copy of the keys, to be kept apart from the copies of the database.
extension KeyFolder {
    /// What is in every file of keys, by its name; empty where there is none.
    ///
    /// - Throws: ``KeyFolderProblem``.
    package func files() throws -> [String: String] {
        var files: [String: String] = [:]
        files["promise.key"] = try read("promise.key")
        var generation = 1
        while let seed = try read("master-\(generation).seed") {
            files["master-\(generation).seed"] = seed
            generation += 1
        }
        return files
    }

    /// Puts the files of a copy into a folder that has none. Never writes over any.
    ///
    /// - Throws: ``KeyFolderProblem``; ``KeyFolderProblem/unreadable(_:)`` for a name that no file of keys has.
    package func put(_ files: [String: String]) throws {
        for name in files.keys.sorted() where !Self.isKeyFile(name) { throw KeyFolderProblem.unreadable(name) }
        for (name, text) in files.sorted(by: { $0.key < $1.key }) { try write(text, to: name) }
    }

    private static func isKeyFile(_ name: String) -> Bool {
        if name == "promise.key" { return true }
        guard name.hasPrefix("master-"), name.hasSuffix(".seed") else { return false }
        let digits = name.dropFirst(7).dropLast(5)
        return digits.count <= 6 && UInt32(digits).map(String.init) == String(digits)
    }
}
