import Access
package import Composition
import Compute
import Foundation
import HTTPTypes
package import Hummingbird
import Kernel
package import Logging
import NIOCore
package import Settings
import Wire

/// Turns endpoints into routes: reads the request, finds the caller, runs the handler under its limits, and answers
/// with JSON, a stream or problem details.
package struct Dispatcher: Sendable {
    package struct Limits: Sendable {
        package let bodyBytes: Int
        package let requestTime: Duration
        package let wrongTokens: Int
        package let refusals: Int

        package init(_ settings: HTTPSettings) {
            bodyBytes = settings.bodyLimitBytes
            requestTime = .seconds(settings.requestTimeoutSeconds)
            wrongTokens = settings.wrongTokensPerMinute
            refusals = settings.refusalsPerMinute
        }
    }

    /// A body that is read as JSON on the threads for computations.
    private static let largeBody = BodyReader.small
    /// How long an answer waits until it is kept for repetitions.
    private static let keepingTime = Duration.seconds(5)

    let services: Services
    let limits: Limits
    let metrics: Metrics
    let logger: Logger
    private let bodies: BodyReader
    /// By address and by account.
    private let wrongTokens: RefusalLimiter
    private let refusals: RefusalLimiter

    package init(services: Services, limits: Limits, metrics: Metrics, logger: Logger) {
        self.services = services
        self.limits = limits
        self.metrics = metrics
        self.logger = logger
        bodies = BodyReader(most: limits.bodyBytes)
        wrongTokens = RefusalLimiter(most: limits.wrongTokens)
        refusals = RefusalLimiter(most: limits.refusals)
    }

    static let ownPaths: Set = ["/healthz", "/readyz", "/metrics", "/openapi.json"]

    package func router() -> Router<RequestSource> {
        let router = Router(context: RequestSource.self, options: .autoGenerateHeadEndpoints)
        router.addMiddleware {
            frame
            UnknownRoutes()
        }
        for endpoint in Routes.all {
            router.on(RouterPath(endpoint.path), method: endpoint.method) { request, context in
                await answer(endpoint, request, context)
            }
        }
        // Paths registered here besides the routes are listed in `ownPaths` too.
        router.get("/healthz") { _, _ in Self.plain(.ok, "{\"status\":\"ok\"}") }
        router.get("/readyz") { request, _ in await ready(Self.language(request)) }
        router.get("/metrics") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: await metrics.text(bodyBytes: bodies.heldBytes))))
        }
        // One buffer for all answers.
        let document = ByteBuffer(string: OpenAPI.document)
        router.get("/openapi.json") { _, _ in Self.plain(.ok, document) }
        return router
    }

    private var frame: RequestFrame {
        let settings = services.settings
        return RequestFrame(
            metrics: metrics,
            // Settings were checked when they were read; a text that is no list trusts nobody.
            proxies: TrustedProxies(settings.http.trustedProxies) ?? .none,
            certificateHeader: settings.access.certificateHeader.isEmpty
                ? nil : HTTPField.Name(settings.access.certificateHeader), logger: logger)
    }

    private func ready(_ language: Language) async -> Response {
        do {
            let end = ContinuousClock.now + min(limits.requestTime, .seconds(5))
            try await limited(until: end, or: .requestTimeout) { [access = services.access] in
                try await access.ready()
            }
            return Self.plain(.ok, "{\"status\":\"ready\"}")
        } catch {
            return Self.problem(asAppError(error), language)
        }
    }

    private func answer(_ endpoint: Endpoint, _ request: Request, _ source: RequestSource) async -> Response {
        let start = ContinuousClock.now
        let language = Self.language(request)
        let response: Response
        do {
            response = try await respond(endpoint, request, source, language)
        } catch {
            let error = asAppError(error)
            RequestMark.current?.note(refusal: error.code)
            response = Self.problem(error, language)
        }
        metrics.count(endpoint, status: Int(response.status.code), took: ContinuousClock.now - start)
        return response
    }

    private func respond(
        _ endpoint: Endpoint, _ request: Request, _ source: RequestSource, _ language: Language
    ) async throws -> Response {
        let end = ContinuousClock.now + limits.requestTime
        let caller = try await limited(until: end, or: .requestTimeout) {
            try await authenticate(request, endpoint, source.address)
        }
        RequestMark.current?.note(account: caller.account.description)
        guard !endpoint.isOpen else {
            return try await admit(endpoint, request, source, language, caller, until: end)
        }
        if let seconds = refusals.wait(caller.account.description) { throw AppError.tooManyRefusals(seconds) }
        do {
            return try await respond(endpoint, request, dispatched: source, language, caller, until: end)
        } catch let error as AppError where error.kind == .forbidden {
            refusals.note(caller.account.description)
            throw error
        }
    }

    /// The way in: what is wrong there counts as a wrong token of its address.
    private func admit(
        _ endpoint: Endpoint, _ request: Request, _ source: RequestSource, _ language: Language, _ caller: Caller,
        until end: ContinuousClock.Instant
    ) async throws -> Response {
        if let seconds = wrongTokens.wait(source.address) { throw AppError.tooManyWrongTokens(seconds) }
        do {
            return try await respond(endpoint, request, dispatched: source, language, caller, until: end)
        } catch let error as AppError where error.kind == .unauthenticated {
            wrongTokens.note(source.address)
            throw error
        }
    }

    private func respond(
        _ endpoint: Endpoint, _ request: Request, dispatched source: RequestSource, _ language: Language,
        _ caller: Caller, until end: ContinuousClock.Instant
    ) async throws -> Response {
        // The form of everything else is known before a body is read.
        try RequestForm.check(request.headers, endpoint)
        let named = try RequestForm.parameters(endpoint) { source.parameters.get($0).map { $0[...] } }
        let fields = try RequestForm.fields(request.uri.query, endpoint)
        try endpoint.requirePermission(caller)
        let held = bodies.body(of: caller.account)
        let bytes =
            endpoint.isWrite
            ? try await limited(until: end, or: .bodyTooSlow) { [bodies] in
                try await bodies.read(request, held, until: end)
            } : []
        if endpoint.isWrite {
            try RequestForm.checkMedia(request.headers[.contentType], isEmpty: bytes.isEmpty, endpoint)
        }
        let parsed = APIRequest(
            services: services, caller: caller, language: language, parameters: named, fields: fields, bytes: bytes,
            ifMatch: request.headers[.ifMatch], form: AnswerForm(request.headers[.accept]),
            address: source.address, certificate: source.certificate)
        let purpose = try (endpoint.sensitive ?? endpoint.export).flatMap { _ in request.headers[.dangwuPurpose] }
            .map { try ReadingPurpose(encoded: $0) }
        let handle: @Sendable () async throws -> APIAnswer = { [compute = services.compute] in
            // The body holds its place until it was dealt with.
            defer { withExtendedLifetime(held) {} }
            let isLong = endpoint.isLong || parsed.bytes.count > Self.largeBody
            return try await ReadingPurpose.$current.withValue(purpose) {
                isLong
                    ? try await compute.run { try await endpoint.handle(parsed) } : try await endpoint.handle(parsed)
            }
        }
        guard endpoint.isWrite, !endpoint.isOpen, let key = request.headers[.idempotencyKey] else {
            return response(try await limited(until: end, or: .requestTimeout, handle), source)
        }
        // Below another path the same words name other things.
        let places = caller.ranges.map(\.low).joined(separator: ",")
        let signature = Array("\(endpoint.method.rawValue) \(request.uri.string) \(places)\n".utf8) + bytes
        let idempotency = try Idempotency(key: key, request: signature)
        // What goes on where it was cut off, and what keeps no answer, need not wait for one.
        let waits = !endpoint.isResumable && !endpoint.isSecret
        let before = try await limited(until: end, or: .requestTimeout) {
            try await settled(idempotency, caller, waits: waits)
        }
        if let answer = before {
            guard answer.isOpen, endpoint.isResumable else { return Self.kept(answer) }
            idempotency.markReserved()
        }
        do {
            let answer = try await limited(until: end, or: .requestTimeout) {
                try await Idempotency.$current.withValue(idempotency) { try await handle() }
            }
            if case .json(let bytes, _) = answer, !endpoint.isSecret {
                let body = String(decoding: bytes, as: UTF8.self)
                await keep(Idempotency.Answer(status: 200, body: body), of: idempotency, caller)
            }
            return response(answer, source)
        } catch let error as AppError where error.code == "idempotency_pk" {
            // The same request came twice at once; the other one was first.
            let answer = try await limited(until: end, or: .requestTimeout) {
                try await settled(idempotency, caller, waits: !endpoint.isSecret)
            }
            // What cannot be seen was kept below another path.
            guard let answer else { throw AppError.idempotencyReused(key) }
            return Self.kept(answer)
        } catch  where idempotency.isReserved {
            // What passes is no answer, and kept as one it would be repeated forever: the request stays open. Repeating
            // it goes on where it was cut off, or, where all is done by one transaction, reports it as done.
            guard !Self.passes(error) else { throw endpoint.isResumable ? error : Self.answerLost }
            // A part of the request was done: repeating it has to be answered as it was, and not as if all had gone
            // well.
            let problem = ErrorBody(asAppError(error), language: language)
            let body = try WireEncoder.text(problem)
            await keep(Idempotency.Answer(status: problem.status, body: body), of: idempotency, caller)
            throw error
        }
    }

    /// Keeps an answer for repetitions. The request is done whether this succeeds or not, so its own answer goes out
    /// all the same; a repetition then finds it open.
    private func keep(_ answer: Idempotency.Answer, of idempotency: Idempotency, _ caller: Caller) async {
        do {
            let end = ContinuousClock.now + min(limits.requestTime, Self.keepingTime)
            try await limited(until: end, or: .requestTimeout) { [database = services.database] in
                try await idempotency.keep(answer, database, caller: caller)
            }
        } catch {
            logger.warning(
                "an answer was not kept for repetitions", metadata: ["code": "\(asAppError(error).code)"])
        }
    }

    private static var answerLost: AppError {
        .unavailable(
            "request.answer_lost",
            Text(zh: "已经保存，但答复在中途丢失。", en: "It was saved, but the answer was lost in transit."),
            hint: Text(
                zh: "请用同一个 Idempotency-Key 重发以确认：不会重复保存。",
                en: "Send it again with the same Idempotency-Key to be sure: nothing is saved twice."))
    }

    /// The answer kept under a key. One that is still open is waited for some seconds: the same request under way on
    /// another connection is about to keep it. Where it stays open, the program had most likely ended before it could.
    /// - Parameter waits: false: an open one is taken as it is.
    private func settled(_ idempotency: Idempotency, _ caller: Caller, waits: Bool) async throws -> Idempotency.Answer?
    {
        let end = ContinuousClock.now + min(limits.requestTime, .seconds(5))
        var answer = try await idempotency.answered(services.database, caller: caller)
        while waits, let open = answer, open.isOpen, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(50))
            answer = try await idempotency.answered(services.database, caller: caller)
        }
        return answer
    }

    /// Whether an error says nothing about the request itself: the database was away, time was up, or we are at fault.
    private static func passes(_ error: any Error) -> Bool {
        guard let error = error as? AppError else { return true }
        return error.kind == .unavailable || error.kind == .internal
    }

    /// What became of the same request before: its answer, its error, or that it was done and its answer is not there.
    private static func kept(_ answer: Idempotency.Answer) -> Response {
        guard !answer.isOpen else { return Response(status: .noContent) }
        var response = plain(.init(code: answer.status), answer.body)
        if answer.status >= 400 { response.headers[.contentType] = problemType }
        return response
    }

    /// A right token is always taken, however many wrong ones come from its address: a whole office may share one.
    private func authenticate(_ request: Request, _ endpoint: Endpoint, _ address: String) async throws -> Caller {
        guard !endpoint.isOpen else { return .unknown(door: "api") }
        do {
            guard let header = request.headers[.authorization], header.lowercased().hasPrefix("bearer ") else {
                throw AppError.tokenMissing
            }
            let secret = header.dropFirst("bearer ".count).filter { $0 != " " }
            return try await services.access.authenticate(
                String(secret), wanted: request.headers[.dangwuScope], isPersonal: endpoint.isPersonal,
                on: services.today(), door: "api")
        } catch let error as AppError where error.kind == .unauthenticated {
            if let seconds = wrongTokens.wait(address) { throw AppError.tooManyWrongTokens(seconds) }
            wrongTokens.note(address)
            throw error
        }
    }

    /// Runs a part of a request and gives up when its time is over: what it computes and its statement are cancelled.
    /// What was done by then all the same is answered as done.
    private func limited<Value: Sendable>(
        until end: ContinuousClock.Instant, or error: AppError, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(until: end, clock: .continuous)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw error }
            if let value = first { return value }
            group.cancelAll()
            do {
                if let late = try await group.next(), let value = late { return value }
            } catch let late as AppError where late.code == "database.commit_unknown" {
                // Whether something was kept is unknown.
                throw late
            } catch {}
            throw error
        }
    }

    private func asAppError(_ error: any Error) -> AppError {
        if let error = error as? AppError { return error }
        if error is CancellationError { return .cancelled }
        let reference = String(UInt32.random(in: 0...UInt32.max), radix: 36)
        logger.error("internal error", metadata: ["reference": "\(reference)", "what": "\(type(of: error))"])
        return .defect(reference)
    }

    // MARK: answers

    private func response(_ answer: APIAnswer, _ source: RequestSource) -> Response {
        switch answer {
        case .json(let bytes, let version):
            var response = Self.plain(.ok, bytes)
            if let version { response.headers[.eTag] = "\"\(version)\"" }
            return response
        case .text(let type, let text):
            var response = Self.plain(.ok, text)
            response.headers[.contentType] = type
            return response
        case .file(let type, let bytes, let next, let refusal):
            if let refusal { RequestMark.current?.note(refusal: refusal.code) }
            var response = Response(
                status: refusal.map { .init($0.kind) } ?? .ok, headers: [.contentType: type],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
            if let next { response.headers[.nextPage] = next }
            return response
        case .stream(let type, let produce):
            return Response(
                status: .ok, headers: [.contentType: type],
                body: ResponseBody { writer in
                    // Each piece has the time of a request, and the next is made when this one is on its way: what is
                    // written is passed to the connection's thread, which alone knows whether anything is taken.
                    while let piece = try await next(produce) {
                        try await writer.write(piece)
                        try await source.eventLoop.submit {}.get()
                    }
                    try await writer.finish(nil)
                })
        }
    }

    private func next(_ produce: @escaping @Sendable () async throws -> ByteBuffer?) async throws -> ByteBuffer? {
        try await limited(until: ContinuousClock.now + limits.requestTime, or: .requestTimeout) {
            try await produce()
        }
    }

    static func plain(_ status: HTTPResponse.Status, _ json: String) -> Response { plain(status, Array(json.utf8)) }

    static func plain(_ status: HTTPResponse.Status, _ json: [UInt8]) -> Response {
        plain(status, ByteBuffer(bytes: json))
    }

    private static func plain(_ status: HTTPResponse.Status, _ json: ByteBuffer) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: json))
    }

    static let problemType = "application/problem+json; charset=utf-8"

    static func problem(_ error: AppError, _ language: Language) -> Response {
        // It is made of texts and numbers, which always encode.
        let text = (try? WireEncoder.text(ErrorBody(error, language: language))) ?? "{}"
        var headers: HTTPFields = [.contentType: problemType]
        if error.kind == .unauthenticated { headers[.wwwAuthenticate] = "Bearer" }
        if let seconds = error.retryAfter ?? (error.kind == .unavailable ? 1 : nil) {
            headers[.retryAfter] = String(seconds)
        }
        return Response(
            status: .init(error.kind), headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    static func language(_ request: Request) -> Language {
        request.headers[.acceptLanguage].flatMap(Language.init(tag:)) ?? .chinese
    }
}

extension HTTPField.Name {
    // All are tokens, which is all that the initialiser asks.
    fileprivate static let idempotencyKey = HTTPField.Name("Idempotency-Key") ?? .from
    fileprivate static let nextPage = HTTPField.Name("Link") ?? .from
    fileprivate static let dangwuScope = HTTPField.Name("Dangwu-Scope") ?? .from
    fileprivate static let dangwuPurpose = HTTPField.Name("Dangwu-Purpose") ?? .from
}
