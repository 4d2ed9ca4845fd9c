package import LocalPostgres
package import Logging
import ServiceLifecycle

/// Keeps the private database running beside the server: one that died is started again, one that can no longer run
/// functions is restarted. Nobody else watches it, since it is not a service of the system.
package struct DatabaseKeeper: Service {
    private let server: LocalServer
    private let database: String
    private let logger: Logger

    /// Between two questions.
    private static let interval = Duration.seconds(1)
    /// A server that dies again and again has a fault that starting does not cure.
    private static let attemptsAllowed = 6
    /// The time in which the attempts are counted.
    private static let period = Duration.seconds(600)

    package init(server: LocalServer, database: String, logger: Logger) {
        self.server = server
        self.database = database
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var attempts: [ContinuousClock.Instant] = []
            var hasGivenUp = false
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.interval)
                let health = await server.health(database: database)
                let reason: String
                switch health {
                case .healthy:
                    hasGivenUp = false
                    continue
                case .stopped, .busy: continue
                case .dead(let message), .broken(let message): reason = message
                }
                attempts.removeAll { $0.duration(to: .now) > Self.period }
                guard attempts.count < Self.attemptsAllowed else {
                    if !hasGivenUp {
                        logger.critical(
                            "the private database does not stay up; it is not started again for now",
                            metadata: ["attempts": "\(attempts.count)", "log": "\(server.folder)/postgres.log"])
                    }
                    hasGivenUp = true
                    continue
                }
                attempts.append(.now)
                await revive(health, reason, attempt: attempts.count)
            }
        }
    }

    private func revive(_ health: LocalServer.Health, _ reason: String, attempt: Int) async {
        logger.error(
            "the private database is down; starting it", metadata: ["reason": "\(reason)", "attempt": "\(attempt)"])
        do {
            try await server.revive(health)
            logger.notice("the private database is running again", metadata: ["attempt": "\(attempt)"])
        } catch {
            logger.error(
                "the private database did not start", metadata: ["error": "\(error)", "attempt": "\(attempt)"])
            // Longer each time: processes of the old server may still be ending.
            try? await Task.sleep(for: .seconds(1 << min(attempt, 5)))
        }
    }
}
