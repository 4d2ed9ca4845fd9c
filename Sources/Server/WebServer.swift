import API
package import Composition
import Console
import Hummingbird
import Kernel
package import Logging
import NIOCore
import Postgres
import ServiceLifecycle
import Settings
import UnixSignals

/// The HTTP server: the API's routes over the services, stopped gracefully by SIGTERM or SIGINT.
package struct WebServer: Sendable {
    private let services: Services
    private let logger: Logger

    package init(services: Services, logger: Logger) {
        self.services = services
        self.logger = logger
    }

    /// Serves until it is asked to stop; running requests are finished first.
    /// - Parameter started: called with the port once requests are taken.
    package func run(_ started: @escaping @Sendable (Int) async -> Void) async throws {
        let settings = services.settings.http
        let dispatcher = Dispatcher(
            services: services,
            limits: .init(bodyBytes: settings.bodyLimitBytes, requestTime: .seconds(settings.requestTimeoutSeconds)),
            metrics: Metrics(pool: services.pool), logger: logger)
        let router = dispatcher.router()
        router.get("/") { request, _ in
            let language = request.headers[.acceptLanguage].flatMap(Language.init(tag:)) ?? .chinese
            let html = try FrontPage.html(language)
            return Response(
                status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
        }
        let application = Application(
            router: router,
            server: .http1(configuration: .init(idleTimeout: .seconds(Int64(settings.idleTimeoutSeconds)))),
            configuration: .init(address: .hostname(settings.host, port: settings.port), serverName: "dangwu"),
            onServerRunning: { channel in await started(channel.localAddress?.port ?? 0) }, logger: logger)
        // The pool is listed first, so that it is stopped last.
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: services.pool),
                    .init(service: NoticeWorker(services: services, logger: logger)),
                    .init(service: SealWorker(services: services, logger: logger)),
                    .init(service: application),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }
}
