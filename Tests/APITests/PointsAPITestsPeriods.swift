import Access
import Civil
import Composition
import Demonstration
import Foundation
import Kernel
import Members
import Organisations
import Points
import Postgres
import TestSupport
import Testing

@testable import API

/// Closings, claims and their objections over HTTP, as an office works with them from the year before.
struct PointsPeriodAPITests {
    private static let scheme = """
        format: points-scheme/1
        key: http
        version: "1"
        name: {zh: 测试, en: test}
        source: {document: 测试, place: 全文}
        in_force: {from: 2000-01-01}
        period: year
        base: 10
        blocks: [{key: a, name: {zh: 甲, en: A}, cap: 3}]
        exemptions: [{key: ill, name: {zh: 病休, en: ill}, treatment: excluded, place: 第二条}]
        grades:
          - {key: high, name: {zh: 高, en: high}, score: ">= 12"}
          - {key: low, name: {zh: 低, en: low}, score: "< 12"}
        process: {direct: true, evidence: false}
        proposals: [{text: {zh: 建议谈话, en: a talk}, below: 11, place: 第九条}]
        sheets:
          publicity: [{key: rank, heading: 名次}, {key: name, heading: 党员姓名}, {key: score, heading: 总分}]
        items:
          - {id: A, block: a, text: 甲, value: 2}
          - {id: C, block: a, text: 丙, value: 3, process: {direct: false, publicity_working_days: 3, answer_working_days: 2,
             reviews: [{key: branch, name: {zh: 党支部, en: branch}}]}}
        """

    private static var year: Int { ChinaTime.today().components.year - 1 }

    private func json(_ text: String) -> String {
        String(decoding: (try? JSONEncoder().encode(text)) ?? Data(), as: UTF8.self)
    }

    /// Two secretaries in one county take part; the first has two points in the year before.
    private func prepare(_ served: ServedFixture, _ token: String) async throws -> [String] {
        _ = try await served.fixture.importPeople(Fixture.secretaries(["610116001001", "610116001002"]))
        let people = [
            try await served.fixture.person(0).id.description, try await served.fixture.person(1).id.description,
        ]
        let made = try await served.send(
            "POST", "/v1/points/schemes", token: token,
            body:
                "{\"organisation\":\"610116\",\"main\":\"m\",\"files\":[{\"name\":\"m\",\"text\":\(json(Self.scheme))}]}"
        )
        #expect(made.status == 200, "\(made.text)")
        let all = "{\"scope\":\"610116\",\"statuses\":[\"full\"],\"since\":\"2020-01-01\""
        let tried = try await served.send(
            "POST", "/v1/points/schemes/http/participants/all", token: token, body: all + ",\"dry_run\":true}")
        #expect(tried.json["count"] as? Int == 2, "\(tried.text)")
        let none = try await served.fixture.count("points_participation")
        #expect(none == 0)
        let joined = try await served.send(
            "POST", "/v1/points/schemes/http/participants/all", token: token, body: all + "}")
        #expect(joined.json["count"] as? Int == 2, "\(joined.text)")
        let posted = try await served.send(
            "POST", "/v1/points/entries", token: token,
            body:
                "{\"entries\":[{\"subject\":\"\(people[0])\",\"scheme\":\"http\",\"item\":\"A\",\"on\":\"\(Self.year)-03-01\",\"key\":\"a\"}]}"
        )
        #expect(posted.status == 200, "\(posted.text)")
        return people
    }

    private var order: String {
        "{\"organisation\":\"610116\",\"day\":\"\(Self.year)-06-01\",\"decision\":\"纪要\"}"
    }

