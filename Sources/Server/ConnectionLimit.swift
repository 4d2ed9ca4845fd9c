import API
import Foundation
import Logging
import NIOCore
import Settings
import Synchronization

/// Keeps the number of open connections below what the operating system gives the process: one more is taken and closed
/// at once, and the log says so once a minute. Without it a full table of descriptors would leave everybody waiting.
/// One address has half of them at most, so that nobody keeps all others out; a trusted proxy speaks for everybody.
final class ConnectionLimit: ChannelInboundHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel

    /// Descriptors for the database, files, and the connection that is about to be closed.
    private static let reserve = 128
    /// Descriptors that no connection gets, however many are open. libdispatch opens a file under `/proc` each second
    /// while it has work, and ends the process where that fails: a full table is the end of the server.
    private static let spare = 16
    private static let pause = TimeAmount.seconds(60)
    /// A full table of descriptors stays full until something is closed: to ask again at once would keep a core busy.
    private static let rest = TimeAmount.milliseconds(200)

    private let most: Int
    private let proxies: TrustedProxies
    /// Open connections by who holds them; they are closed on threads of their own.
    private let holders = Holders()
    private let metrics: Metrics
    private let logger: Logger
    private var quietUntil = NIODeadline.uptimeNanoseconds(0)
    private var unsaid = 0
    private var isResting = false

    private final class Holders: Sendable {
        private let counts = Mutex<[[UInt8]: Int]>([:])

        func take(_ holder: [UInt8], most: Int) -> Bool {
            counts.withLock {
                guard $0[holder, default: 0] < most else { return false }
                $0[holder, default: 0] += 1
                return true
            }
        }

        func giveBack(_ holder: [UInt8]) {
            counts.withLock {
                let left = ($0[holder] ?? 0) - 1
                $0[holder] = left > 0 ? left : nil
            }
        }
    }

    init(most: Int, proxies: TrustedProxies, metrics: Metrics, logger: Logger) {
        self.most = most
        self.proxies = proxies
        self.metrics = metrics
        self.logger = logger
    }

    /// Raises the process' own limit of descriptors as far as it may, and returns how many connections fit.
    static func fitting(_ wanted: Int) -> Int {
        var limits = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else { return wanted }
        let needed = rlim_t(wanted + reserve)
        if limits.rlim_cur < needed {
            limits.rlim_cur = min(needed, limits.rlim_max)
            guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else { return wanted }
        }
        let given = limits.rlim_cur > rlim_t(Int32.max) ? Int(Int32.max) : Int(limits.rlim_cur)
        return max(1, min(wanted, given - reserve))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let connection = unwrapInboundIn(data)
        if let limit = Self.exhaustedLimit() {
            return shed(context, data, "the process may open \(limit) files and nearly all are open; see LimitNOFILE")
        }
        let address = connection.remoteAddress?.ipAddress ?? ""
        let holder = proxies.contains(address) ? nil : TrustedProxies.holder(of: address)
        let share = max(1, most / 2)
        if let holder, !holders.take(holder, most: share) {
            metrics.shedConnection()
            return shed(context, data, "\(address) has \(share) already, half of http.connections_maximum")
        }
        guard metrics.openConnection(most: most) else {
            if let holder { holders.giveBack(holder) }
            return shed(context, data, "there are \(most) already; see http.connections_maximum")
        }
        connection.closeFuture.whenComplete { [metrics, holders] _ in
            metrics.closeConnection()
            if let holder { holders.giveBack(holder) }
        }
        context.fireChannelRead(data)
    }

    private func shed(_ context: ChannelHandlerContext, _ data: NIOAny, _ why: String) {
        let connection = unwrapInboundIn(data)
        // Only what was set up can be closed.
        context.fireChannelRead(data)
        connection.eventLoop.execute { connection.close(promise: nil) }
        say("connections are shed", why)
    }

    /// The limit of descriptors, if fewer than the spare ones are left. A new descriptor is the lowest that is free, so
    /// its number says how many are in use at least.
    private static func exhaustedLimit() -> rlim_t? {
        var limits = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else { return nil }
        let lowest = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0)
        guard lowest >= 0 else { return errno == EMFILE ? limits.rlim_cur : nil }
        close(lowest)
        return rlim_t(lowest) + rlim_t(spare) >= limits.rlim_cur ? limits.rlim_cur : nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        say("no connection can be taken", "\(error)")
        // An error of one connection, or a full table: the handlers behind would take it for the end of the server.
        guard error is IOError else { return context.fireErrorCaught(error) }
        pauseAccepting(context)
    }

    private func pauseAccepting(_ context: ChannelHandlerContext) {
        guard !isResting else { return }
        isResting = true
        let channel = context.channel
        channel.setOption(.autoRead, value: false).whenComplete { _ in }
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.rest) { [self] in
            isResting = false
            channel.setOption(.autoRead, value: true).whenComplete { _ in }
        }
    }

    private func say(_ what: Logger.Message, _ why: String) {
        unsaid += 1
        guard NIODeadline.now() >= quietUntil else { return }
        logger.warning(what, metadata: ["why": "\(why)", "times": "\(unsaid)"])
        quietUntil = .now() + Self.pause
        unsaid = 0
    }
}
