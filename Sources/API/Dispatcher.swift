import Access
package import Composition
import Foundation
import HTTPTypes
package import Hummingbird
import Kernel
package import Logging
import NIOCore
import Wire

/// Turns endpoints into routes: reads the request, finds the caller, runs the handler under its limits, and answers
/// with JSON, a stream or problem details.
package struct Dispatcher: Sendable {
    package struct Limits: Sendable {
        package let bodyBytes: Int
        package let requestTime: Duration

        package init(bodyBytes: Int, requestTime: Duration) {
            self.bodyBytes = bodyBytes
            self.requestTime = requestTime
        }
    }

    let services: Services
    let limits: Limits
    let metrics: Metrics
    let logger: Logger

    package init(services: Services, limits: Limits, metrics: Metrics, logger: Logger) {
        self.services = services
        self.limits = limits
        self.metrics = metrics
        self.logger = logger
    }

    static let ownPaths: Set = ["/healthz", "/readyz", "/metrics", "/openapi.json"]

    package func router() -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self, options: .autoGenerateHeadEndpoints)
        for endpoint in Routes.all {
            router.on(RouterPath(endpoint.path), method: endpoint.method) { request, context in
                await answer(endpoint, request, context.parameters)
            }
        }
        // Paths registered here besides the routes are listed in `ownPaths` too.
        router.get("/healthz") { _, _ in Self.plain(.ok, "{\"status\":\"ok\"}") }
        router.get("/readyz") { request, _ in await ready(Self.language(request)) }
        router.get("/metrics") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: await metrics.text())))
        }
        router.get("/openapi.json") { _, _ in Self.plain(.ok, OpenAPI.document) }
        router.addMiddleware { UnknownRoutes() }
        return router
    }

    private func ready(_ language: Language) async -> Response {
        do {
            try await services.access.ready()
            return Self.plain(.ok, "{\"status\":\"ready\"}")
        } catch {
            return Self.problem(asAppError(error), language)
        }
    }

    private func answer(_ endpoint: Endpoint, _ request: Request, _ parameters: Parameters) async -> Response {
        let start = ContinuousClock.now
        let language = Self.language(request)
        let response: Response
        do {
            response = try await respond(endpoint, request, parameters, language)
        } catch {
            response = Self.problem(asAppError(error), language)
        }
        metrics.count(endpoint, status: Int(response.status.code), took: ContinuousClock.now - start)
        return response
    }

    private func respond(
        _ endpoint: Endpoint, _ request: Request, _ parameters: Parameters, _ language: Language
    ) async throws -> Response {
        var request = request
        let caller = try await authenticate(request, endpoint)
        // The form of everything else is known before a body is read.
        try RequestForm.check(request.headers, endpoint)
        let named = try RequestForm.parameters(endpoint) { parameters.get($0).map { $0[...] } }
        let fields = try RequestForm.fields(request.uri.query, endpoint)
        let bytes = endpoint.isWrite ? try await body(&request) : []
        if endpoint.isWrite {
            try RequestForm.checkMedia(request.headers[.contentType], isEmpty: bytes.isEmpty, endpoint)
        }
        let parsed = APIRequest(
            services: services, caller: caller, language: language, parameters: named, fields: fields, bytes: bytes,
            ifMatch: request.headers[.ifMatch])
        // A read is one statement, which the server's own time-out bounds.
        guard endpoint.isWrite else { return Self.response(try await endpoint.handle(parsed)) }
        guard !endpoint.isOpen, let key = request.headers[.idempotencyKey] else {
            return Self.response(try await limited { try await endpoint.handle(parsed) })
        }
        let signature = Array("\(endpoint.method.rawValue) \(request.uri.string)\n".utf8) + bytes
        let idempotency = try Idempotency(key: key, request: signature)
        // What goes on where it was cut off, and what keeps no answer, need not wait for one.
        let before =
            endpoint.isResumable || endpoint.isSecret
            ? try await idempotency.answered(services.database, caller: caller)
            : try await settled(idempotency, caller)
        if let answer = before {
            guard answer.isOpen, endpoint.isResumable else { return Self.kept(answer) }
            idempotency.markReserved()
        }
        do {
            let answer = try await limited {
                try await Idempotency.$current.withValue(idempotency) { try await endpoint.handle(parsed) }
            }
            if case .json(let bytes, _) = answer, !endpoint.isSecret {
                let body = String(decoding: bytes, as: UTF8.self)
                await keep(Idempotency.Answer(status: 200, body: body), of: idempotency, caller)
            }
            return Self.response(answer)
        } catch let error as AppError where error.code == "idempotency_pk" {
            // The same request came twice at once; the other one was first.
            let answer =
                endpoint.isSecret
                ? try await idempotency.answered(services.database, caller: caller)
                : try await settled(idempotency, caller)
            guard let answer else { throw error }
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
            try await idempotency.keep(answer, services.database, caller: caller)
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
    private func settled(_ idempotency: Idempotency, _ caller: Caller) async throws -> Idempotency.Answer? {
        let end = ContinuousClock.now + min(limits.requestTime, .seconds(5))
        var answer = try await idempotency.answered(services.database, caller: caller)
        while let open = answer, open.isOpen, ContinuousClock.now < end {
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

    private func authenticate(_ request: Request, _ endpoint: Endpoint) async throws -> Caller {
        guard !endpoint.isOpen else { return .unknown(door: "api") }
        guard let header = request.headers[.authorization], header.lowercased().hasPrefix("bearer ") else {
            throw AppError.tokenMissing
        }
        let secret = header.dropFirst("bearer ".count).filter { $0 != " " }
        return try await services.access.authenticate(
            String(secret), wanted: request.headers[.dangwuScope], isPersonal: endpoint.isPersonal,
            on: services.today(), door: "api")
    }

    /// The whole body, or an error before more than the limit was read.
    private func body(_ request: inout Request) async throws -> [UInt8] {
        if let announced = request.headers[.contentLength].flatMap({ Int($0) }), announced > limits.bodyBytes {
            throw tooLarge
        }
        do {
            let buffer = try await request.collectBody(upTo: limits.bodyBytes)
            return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw tooLarge
        }
    }

    private var tooLarge: AppError {
        AppError(
            .tooLarge, "body.too_large",
            Text(
                zh: "请求体超过 \(limits.bodyBytes) 字节，什么也没有保存。",
                en: "The body is over \(limits.bodyBytes) bytes; nothing was kept."),
            hint: Text(zh: "请分成几个文件，或调整 http.body_limit_bytes。", en: "Split the file, or raise http.body_limit_bytes."))
    }

    /// Runs a handler and gives up when it takes longer than a request may: its statement is cancelled on the server.
    private func limited(_ body: @escaping @Sendable () async throws -> APIAnswer) async throws -> APIAnswer {
        try await withThrowingTaskGroup(of: APIAnswer?.self) { group in
            group.addTask { try await body() }
            group.addTask { [limits] in
                try await Task.sleep(for: limits.requestTime)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let answer = first else {
                throw AppError.unavailable(
                    "request.timeout",
                    Text(zh: "处理超时，什么也没有保存。", en: "It took too long and was given up; nothing was kept."))
            }
            return answer
        }
    }

    private func asAppError(_ error: any Error) -> AppError {
        if let error = error as? AppError { return error }
        let reference = String(UInt32.random(in: 0...UInt32.max), radix: 36)
        logger.error("internal error", metadata: ["reference": "\(reference)", "what": "\(type(of: error))"])
        return .defect(reference)
    }

    // MARK: answers

    static func response(_ answer: APIAnswer) -> Response {
        switch answer {
        case .json(let bytes, let version):
            var response = plain(.ok, bytes)
            if let version { response.headers[.eTag] = "\"\(version)\"" }
            return response
        case .stream(let type, let produce):
            return Response(
                status: .ok, headers: [.contentType: type],
                body: ResponseBody(asyncSequence: AsyncThrowingStream<ByteBuffer, any Error>(unfolding: produce)))
        }
    }

    static func plain(_ status: HTTPResponse.Status, _ json: String) -> Response { plain(status, Array(json.utf8)) }

    static func plain(_ status: HTTPResponse.Status, _ json: [UInt8]) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: json)))
    }

    private static let problemType = "application/problem+json; charset=utf-8"

    static func problem(_ error: AppError, _ language: Language) -> Response {
        // It is made of texts and numbers, which always encode.
        let text = (try? WireEncoder.text(ErrorBody(error, language: language))) ?? "{}"
        var headers: HTTPFields = [.contentType: problemType]
        if error.kind == .unauthenticated { headers[.wwwAuthenticate] = "Bearer" }
        if error.kind == .unavailable { headers[.retryAfter] = "1" }
        if error.kind == .tooLarge { headers[.connection] = "close" }
        return Response(
            status: .init(error.kind), headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    static func language(_ request: Request) -> Language {
        request.headers[.acceptLanguage].flatMap(Language.init(tag:)) ?? .chinese
    }
}

extension HTTPField.Name {
    // Both are tokens, which is all that the initialiser asks.
    fileprivate static let idempotencyKey = HTTPField.Name("Idempotency-Key") ?? .from
    fileprivate static let dangwuScope = HTTPField.Name("Dangwu-Scope") ?? .from
}
