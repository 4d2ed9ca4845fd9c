import Access
import Composition
import Demonstration
import Foundation
import Kernel
import TestSupport
import Testing
import Training

@testable import API

/// Classes from their draft to their credits over HTTP, everything named as a clerk names it.
struct TrainingAPITests {
    private func opened(_ served: ServedFixture) async throws -> String {
        _ = try await served.fixture.importPeople(Fixture.secretaries(["610116001001", "610116001002"]))
        _ = try await served.fixture.services.training.openCycle(
            CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
        return try await served.token("61")
    }

    private func path(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed) ?? text
    }

    @Test func aClassRunsWithoutAnyIdentifier() async throws {
        try await ServedFixture.with { served in
            let token = try await opened(served)
            func send(_ method: String, _ route: String, _ body: String = "", _ headers: [String: String] = [:])
                async throws -> LoopbackClient.Response
            {
                try await served.send(method, path(route), token: token, headers: headers, body: body)
            }
            let made = try await send(
                "POST", "/v1/classes",
                "{\"host\":\"610116\",\"code\":\"A1\",\"name\":\"轮训班\",\"fields\":[\"rural\",\"community\"],"
                    + "\"starts\":\"2014-09-01\",\"ends\":\"2014-09-01\",\"capacity\":2,\"venue\":\"党校\"}")
            #expect(made.status == 200, "\(made.text)")
            let rules = try await send("GET", "/v1/attendance-rules").items
            let usual = rules.first { $0["is_default"] as? Bool == true }?["key"] as? String
            #expect(made.json["attendance_rule"] as? String == usual && usual != nil)
            #expect(made.json["cost_per_person_day"] is String && made.json["minimum"] as? Int == 2)
            let tag = try #require(try await send("GET", "/v1/classes/A1").headers["etag"])
            #expect(try await send("PATCH", "/v1/classes/A1", "{\"venue\":\"新党校\"}").code == "version.missing")
            let changed = try await send("PATCH", "/v1/classes/A1", "{\"venue\":\"新党校\"}", ["If-Match": tag])
            #expect(changed.json["venue"] as? String == "新党校" && changed.json["name"] as? String == "轮训班")
            // Closing writes credits: it is no mere change of state.
            let closing = try await send("POST", "/v1/classes/A1/state", "{\"state\":\"closed\"}")
            #expect(closing.status == 400, "\(closing.text)")
            for state in ["announced", "running"] {
                let moved = try await send(
                    "POST", "/v1/classes/A1/state", "{\"state\":\"\(state)\",\"on\":\"2014-09-01\"}")
                #expect(moved.json["state"] as? String == state, "\(moved.text)")
            }
            let enrolled = try await send(
                "POST", "/v1/classes/A1/enrolments", "{\"people\":[\"测试0\",\"\(Fixture.number(1))\"]}")
            #expect(enrolled.json["enrolled"] as? Int == 2, "\(enrolled.text)")
            for session in [1, 2] {
                let marked = try await send(
                    "POST", "/v1/classes/A1/sessions/\(session)/marks",
                    "{\"marks\":[{\"person\":\"测试1\",\"mark\":\"absent\"}],\"others\":\"present\"}")
                #expect(marked.json["count"] as? Int == 2, "\(marked.text)")
            }
            let closed = try await send("POST", "/v1/classes/A1/close", "{\"on\":\"2014-09-01\"}")
            let completed = closed.items.filter { $0["completed"] as? Bool == true }.compactMap {
                $0["person_name"] as? String
            }
            #expect(completed == ["测试0"] && closed.json["completed"] as? Int == 1, "\(closed.text)")
            let duties = try await send("GET", "/v1/people/测试0/duties?as_of=2016-09-01").items
            #expect(duties.first?["standing"] as? String == "settled", "\(duties)")
            let explained = try await send("GET", "/v1/duties/测试1/explanation?as_of=2016-09-01")
            #expect(explained.json["standing"] as? String == "overdue", "\(explained.text)")
            let credits = try await send("GET", "/v1/people/测试0/credits").items
            #expect(credits.map { $0["source"] as? String } == ["class"])
        }
    }

    @Test func aPlanIsAcceptedAtTheScoreThatItHas() async throws {
        try await ServedFixture.with { served in
            let token = try await opened(served)
            let calendar = try await served.send(
                "POST", "/v1/calendars", token: token,
                body: "{\"scope\":\"610116\",\"from\":\"2014-07-01\",\"through\":\"2014-09-30\","
                    + "\"capacity\":2,\"accept\":true}")
            #expect(calendar.json["written"] as? Int ?? 0 > 0, "\(calendar.text)")
            let proposal = try await served.send(
                "POST", "/v1/plans/proposals", token: token,
                body: "{\"as_of\":\"2014-06-01\",\"steps\":500,\"seconds\":1}")
            let score = (proposal.json["score"] as? [String: Any])?["total"] as? Int
            let assignments = try #require(proposal.json["assignments"] as? [[String: String]], "\(proposal.text)")
            let body: [String: Any] = ["name": "p", "as_of": "2014-06-01", "assignments": assignments]
            let text = String(decoding: try JSONSerialization.data(withJSONObject: body), as: UTF8.self)
            let accepted = try await served.send("POST", "/v1/plans", token: token, body: text)
            #expect(accepted.json["score"] as? Int == score && score != nil, "\(accepted.text)")
            let listed = try await served.send("GET", "/v1/plans", token: token).items
            #expect(listed.count == 1 && listed[0]["score"] as? Int == score)
            let long = try await served.send("POST", "/v1/plans/proposals", token: token, body: "{\"seconds\":60}")
            #expect(long.status == 400 && long.text.contains("seconds"), "\(long.text)")
        }
    }
}
