import Foundation
import NIOCore

/// The bytes of one connection, outside of everything that reads or writes HTTP. It hands on what came in small pieces,
/// and nothing while requests wait for their turn; it knows since when the head of a request is incomplete, how much of
/// the answers was not taken, and when something was taken for the last time.
final class ConnectionBytes: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    /// A piece that is not all of a body holds at most some hundred requests.
    private static let piece = 4096

    private let terms: ConnectionTerms
    private var keeper: ConnectionKeeper?
    private var context: ChannelHandlerContext?

    /// What came and was not handed on, and the end of it.
    private var waiting = ByteBuffer()
    private var inputClosed: Any?
    private var isHandingOn = false
    private var wantsRead = false
    /// When the first byte of a head came that is not complete; a new connection owes one.
    private(set) var headSince: NIODeadline?
    /// When the connection was made.
    let opened = NIODeadline.now()

    /// Bytes of answers: all that were written, and those of writes that are not done.
    private var written = 0
    private(set) var held = 0
    private var takenBytes = 0
    private var acknowledged: UInt64 = 0
    /// When the other end took something for the last time, or was given something after it had taken everything.
    private(set) var taken = NIODeadline.now()

    init(keeper: ConnectionKeeper, terms: ConnectionTerms) {
        self.keeper = keeper
        self.terms = terms
        headSince = opened
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        terms.answers.forget(ObjectIdentifier(self))
        self.context = nil
        keeper = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        waiting.clear()
        terms.answers.forget(ObjectIdentifier(self))
        context.fireChannelInactive()
    }

    // MARK: what comes in

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        if waiting.readableBytes == 0 { waiting = buffer } else { waiting.writeBuffer(&buffer) }
        handOn(context)
    }

    /// Hands on what waits, as far as it is wanted.
    /// - Returns: whether something was handed on.
    @discardableResult
    private func handOn(_ context: ChannelHandlerContext) -> Bool {
        guard !isHandingOn else { return false }
        isHandingOn = true
        defer { isHandingOn = false }
        var isMore = false
        while let keeper, keeper.takesBytes, waiting.readableBytes > 0 {
            let count = waiting.readableBytes
            // The last byte comes alone: a request that ends with it leaves nothing of another one behind.
            let size = keeper.bodyLeft >= count ? count : max(1, min(Self.piece, count - 1))
            guard let piece = waiting.readSlice(length: size) else { break }
            let ends = keeper.ends
            context.fireChannelRead(wrapInboundOut(piece))
            isMore = true
            if keeper.isInRequest || keeper.ends > ends {
                headSince = nil
            } else if headSince == nil || headSince == opened {
                headSince = .now()
            }
        }
        guard waiting.readableBytes == 0 else { return isMore }
        // What was read from may be large.
        waiting = ByteBuffer()
        if let event = inputClosed {
            inputClosed = nil
            context.fireUserInboundEventTriggered(event)
        }
        return isMore
    }

    /// Requests do not wait any more.
    func goOn() {
        guard let context else { return }
        if handOn(context) { context.fireChannelReadComplete() }
        guard wantsRead, isReading else { return }
        wantsRead = false
        context.read()
    }

    private var isReading: Bool { waiting.readableBytes == 0 && keeper?.takesBytes != false }

    /// Nothing is read while requests wait, so a sender that does not take its answers has to stop sending.
    func read(context: ChannelHandlerContext) {
        if isReading { context.read() } else { wantsRead = true }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .some(.inputClosed) = event as? ChannelEvent, waiting.readableBytes > 0 {
            inputClosed = event
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    // MARK: what goes out

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let count = unwrapOutboundIn(data).readableBytes
        guard count > 0 else { return context.write(data, promise: promise) }
        if held == 0 { taken = .now() }
        written += count
        held += count
        let done = promise ?? context.eventLoop.makePromise()
        done.futureResult.assumeIsolated().whenComplete { [self] _ in
            held -= count
            look()
        }
        context.write(data, promise: done)
        look()
    }

    /// The beginning of `struct tcp_info` of Linux: 104 bytes of states and small figures, two rates, and how many
    /// bytes the other end has acknowledged.
    private struct Progress: Sendable {
        var states: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0, 0)
        var figures: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0)
        var rates: (UInt64, UInt64) = (0, 0)
        var acknowledged: UInt64 = 0
    }

    /// Finds out whether something was taken since the last time. The system takes more from a write only when much of
    /// its own buffer is free, so who reads slowly shows in what was acknowledged alone.
    func lookAtProgress() {
        guard let context, let channel = context.channel as? any SocketOptionProvider else { return look() }
        let progress: EventLoopFuture<Progress> = channel.unsafeGetSocketOption(
            level: .tcp, name: NIOBSDSocket.Option(rawValue: Int32(TCP_INFO)))
        progress.assumeIsolated().whenComplete { [self] result in
            if case .success(let progress) = result, progress.acknowledged > acknowledged {
                acknowledged = progress.acknowledged
                taken = .now()
            }
            look()
        }
    }

    /// Notes what is held, and what the system took of writes.
    private func look() {
        guard let context, context.channel.isActive else { return }
        let left = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? held
        if written - left > takenBytes {
            takenBytes = written - left
            taken = .now()
        }
        let channel = context.channel
        terms.answers.note(ObjectIdentifier(self), holds: held, taken: taken) { [terms] in
            terms.note(closed: .budget)
            channel.close(promise: nil)
        }
    }
}
