import API
import Logging
import NIOCore
import Settings
import Synchronization

/// What all connections share: how long one may take for what, the budget of their unread answers, and one place that
/// counts and logs why some were closed.
final class ConnectionTerms: Sendable {
    /// Why a connection was closed before its time.
    enum Reason: String, CaseIterable {
        case head, unread, budget

        fileprivate var why: String {
            switch self {
            case .head: "the head of a request did not come in time; see http.head_timeout_seconds"
            case .unread: "nothing of an answer was taken for too long; see http.unread_timeout_seconds"
            case .budget: "unread answers take too much memory; see http.unread_limit_bytes"
            }
        }
    }

    private static let pause = TimeAmount.seconds(60)

    /// A connection on which nothing is asked for so long is closed.
    let idleTime: TimeAmount
    /// From the first byte of a request's head to its last one.
    let headTime: TimeAmount
    /// How long nothing at all of an answer may be taken.
    let unreadTime: TimeAmount
    let answers: AnswerBudget

    private let metrics: Metrics
    private let logger: Logger
    private let logged = Mutex<[Reason: (quietUntil: NIODeadline, unlogged: Int)]>([:])

    init(_ settings: HTTPSettings, metrics: Metrics, logger: Logger) {
        idleTime = .seconds(Int64(settings.idleTimeoutSeconds))
        headTime = .seconds(Int64(settings.headTimeoutSeconds))
        unreadTime = .seconds(Int64(settings.unreadTimeoutSeconds))
        answers = AnswerBudget(most: settings.unreadLimitBytes) { metrics.noteUnread(bytes: $0) }
        self.metrics = metrics
        self.logger = logger
    }

    /// Counts a closed connection; the log says so once a minute for each reason.
    func note(closed reason: Reason) {
        metrics.countClosed(reason: reason.rawValue)
        let times: Int? = logged.withLock { logged in
            let (quietUntil, unlogged) = logged[reason] ?? (.uptimeNanoseconds(0), 0)
            guard NIODeadline.now() >= quietUntil else {
                logged[reason] = (quietUntil, unlogged + 1)
                return nil
            }
            logged[reason] = (.now() + Self.pause, 0)
            return unlogged + 1
        }
        if let times {
            logger.warning("connections are shed", metadata: ["why": "\(reason.why)", "times": "\(times)"])
        }
    }
}
