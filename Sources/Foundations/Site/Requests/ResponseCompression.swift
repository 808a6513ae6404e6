import HTTPTypes
import Hummingbird
import NIOCore

/// Compresses text answers for those who accept it, and says so to caches.
enum ResponseCompression {
    static let threshold = 512

    static func compress(_ response: inout Response, acceptEncoding: String?) async {
        guard response.headers[.contentEncoding] == nil, isText(response.headers[.contentType]),
            response.status != .notModified, response.status != .noContent,
            let length = response.body.contentLength, length > 0
        else { return }
        response.headers.addVary("Accept-Encoding")
        guard length > threshold, Gzip.isAccepted(by: acceptEncoding), let bytes = try? await bytes(of: response.body),
            let compressed = Gzip.compressed(bytes, level: 6)
        else { return }
        response.body = .init(byteBuffer: ByteBuffer(bytes: compressed))
        response.headers[.contentEncoding] = "gzip"
        // The tag names the bytes sent; a weak one says that the two codings mean the same.
        if let tag = response.headers[.eTag], !tag.hasPrefix("W/") { response.headers[.eTag] = "W/" + tag }
    }

    static func bytes(of body: ResponseBody) async throws -> [UInt8] {
        let collected = CollectedBody()
        try await body.write(collected)
        return collected.bytes
    }

    private static func isText(_ type: String?) -> Bool {
        guard let type else { return false }
        return type.hasPrefix("text/") || type.hasPrefix("application/json") || type.hasPrefix("image/svg+xml")
    }
}

extension HTTPFields {
    /// Adds a name to `Vary` unless it is there.
    mutating func addVary(_ name: String) {
        guard let known = self[.vary] else {
            self[.vary] = name
            return
        }
        let names = known.split(separator: ",").map { trimmed($0).lowercased() }
        guard !names.contains(name.lowercased()), !names.contains("*") else { return }
        self[.vary] = "\(known), \(name)"
    }
}

/// Takes in a body whose bytes the framework does not show otherwise.
private final class CollectedBody: ResponseBodyWriter {
    var bytes: [UInt8] = []

    func write(_ buffer: ByteBuffer) async throws { bytes += buffer.readableBytesView }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
