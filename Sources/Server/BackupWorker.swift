import Backup
import Composition
import Foundation
import Kernel
import Logging
import ServiceLifecycle
import Settings

/// Backs up the private cluster every night at the time of the settings. A failure is logged, and the next night tries
/// again.
struct BackupWorker: Service {
    let startup: Startup
    let logger: Logger

    func run() async throws {
        guard startup.isLocal, let minute = startup.settings.backup.minuteOfDay else {
            try? await gracefulShutdown()
            return
        }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let pause = Self.pause(until: minute, from: Date())
                guard (try? await Task.sleep(for: .seconds(pause))) != nil else { return }
                await once()
            }
        }
    }

    /// Seconds to the next time that clocks in China show a minute of the day; a whole day when they show it now.
    static func pause(until minute: Int, from now: Date) -> Double {
        let day = 86_400.0
        let since = (now.timeIntervalSince1970 + 8 * 3600).truncatingRemainder(dividingBy: day)
        let wait = Double(minute) * 60 - since
        return wait > 0 ? wait : wait + day
    }

    private func once() async {
        do {
            let (folder, manifest) = try await startup.backup()
            logger.notice(
                "backup", metadata: ["folder": "\(folder)", "tables": "\(manifest.tables.count)"])
        } catch  where Task.isCancelled {
            return
        } catch let error as AppError {
            logger.error("the backup failed", metadata: ["code": "\(error.code)"])
        } catch {
            logger.error("the backup failed", metadata: ["code": "internal"])
        }
    }
}
