import Audit
import Composition
import Foundation
import Kernel
import Logging
import ServiceLifecycle
import Settings

/// Seals the audit log beside the server. A failure is logged; what was not sealed waits for the next round.
struct SealWorker: Service {
    let services: Services
    let logger: Logger

    func run() async throws {
        let minutes = services.settings.audit.everyMinutes
        guard minutes > 0, services.audit.canSeal else {
            try? await gracefulShutdown()
            return
        }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await once()
                try? await Task.sleep(for: .seconds(minutes * 60))
            }
        }
    }

    private func once() async {
        do {
            let report = try await services.audit.seal(caller: .localOperator())
            logger.info("audit", metadata: ["leaves": "\(report.leaves)", "size": "\(report.treeSize)"])
        } catch  where Task.isCancelled {
            // The server stops; what is not sealed now is sealed when it runs again.
            return
        } catch let error as AppError {
            logger.error("sealing failed", metadata: ["code": "\(error.code)"])
        } catch {
            logger.error("sealing failed", metadata: ["code": "internal"])
        }
    }
}
