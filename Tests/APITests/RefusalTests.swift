import Access
import Composition
import Compute
import Demonstration
import Foundation
import HTTPTypes
import Kernel
import Postgres
import Settings
import TestSupport
import Testing
import Training

@testable import API

/// Refusals are counted, limited and named; answers carry what every answer has to.
struct RefusalTests {
    @Test func wrongTokensAreLimitedByAddressAndRightOnesTaken() async throws {
        var settings = Settings()
        settings.http.wrongTokensPerMinute = 3
        try await ServedFixture.with(settings: settings) { served in
            let token = try await served.token("61")
            for _ in 0..<3 {
                #expect(try await served.send("GET", "/v1/me", token: "wrong").code == "access.token_unknown")
            }
            for wrong in ["wrong", nil] {
                let answer = try await served.send("GET", "/v1/me", token: wrong)
                #expect(answer.status == 429 && answer.code == "access.too_many_wrong_tokens", "\(answer.text)")
                let seconds = Int(answer.headers["retry-after"] ?? "") ?? 0
                #expect((1...60).contains(seconds))
            }
            #expect(try await served.send("GET", "/v1/me", token: token).status == 200)
            let metrics = try await served.send("GET", "/metrics", token: nil).text
            #expect(metrics.contains("dangwu_refusals_total{status=\"401\",reason=\"access.token_unknown\"} 3\n"))
            #expect(
                metrics.contains("dangwu_refusals_total{status=\"429\",reason=\"access.too_many_wrong_tokens\"} 2\n"))
        }
    }

    @Test func anAccountThatIsRefusedAgainAndAgainWaits() async throws {
        var settings = Settings()
        settings.http.refusalsPerMinute = 4
        try await ServedFixture.with(settings: settings) { served in
            let viewer = try await served.token("61", .viewer)
            let other = try await served.token("61", .viewer)
            for _ in 0..<4 {
                #expect(try await served.send("GET", "/v1/audit", token: viewer).status == 403)
            }
            let answer = try await served.send("GET", "/v1/me", token: viewer)
            #expect(answer.status == 429 && answer.code == "access.too_many_refusals", "\(answer.text)")
            #expect(try await served.send("GET", "/v1/me", token: other).status == 200)
        }
    }

    @Test func theLimiterForgetsRatherThanGrows() {
        let limiter = RefusalLimiter(most: 2)
        for number in 0..<20_000 { limiter.note("address \(number)") }
        limiter.note("a")
        #expect(limiter.wait("a") == nil)
        limiter.note("a")
        #expect(limiter.wait("a") != nil && limiter.wait("b") == nil)
        let unlimited = RefusalLimiter(most: 0)
        for _ in 0..<9 { unlimited.note("a") }
        #expect(unlimited.wait("a") == nil)
    }

    @Test func aListWithoutPermissionIsRefusedBeforeItBegins() async throws {
        try await ServedFixture.with { served in
            let member = try await served.token("61", .member)
            for endpoint in Routes.all {
                guard case .lines = endpoint.answer else { continue }
                let answer = try await served.send("GET", endpoint.path, token: member)
                #expect(answer.status == 403 && answer.code == "access.forbidden", "\(endpoint.path): \(answer.text)")
            }
        }
    }

    @Test func everyAnswerHasAnIdentifierAndIsKeptByNobody() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("61")
            for (path, bearer) in [
                ("/v1/me", token), ("/v1/organisations", token), ("/v1/nowhere", token), ("/v1/me", "wrong"),
                ("/readyz", token),
                ("/metrics", token), ("/openapi.json", token), ("/", token), ("/v1/overdue.ndjson", token),
            ] {
                let answer = try await served.send("GET", path, token: bearer)
                #expect(answer.headers["cache-control"] == "no-store", "\(path)")
                #expect(answer.headers["x-request-id"]?.count == 16, "\(path)")
            }
            for (given, taken) in [
                ("abc-1.Z_9", true), ("a b", false), ("\u{22}", false), (String(repeating: "a", count: 65), false),
                (String(repeating: "a", count: 64), true),
            ] {
                let answer = try await served.send("GET", "/v1/me", token: token, headers: ["X-Request-Id": given])
                #expect((answer.headers["x-request-id"] == given) == taken, "\(given)")
            }
        }
    }

    @Test func aKeyOfOnePathIsNoKeyOfAnother() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("61")
            func open(_ key: String, _ scope: String?) async throws -> LoopbackClient.Response {
                var headers = ["Idempotency-Key": key]
                headers["Dangwu-Scope"] = scope
                return try await served.send(
                    "POST", "/v1/cycles", token: token, headers: headers,
                    body: "{\"key\":\"shaanxi-2014\",\"organisation\":\"610116\"}")
            }
            let county = "61.6101.610116."
            #expect(try await open("k", nil).status == 200)
            #expect(try await open("k", nil).status == 200)
            // From above to below the row cannot be seen, from below to above it can.
            let below = try await open("k", county)
            #expect(below.status == 409 && below.code == "idempotency.reused", "\(below.text)")
            let year = "{\"year\":2024,\"scope\":\"610116\"}"
            let headers = ["Idempotency-Key": "n", "Dangwu-Scope": county]
            let first = try await served.send("POST", "/v1/years", token: token, headers: headers, body: year)
            #expect(first.status == 200, "\(first.text)")
            let above = try await served.send(
                "POST", "/v1/years", token: token, headers: ["Idempotency-Key": "n"], body: year)
            #expect(above.status == 409 && above.code == "idempotency.reused", "\(above.text)")
        }
    }

    @Test func keptAnswersAreDeletedByAge() async throws {
        try await ServedFixture.with { served in
            let fixture = served.fixture
            let token = try await served.token("61")
            let table = Fixture.secretaries(["610116001001"])
            let headers = ["Idempotency-Key": "young"]
            _ = try await served.send("POST", "/v1/imports/people", token: token, headers: headers, body: table)
            try await fixture.owner.script(
                "INSERT INTO idempotency (account_id, key, path, request_hash, status, body, at) "
                    + "SELECT gen_random_uuid(), 'old', '61.', 'x', 200, '{}', now() - interval '31 days' "
                    + "FROM generate_series(1, 20003)")
            let before = Date().addingTimeInterval(-30 * 86_400)
            #expect(try await fixture.services.access.trimAnswers(before: before, caller: Fixture.root) == 20_003)
            #expect(try await fixture.count("idempotency") == 1)
            let again = try await served.send("POST", "/v1/imports/people", token: token, headers: headers, body: table)
            #expect(again.json["added"] as? Int == 1, "\(again.text)")
        }
    }

    @Test func aLongComputationThatFindsNoPlaceIsRefusedWithATimeToComeBack() async throws {
        var settings = Settings()
        settings.http.computeWaiting = 0
        try await ServedFixture.with(settings: settings) { served in
            let token = try await served.token("61")
            let gate = served.fixture.services.compute
            let (pieces, tap) = AsyncStream<Void>.makeStream()
            let holders = (0..<20).map { _ in
                Task { try? await gate.run { for await _ in pieces { break } } }
            }
            while gate.gauge.running == 0 || gate.gauge.refused == 0 { await Task.yield() }
            let answer = try await served.send("POST", "/v1/plans/proposals", token: token, body: "{}")
            #expect(answer.status == 503 && answer.code == "server.busy", "\(answer.text)")
            #expect(answer.headers["retry-after"] == "5")
            // What needs no long computation goes on.
            #expect(try await served.send("GET", "/v1/organisations", token: token).status == 200)
            #expect(try await served.send("GET", "/metrics", token: nil).text.contains("state=\"running\"} "))
            tap.finish()
            for holder in holders { await holder.value }
            #expect(try await served.send("POST", "/v1/plans/proposals", token: token, body: "{}").status == 200)
        }
    }

    @Test func theDocumentNamesTheVersionThatAChangeNeeds() throws {
        let document = try JSONSerialization.jsonObject(with: Data(OpenAPI.document.utf8)) as? [String: Any]
        let paths = try #require(document?["paths"] as? [String: [String: [String: Any]]])
        var named = 0
        for endpoint in Routes.all where endpoint.version != .none {
            let operation = paths[endpoint.path]?[endpoint.method.rawValue.lowercased()]
            let parameters = operation?["parameters"] as? [[String: Any]] ?? []
            #expect(parameters.contains { $0["name"] as? String == "If-Match" }, "\(endpoint.path)")
            named += 1
        }
        #expect(named > 4)
    }
}
