import Foundation

/// A file that an analysis is written to: one that is not there yet, or an earlier one of ours, which is then replaced.
struct ReportFile {
    let path: String
    /// What stands near the beginning of every file of this kind, and in no other.
    let mark: String

    /// - Throws: when writing there would lose something. To ask before long work; ``write(_:)`` asks by itself.
    func check() throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return }
        guard !isFolder.boolValue else {
            throw Failure(.cannotCreate, "\(path) is a folder", fix: "give the name of a file")
        }
        guard let file = FileHandle(forReadingAtPath: path), let start = try? file.read(upToCount: 1_024),
            String(decoding: start, as: UTF8.self).contains(mark)
        else {
            throw Failure(
                .cannotCreate, "\(path) is there already, and not from an earlier analysis", fix: "choose another name")
        }
    }

    func write(_ text: String) throws {
        try check()
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw Failure(
                .cannotCreate, "cannot write \(path)", fix: "check that its folder exists and that you may write there")
        }
    }
}
