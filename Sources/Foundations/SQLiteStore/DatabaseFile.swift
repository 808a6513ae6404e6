internal import Foundation
internal import GRDB
internal import SQLStore

/// The file a database is in: told apart from what can't hold one before SQLite is asked, whose words say less.
enum DatabaseFile {
    /// Creates the file, readable by this user alone, or finds out why it can't be used.
    static func prepare(_ path: String) throws {
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw SQLStoreError(.invalidSettings, "the path of the database is empty or contains a zero byte")
        }
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if file >= 0 {
            close(file)
            return
        }
        let number = errno
        throw SQLStoreError(
            code(number), "the database \(path) can't be opened: \(explanation(number, path))",
            driverCode: "errno \(number)")
    }

    static func openingError(_ error: DatabaseError, path: String) -> SQLStoreError {
        var opening = SQLStoreError(error)
        switch opening.code {
        case .locked:
            opening.message = "another process holds the database \(path); stop it, then start again"
        case .notADatabase:
            opening.message =
                "\(path) is not a usable SQLite database (\(error.message ?? "unknown")); "
                + "give another path or restore a backup"
        default:
            opening.message = "the database \(path) can't be opened: \(opening.message)"
        }
        return opening
    }

    private static func code(_ number: Int32) -> SQLStoreError.Code {
        switch number {
        case EISDIR, ENAMETOOLONG, ELOOP: .invalidSettings
        case EACCES, EPERM, EROFS: .notPermitted
        case ENOSPC, EDQUOT: .diskFull
        case EIO: .ioFailed
        default: .unavailable
        }
    }

    private static func explanation(_ number: Int32, _ path: String) -> String {
        let folder =
            path.split(separator: "/").count > 1 || path.hasPrefix("/")
            ? (path as NSString).deletingLastPathComponent : "."
        return switch number {
        case EISDIR: "it is a folder; give the path of a file in it"
        case ENOENT: "the folder \(folder) does not exist; create it first"
        case ENOTDIR: "\(folder) is not a folder"
        case EACCES, EPERM: "this user may not read and write it; change its owner or permissions"
        case EROFS: "it is on a file system that can only be read"
        case ENOSPC, EDQUOT: "the disk is full; make room on it"
        default: String(cString: strerror(number))
        }
    }
}

/// A file in a folder of its own, both removed with the last reference.
final class TemporaryFile: Sendable {
    private let folder: String
    var path: String { folder + "/database.sqlite" }

    init() throws {
        folder = NSTemporaryDirectory() + "/jirga-" + UUID().uuidString
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch {
            throw SQLStoreError(.unavailable, "no folder can be made for a temporary database in \(folder)")
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }
}
