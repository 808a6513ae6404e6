import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Connections from many networks that say a byte now and then, for as long as they are let.
final class SlowCrowd: Sendable {
    private struct State {
        /// Those that the other end has not closed.
        var standing: [Int32] = []
        var answered = 0
        var isOver = false
    }

    private let state = Mutex(State())

    /// - Parameters:
    ///   - byNetwork: how many come from one network (127.0.x.0/24, counted from 1).
    ///   - beginning: what the connection with a number says at once; one more letter follows every second.
    init(_ count: Int, port: Int, byNetwork: Int, beginning: (Int) -> String) throws {
        var sockets: [Int32] = []
        for number in 0..<count {
            let source = "127.0.\(1 + number / byNetwork).\(1 + number % byNetwork % 200)"
            let connection = try RawConnection.open(port: port, from: source)
            let bytes = Array(beginning(number).utf8)
            _ = bytes.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            sockets.append(connection)
        }
        let all = sockets
        state.withLock { $0.standing = all }
        Thread.detachNewThread { [self] in
            while saySomething() { sleep(1) }
        }
    }

    /// How many the other end still listens to.
    var standing: Int { state.withLock { $0.standing.count } }
    /// How many got an answer before they were closed.
    var answered: Int { state.withLock { $0.answered } }

    func leave() {
        state.withLock { state in
            state.isOver = true
            for connection in state.standing { _ = Glibc.close(connection) }
            state.standing = []
        }
    }

    /// One letter on every connection that is still there.
    private func saySomething() -> Bool {
        state.withLock { state in
            guard !state.isOver else { return false }
            var letter = UInt8(ascii: "a")
            var buffer = [UInt8](repeating: 0, count: 4_096)
            var standing: [Int32] = []
            for connection in state.standing {
                let read = recv(connection, &buffer, buffer.count, Int32(MSG_DONTWAIT))
                var isGone = read == 0 || read < 0 && errno != EAGAIN
                if read > 0 { state.answered += 1 }
                if !isGone {
                    let said = send(connection, &letter, 1, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
                    isGone = said < 0 && errno != EAGAIN
                }
                if isGone { _ = Glibc.close(connection) } else { standing.append(connection) }
            }
            state.standing = standing
            return !state.standing.isEmpty
        }
    }
}
