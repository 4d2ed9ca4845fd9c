import Access
import Civil
import Composition
import Demonstration
import Foundation
import Kernel
import Logging
import Organisations
import Server
import Settings
import TestSupport

/// A fixture with its HTTP server on a free port.
struct ServedFixture: Sendable {
    let fixture: Fixture
    let port: Int

    static func with(
        settings: Settings = Settings(), _ body: @escaping @Sendable (ServedFixture) async throws -> Void
    ) async throws {
        try await Fixture.with(poolMaximum: 8, settings: settings) { fixture in try await serve(fixture, body) }
    }

    static func serve(_ fixture: Fixture, _ body: @escaping @Sendable (ServedFixture) async throws -> Void)
        async throws
    {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let (ports, started) = AsyncStream<Int>.makeStream()
        let (services, quiet) = (fixture.services, logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await WebServer(services: services, opensYears: false, logger: quiet).run { port in
                    started.yield(port)
                }
            }
            for await port in ports {
                try await body(ServedFixture(fixture: fixture, port: port))
                break
            }
            group.cancelAll()
        }
    }

    /// A token over the subtree of an organisation.
    func token(_ code: String, _ role: Role = .administrator, lasts seconds: Double = 3600) async throws -> String {
        try await fixture.token(code, role, lasting: seconds).secret
    }

    func send(
        _ method: String, _ path: String, token: String?, headers: [String: String] = [:], body: String = ""
    ) async throws -> LoopbackClient.Response {
        try await send(method, path, token: token, headers: headers, bytes: Array(body.utf8))
    }

    func send(
        _ method: String, _ path: String, token: String?, headers: [String: String] = [:], bytes: [UInt8]
    ) async throws -> LoopbackClient.Response {
        var headers = headers
        if let token { headers["Authorization"] = "Bearer \(token)" }
        return try await LoopbackClient(port: port).send(method, path, headers: headers, body: bytes)
    }
}

extension LoopbackClient.Response {
    var json: [String: Any] { (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:] }
    var items: [[String: Any]] { json["items"] as? [[String: Any]] ?? [] }
    var code: String { json["code"] as? String ?? "" }
}
