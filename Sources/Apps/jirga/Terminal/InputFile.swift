import Foundation

/// A file a command was given to read.
enum InputFile {
    /// The whole file, if it is not larger than so many megabytes.
    static func bytes(_ path: String, megabytes: Int) throws -> [UInt8] {
        let name = TerminalText.harmless(path)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw Failure(.noInput, "there is no file \(name)")
        }
        guard !isFolder.boolValue, let file = FileHandle(forReadingAtPath: path) else {
            throw Failure(.noInput, "cannot read \(name)", fix: "give the path of a file you may read")
        }
        let most = megabytes << 20
        let data: Data
        do {
            // Of an empty file there is nothing to read.
            data = try file.read(upToCount: most + 1) ?? Data()
        } catch {
            throw Failure(.noInput, "cannot read \(name): \(error.localizedDescription)")
        }
        guard data.count <= most else { throw Failure(.badData, "\(name) is larger than \(megabytes) MB") }
        return Array(data)
    }
}
