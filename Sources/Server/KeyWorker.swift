import Access
import Composition
import Kernel
import Logging
import ServiceLifecycle

/// Learns of a change of the key of ID numbers within seconds, so that requests are signed with a key that the database
/// takes.
struct KeyWorker: Service {
    private static let pause = Duration.seconds(5)

    let services: Services
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var isComplete = true
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.pause)
                // Without a database nothing is signed either; requests say so themselves.
                guard let holdsAll = try? await services.database.keys.follow(services.pool) else { continue }
                if !holdsAll, isComplete {
                    logger.error("the key of ID numbers is being changed, and this program does not have the new one")
                }
                isComplete = holdsAll
            }
        }
    }
}
