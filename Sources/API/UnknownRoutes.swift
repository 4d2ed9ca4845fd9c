import HTTPTypes
import Hummingbird
import Kernel

/// Answers what no route matches in the same form as every other error: 404, or 405 with the methods that the path
/// knows (RFC 9110, 15.5.6).
struct UnknownRoutes: RouterMiddleware {
    @concurrent func handle(
        _ request: Request, context: BasicRequestContext,
        next: @concurrent (Request, BasicRequestContext) async throws -> Response
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
            var response = Dispatcher.problem(.wrongMethod(request.method.rawValue, path, known), language)
            response.headers[.allow] = known
            return response
        }
    }

    /// Methods of the routes that take the path, in the order of the routes.
    private static func methods(of path: String) -> [HTTPRequest.Method] {
        if Dispatcher.ownPaths.contains(path) { return [.get] }
        let parts = path.split(separator: "/")
        return Routes.all.filter { endpoint in
            let pattern = endpoint.path.split(separator: "/")
            return pattern.count == parts.count && zip(pattern, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }.map(\.method)
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
