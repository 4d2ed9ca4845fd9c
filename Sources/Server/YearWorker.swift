import Civil
import Composition
import Foundation
import Kernel
import Logging
import ServiceLifecycle
import Training

/// Opens what rules ask of offices by themselves before anybody looks: this year's, and from December on the next
/// year's, in small portions. A failure is logged, and the next round goes on where it stopped; until then the
/// first reader opens what they see.
struct YearWorker: Service {
    /// After the start, so that a server that is stopped at once has not begun.
    private static let delay = Duration.seconds(30)
    private static let pause = Duration.seconds(6 * 3600)

    let services: Services
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            try? await Task.sleep(for: Self.delay)
            while !Task.isCancelled {
                await open()
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    private func open() async {
        do {
            let years = try await services.training.openYearsAhead(
                on: services.today(), caller: Caller.localOperator())
            for year in years { logger.notice("the year's duties were opened", metadata: ["year": "\(year)"]) }
        } catch  where Task.isCancelled {
            return
        } catch let error as AppError {
            logger.error("opening the year failed", metadata: ["code": "\(error.code)"])
        } catch {
            logger.error("opening the year failed", metadata: ["code": "internal"])
        }
    }
}
