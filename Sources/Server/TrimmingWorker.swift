import Access
import Composition
import Foundation
import Kernel
import Logging
import ServiceLifecycle
import Settings

/// Deletes what is kept for a time only, when the server starts and some times a day. A failure is logged, and the next
/// round makes up for it.
struct TrimmingWorker: Service {
    private static let pause = Duration.seconds(6 * 3600)

    let services: Services
    let logger: Logger

    func run() async throws {
        let days = services.settings.http.idempotencyDays
        guard days > 0 else {
            try? await gracefulShutdown()
            return
        }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await once(days)
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    private func once(_ days: Int) async {
        do {
            let before = Date().addingTimeInterval(-86_400 * Double(days))
            let count = try await services.access.trimAnswers(before: before, caller: .localOperator())
            if count > 0 { logger.notice("answers were deleted by age", metadata: ["count": "\(count)"]) }
        } catch  where Task.isCancelled {
            return
        } catch let error as AppError {
            logger.error("deleting by age failed", metadata: ["code": "\(error.code)"])
        } catch {
            logger.error("deleting by age failed", metadata: ["code": "internal"])
        }
    }
}
