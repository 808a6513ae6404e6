import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// A folder of an export while it is written: it appears as a whole or not at all.
package struct ExportFolder: Sendable {
    private let unfinished: String

    /// - Throws: when something is there that is not an empty folder. To ask before long work; ``write(to:_:)`` asks by
    ///   itself.
    package static func checkIsFree(_ path: String) throws(PolisFormatError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: trimmed(path), isDirectory: &isFolder) else { return }
        guard isFolder.boolValue else {
            throw PolisFormatError(
                file: name(of: path), reason: .unwritable(cause: "a file of that name is there already"))
        }
        if let found = try? FileManager.default.contentsOfDirectory(atPath: trimmed(path)), !found.isEmpty {
            throw PolisFormatError(file: name(of: path), reason: .folderNotEmpty)
        }
    }

    /// Writes a folder that is not there yet, or empty.
    ///
    /// - Parameter body: writes the files; when it throws, nothing is left behind.
    package static func write(to path: String, _ body: (ExportFolder) throws -> Void) throws {
        try checkIsFree(path)
        let target = trimmed(path)
        let folder = ExportFolder(unfinished: "\(target).unfinished-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(atPath: folder.unfinished, withIntermediateDirectories: false)
        } catch {
            throw PolisFormatError(
                file: name(of: path), reason: .unwritable(cause: "the folder cannot be made there"))
        }
        do {
            try body(folder)
        } catch {
            try? FileManager.default.removeItem(atPath: folder.unfinished)
            throw error
        }
        // `rename` replaces an empty folder and refuses any other, in one step.
        guard rename(folder.unfinished, target) == 0 else {
            let cause = errno
            try? FileManager.default.removeItem(atPath: folder.unfinished)
            if cause == ENOTEMPTY || cause == EEXIST {
                throw PolisFormatError(file: name(of: path), reason: .folderNotEmpty)
            }
            throw PolisFormatError(
                file: name(of: path), reason: .unwritable(cause: "the folder cannot be put there"))
        }
    }

    /// A file that is there as a whole.
    package func write(_ bytes: [UInt8], to name: String) throws(PolisFormatError) {
        let file = try open(name)
        try file.append(bytes)
        try file.close()
    }

    /// A file that is written piece by piece.
    package func open(_ name: String) throws(PolisFormatError) -> ExportFile {
        try ExportFile(name: name, path: unfinished + "/" + name)
    }

    private static func trimmed(_ path: String) -> String {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }

    private static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}

/// One file of an ``ExportFolder``, written from its beginning to its end.
package final class ExportFile {
    private let name: String
    private let handle: FileHandle

    fileprivate init(name: String, path: String) throws(PolisFormatError) {
        self.name = name
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw PolisFormatError(file: name, reason: .unwritable(cause: "the file cannot be made")) }
        self.handle = handle
    }

    package func append(_ bytes: [UInt8]) throws(PolisFormatError) {
        do {
            try handle.write(contentsOf: bytes)
        } catch {
            throw unfinishable
        }
    }

    /// Appends what the writer holds once it is a megabyte, and empties it.
    package func appendWhenLarge(_ csv: inout CSVWriter) throws(PolisFormatError) {
        guard csv.bytes.count >= 1 << 20 else { return }
        try append(csv.bytes)
        csv.removeAll()
    }

    package func close() throws(PolisFormatError) {
        do {
            try handle.close()
        } catch {
            throw unfinishable
        }
    }

    private var unfinishable: PolisFormatError {
        PolisFormatError(
            file: name, reason: .unwritable(cause: "the file cannot be written to its end; is the disk full?"))
    }
}
