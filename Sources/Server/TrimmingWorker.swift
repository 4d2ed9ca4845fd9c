import Access
import Civil
import Composition
import Foundation
import Kernel
import LocalPostgres
import Logging
import ServiceLifecycle
import Settings

/// Deletes what is kept for a time only, when the server starts and some times a day, and looks after the size of the
/// private cluster's log. A failure is logged, and the next round makes up for it.
struct TrimmingWorker: Service {
    private static let pause = Duration.seconds(600)
    /// Rows are looked at every six hours, the log in each round.
    private static let roundsBetweenRows = 36

    let services: Services
    /// Nil with a database of one's own, whose log is its administrator's.
    var server: LocalServer?
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var round = 0
            while !Task.isCancelled {
                trimLog()
                if round % Self.roundsBetweenRows == 0 { await trimRows() }
                round += 1
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    private func trimLog() {
        guard let server, server.trimLog(above: services.settings.database.logMegabytes << 20) else { return }
        logger.notice("the log of the private database was emptied", metadata: ["folder": "\(server.folder)"])
    }

    private func trimRows() async {
        let (settings, caller) = (services.settings, Caller.localOperator())
        if settings.http.idempotencyDays > 0 {
            let before = Date().addingTimeInterval(-86_400 * Double(settings.http.idempotencyDays))
            await trim("answers") { try await services.access.trimAnswers(before: before, caller: caller) }
        }
        let today = services.today()
        await trim("lookups") {
            let before = today.adding(days: -settings.identityLimits.lookupDays)
            return try await services.access.trimLookups(before: before, caller: caller)
        }
        if settings.database.importRunDays > 0 {
            await trim("import runs") {
                let before = today.adding(days: -settings.database.importRunDays)
                return try await services.access.trimImportRuns(before: before, caller: caller)
            }
        }
    }

    private func trim(_ what: String, _ body: () async throws -> Int) async {
        do {
            let count = try await body()
            if count > 0 {
                logger.notice("rows were deleted by age", metadata: ["what": "\(what)", "count": "\(count)"])
            }
        } catch  where Task.isCancelled {
            return
        } catch let error as AppError {
            logger.error("deleting by age failed", metadata: ["what": "\(what)", "code": "\(error.code)"])
        } catch {
            logger.error("deleting by age failed", metadata: ["what": "\(what)", "code": "internal"])
        }
    }
}
