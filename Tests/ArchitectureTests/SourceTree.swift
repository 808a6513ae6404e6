import Foundation

/// The files of the checkout this test was compiled from, as paths from its root and their text.
struct SourceTree: Sendable {
    /// `Sources/Features/Floor/Rules/VotingRules.swift` → its text.
    var files: [String: String]

    static let root: URL = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Reads every text file under the given folders; other files are known by name alone.
    static func read(_ folders: [String]) throws -> SourceTree {
        var files: [String: String] = [:]
        for folder in folders {
            let top = root.appending(path: folder).resolvingSymlinksInPath()
            guard let paths = FileManager.default.enumerator(atPath: top.path) else {
                throw CocoaError(.fileReadNoSuchFile, userInfo: [NSFilePathErrorKey: folder])
            }
            for case let path as String in paths {
                let full = top.appending(path: path)
                guard let data = FileManager.default.contents(atPath: full.path) else {
                    continue
                }
                files["\(folder)/\(path)"] = String(decoding: data, as: UTF8.self)
            }
        }
        return SourceTree(files: files)
    }

    func files(ending: String) -> [(path: String, text: String)] {
        files.filter { $0.key.hasSuffix(ending) }.sorted { $0.key < $1.key }.map { (path: $0.key, text: $0.value) }
    }
}

/// A broken rule of the house, with its place.
struct Violation: Hashable, CustomStringConvertible {
    let path: String
    let line: Int?
    let rule: String

    var description: String {
        line.map { "\(path):\($0): \(rule)" } ?? "\(path): \(rule)"
    }
}

/// The modules a Swift file imports, with their lines; `import struct Foundation.URL` imports Foundation.
func imports(in text: String) -> [(module: String, line: Int)] {
    let kinds: Set<Substring> = [
        "struct", "class", "enum", "protocol", "func", "var", "let", "typealias", "actor",
    ]
    let access: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
    return codeLines(of: text).compactMap { number, line in
        var words = line.split(whereSeparator: \.isWhitespace)[...]
        while let word = words.first, word.hasPrefix("@") || access.contains(word) { words.removeFirst() }
        guard words.first == "import" else { return nil }
        words.removeFirst()
        if let word = words.first, kinds.contains(word) { words.removeFirst() }
        guard let name = words.first?.split(whereSeparator: { $0 == "." || $0 == ";" }).first else { return nil }
        return (String(name), number)
    }
}

/// The lines of a Swift file without comments at their end; line numbers begin at 1.
func codeLines(of text: String) -> [(number: Int, line: Substring)] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, line in
        let code = line.range(of: "//").map { line[..<$0.lowerBound] } ?? line
        return (index + 1, code)
    }
}
