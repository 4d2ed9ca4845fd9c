import Access
import Audit
import Civil
import Composition
import Demonstration
import Foundation
import HTTPTypes
import Kernel
import Members
import Organisations
import TestSupport
import Testing
import Training
import Wire

@testable import API

/// The door itself: its document, its errors, its promises.
struct APITests {
    @Test func theDocumentSaysWhatTheRouterServes() throws {
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(OpenAPI.document.utf8)) as? [String: Any])
        #expect(document["openapi"] as? String == "3.1.0")
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        #expect(Set(paths.keys) == Set(Routes.all.map(\.path)))
        for endpoint in Routes.all {
            let operation = paths[endpoint.path]?[endpoint.method.rawValue.lowercased()] as? [String: Any]
            #expect(operation?["summary"] as? String == endpoint.summary)
            let named = (operation?["parameters"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
            for name in endpoint.pathParameters + endpoint.query.map(\.name) {
                #expect(named.contains(name), "\(endpoint.path) \(name)")
            }
            if case .json(let schema) = endpoint.content { #expect(schema != .anything, "\(endpoint.path)") }
            if case .json(let schema) = endpoint.answer { #expect(schema != .anything, "\(endpoint.path)") }
        }
        let routes = Routes.all.map { "\($0.method) \($0.path)" }
        #expect(Set(routes).count == routes.count)
    }

    @Test func schemasAreReadOffTheBodies() {
        func words(_ least: Int, _ most: Int) -> String {
            JSONSchema.text(.words(atMost: most, orEmpty: least == 0)).json
        }
        #expect(
            JSONSchema.of(MarkEntry.self).json
                == "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\"person\":\(words(1, 200)),"
                + "\"mark\":{\"type\":\"string\",\"enum\":[\"present\",\"late\",\"left_early\",\"absent\","
                + "\"on_leave\",\"made_up\"]},\"approver\":{\"anyOf\":[\(words(0, 100)),{\"type\":\"null\"}]},"
                + "\"made_up_in\":{\"anyOf\":[\(words(0, 500)),{\"type\":\"null\"}]}},"
                + "\"required\":[\"person\",\"mark\"]}"
        )
    }

    @Test func everyRouteServedAnswersWithItsOwnForm() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("61")
            // Consistency is proved between existing heads.
            _ = try await served.fixture.services.audit.seal(caller: Fixture.root)
            for path in ["/healthz", "/readyz", "/metrics", "/openapi.json"] {
                #expect(try await served.send("GET", path, token: nil).status == 200, "\(path)")
            }
            for endpoint in Routes.all where endpoint.method == .get && endpoint.pathParameters.isEmpty {
                let query = endpoint.query.filter(\.isRequired).map { "\($0.name)=x" }.joined(separator: "&")
                let answer = try await served.send("GET", endpoint.path + "?" + query, token: token)
                // This account stands for nobody, so that nothing is its own.
                let own = endpoint.path.hasPrefix("/v1/points/me")
                #expect(
                    own ? answer.code == "points.no_person" : answer.status == 200, "\(endpoint.path) \(answer.text)")
            }
            let nowhere = try await served.send("GET", "/v1/nowhere", token: token)
            #expect(nowhere.status == 404 && nowhere.code == "not_found")
            // The path alone decides what is named, token or not.
            for (method, path, known) in [
                ("DELETE", "/v1/people/6c5f4b52-31cf-4f0e-8a0a-5d3c7c7b1a11", "GET"), ("PUT", "/healthz", "GET"),
                ("PATCH", "/v1/recruitment/cases", "GET, POST"),
            ] {
                let wrong = try await served.send(method, path, token: nil)
                #expect(wrong.status == 405 && wrong.code == "method.unknown", "\(method) \(path) \(wrong.text)")
                #expect(wrong.text.contains(known), "\(wrong.text)")
            }
        }
    }

    @Test func badInputGetsAClearErrorInBothLanguagesAndChangesNothing() async throws {
        try await ServedFixture.with { served in
            _ = try await served.fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let token = try await served.token("61")
            let number = Fixture.number(7)
            let wrong = number.dropLast() + (number.last == "1" ? "2" : "1")
            let people = "organisation,name,id_number,since\n"
            let cases: [(name: String, path: String, body: String, status: Int, code: String)] = [
                ("wrong columns", "/v1/imports/people", "a,b\n1,2\n", 422, "sheet.columns"),
                (
                    "an impossible date", "/v1/imports/people", people + "610116001001,甲,\(number),2014-02-30\n", 422,
                    "import.rejected"
                ),
                (
                    "a wrong digit", "/v1/imports/people", people + "610116001001,甲,\(wrong),2014-02-03\n", 422,
                    "import.rejected"
                ),
                (
                    "an unknown organisation", "/v1/imports/people", people + "999,甲,\(number),2014-02-03\n", 422,
                    "import.rejected"
                ),
                ("an open quotation mark", "/v1/imports/people", people + "\"610116001001,甲\n", 422, "sheet.quote"),
                (
                    "two overlapping tenures", "/v1/imports/tenures",
                    "organisation,name,title,since\n610116001001,测试0,secretary,2013-01-01\n", 422, "import.rejected"
                ),
                (
                    "a class that ends before it starts", "/v1/classes",
                    "{\"host\":\"610116\",\"code\":\"x\",\"name\":\"x\",\"fields\":[\"rural\"],\"starts\":\"2015-01-06\",\"ends\":\"2015-01-05\",\"minimum\":1,\"capacity\":2,\"venue\":\"v\"}",
                    422, "training_class_dates"
                ),
                ("a body that is no JSON", "/v1/classes", "{", 400, "body.syntax"),
                ("a missing member", "/v1/classes", "{}", 400, "body.value"),
                ("an unknown parameter", "/v1/imports/people?dryrun=1", people, 400, "query.unknown"),
            ]
            let events = try await served.fixture.count("audit_event")
            for item in cases {
                let answer = try await served.send("POST", item.path, token: token, body: item.body)
                #expect(answer.status == item.status && answer.code == item.code, "\(item.name): \(answer.text)")
                let detail = answer.json["detail"] as? [String: String]
                #expect(detail?["zh_hans"]?.isEmpty == false && detail?["en"]?.isEmpty == false, "\(item.name)")
                #expect(answer.headers["content-type"]?.hasPrefix("application/problem+json") == true)
            }
            let bytes = try await LoopbackClient(port: served.port).send(
                "POST", "/v1/imports/people", headers: ["Authorization": "Bearer \(token)"], body: [0xFF, 0x00, 0xFE])
            #expect(bytes.code == "sheet.encoding")
            #expect(try await served.fixture.count("audit_event") == events)
            #expect(try await served.fixture.count("person") == 1)
        }
    }

    @Test func aBodyOverTheLimitIsRefusedWithoutBeingRead() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("61")
            let answer = try await LoopbackClient(port: served.port).send(
                "POST", "/v1/imports/people", headers: ["Authorization": "Bearer \(token)"],
                body: [UInt8](repeating: 0x61, count: 200_000_000))
            #expect(answer.status == 413 && answer.code == "body.too_large")
        }
    }

    @Test func tokensThatDoNotHoldAreRefused() async throws {
        try await ServedFixture.with { served in
            #expect(try await served.send("GET", "/v1/me", token: nil).code == "access.token_missing")
            #expect(try await served.send("GET", "/v1/me", token: "dangwu_wrong").code == "access.token_unknown")
            let short = try await served.token("61", lasts: 0.2)
            try await Task.sleep(for: .milliseconds(300))
            let expired = try await served.send("GET", "/v1/me", token: short)
            #expect(expired.status == 401 && expired.code == "access.token_expired")
            let token = try await served.token("61")
            let tokens = try await served.send("GET", "/v1/tokens", token: token).items
            let latest = tokens.max { ($0["expires"] as? String ?? "") < ($1["expires"] as? String ?? "") }
            let id = try #require(latest?["id"] as? String)
            #expect(try await served.send("DELETE", "/v1/tokens/\(id)", token: token).status == 200)
            #expect(try await served.send("GET", "/v1/me", token: token).code == "access.token_revoked")
        }
    }

    @Test func rolesBoundWhatATokenMayDo() async throws {
        try await ServedFixture.with { served in
            let viewer = try await served.token("61", .viewer)
            let refused = try await served.send(
                "POST", "/v1/imports/people", token: viewer, body: Fixture.secretaries(["610116001001"]))
            #expect(refused.status == 403 && refused.code == "access.forbidden")
            #expect(try await served.send("GET", "/v1/people", token: viewer).status == 200)
            // A caller who is refused can see which role would do; how many hold it is the administrator's business.
            let seen = try await served.send("GET", "/v1/roles", token: viewer).items
            let clerk = try #require(seen.first { $0["role"] as? String == "clerk" })
            let permissions = try #require(clerk["permissions"] as? [[String: Any]])
            #expect(permissions.contains { $0["key"] as? String == "registry.write" })
            #expect(clerk["grants"] as? Int == nil)
            let all = try await served.send("GET", "/v1/roles", token: served.token("61")).items
            #expect(all.first { $0["role"] as? String == "viewer" }?["grants"] as? Int == 1)
        }
    }

    @Test func aRepeatedRequestIsDoneOnceAndAnsweredAlike() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("61")
            let table = Fixture.secretaries(["610116001001"])
            let key = ["Idempotency-Key": "k1"]
            let first = try await served.send("POST", "/v1/imports/people", token: token, headers: key, body: table)
            let second = try await served.send("POST", "/v1/imports/people", token: token, headers: key, body: table)
            #expect(first.status == 200 && first.text == second.text)
            #expect(first.json["added"] as? Int == 1)
            let other = try await served.send(
                "POST", "/v1/imports/people", token: token, headers: key, body: table + "\n ")
            #expect(other.status == 409 && other.code == "idempotency.reused")
            // Twenty at once under one key: one is done.
            let body =
                "{\"person\":\"\(try await served.fixture.person(0).id)\",\"organisation\":\"610116001002\",\"title\":\"committee_member\",\"since\":\"2015-01-01\"}"
            let answers = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await served.send(
                            "POST", "/v1/tenures", token: token, headers: ["Idempotency-Key": "k2"], body: body
                        ).text
                    }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(answers.count <= 2, "\(answers)")
            #expect(try await served.fixture.count("tenure") == 2)
        }
    }

    @Test func anEditNeedsTheVersionThatWasSeen() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("61")
            let path = "/v1/organisations/610116001001"
            let tag = try #require(try await served.send("GET", path, token: token).headers["etag"])
            let body = "{\"since\":\"2015-01-01\",\"name\":\"中共东社区总支部\"}"
            #expect(try await served.send("PATCH", path, token: token, body: body).code == "version.missing")
            #expect(
                try await served.send("PATCH", path, token: token, headers: ["If-Match": tag], body: body).status == 200
            )
            let stale = try await served.send("PATCH", path, token: token, headers: ["If-Match": tag], body: body)
            #expect(stale.status == 412 && stale.code == "version.stale")
            #expect(try await served.send("GET", path + "/versions", token: token).items.count == 2)
        }
    }

    @Test func pagesAndTheStreamHoldTheSameLines() async throws {
        try await ServedFixture.with { served in
            _ = try await served.fixture.importPeople(
                Fixture.secretaries(["610116001001", "610116001002", "610116001200", "610102001001"]))
            _ = try await served.fixture.services.training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            let token = try await served.token("61")
            var (paged, after): ([String], String?) = ([], nil)
            repeat {
                let next =
                    after.map { "&after=" + ($0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "") }
                    ?? ""
                let page = try await served.send("GET", "/v1/overdue?as_of=2016-09-01&limit=2\(next)", token: token)
                paged += page.items.compactMap { $0["duty"] as? String }
                after = page.json["next"] as? String
            } while after != nil
            let stream = try await served.send("GET", "/v1/overdue.ndjson?as_of=2016-09-01", token: token)
            let lines = stream.text.split(separator: "\n").compactMap {
                (try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])?["duty"] as? String
            }
            #expect(paged.count == 4 && paged == lines)
            let below = try await served.send("GET", "/v1/overdue?as_of=2016-09-01&scope=610116", token: token)
            #expect(below.items.count == 3)
        }
    }
}
