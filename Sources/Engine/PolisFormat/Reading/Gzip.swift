import CZlib

/// Decompression of `.gz` files (RFC 1952), also of several members one after another.
enum Gzip {
    static func isCompressed(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

    /// The bytes before compression, never more than the limit, however small the compressed file is.
    static func decompressed(_ bytes: [UInt8], file: String, limits: PolisLimits) throws(PolisFormatError) -> [UInt8] {
        var stream = z_stream()
        // 15 is the largest window, 16 asks for the gzip wrapping with its checksum.
        let opened = inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard opened == Z_OK else {
            throw PolisFormatError(file: file, reason: .compression(cause: "zlib is not usable"))
        }
        defer { inflateEnd(&stream) }

        var input = bytes
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        let failure: PolisFormatError.Reason? = input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(clamping: input.count)
            guard Int(stream.avail_in) == input.count else { return .limit(.bytes, most: Int(UInt32.max)) }
            while true {
                var produced = 0
                let status = chunk.withUnsafeMutableBufferPointer { chunk in
                    stream.next_out = chunk.baseAddress
                    stream.avail_out = UInt32(chunk.count)
                    let status = inflate(&stream, Z_NO_FLUSH)
                    produced = chunk.count - Int(stream.avail_out)
                    return status
                }
                output.append(contentsOf: chunk[..<produced])
                guard output.count <= limits.bytes else { return .limit(.bytes, most: limits.bytes) }
                switch status {
                case Z_STREAM_END where stream.avail_in == 0: return nil
                case Z_STREAM_END: guard inflateReset(&stream) == Z_OK else { return damaged }
                case Z_OK where stream.avail_in == 0 && produced == 0, Z_BUF_ERROR:
                    return .compression(cause: "the compressed file is cut short")
                case Z_OK: continue
                default: return damaged
                }
            }
        }
        if let failure { throw PolisFormatError(file: file, reason: failure) }
        return output
    }

    private static var damaged: PolisFormatError.Reason { .compression(cause: "the compressed file is damaged") }
}
