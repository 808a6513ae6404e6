import CZlib

/// Compresses whole bodies in the gzip format (RFC 1952).
enum Gzip {
    /// The compressed bytes; nil if zlib has no memory, and then the body goes out as it is.
    ///
    /// - Parameter level: 1 (fast) … 9 (small). 6 for pages, 9 for files compressed once.
    static func compressed(_ bytes: [UInt8], level: Int32) -> [UInt8]? {
        var stream = z_stream()
        // 15 bits of window, and 16 to ask for the gzip frame.
        let started = deflateInit2_(
            &stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard started == Z_OK, bytes.count < Int(UInt32.max) else { return nil }
        defer { deflateEnd(&stream) }
        let capacity = Int(deflateBound(&stream, uLong(bytes.count)))
        var input = bytes
        var isFinished = false
        let output = [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            input.withUnsafeMutableBufferPointer { input in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(capacity)
                isFinished = deflate(&stream, Z_FINISH) == Z_STREAM_END
            }
            count = isFinished ? Int(stream.total_out) : 0
        }
        return isFinished ? output : nil
    }

    /// Whether an `Accept-Encoding` value allows gzip (RFC 9110 §12.5.3): named, or by `*`, and not with weight 0.
    static func isAccepted(by acceptEncoding: String?) -> Bool {
        var wildcard = false
        for coding in (acceptEncoding ?? "").split(separator: ",").prefix(16) {
            let parts = coding.split(separator: ";").map { trimmed($0).lowercased() }
            let isRefused = parts.dropFirst().contains { parameter in
                parameter.hasPrefix("q=") && (Double(parameter.dropFirst(2)) ?? 0) <= 0
            }
            if parts.first == "gzip" || parts.first == "x-gzip" { return !isRefused }
            if parts.first == "*" { wildcard = !isRefused }
        }
        return wildcard
    }
}
