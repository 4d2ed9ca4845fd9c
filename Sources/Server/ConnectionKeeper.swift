import API
import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// One connection, between its bytes and the router. It answers `/healthz` on the thread that reads the connection,
/// which waits for no handler; it answers what is no HTTP; and it closes the connection behind an answer that was given
/// before the request had been read, so that nobody has to take a body that was refused. A request that comes before
/// the answer to the last one was taken waits, so a connection holds one answer.
final class ConnectionKeeper: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private static let healthPath = "/healthz"
    private static let healthBody = "{\"status\":\"ok\"}"
    /// How long the rest of a refused body is thrown away, so that the sender can read the answer before the end.
    private static let lingering = TimeAmount.seconds(2)

    private static let look = TimeAmount.seconds(1)
    /// Bytes of answers that the system keeps for a connection.
    private static let sendBuffer: SocketOptionValue = 262_144

    /// What waits for the answers before it.
    private enum Waiting {
        case part(HTTPRequestPart)
        case event(Any)
        case error(any Error)
    }

    private let terms: ConnectionTerms
    private var bytes: ConnectionBytes?
    private var waiting = CircularBuffer<Waiting>()
    private var lastPart = NIODeadline.now()
    /// Of the request that is coming in: whether there is one, what is left of its body, and how many have ended.
    private(set) var (isInRequest, bodyLeft, ends) = (false, 0, 0)
    /// Requests that were handed on, those of them that were read to their end, and answers that were given.
    private var (begun, read, answered) = (0, 0, 0)
    /// The head of a request that is answered here, until it has been read.
    private var health: HTTPRequest?
    private var isClosing = false
    private var isLingering = false

    init(terms: ConnectionTerms) { self.terms = terms }

    /// Whether more may come in; what comes after the last answer is thrown away.
    var takesBytes: Bool { waiting.isEmpty || isLingering }

    // MARK: its time

    func handlerAdded(context: ChannelHandlerContext) {
        let bytes = ConnectionBytes(keeper: self, terms: terms)
        // One read at a time: what was read while a request waits is kept.
        try? context.channel.syncOptions?.setOption(.maxMessagesPerRead, value: 1)
        // The system would keep some megabytes for each client that takes nothing, outside of every budget.
        try? context.channel.syncOptions?.setOption(.socketOption(.so_sndbuf), value: Self.sendBuffer)
        guard (try? context.pipeline.syncOperations.addHandler(bytes, position: .first)) != nil else { return }
        self.bytes = bytes
    }

    func handlerRemoved(context: ChannelHandlerContext) { bytes = nil }

    func channelActive(context: ChannelHandlerContext) {
        closeInTime(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        waiting.removeAll()
        context.fireChannelInactive()
    }

    private func closeInTime(_ context: ChannelHandlerContext) {
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.look) { [self] in
            guard context.channel.isActive, !isLingering else { return }
            bytes?.lookAtProgress()
            guard let reason = overdue else { return closeInTime(context) }
            if let reason = reason.noted { terms.note(closed: reason) }
            context.close(promise: nil)
        }
    }

    /// What has taken too long. While an answer is made the time stands still; while it is taken, each byte begins it
    /// again; otherwise a part of a request does.
    private var overdue: (noted: ConnectionTerms.Reason?, Void)? {
        let now = NIODeadline.now()
        let taken = bytes?.taken ?? lastPart
        if let bytes, bytes.held > 0 { return taken + terms.unreadTime <= now ? (.unread, ()) : nil }
        let isAnswering = begun > answered && read >= begun
        guard !isAnswering, waiting.isEmpty else { return nil }
        let last = max(lastPart, taken)
        if let since = bytes?.headSince, max(since, last) + terms.headTime <= now {
            return (since == bytes?.opened ? nil : .head, ())
        }
        return last + terms.idleTime <= now ? (nil, ()) : nil
    }

    // MARK: what comes in

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastPart = .now()
        guard !isLingering else { return }
        let part = unwrapInboundIn(data)
        switch part {
        case .head(let head):
            isInRequest = true
            bodyLeft = head.headerFields[.contentLength].flatMap { Int($0) } ?? 0
        case .body(let body): bodyLeft -= min(bodyLeft, body.readableBytes)
        case .end: (isInRequest, bodyLeft, ends) = (false, 0, ends + 1)
        }
        if waiting.isEmpty, isItsTurn(part, context) {
            take(part, context)
        } else {
            waiting.append(.part(part))
        }
    }

    /// A request is taken once the one before was answered and the answer is on its way.
    private func isItsTurn(_ part: HTTPRequestPart, _ context: ChannelHandlerContext) -> Bool {
        guard case .head = part else { return true }
        return begun == answered && context.channel.isWritable
    }

    private func take(_ part: HTTPRequestPart, _ context: ChannelHandlerContext) {
        switch part {
        case .head(let head):
            if head.path == Self.healthPath, head.method == .get || head.method == .head {
                health = head
                return
            }
            begun += 1
            if head.headerFields[.expect]?.lowercased() == "100-continue" {
                context.writeAndFlush(
                    wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
            }
        case .body: if health != nil { return }
        case .end:
            if let head = health {
                health = nil
                answerHealth(head, context)
                return
            }
            read += 1
        }
        context.fireChannelRead(wrapInboundOut(part))
    }

    /// Takes what waits, as far as it is its turn.
    private func takeWaiting(_ context: ChannelHandlerContext) {
        guard !waiting.isEmpty, context.channel.isActive else { return }
        takeFirst: while !isLingering, let first = waiting.first {
            if case .part(let part) = first, !isItsTurn(part, context) { break takeFirst }
            waiting.removeFirst()
            switch first {
            case .part(let part): take(part, context)
            case .event(let event): context.fireUserInboundEventTriggered(event)
            case .error(let error): refuse(error, context)
            }
        }
        context.fireChannelReadComplete()
        if waiting.isEmpty || isLingering { bytes?.goOn() }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        context.fireChannelWritabilityChanged()
        if context.channel.isWritable { takeWaiting(context) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        if isLingering { context.read() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if isLingering, case .some(.inputClosed) = event as? ChannelEvent {
            context.close(promise: nil)
            return
        }
        if case .some(.inputClosed) = event as? ChannelEvent, !waiting.isEmpty {
            waiting.append(.event(event))
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if waiting.isEmpty || error is IOError || error is ChannelError {
            refuse(error, context)
        } else {
            waiting.append(.error(error))
        }
    }

    private func refuse(_ error: any Error, _ context: ChannelHandlerContext) {
        // While a request is being read, its handler gets the error and answers.
        guard begun == answered, !isLingering, !(error is IOError), !(error is ChannelError) else {
            context.fireErrorCaught(error)
            return
        }
        health = nil
        isClosing = true
        write(.badRequest, MalformedRequest.type, MalformedRequest.body, withBody: true, context)
        linger(context)
    }

    // MARK: what goes out

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where head.status.kind != .informational:
            // An answer to HEAD is given the length of its empty body, unless it comes in chunks.
            if head.headerFields[.transferEncoding] != nil { head.headerFields[.contentLength] = nil }
            if read <= answered || head.headerFields[.connection] == "close" {
                head.headerFields[.connection] = "close"
                isClosing = true
            }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            answered += 1
            lastPart = .now()
            context.write(data, promise: promise)
            guard isClosing else {
                guard !waiting.isEmpty else { return }
                return context.eventLoop.assumeIsolated().execute { [self] in takeWaiting(context) }
            }
            context.flush()
            linger(context)
        default: context.write(data, promise: promise)
        }
    }

    private func answerHealth(_ head: HTTPRequest, _ context: ChannelHandlerContext) {
        let isLast = head.headerFields[.connection]?.lowercased() == "close"
        if isLast { isClosing = true }
        write(.ok, "application/json; charset=utf-8", Self.healthBody, withBody: head.method == .get, context)
        if isLast { linger(context) }
    }

    private func write(
        _ status: HTTPResponse.Status, _ type: String, _ body: String, withBody: Bool, _ context: ChannelHandlerContext
    ) {
        var fields: HTTPFields = [
            .contentType: type, .contentLength: String(body.utf8.count), .cacheControl: "no-store",
        ]
        if isClosing { fields[.connection] = "close" }
        context.write(wrapOutboundOut(.head(HTTPResponse(status: status, headerFields: fields))), promise: nil)
        if withBody { context.write(wrapOutboundOut(.body(ByteBuffer(string: body))), promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    /// Ends the answers, and the connection once the other end has ended it too or the time for that is over. Closing
    /// at once would take the answer from a sender that is still writing.
    private func linger(_ context: ChannelHandlerContext) {
        guard !isLingering else { return }
        isLingering = true
        waiting.removeAll()
        context.close(mode: .output, promise: nil)
        bytes?.goOn()
        context.read()
        let channel = context.channel
        context.eventLoop.scheduleTask(in: Self.lingering) { channel.close(promise: nil) }
    }
}
