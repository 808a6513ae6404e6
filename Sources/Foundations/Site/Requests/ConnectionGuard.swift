import NIOCore
import NIOHTTP1
import Synchronization

/// How many connections there are, in all and from each network. In memory only, and a network is forgotten when its
/// last connection ends.
package final class ConnectionCounts: Sendable {
    private struct Counts {
        var all = 0
        var byNetwork: [[UInt8]: Int] = [:]
    }

    private let limit: Int
    private let limitByNetwork: Int?
    private let counts = Mutex(Counts())

    /// - Parameter limitByNetwork: nil where all come from one proxy.
    package init(limit: Int, limitByNetwork: Int?) {
        self.limit = limit
        self.limitByNetwork = limitByNetwork
    }

    /// - Returns: whether one more connection from there may stay; if so, ``leave(_:)`` must follow.
    func enter(_ network: [UInt8]) -> Bool {
        counts.withLock { counts in
            let here = counts.byNetwork[network, default: 0]
            guard counts.all < limit, here < limitByNetwork ?? .max else { return false }
            counts.all += 1
            counts.byNetwork[network] = here + 1
            return true
        }
    }

    func leave(_ network: [UInt8]) {
        counts.withLock { counts in
            counts.all -= 1
            let here = counts.byNetwork[network, default: 0] - 1
            counts.byNetwork[network] = here > 0 ? here : nil
        }
    }
}

/// Keeps one connection from holding more than its share: ends it when a header or a body takes too long in all, when
/// what it sends is refused before it was read, and when there are too many connections already.
///
/// Stands right behind the parser. The framework's own idle timer begins anew with each byte, and it reads on after an
/// answer until the body ends, however long that takes; neither stops somebody who wants to stay.
final class ConnectionGuard: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    struct Deadlines: Sendable {
        /// From the beginning of the connection, or from the answer before, to the end of a header.
        var head: TimeAmount
        /// From the end of the header to the end of the body.
        var body: TimeAmount
        /// For the answer to arrive where the connection is closed with data still coming.
        var linger: TimeAmount = .milliseconds(300)
    }

    private let counts: ConnectionCounts
    private let deadlines: Deadlines
    private let network: [UInt8]
    private var isCounted = false
    private var timer: Scheduled<Void>?
    /// Requests whose header came and whose answer did not go out whole.
    private var unanswered = 0
    private var isReadingBody = false
    private var isClosing = false
    /// From here on nothing that comes is looked at.
    private var isDeaf = false

    init(_ counts: ConnectionCounts, _ deadlines: Deadlines, network: [UInt8]) {
        self.counts = counts
        self.deadlines = deadlines
        self.network = network
    }

    // MARK: Beginning and end

    func handlerAdded(context: ChannelHandlerContext) {
        isCounted = counts.enter(network)
        guard isCounted else {
            isDeaf = true
            context.close(promise: nil)
            return
        }
        expect(within: deadlines.head, context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        if isCounted { counts.leave(network) }
        isCounted = false
    }

    private func expect(within time: TimeAmount, _ context: ChannelHandlerContext) {
        timer?.cancel()
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: time) {
            let (guardian, context) = bound.value
            guardian.timer = nil
            context.close(promise: nil)
        }
    }

    private func stopExpecting() {
        timer?.cancel()
        timer = nil
    }

    // MARK: What comes

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDeaf else { return }
        switch unwrapInboundIn(data) {
        case .head:
            unanswered += 1
            isReadingBody = true
            expect(within: deadlines.body, context)
        case .body: break
        case .end:
            isReadingBody = false
            stopExpecting()
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // Read on, so that what was sent does not lie there and undo the answer when the connection is closed.
        if isDeaf { context.read() } else { context.fireChannelReadComplete() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard !isDeaf else { return }
        guard let error = error as? HTTPParserError, error == .headerOverflow, unanswered == 0 else {
            context.fireErrorCaught(error)
            return
        }
        // The parser has given up, so there is no request that a page could answer.
        let text =
            "431 headers_too_large: the header of the request is larger than 16 KB or has more than 100 fields.\n"
        var head = HTTPResponseHead(version: .http1_1, status: .requestHeaderFieldsTooLarge)
        head.headers.add(name: "Content-Type", value: "text/plain; charset=utf-8")
        head.headers.add(name: "Content-Length", value: "\(text.utf8.count)")
        head.headers.add(name: "Connection", value: "close")
        head.headers.add(name: "Cache-Control", value: "no-store")
        head.headers.add(name: "X-Content-Type-Options", value: "nosniff")
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        close(context)
    }

    // MARK: What goes

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            if isReadingBody, unanswered == 1, head.status.code >= 200 {
                head.headers.replaceOrAdd(name: "Connection", value: "close")
            }
            isClosing = isClosing || head.headers["Connection"].contains { $0.lowercased() == "close" }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            unanswered -= 1
            guard isClosing else {
                if unanswered == 0, !isReadingBody { expect(within: deadlines.head, context) }
                context.write(data, promise: promise)
                return
            }
            context.writeAndFlush(data, promise: promise)
            close(context)
        }
    }

    /// Lets the answer arrive and hears nothing more.
    private func close(_ context: ChannelHandlerContext) {
        isDeaf = true
        expect(within: deadlines.linger, context)
    }
}

/// Puts a ``ConnectionGuard`` right behind the parser, where the framework lets nobody put one, and goes.
final class ConnectionGuardPlacement: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let counts: ConnectionCounts
    private let deadlines: ConnectionGuard.Deadlines

    init(_ counts: ConnectionCounts, _ deadlines: ConnectionGuard.Deadlines) {
        self.counts = counts
        self.deadlines = deadlines
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        do {
            let parser = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            let network = NetworkPrefix.bytes(of: context.channel.remoteAddress)
            try pipeline.addHandler(ConnectionGuard(counts, deadlines, network: network), position: .after(parser))
        } catch {
            // A connection that can't be watched is none.
            context.close(promise: nil)
        }
    }
}
