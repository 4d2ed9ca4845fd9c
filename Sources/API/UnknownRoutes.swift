import HTTPTypes
import Hummingbird
import Kernel

/// Answers what no route matches: OPTIONS with the methods that the path knows, and all else in the same form as every
/// other error, 404 or 405 with those methods (RFC 9110, 9.3.7 and 15.5.6).
struct UnknownRoutes: RouterMiddleware {
    @concurrent func handle(
        _ request: Request, context: RequestSource,
        next: @concurrent (Request, RequestSource) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            let (path, language) = (request.uri.path, Dispatcher.language(request))
            let methods = Self.methods(of: path)
            guard !methods.isEmpty else {
                return Dispatcher.problem(.notFound(Text(zh: "路径", en: "route"), path), language)
            }
            let known = methods.map(\.rawValue).joined(separator: ", ")
            if request.method == .options { return Response(status: .noContent, headers: [.allow: known]) }
            var response = Dispatcher.problem(.wrongMethod(request.method.rawValue, path, known), language)
            response.headers[.allow] = known
            return response
        }
    }

    /// Methods of the routes that take the path, in the order of the routes. What can be read can be asked for its
    /// headers too.
    private static func methods(of path: String) -> [HTTPRequest.Method] {
        let methods = routed(path)
        guard !methods.isEmpty else { return [] }
        return (methods.contains(.get) ? methods + [.head] : methods) + [.options]
    }

    private static func routed(_ path: String) -> [HTTPRequest.Method] {
        if Dispatcher.ownPaths.contains(path) { return [.get] }
        let parts = path.split(separator: "/")
        let fitting = Routes.all.filter { endpoint in
            let pattern = endpoint.path.split(separator: "/")
            return pattern.count == parts.count && zip(pattern, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        // A word stands before a parameter: /cases/import is no case. "{" sorts behind every letter.
        let closest = fitting.map(\.path).min()
        return fitting.filter { $0.path == closest }.map(\.method)
    }
}

extension AppError {
    fileprivate static func wrongMethod(_ method: String, _ path: String, _ known: String) -> AppError {
        AppError(
            .wrongMethod, "method.unknown",
            Text(
                zh: "「\(path.quotable)」不接受 \(method.quotable)。",
                en: "“\(path.quotable)” does not take \(method.quotable)."),
            hint: Text(zh: "可用：\(known)；见 /openapi.json。", en: "It takes \(known); see /openapi.json."))
    }
}