    @Test func anOfficeClosesAYearAndReadsWhatItPublished() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("610116")
            let people = try await prepare(served, token)
            let closed = try await served.send(
                "POST", "/v1/points/schemes/http/closings", token: token, body: order)
            #expect(closed.json["subjects"] as? Int == 2 && closed.json["entries"] as? Int == 2, "\(closed.text)")
            let period = try #require(closed.json["period"] as? String)
            func get(_ path: String) async throws -> LoopbackClient.Response {
                try await served.send("GET", path, token: token)
            }
            let sheet = try await get("/v1/points/periods/\(period)/sheet")
            #expect(sheet.items.count == 2)
            let ranking = try await get("/v1/points/periods/\(period)/ranking?limit=1")
            #expect(
                ranking.items.map { $0["subject"] as? String } == [people[0]] && ranking.items[0]["rank"] as? Int == 1)
            let averages = try await get("/v1/points/periods/\(period)/averages")
            #expect(Set(averages.items.map { $0["mean"] as? String }) == ["12", "10"], "\(averages.text)")
            let proposals = try await get("/v1/points/schemes/http/proposals?as_of=\(Self.year)-12-31")
            #expect(proposals.items.map { $0["subject"] as? String } == [people[1]], "\(proposals.text)")
            let csv = try await get("/v1/points/periods/\(period)/sheet.csv")
            // In the office's own columns and words.
            #expect(csv.text.contains("名次,党员姓名,总分") && csv.text.contains("1,测试0,12"), "\(csv.text)")
            let twice = try await served.send(
                "POST", "/v1/points/schemes/http/closings", token: token, body: order)
            #expect(twice.status == 409 && twice.code == "points.closed_before" && twice.json["hint"] != nil)
            let reopened = try await served.send(
                "POST", "/v1/points/periods/\(period)/reopening", token: token, body: "{\"decision\":\"更正\"}")
            #expect(reopened.status == 200, "\(reopened.text)")
            let periods = try await get("/v1/points/periods?scheme=http")
            #expect(periods.items.map { $0["state"] as? String } == ["reopened"])
            let check = try await served.send("POST", "/v1/points/verifications", token: token, body: "{}")
            #expect((check.json["faults"] as? [Any])?.isEmpty == true, "\(check.text)")
        }
    }

    @Test func aClaimGoesFromTheObjectionToTheSettlement() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("610116")
            let people = try await prepare(served, token)
            let reviewer = try await served.token("610116", .reviewer)
            let other = try await served.token("610116001001", .viewer)
            let body =
                "{\"subject\":\"\(people[0])\",\"scheme\":\"http\",\"item\":\"C\",\"on\":\"\(ChinaTime.today())\",\"claimant\":\"branch\",\"key\":\"c\"}"
            let made = try await served.send("POST", "/v1/points/claims", token: token, body: body)
            let id = try #require(made.json["id"] as? String, "\(made.text)")
            for claimant in ["import", "fact", "nobody"] {
                let answer = try await served.send(
                    "POST", "/v1/points/claims", token: token,
                    body: body.replacing("\"branch\"", with: "\"\(claimant)\""))
                #expect(answer.status == 400 && answer.code == "body.value", "\(answer.text)")
            }
            func review() async throws -> LoopbackClient.Response {
                try await served.send(
                    "POST", "/v1/points/claims/\(id)/reviews", token: reviewer, headers: ["Idempotency-Key": "r"],
                    body: "{\"approves\":true}")
            }
            #expect(try await review().json["state"] as? String == "published")
            // As after a program that was killed before it could answer: the review is not done twice, and is answered.
            try await served.fixture.owner.script("UPDATE idempotency SET status = 202, body = '{}' WHERE key = 'r'")
            let again = try await review()
            #expect(again.status == 200 && again.json["state"] as? String == "published", "\(again.text)")
            let objected = try await served.send(
                "POST", "/v1/points/claims/\(id)/objections", token: other, body: "{\"reason\":\"不属实\"}")
            #expect(objected.json["state"] as? String == "objected", "\(objected.text)")
            let open = try await served.send("GET", "/v1/points/schemes/http/objections", token: token)
            #expect(
                open.items.count == 1 && open.items[0]["due_on"] is String && open.items[0]["overdue"] as? Bool == false
            )
            let decided = try await served.send(
                "POST", "/v1/points/claims/\(id)/decisions", token: reviewer,
                body: "{\"upholds\":false,\"reason\":\"查无实据\"}")
            #expect(decided.json["state"] as? String == "published", "\(decided.text)")
            try await served.fixture.owner.script(
                "UPDATE points_claim SET published_from = published_from - 30, published_through = published_through - 30"
            )
            let settled = try await served.send(
                "POST", "/v1/points/schemes/http/settlements", token: reviewer, body: "{}")
            #expect((settled.json["posted"] as? [Any])?.count == 1, "\(settled.text)")
            // What is refused says why, by which rule, and what to do.
            try await served.fixture.owner.script(
                """
                INSERT INTO points_claim SELECT subject_id, gen_random_uuid(), scheme_id, path, item, '2019-01-01', content, value,
                    formula, claimant, claimed_by, claimed_on, 'published', level, published_from, published_through, provisional,
                    1, 'old', audit_event_id FROM points_claim
                """)
            let refused = try await served.send(
                "POST", "/v1/points/schemes/http/settlements", token: reviewer, body: "{}")
            let line = (refused.json["refused"] as? [[String: Any]])?.first
            #expect(line?["code"] as? String == "points.not_taking_part", "\(refused.text)")
            #expect(line?["hint"] != nil && line?["rule"] is String)
        }
    }

    @Test func aClosingThatRanOutOfTimeIsTakenUpUnderItsKey() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("610116")
            _ = try await prepare(served, token)
            func close() async throws -> LoopbackClient.Response {
                try await served.send(
                    "POST", "/v1/points/schemes/http/closings", token: token, headers: ["Idempotency-Key": "one"],
                    body: order)
            }
            // The database goes away after the beginning was committed: an operator takes the right to write sheets.
            let owner = served.fixture.owner
            try await owner.script("REVOKE INSERT ON points_sheet FROM dangwu_app")
            let first = try await close()
            #expect(first.status >= 500, "\(first.text)")
            let begun: [String] = try await owner.query("SELECT state FROM points_period").map { try $0["state"] }
            #expect(begun == ["closing"])
            try await owner.script("GRANT INSERT ON points_sheet TO dangwu_app")
            let second = try await close()
            #expect(second.status == 200 && second.json["subjects"] as? Int == 2, "\(second.text)")
            let third = try await close()
            #expect(third.text == second.text)
            // A refusal that says something about the request is kept as it was.
            func post() async throws -> LoopbackClient.Response {
                try await served.send(
                    "POST", "/v1/points/schemes/http/closings", token: token, headers: ["Idempotency-Key": "two"],
                    body: order)
            }
            #expect(try await post().code == "points.closed_before")
        }
    }

    @Test func postsAndReversalsThatWereCutOffAreAnsweredWhenRepeated() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("610116")
            let people = try await prepare(served, token)
            let entry =
                "{\"entries\":[{\"subject\":\"\(people[1])\",\"scheme\":\"http\",\"item\":\"A\",\"on\":\"\(Self.year)-03-01\",\"key\":\"b\"}]}"
            func send(_ path: String, _ key: String, _ body: String) async throws -> LoopbackClient.Response {
                try await served.send("POST", path, token: token, headers: ["Idempotency-Key": key], body: body)
            }
            let first = try await send("/v1/points/entries", "one", entry)
            #expect(first.items.first?["is_new"] as? Bool == true, "\(first.text)")
            let reversals = "/v1/points/subjects/\(people[1])/reversals"
            let back = "{\"number\":1,\"decision\":\"更正\",\"key\":\"r\"}"
            let reversed = try await send(reversals, "two", back)
            #expect(reversed.json["number"] as? Int == 2, "\(reversed.text)")
            // As after a program that was killed before it could answer.
            try await served.fixture.owner.script("UPDATE idempotency SET status = 202, body = '{}'")
            let again = try await send("/v1/points/entries", "one", entry)
            #expect(again.items.first?["number"] as? Int == 1 && again.items.first?["is_new"] as? Bool == false)
            let undone = try await send(reversals, "two", back)
            #expect(undone.json["number"] as? Int == 2 && undone.json["is_new"] as? Bool == false, "\(undone.text)")
            let written = try await served.fixture.count("ledger_entry")
            #expect(written == 3)
        }
    }

    @Test func exemptionsAreListedAndEnded() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("610116")
            let people = try await prepare(served, token)
            let granted = try await served.send(
                "POST", "/v1/points/schemes/http/exemptions", token: token,
                body:
                    "{\"subjects\":[\"\(people[0])\"],\"exemption\":\"ill\",\"since\":\"\(Self.year)-02-01\",\"reason\":\"病休\",\"document\":\"决1\"}"
            )
            let id = try #require(granted.items.first?["id"] as? String, "\(granted.text)")
            let path = "/v1/points/schemes/http/subjects/\(people[0])/exemptions"
            let end = "{\"on\":\"\(Self.year)-05-01\"}"
            let listed = try await served.send("GET", path, token: token)
            #expect(
                listed.items.map { $0["id"] as? String } == [id] && listed.items[0]["until"] == nil, "\(listed.text)")
            let ended = try await served.send("POST", path + "/end", token: token, body: end)
            #expect(ended.status == 200, "\(ended.text)")
            let twice = try await served.send("POST", path + "/end", token: token, body: end)
            #expect(twice.code == "points.exemption_ended", "\(twice.text)")
            let after = try await served.send("GET", path, token: token)
            #expect(after.items[0]["until"] as? String == "\(Self.year)-05-01")
            let elsewhere = try await served.send("GET", path, token: try await served.token("610102", .viewer))
            #expect(elsewhere.items.isEmpty)
        }
    }
}
