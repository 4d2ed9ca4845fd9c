import API
package import Composition
import Console
import HTTPTypes
import Hummingbird
import Kernel
import LocalPostgres
package import Logging
import NIOCore
import Postgres
import ServiceLifecycle
import Settings
import UnixSignals

/// The HTTP server: the API's routes over the services, stopped gracefully by SIGTERM or SIGINT.
package struct WebServer: Sendable {
    private let services: Services
    /// How the services were opened: for what is done as the owner of the private cluster. Nil: nothing is.
    private let startup: Startup?
    private let keeper: DatabaseKeeper?
    private let logger: Logger
    private let opensYears: Bool

    /// - Parameters:
    ///   - keeper: keeps the private database running; nil with a database of one's own.
    ///   - opensYears: whether it opens the duties of a year by itself; not where what is written is counted or
    ///     measured.
    package init(
        services: Services, startup: Startup? = nil, keeper: DatabaseKeeper? = nil, opensYears: Bool = true,
        logger: Logger
    ) {
        self.opensYears = opensYears
        self.services = services
        self.startup = startup
        self.keeper = keeper
        self.logger = logger
    }

    /// The page of the first sign-in and its program.
    private static func addSignIn(_ router: Router<RequestSource>) {
        @Sendable func answer(_ type: String, _ text: String) -> Response {
            var headers: HTTPFields = [
                .contentType: type, .xContentTypeOptions: "nosniff", .contentSecurityPolicy: SignInPage.policy,
            ]
            headers[.cacheControl] = "no-store"
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        }
        router.get(RouterPath(SignInPage.path)) { request, _ in
            let language = request.headers[.acceptLanguage].flatMap(Language.init(tag:)) ?? .chinese
            return answer("text/html; charset=utf-8", try SignInPage.html(language))
        }
        router.get(RouterPath(SignInPage.scriptPath)) { _, _ in
            answer("text/javascript; charset=utf-8", SignInPage.script)
        }
    }

    /// Serves until it is asked to stop; running requests are finished first.
    /// - Parameter started: called with the port once requests are taken.
    package func run(_ started: @escaping @Sendable (Int) async -> Void) async throws {
        let settings = services.settings.http
        let metrics = Metrics(services: services)
        let dispatcher = Dispatcher(services: services, limits: .init(settings), metrics: metrics, logger: logger)
        let router = dispatcher.router()
        router.get("/") { request, _ in
            let language = request.headers[.acceptLanguage].flatMap(Language.init(tag:)) ?? .chinese
            let html = try FrontPage.html(language)
            return Response(
                status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
        }
        Self.addSignIn(router)
        let terms = ConnectionTerms(settings, metrics: metrics, logger: logger)
        let application = Application(
            router: router,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [ConnectionKeeper(terms: terms)])),
            configuration: .init(address: .hostname(settings.host, port: settings.port), serverName: "dangwu"),
            onServerRunning: { [logger] channel in
                let most = ConnectionLimit.fitting(settings.connectionsMaximum)
                let proxies = TrustedProxies(settings.trustedProxies) ?? .none
                do {
                    try await channel.eventLoop.submit {
                        try channel.pipeline.syncOperations.addHandler(
                            ConnectionLimit(most: most, proxies: proxies, metrics: metrics, logger: logger),
                            position: .first)
                    }.get()
                } catch {
                    logger.error("connections are not limited", metadata: ["why": "\(error)"])
                }
                await started(channel.localAddress?.port ?? 0)
            }, logger: logger)
        try await DispatchClocks.open()
        let server = startup.flatMap { $0.isLocal ? try? $0.localServer() : nil }
        var beside: [any Service] = [
            services.pool, NoticeWorker(services: services, logger: logger),
            TrimmingWorker(services: services, server: server, logger: logger),
            SealWorker(services: services, logger: logger),
            KeyWorker(services: services, logger: logger),
        ]
        if opensYears { beside.append(YearWorker(services: services, logger: logger)) }
        if let keeper { beside.append(keeper) }
        if let startup { beside.append(BackupWorker(startup: startup, logger: logger)) }
        // The pool is listed first, so that it is stopped last.
        var configuration = ServiceGroupConfiguration(
            services: beside.map { .init(service: $0) } + [.init(service: application)],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        // What still runs then is cancelled: an open transaction is rolled back, and the client gets no answer.
        configuration.maximumGracefulShutdownDuration = .seconds(settings.shutdownSeconds)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch is CancellationError {
            logger.warning("stopped before every request was answered; see http.shutdown_seconds")
        }
    }
}
