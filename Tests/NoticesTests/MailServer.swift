import NIOCore
import NIOPosix
import Synchronization

/// A mail server on loopback that takes one message and records what it received.
final class MailServer: Sendable {
    private let channel: any Channel
    private let received: Transcript

    private init(_ channel: any Channel, _ received: Transcript) {
        self.channel = channel
        self.received = received
    }

    var port: Int { channel.localAddress?.port ?? 0 }

    static func start(answerToRecipient: String = "250 ok") async throws -> MailServer {
        let received = Transcript()
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.pipeline.addHandler(MailHandler(received, answerToRecipient))
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return MailServer(channel, received)
    }

    func transcript() async -> String { received.text.withLock { $0 } }

    func stop() async throws { try await channel.close() }
}

final class Transcript: Sendable {
    let text = Mutex("")
}

private final class MailHandler: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let received: Transcript
    private let answerToRecipient: String
    private let isInMessage = Mutex(false)

    init(_ received: Transcript, _ answerToRecipient: String) {
        self.received = received
        self.answerToRecipient = answerToRecipient
    }

    func channelActive(context: ChannelHandlerContext) { answer("220 test", context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let text = String(buffer: unwrapInboundIn(data))
        received.text.withLock { $0 += text }
        if isInMessage.withLock({ $0 }) {
            if text.hasSuffix("\r\n.\r\n") {
                isInMessage.withLock { $0 = false }
                answer("250 taken", context)
            }
            return
        }
        switch text.prefix(4) {
        case "EHLO": answer("250-test\r\n250 SIZE 1000000", context)
        case "RCPT": answer(answerToRecipient, context)
        case "DATA":
            isInMessage.withLock { $0 = true }
            answer("354 go on", context)
        case "QUIT": answer("221 bye", context)
        default: answer("250 ok", context)
        }
    }

    private func answer(_ line: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: line + "\r\n")), promise: nil)
    }
}
