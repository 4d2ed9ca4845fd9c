import NIOCore
import NIOPosix

/// Connections to servers of the intranet, bounded in time.
enum Wire {
    static func connect<Value: Sendable>(
        _ host: String, _ port: Int, _ timeout: TimeAmount, _ prepare: @escaping @Sendable (any Channel) throws -> Value
    ) async throws -> Value {
        try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(timeout)
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture { try prepare(channel) }
            }
    }

    /// Whatever goes wrong in the body is a failure of the notice; so is one that takes too long.
    static func bounded(_ timeout: TimeAmount, _ body: @escaping @Sendable () async throws -> Void)
        async throws(NoticeFailure)
    {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await body() }
                group.addTask {
                    try await Task.sleep(for: .nanoseconds(timeout.nanoseconds))
                    throw NoticeFailure(.timeout)
                }
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch let failure as NoticeFailure {
            throw failure
        } catch {
            throw NoticeFailure(.unreachable)
        }
    }
}
