import Crypto
import HTTPTypes
import Hummingbird
import NIOCore

/// The product's one stylesheet and its scripts, held in memory plain and compressed. Names carry a hash of the
/// content, so browsers may keep them for ever.
package struct AssetStore: Sendable {
    private var assets: [String: Asset] = [:]
    private var names: [String: String] = [:]

    /// Joins all `*.css` (folders in the order given, files by name) into `jirga.css` and takes every `*.js`.
    ///
    /// - Throws: ``WebFolderError`` if two folders have a script of one name.
    package init(folders: [WebFolder]) throws {
        var style = ""
        for folder in folders {
            for name in folder.files(withExtension: "css") { style += try folder.text(named: name) ?? "" }
            for name in folder.files(withExtension: "js") {
                guard names[name] == nil else {
                    throw WebFolderError(file: "\(folder.name)/\(name)", problem: "another folder has this name too")
                }
                add(name, type: "text/javascript; charset=utf-8", text: try folder.text(named: name) ?? "")
            }
        }
        add("jirga.css", type: "text/css; charset=utf-8", text: Stylesheet.shortened(style))
    }

    /// The address of a file by its plain name: `path("vote.js")` is `/assets/vote-1a2b3c4d5e.js`; nil if unknown.
    package func path(_ name: String) -> String? { names[name].map { "/assets/\($0)" } }

    /// The whole text of a file by its plain name; nil if unknown.
    package func text(of name: String) -> String? {
        names[name].flatMap { assets[$0] }.map { String(decoding: $0.plain, as: UTF8.self) }
    }

    /// The compressed size of a file in bytes, for budgets.
    package func compressedSize(_ name: String) -> Int? { names[name].flatMap { assets[$0]?.compressed?.count } }

    private mutating func add(_ name: String, type: String, text: String) {
        let bytes = Array(text.utf8)
        let hash = SHA256.hash(data: bytes).prefix(5).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
        let dot = name.lastIndex(of: ".") ?? name.endIndex
        let hashed = "\(name[..<dot])-\(hash)\(name[dot...])"
        names[name] = hashed
        assets[hashed] = Asset(type: type, plain: bytes, compressed: Gzip.compressed(bytes, level: 9), tag: hash)
    }

    /// Answers a request for `/assets/name`; nil if there is no such file.
    func response(path: String, headers: HTTPFields) -> Response? {
        guard path.hasPrefix("/assets/"), let asset = assets[String(path.dropFirst(8))] else { return nil }
        let compressed = Gzip.isAccepted(by: headers[.acceptEncoding]) ? asset.compressed : nil
        let tag = "\"\(asset.tag)\(compressed == nil ? "" : "-gz")\""
        var fields: HTTPFields = [
            .contentType: asset.type, .cacheControl: "public, max-age=31536000, immutable", .eTag: tag,
            .vary: "Accept-Encoding",
        ]
        if headers[values: .ifNoneMatch].contains(where: { $0.contains(tag) }) {
            return Response(status: .notModified, headers: fields)
        }
        if compressed != nil { fields[.contentEncoding] = "gzip" }
        return Response(
            status: .ok, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: compressed ?? asset.plain)))
    }
}

private struct Asset: Sendable {
    var type: String
    var plain: [UInt8]
    var compressed: [UInt8]?
    var tag: String
}

enum Stylesheet {
    /// Comments and the spaces at line starts taken out; the rest is left as written.
    static func shortened(_ style: String) -> String {
        var result = ""
        var rest = style[...]
        while let open = rest.firstRange(of: "/*") {
            result += rest[..<open.lowerBound]
            guard let close = rest[open.upperBound...].firstRange(of: "*/") else { return shortenedLines(result) }
            rest = rest[close.upperBound...]
        }
        return shortenedLines(result + rest)
    }

    private static func shortenedLines(_ style: String) -> String {
        style.split(separator: "\n").map { trimmed($0) }.filter { !$0.isEmpty }.map { $0 + "\n" }.joined()
    }
}
