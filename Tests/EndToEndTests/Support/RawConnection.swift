import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Bytes to a port and whatever comes back, for requests that no client library would send.
enum RawConnection {
    /// What came back until the other end closed or fell silent.
    struct Answer: Sendable {
        let bytes: [UInt8]
        /// The other end did not close within the time of silence.
        let wasSilent: Bool
        var text: String { String(decoding: bytes, as: UTF8.self) }
        /// 0 when nothing like a status came.
        var status: Int { text.split(separator: " ", maxSplits: 2).dropFirst().first.flatMap { Int($0) } ?? 0 }
    }

    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// Sends the bytes and reads meanwhile, until the other end closes or says nothing for some seconds.
    ///
    /// - Parameter most: bytes of an answer that are read.
    static func exchange(
        _ bytes: [UInt8], port: Int, silence seconds: Int = 20, most: Int = 1_048_576
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            // Blocking calls, which the threads of the concurrency pool are too few for.
            Thread.detachNewThread {
                continuation.resume(
                    with: Result { try exchangeBlocking(bytes, port: port, silence: seconds, most: most) })
            }
        }
    }

    static func exchange(_ text: String, port: Int, silence seconds: Int = 20) async throws -> Answer {
        try await exchange(Array(text.utf8), port: port, silence: seconds)
    }

    private static func exchangeBlocking(
        _ bytes: [UInt8], port: Int, silence seconds: Int, most: Int
    ) throws -> Answer {
        let connection = try open(port: port)
        defer { close(connection) }
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        // Much is sent while answers come, or both ends would wait for the other to read.
        let isSent = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            var sent = 0
            while sent < bytes.count {
                let count = bytes[sent...].withUnsafeBytes {
                    send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                // The server may refuse and close before it has heard everything.
                guard count > 0 else { break }
                sent += count
            }
            isSent.signal()
        }
        var answer: [UInt8] = []
        var wasSilent = false
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while answer.count < most {
            let count = recv(connection, &buffer, buffer.count, 0)
            if count < 0, errno == EAGAIN { wasSilent = true }
            guard count > 0 else { break }
            answer += buffer[..<count]
        }
        shutdown(connection, Int32(SHUT_RDWR))
        isSent.wait()
        return Answer(bytes: answer, wasSilent: wasSilent)
    }

    /// A connected socket, for the caller to close.
    ///
    /// - Parameter source: the address it comes from, one of this machine's.
    static func open(port: Int, from source: String = "127.0.0.1") throws -> Int32 {
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard connection >= 0 else { throw Failed(description: "no socket") }
        var own = sockaddr_in()
        own.sin_family = sa_family_t(AF_INET)
        own.sin_addr.s_addr = inet_addr(source)
        let bound = withUnsafePointer(to: &own) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0 else {
            close(connection)
            throw Failed(description: "\(source) is no address of this machine")
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            close(connection)
            throw Failed(description: "nobody listens on port \(port)")
        }
        return connection
    }
}

/// Connections that say something once and then stay.
struct HeldConnections {
    private var sockets: [Int32] = []

    init(_ count: Int, port: Int, saying text: String) throws {
        let bytes = Array(text.utf8)
        for _ in 0..<count {
            let connection = try RawConnection.open(port: port)
            _ = bytes.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            sockets.append(connection)
        }
    }

    func close() {
        for connection in sockets { _ = Glibc.close(connection) }
    }
}
