import Foundation
import PolisFormat

/// Where the tables of an analysis go: a folder that is not there yet, an empty one, or one that holds nothing but
/// tables of an earlier analysis, which are then replaced as a whole.
struct TableFolder {
    static let mark = "Tables of jirga analyze."
    static let readme = "README.txt"

    let path: String
    let names: [String]

    init(_ path: String, names: [String]) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
        self.names = names
    }

    /// - Throws: when writing there would lose something. To ask before long work; ``write(_:)`` asks by itself.
    func check() throws {
        if !holdsEarlierTables { try ExportFolder.checkIsFree(path) }
    }

    private var holdsEarlierTables: Bool {
        guard let found = try? FileManager.default.contentsOfDirectory(atPath: path), !found.isEmpty,
            Set(found).isSubset(of: names + [Self.readme]),
            let readme = FileHandle(forReadingAtPath: path + "/" + Self.readme),
            let start = try? readme.read(upToCount: Self.mark.utf8.count)
        else { return false }
        return start.elementsEqual(Self.mark.utf8)
    }

    /// - Parameter body: writes the files; when it throws, what was there stays.
    func write(_ body: (ExportFolder) throws -> Void) throws {
        guard holdsEarlierTables else { return try ExportFolder.write(to: path, body) }
        let files = FileManager.default
        let (new, old) = ("\(path).new-\(UUID().uuidString)", "\(path).old-\(UUID().uuidString)")
        try ExportFolder.write(to: new, body)
        do {
            try files.moveItem(atPath: path, toPath: old)
            do {
                try files.moveItem(atPath: new, toPath: path)
            } catch {
                try files.moveItem(atPath: old, toPath: path)
                throw error
            }
        } catch {
            try? files.removeItem(atPath: new)
            throw Failure(
                .cannotCreate, "cannot replace the tables in \(path)",
                fix: "check that you may write beside that folder")
        }
        try? files.removeItem(atPath: old)
    }
}
