import Demonstration
import Foundation
import Kernel
import Settings
import Synchronization
import TestSupport
import Testing

@testable import API

/// What happens on a connection, whatever is sent over it: an answer, and an end where there has to be one.
struct ConnectionTests {
    private func head(
        _ method: String, _ path: String, _ token: String?, _ more: String...
    ) -> String {
        let lines =
            ["\(method) \(path) HTTP/1.1", "Host: x"] + (token.map { ["Authorization: Bearer \($0)"] } ?? []) + more
        return lines.joined(separator: "\r\n") + "\r\n\r\n"
    }

    private final class Watch: Sendable {
        let isOver = Mutex(false)
        let seconds = Mutex<[Double]>([])
    }

    private func raw(_ served: ServedFixture, _ text: String, patience: Int = 20) async -> RawConnection.Answer {
        await RawConnection(port: served.port).send(text, patience: patience)
    }

    @Test func whatIsNoHTTPIsAnsweredAndTheConnectionClosed() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("61")
            for text in [
                head("GET", "/v1/people?name=书记", token), head("GET", "/v1/people/书记", token),
                "G@T / HTTP/1.1\r\n\r\n", "\u{0}\u{1}nonsense\r\n\r\n", "GET /v1/me HTTP/9.9\r\n\r\n",
                head("GET", "/v1/me", token, "Bad Header: x"),
            ] {
                let answer = await raw(served, text)
                #expect(
                    answer.status == 400 && answer.code == "request.malformed" && answer.isClosed,
                    "\(text.prefix(40)): \(answer)")
                #expect(answer.header("connection") == "close")
            }
            var bytes = Array(head("GET", "/v1/people/aab", token).utf8)
            bytes.replaceSubrange(15..<17, with: [0xFF, 0xFE])
            let latin = await RawConnection(port: served.port).send(bytes)
            #expect(latin.status == 400 && latin.isClosed, "\(latin)")
        }
    }

    @Test func aBrokenBodyIsRefusedAndTheConnectionClosed() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("61")
            let chunked = head("POST", "/v1/cycles", token, "Transfer-Encoding: chunked")
            for chunks in [
                "5\r\n{\"a\":\r\nZZZ\r\nfoo", "-5\r\n{\"a\":\r\n", "FFFFFFFFFFFFFFFFFFFF\r\n{\r\n", "2;\r\n{}x",
            ] {
                let answer = await raw(served, chunked + chunks)
                #expect(
                    answer.status == 400 && answer.code == "body.framing" && answer.isClosed,
                    "\(chunks.prefix(40)): \(answer)")
            }
            let both = await raw(
                served,
                head("POST", "/v1/cycles", token, "Transfer-Encoding: chunked", "Content-Length: 4") + "0\r\n\r\n")
            #expect(both.status == 400 && both.isClosed, "\(both)")
            // What is well formed in chunks is read.
            let whole = await raw(
                served,
                head("POST", "/v1/cycles", token, "Transfer-Encoding: chunked", "Connection: close")
                    + "8\r\n{\"key\":1\r\n1\r\n}\r\n0\r\n\r\n")
            #expect(whole.code == "body.value", "\(whole)")
        }
    }

    @Test func nobodyHasToTakeABodyThatWasRefused() async throws {
        var settings = Settings()
        settings.http.bodyLimitBytes = 4096
        try await ServedFixture.with(settings: settings) { served in
            let token = try await served.token("61")
            let rest = String(repeating: "x", count: 200_000)
            let announced = await raw(
                served, head("POST", "/v1/cycles", token, "Content-Length: 99999999") + rest)
            #expect(announced.status == 413 && announced.isClosed && announced.header("connection") == "close")
            let chunked = await raw(
                served,
                head("POST", "/v1/cycles", token, "Transfer-Encoding: chunked") + "30D40\r\n" + rest + "\r\n")
            #expect(chunked.status == 413 && chunked.isClosed, "\(chunked)")
            let unknown = await raw(served, head("POST", "/v1/cycles", nil, "Content-Length: 99999999") + rest)
            #expect(unknown.status == 401 && unknown.isClosed, "\(unknown)")
            // One that had come whole keeps its connection.
            let client = LoopbackClient(port: served.port)
            let refused = try await client.send("POST", "/v1/cycles", body: Array("{}".utf8))
            #expect(refused.status == 401 && refused.headers["connection"] == nil)
            #expect(try await client.send("GET", "/healthz").status == 200)
        }
    }

    /// A sheet or a scheme of megabytes is not taken from somebody who may not import.
    @Test func anImportIsRefusedBeforeItsBodyComes() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("61", .viewer)
            let importing = Routes.all.filter { $0.isWrite && $0.permission != nil }
            #expect(importing.count > 12 && importing.contains { $0.path == "/v1/points/schemes" })
            #expect(Routes.all.allSatisfy { if case .csv = $0.content { $0.permission != nil } else { true } })
            for endpoint in importing {
                let path = endpoint.pathParameters.reduce(endpoint.path) {
                    $0.replacingOccurrences(of: "{\($1)}", with: $1 == "number" ? "1" : "\(UUID())")
                }
                let required = endpoint.query.filter(\.isRequired).map {
                    "\($0.name)=" + ($0.name == "since" ? "2026-01-01" : "s")
                }
                let query = required.isEmpty ? "" : "?" + required.joined(separator: "&")
                let type = if case .csv = endpoint.content { "text/csv" } else { "application/json" }
                let answer = await raw(
                    served,
                    head("POST", path + query, token, "Content-Type: \(type)", "Content-Length: 9999999") + "a,b\r\n")
                #expect(
                    answer.status == 403 && answer.code == "access.forbidden" && answer.isClosed,
                    "\(endpoint.path): \(answer)")
            }
        }
    }

    private static let largeBody = "{\"key\":\"" + String(repeating: "x", count: 150_000) + "\"}"

    /// They come one after the other, also when all are sent at once.
    @Test func largeBodiesTakeTurns() async throws {
        var settings = Settings()
        settings.http.bodyLimitBytes = 200_000
        settings.http.requestTimeoutSeconds = 60
        try await ServedFixture.with(settings: settings) { served in
            let one = try await served.token("61")
            let statuses = await withTaskGroup(of: Int.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        (try? await served.send("POST", "/v1/cycles", token: one, body: Self.largeBody).status) ?? 0
                    }
                }
                return await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.allSatisfy { $0 == 400 }, "\(statuses)")
        }
    }

    /// Who holds the place of large bodies keeps nobody else out, and loses it in time.
    @Test func aLargeBodyThatDoesNotComeKeepsNobodyElseOut() async throws {
        var settings = Settings()
        settings.http.bodyLimitBytes = 200_000
        settings.http.requestTimeoutSeconds = 8
        try await ServedFixture.with(settings: settings) { served in
            let (one, other) = (try await served.token("61"), try await served.token("6101"))
            let body = Self.largeBody
            // Announced and never sent.
            let announced = head("POST", "/v1/cycles", one, "Content-Length: 199999")
            async let slow = raw(served, announced)
            try await Task.sleep(for: .milliseconds(300))
            #expect(try await served.send("POST", "/v1/cycles", token: other, body: body).status == 400)
            #expect(try await served.send("POST", "/v1/cycles", token: one, body: "{\"key\":1}").code == "body.value")
            let second = await raw(served, announced)
            #expect(second.status == 503 || second.status == 408, "\(second)")
            #expect(await slow.code == "body.too_slow")
            #expect(try await served.send("POST", "/v1/cycles", token: one, body: body).status == 400)
        }
    }

    @Test func pagesForPaperRunNothing() async throws {
        try await ServedFixture.with { served in
            let policy = "default-src 'none'; style-src 'unsafe-inline'"
            let token = try await served.token("61")
            for path in ["/", "/v1/me", "/v1/people/none"] {
                let answer = try await served.send("GET", path, token: token)
                #expect(answer.headers["x-content-type-options"] == "nosniff", "\(path)")
                if answer.headers["content-type"]?.hasPrefix("text/html") == true {
                    #expect(answer.headers["content-security-policy"]?.hasPrefix(policy) == true, "\(path)")
                }
            }
        }
    }

    @Test func aSlowBodyEndsInTime() async throws {
        var settings = Settings()
        settings.http.requestTimeoutSeconds = 1
        try await ServedFixture.with(settings: settings) { served in
            let token = try await served.token("61")
            for (more, part) in [("Content-Length: 50", "{"), ("Transfer-Encoding: chunked", "1\r\n{\r\n")] {
                let start = ContinuousClock.now
                let answer = await raw(served, head("POST", "/v1/cycles", token, more) + part)
                #expect(answer.status == 408 && answer.code == "body.too_slow" && answer.isClosed, "\(answer)")
                #expect(ContinuousClock.now - start < .seconds(15))
            }
            // A sender that asks first gets the answer to go on.
            let body = "{\"key\":1}"
            let asked = await raw(
                served,
                head(
                    "POST", "/v1/cycles", token, "Expect: 100-continue", "Content-Length: \(body.utf8.count)",
                    "Connection: close") + body)
            #expect(asked.text.hasPrefix("HTTP/1.1 100 ") && asked.code == "body.value", "\(asked)")
        }
    }

    @Test func headAnswersWhatGetWouldSay() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("61")
            let paths = [
                "/healthz", "/readyz", "/openapi.json", "/v1/me", "/v1/organisations?limit=3", "/v1/people/none",
            ]
            for path in paths {
                let client = LoopbackClient(port: served.port)
                let headers = ["Authorization": "Bearer \(token)"]
                let get = try await client.send("GET", path, headers: headers)
                let head = try await client.send("HEAD", path, headers: headers)
                #expect(head.status == get.status && head.body.isEmpty)
                #expect(head.headers["content-length"] == String(get.body.count), "\(path): \(head.headers)")
                for name in ["content-type", "cache-control", "etag"] {
                    #expect(head.headers[name] == get.headers[name], "\(path): \(name)")
                }
                // Nothing of a body is left over for the next answer.
                #expect(try await client.send("GET", "/v1/me", headers: headers).status == 200)
            }
            // How long a list becomes is not known before its end.
            let list = try await served.send("HEAD", "/v1/overdue.ndjson", token: token)
            #expect(
                list.status == 200 && list.headers["content-length"] == nil && list.headers["connection"] == "close")
        }
    }

    @Test func healthIsAnsweredWhileEveryCooperativeThreadIsBusy() async throws {
        try await ServedFixture.with { served in
            let connection = RawConnection(port: served.port)
            let request = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
            #expect(await connection.exchange(request).answer.status == 200)
            let watch = Watch()
            // Twice as many as there are threads to run them: nothing else of the pool gets a turn meanwhile.
            let spinning = (0..<2 * ProcessInfo.processInfo.activeProcessorCount).map { _ in
                Task.detached { while !watch.isOver.withLock({ $0 }) {} }
            }
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    for _ in 0..<5 {
                        let start = ContinuousClock.now
                        if RawConnection.roundTrip(connection, request) {
                            watch.seconds.withLock { $0.append((ContinuousClock.now - start) / .seconds(1)) }
                        }
                    }
                    watch.isOver.withLock { $0 = true }
                    continuation.resume()
                }
            }
            for task in spinning { await task.value }
            let seconds = watch.seconds.withLock { $0 }
            #expect(seconds.count == 5 && (seconds.max() ?? 9) < 2, "\(seconds)")
        }
    }

    @Test func aConnectionTooManyIsClosedAndTheNextIsTaken() async throws {
        var settings = Settings()
        settings.http.connectionsMaximum = 8
        // One that is not a proxy has half of them.
        settings.http.trustedProxies = "127.0.0.1"
        try await ServedFixture.with(settings: settings) { served in
            let request = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"
            var held: [RawConnection] = []
            for _ in 0..<8 {
                let connection = RawConnection(port: served.port)
                #expect(await connection.exchange(request).answer.status == 200)
                held.append(connection)
            }
            let shed = await raw(served, request)
            #expect(shed.text.isEmpty && shed.isClosed, "\(shed)")
            #expect(await held[0].exchange(request).answer.text.contains("dangwu_clients 8\n"))
            held.removeLast()
            // The end of a connection arrives a moment after it was closed.
            var last = RawConnection.Answer(text: "", isClosed: true)
            for _ in 0..<100 where last.status != 200 {
                last = await RawConnection(port: served.port).exchange(request).answer
                if last.status != 200 { try await Task.sleep(for: .milliseconds(20)) }
            }
            #expect(last.status == 200)
            #expect(!last.text.contains("dangwu_clients_shed_total 0\n"))
        }
    }
}
