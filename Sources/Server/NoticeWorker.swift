import Civil
import Composition
import Foundation
import Kernel
import Logging
import Notices
import Recruitment
import ServiceLifecycle
import Settings
import Training

/// Writes reminders and sends what waits, beside the server. A failure is logged, and the next round makes up for it.
struct NoticeWorker: Service {
    let services: Services
    let logger: Logger

    func run() async throws {
        let minutes = services.settings.notices.everyMinutes
        guard minutes > 0, !services.notices.channels.isEmpty else {
            try? await gracefulShutdown()
            return
        }
        await cancelWhenGracefulShutdown {
            var reminded: Day?
            while !Task.isCancelled {
                await once(remindedOn: &reminded)
                try? await Task.sleep(for: .seconds(minutes * 60))
            }
        }
    }

    /// - Parameter reminded: the day on which reminders of training were last written. They change from day to day, and
    ///   each run reads every class and every open duty.
    func once(remindedOn reminded: inout Day?) async {
        let (caller, today) = (Caller.localOperator(), ChinaTime.today())
        // Each by itself: what fails of one keeps back none of the others.
        var written = 0
        await attempt("reminders of recruitment") {
            written += try await services.recruitment.remind(
                ReminderOrder(), over: services.notices, on: today, caller: caller
            ).written
        }
        if reminded != today {
            await attempt("reminders of training") {
                let training = try await services.training.remind(TrainingReminderOrder(), on: today, caller: caller)
                written += training.total
                reminded = today
            }
        }
        await attempt("notices") {
            // One time for all runs, so that what fails now is tried in the next round and not in the next run.
            let now = Date()
            var (report, last) = (NoticeReport(), NoticeReport())
            repeat {
                last = try await services.notices.deliver(at: now, caller: caller)
                report.add(last)
            } while last.sent + last.failed + last.void == NoticeService.defaultRunLimit && !Task.isCancelled
            logger.info(
                "notices",
                metadata: [
                    "new": "\(written)", "sent": "\(report.sent)", "failed": "\(report.failed)",
                    "void": "\(report.void)",
                ])
        }
    }

    private func attempt(_ what: String, _ work: () async throws -> Void) async {
        do {
            try await work()
        } catch  where Task.isCancelled {
            return
        } catch let error as AppError {
            logger.error("\(what) failed", metadata: ["code": "\(error.code)"])
        } catch {
            logger.error("\(what) failed", metadata: ["code": "internal"])
        }
    }
}
