import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import Logging
import Settings

/// What every request has, whatever route it takes: an identifier, which its answer and every line of the log about it
/// carry, one line of the log, and an answer that nobody keeps.
struct RequestFrame: RouterMiddleware {
    let metrics: Metrics
    /// Whose word about the client's address and certificate is taken.
    let proxies: TrustedProxies
    let certificateHeader: HTTPField.Name?
    let logger: Logger

    /// Pages for paper hold text and their own style, and load and run nothing.
    private static let paperPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'"

    @concurrent func handle(
        _ request: Request, context: RequestSource,
        next: @concurrent (Request, RequestSource) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let context = context.seen(through: proxies, certificate: certificateHeader, request.headers)
        let mark = RequestMark(id: Self.identifier(request.headers[.requestID]))
        var response: Response
        do {
            response = try await RequestMark.$current.withValue(mark) { try await next(request, context) }
        } catch let error as HTTPError {
            response = Response(status: error.status, headers: error.headers)
        }
        response.headers[.requestID] = mark.id
        // Most answers name people; none gains by being kept underway.
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if response.headers[.xContentTypeOptions] == nil { response.headers[.xContentTypeOptions] = "nosniff" }
        if response.headers[.contentType]?.hasPrefix("text/html") == true,
            response.headers[.contentSecurityPolicy] == nil
        {
            response.headers[.contentSecurityPolicy] = Self.paperPolicy
        }
        // How long a list becomes that is read page by page is not known before its end. The encoder would send the end
        // of a chunked body all the same, which may only stand before the end of the connection.
        if request.method == .head, response.body.contentLength == nil {
            response.headers[.transferEncoding] = "chunked"
            response.headers[.connection] = "close"
        }
        note(request, context, Int(response.status.code), ContinuousClock.now - start, mark)
        return response
    }

    /// Routes are named by their pattern: paths and queries hold names and numbers of people.
    private func note(
        _ request: Request, _ context: RequestSource, _ status: Int, _ took: Duration, _ mark: RequestMark
    ) {
        let route = context.endpointPath.flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "-"
        var line: Logger.Metadata = [
            "request": "\(mark.id)", "method": "\(request.method.rawValue.prefix(16))", "route": "\(route)",
            "status": "\(status)", "ms": "\(Int((took / .milliseconds(1)).rounded()))",
        ]
        if let account = mark.account { line["account"] = "\(account)" }
        if let refusal = mark.refusal { line["code"] = "\(refusal)" }
        if [401, 403, 429].contains(status) {
            metrics.countRefusal(status: status, reason: mark.refusal ?? "-")
            line["address"] = "\(context.address)"
            logger.notice("refused", metadata: line)
        } else {
            logger.info("request", metadata: line)
        }
    }

    /// The identifier that the sender gave, when it is of letters, digits, `.`, `_` and `-`, else a new one.
    static func identifier(_ given: String?) -> String {
        if let given, (1...64).contains(given.utf8.count), given.utf8.allSatisfy(isPlain) { return given }
        let text = String(UInt64.random(in: 0...UInt64.max), radix: 16)
        return String(repeating: "0", count: 16 - text.utf8.count) + text
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }
}

extension HTTPField.Name {
    // A token, which is all that the initialiser asks.
    fileprivate static let requestID = HTTPField.Name("X-Request-Id") ?? .from
}
