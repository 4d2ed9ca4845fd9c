import NIOCore
import NIOPosix

/// Connections to servers of the intranet.
enum IntranetClient {
    static func connect<Value: Sendable>(
        _ host: String, _ port: Int, _ timeout: TimeAmount, _ prepare: @escaping @Sendable (any Channel) throws -> Value
    ) async throws -> Value {
        try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(timeout)
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture { try prepare(channel) }
            }
    }
}
