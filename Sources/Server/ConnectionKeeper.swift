import API
import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// One connection, between its bytes and the router. It answers `/healthz` on the thread that reads the connection,
/// which waits for no handler; it answers what is no HTTP; and it closes the connection behind an answer that was given
/// before the request had been read, so that nobody has to take a body that was refused.
final class ConnectionKeeper: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private static let healthPath = "/healthz"
    private static let healthBody = "{\"status\":\"ok\"}"
    /// How long the rest of a refused body is thrown away, so that the sender can read the answer before the end.
    private static let lingering = TimeAmount.seconds(2)

    /// A connection on which nothing is asked for so long is closed.
    private let idleTime: TimeAmount
    private var lastPart = NIODeadline.now()
    /// Requests that were handed on, those of them that were read to their end, and answers that were given.
    private var (begun, read, answered) = (0, 0, 0)
    /// The head of a request that is answered here, until it has been read.
    private var health: HTTPRequest?
    private var isClosing = false
    private var isLingering = false

    init(idleTime: TimeAmount) { self.idleTime = idleTime }

    // MARK: what comes in

    func channelActive(context: ChannelHandlerContext) {
        closeWhenIdle(context)
        context.fireChannelActive()
    }

    /// A part of a request begins the time again; while one is answered, it stands still.
    private func closeWhenIdle(_ context: ChannelHandlerContext) {
        let isAnswering = begun > answered && read >= begun
        let end = (isAnswering ? .now() : lastPart) + idleTime
        context.eventLoop.assumeIsolated().scheduleTask(deadline: end) { [self] in
            guard context.channel.isActive else { return }
            let isAnswering = begun > answered && read >= begun
            if !isAnswering, lastPart + idleTime <= .now() {
                context.close(promise: nil)
            } else {
                closeWhenIdle(context)
            }
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastPart = .now()
        guard !isLingering else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            if begun == answered, head.path == Self.healthPath, head.method == .get || head.method == .head {
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
        context.fireChannelRead(data)
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
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
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
            guard isClosing else { return }
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
        context.close(mode: .output, promise: nil)
        context.read()
        let channel = context.channel
        context.eventLoop.scheduleTask(in: Self.lingering) { channel.close(promise: nil) }
    }
}
