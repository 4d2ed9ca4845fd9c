import Composition
import Demonstration
import Foundation
import Kernel
import NIOCore
import Postgres
import Settings
import Synchronization
import TestSupport
import Testing

@testable import API
@testable import Server

/// Clients that do not take their answers, do not send their requests, or come in crowds, and a database that hangs:
/// nobody else is kept waiting, and nothing fills the memory.
@Suite(.serialized)
struct UnreadConnectionTests {
    private static let document = "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"
    private static let health = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"

    private func figure(_ name: String, _ served: ServedFixture) async throws -> Int {
        let text = try await served.send("GET", "/metrics", token: nil).text
        let line = text.split(separator: "\n").first { $0.hasPrefix(name + " ") }
        return line.flatMap { Int($0.dropFirst(name.count + 1)) } ?? 0
    }

    /// Whether the other end closes within the seconds; what came before is thrown away.
    private func ends(_ connection: RawConnection, within seconds: Int) async -> Bool {
        await connection.send("", patience: seconds).isClosed
    }

    @Test func requestsWaitUntilTheAnswerBeforeIsTaken() async throws {
        try await ServedFixture.with { served in
            let size = OpenAPI.document.utf8.count
            let connections = (0..<8).map { _ in RawConnection(port: served.port, buffer: 4096) }
            for connection in connections { await connection.push(String(repeating: Self.document, count: 20)) }
            var most = 0
            for _ in 0..<20 {
                most = max(most, try await figure("dangwu_unread_bytes", served))
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(most > 4 * size && most < 8 * (size + 100_000), "\(most) bytes are held, \(size) are one answer")
            // Who takes them gets them all.
            let all = await connections[0].send("", patience: 3).text
            #expect(all.components(separatedBy: "HTTP/1.1 200 OK").count == 21)
        }
    }

    @Test func pipelinedRequestsAreAnsweredInTheirOrderAlsoAfterTheEndOfSending() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("61")
            let me = "GET /v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(token)\r\n\r\n"
            let connection = RawConnection(port: served.port)
            await connection.push(Self.document + Self.health + me + Self.health + "G@T nonsense\r\n\r\n")
            connection.finish()
            let answer = await connection.send("", patience: 10)
            let statuses = answer.text.components(separatedBy: "HTTP/1.1 ").map { $0.prefix(3) }
                .filter { Int($0) != nil }
            #expect(statuses == ["200", "200", "200", "200", "400"] && answer.isClosed, "\(statuses)")
            // More than fits into one piece, of which nothing is lost.
            let many = RawConnection(port: served.port)
            await many.push(String(repeating: me, count: 120))
            many.finish()
            let answers = await many.send("", patience: 20)
            #expect(answers.text.components(separatedBy: "HTTP/1.1 200 OK").count == 121 && answers.isClosed)
        }
    }

    @Test func whoTakesNothingIsClosedAndWhoTakesSlowlyIsServed() async throws {
        var settings = Settings()
        settings.http.unreadTimeoutSeconds = 2
        settings.http.idleTimeoutSeconds = 2
        try await ServedFixture.with(settings: settings) { served in
            let (silent, slow) = (
                RawConnection(port: served.port, buffer: 4096), RawConnection(port: served.port, buffer: 4096)
            )
            await silent.push(Self.document)
            await slow.push(Self.document)
            var taken = 0
            for _ in 0..<25 {
                taken += await slow.take(20_000)
                try await Task.sleep(for: .milliseconds(250))
            }
            #expect(try await figure("dangwu_clients_closed_total{reason=\"unread\"}", served) == 1)
            #expect(await ends(silent, within: 5))
            while taken < OpenAPI.document.utf8.count {
                let more = await slow.take(200_000, patience: 3)
                taken += more
                if more == 0 { break }
            }
            #expect(taken > OpenAPI.document.utf8.count)
        }
    }

    @Test func allUnreadAnswersHaveABudget() async throws {
        var settings = Settings()
        let size = OpenAPI.document.utf8.count
        settings.http.unreadLimitBytes = 3 * size
        try await ServedFixture.with(settings: settings) { served in
            let connections = (0..<12).map { _ in RawConnection(port: served.port, buffer: 4096) }
            for connection in connections { await connection.push(Self.document) }
            try await Task.sleep(for: .seconds(1))
            let held = try await figure("dangwu_unread_bytes", served)
            let closed = try await figure("dangwu_clients_closed_total{reason=\"budget\"}", served)
            #expect(held <= 3 * size && closed >= 9, "\(held) held, \(closed) closed")
            #expect(try await served.send("GET", "/openapi.json", token: nil).body.count == size)
        }
    }

    @Test func theBudgetClosesWhatHoldsMostForTheLongestTime() {
        let closed = Mutex<[String]>([])
        final class Name {}
        let (old, large, small, last) = (Name(), Name(), Name(), Name())
        let budget = AnswerBudget(most: 100)
        func note(_ name: String, _ id: Name, _ bytes: Int, seconds: Int64) {
            budget.note(ObjectIdentifier(id), holds: bytes, taken: .now() - .seconds(seconds)) {
                closed.withLock { $0.append(name) }
            }
        }
        note("large", large, 60, seconds: 1)
        note("old", old, 30, seconds: 20)
        note("small", small, 10, seconds: 0)
        #expect(closed.withLock { $0 }.isEmpty && budget.heldBytes == 100)
        note("last", last, 20, seconds: 0)
        #expect(closed.withLock { $0 } == ["old"] && budget.heldBytes == 90)
        // What is being closed is counted no more, whatever it still reports.
        note("old", old, 30, seconds: 21)
        budget.forget(ObjectIdentifier(old))
        #expect(budget.heldBytes == 90)
        note("last", last, 50, seconds: 0)
        #expect(closed.withLock { $0 } == ["old", "large"] && budget.heldBytes == 60)
        for id in [large, small, last] { budget.forget(ObjectIdentifier(id)) }
        #expect(budget.heldBytes == 0)
        // One alone may be larger.
        note("small", small, 500, seconds: 9)
        #expect(closed.withLock { $0.count } == 2)
    }

    @Test func aHeadHasToComeInTime() async throws {
        var settings = Settings()
        settings.http.headTimeoutSeconds = 2
        try await ServedFixture.with(settings: settings) { served in
            let kept = RawConnection(port: served.port)
            #expect(await kept.exchange(Self.health).answer.status == 200)
            let half = "GET /healthz HTTP/1.1\r\nHo"
            for text in ["", half, Self.health + half, Self.health + "G", Self.document + half] {
                let connection = RawConnection(port: served.port)
                let start = ContinuousClock.now
                #expect(await connection.send(text, patience: 8).isClosed, "\(text.prefix(30))")
                #expect(ContinuousClock.now - start < .seconds(7), "\(text.prefix(30))")
            }
            let dripped = RawConnection(port: served.port)
            var pieces = 0
            for byte in "GET /healthz HTTP/1.1\r\nHost: " + String(repeating: "x", count: 40) {
                await dripped.push(String(byte))
                if await dripped.isOver() { break }
                pieces += 1
                try await Task.sleep(for: .milliseconds(200))
            }
            #expect(pieces < 35, "\(pieces) bytes of a head were waited for")
            #expect(try await figure("dangwu_clients_closed_total{reason=\"head\"}", served) == 5)
            // A connection without anything of a request has its own time.
            #expect(await kept.exchange(Self.health).answer.status == 200)
        }
    }

    @Test func oneAddressHasHalfOfTheConnections() async throws {
        var settings = Settings()
        settings.http.connectionsMaximum = 8
        try await ServedFixture.with(settings: settings) { served in
            var held: [RawConnection] = []
            for _ in 0..<4 {
                let connection = RawConnection(port: served.port)
                #expect(await connection.exchange(Self.health).answer.status == 200)
                held.append(connection)
            }
            #expect(await RawConnection(port: served.port).send(Self.health, patience: 5).text.isEmpty)
            let other = RawConnection(port: served.port, from: "127.0.0.2")
            #expect(await other.exchange(Self.health).answer.status == 200)
            held.removeLast()
            var status = 0
            for _ in 0..<100 where status != 200 {
                status = await RawConnection(port: served.port).exchange(Self.health).answer.status
                if status != 200 { try await Task.sleep(for: .milliseconds(20)) }
            }
            #expect(status == 200)
        }
    }

    /// Every process of the database's server is stopped that has a connection of the pool.
    @Test func aDatabaseThatHangsIsAnsweredInTime() async throws {
        var settings = Settings()
        settings.http.requestTimeoutSeconds = 2
        try await ServedFixture.with(settings: settings) { served in
            let token = try await served.token("61")
            #expect(try await served.send("GET", "/v1/me", token: token).status == 200)
            let processes: [Int] = try await served.fixture.services.pool.withConnection { connection in
                let rows = try await connection.query(
                    "SELECT pid::bigint AS pid FROM pg_stat_activity WHERE datname = current_database()")
                return try rows.map { try $0["pid"] }
            }
            for process in processes { #expect(kill(pid_t(process), SIGSTOP) == 0) }
            defer { for process in processes { kill(pid_t(process), SIGCONT) } }
            let answers = await withTaskGroup(of: (path: String, status: Int, code: String).self) { group in
                for (method, path) in [
                    ("GET", "/v1/me"), ("GET", "/v1/organisations"), ("POST", "/v1/cycles"), ("GET", "/readyz"),
                ] {
                    group.addTask {
                        let start = ContinuousClock.now
                        let isWrite = method == "POST"
                        let answer = try? await served.send(
                            method, path, token: token,
                            headers: isWrite ? ["Idempotency-Key": UUID().uuidString] : [:], body: isWrite ? "{}" : "")
                        #expect(ContinuousClock.now - start < .seconds(12), "\(path)")
                        return (path, answer?.status ?? 0, answer?.code ?? "")
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            // Those that got a new connection were answered as always.
            #expect(answers.allSatisfy { [200, 400, 503].contains($0.status) }, "\(answers)")
            #expect(answers.contains { $0.status == 503 }, "\(answers)")
            #expect(answers.allSatisfy { $0.status != 503 || $0.code == "request.timeout" }, "\(answers)")
            #expect(try await served.send("GET", "/v1/me", token: token).status == 200)
        }
    }
}
