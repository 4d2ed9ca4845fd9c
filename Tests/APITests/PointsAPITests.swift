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

/// Points over HTTP, as an office and as a member use them.
struct PointsAPITests {
    private static let scheme = """
        format: points-scheme/1
        key: http
        version: "1"
        name: {zh: 测试, en: test}
        source: {document: 测试, place: 全文}
        in_force: {from: 2000-01-01}
        period: year
        base: 10
        blocks: [{key: a, name: {zh: 甲, en: A}, cap: 3}, {key: o, name: {zh: 自设, en: own}}]
        local: {bonus_items: 1, penalty_items: 1, value_at_most: 2, block: o, place: 第五条}
        process: {direct: true, evidence: false}
        items:
          - {id: A, block: a, text: 甲, value: 2}
          - {id: Q, block: a, text: 乙, value: {rate: 1, per: 500, unit: 元}}
        """

    private func json(_ text: String) -> String {
        let encoded = try? JSONEncoder().encode(text)
        return String(decoding: encoded ?? Data(), as: UTF8.self)
    }

    private func prepare(_ served: ServedFixture, _ token: String) async throws -> String {
        _ = try await served.fixture.importPeople(Fixture.secretaries(["610116001001", "610116001002"]))
        let person = try await served.fixture.person(0).id.description
        let body =
            "{\"organisation\":\"610116\",\"main\":\"m\",\"files\":[{\"name\":\"m\",\"text\":\(json(Self.scheme))}]}"
        let made = try await served.send("POST", "/v1/points/schemes", token: token, body: body)
        let edition = made.json["edition"] as? [String: Any]
        #expect(made.status == 200 && edition?["version"] as? String == "1", "\(made.text)")
        let joined = try await served.send(
            "POST", "/v1/points/schemes/http/participants", token: token,
            body: "{\"participants\":[{\"subject\":\"\(person)\",\"since\":\"2020-01-01\"}]}")
        #expect(joined.json["count"] as? Int == 1, "\(joined.text)")
        return person
    }

    private func entry(_ person: String, _ item: String, _ key: String, _ more: String = "") -> String {
        "{\"entries\":[{\"subject\":\"\(person)\",\"scheme\":\"http\",\"item\":\"\(item)\",\"on\":\"\(ChinaTime.today())\",\"key\":\"\(key)\"\(more)}]}"
    }

    @Test func anOfficePostsAndReadsScores() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("610116")
            let person = try await prepare(served, token)
            func post(_ body: String) async throws -> [String: Any] {
                try await served.send("POST", "/v1/points/entries", token: token, body: body).items.first ?? [:]
            }
            let first = try await post(entry(person, "A", "1"))
            #expect(first["counted"] as? String == "2" && first["score"] as? String == "12")
            let second = try await post(entry(person, "Q", "2", ",\"quantity\":\"1700\""))
            #expect(second["value"] as? String == "3" && second["counted"] as? String == "1")
            #expect((second["cuts"] as? [[String: Any]])?.isEmpty == false)
            let again = try await post(entry(person, "A", "1"))
            #expect(again["is_new"] as? Bool == false)
            let score = try await served.send("GET", "/v1/points/subjects/\(person)/score?scheme=http", token: token)
            #expect(score.json["score"] as? String == "13" && (score.json["lines"] as? [Any])?.count ?? 0 > 4)
            let ranking = try await served.send("GET", "/v1/points/schemes/http/ranking", token: token)
            #expect(ranking.items.first?["score"] as? String == "13")
            let back = try await served.send(
                "POST", "/v1/points/subjects/\(person)/reversals", token: token,
                body: "{\"number\":1,\"decision\":\"申诉\",\"key\":\"r\"}")
            #expect(back.json["score"] as? String == "13", "\(back.text)")
            let checked = try await served.send("POST", "/v1/points/verifications", token: token, body: "{}")
            #expect(checked.json["entries"] as? Int == 3 && (checked.json["faults"] as? [Any])?.isEmpty == true)
        }
    }

    @Test func aClaimUnderAKeyIsDoneToTheEndAndOnce() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("610116")
            let person = try await prepare(served, token)
            // Claiming, publishing and posting are transactions of their own.
            let body =
                "{\"subject\":\"\(person)\",\"scheme\":\"http\",\"item\":\"A\",\"on\":\"\(ChinaTime.today())\",\"claimant\":\"branch\",\"key\":\"k\"}"
            for _ in 0..<2 {
                let answer = try await served.send(
                    "POST", "/v1/points/claims", token: token, headers: ["Idempotency-Key": "one"], body: body)
                #expect(answer.status == 200 && answer.json["state"] as? String == "posted", "\(answer.text)")
            }
            #expect(try await served.fixture.count("ledger_entry") == 1)
        }
    }

    @Test func aRequestThatWasCutOffGoesOnWhenItIsRepeated() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("610116")
            let person = try await prepare(served, token)
            let body =
                "{\"subject\":\"\(person)\",\"scheme\":\"http\",\"item\":\"A\",\"on\":\"\(ChinaTime.today())\",\"claimant\":\"branch\",\"key\":\"k\"}"
            func send() async throws -> String? {
                let answer = try await served.send(
                    "POST", "/v1/points/claims", token: token, headers: ["Idempotency-Key": "one"], body: body)
                return answer.json["state"] as? String
            }
            #expect(try await send() == "posted")
            // As after a program that was killed between the claim and its posting.
            try await served.fixture.owner.script(
                """
                UPDATE idempotency SET status = 202, body = '{}' WHERE key = 'one';
                DELETE FROM ledger_entry;
                UPDATE points_claim SET state = 'claimed', version = version + 1
                """)
            #expect(try await send() == "posted")
            #expect(try await served.fixture.count("ledger_entry") == 1)
            #expect(try await send() == "posted")
        }
    }

    @Test func manyPostsAtOnceEachGetTheirOwnAnswer() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("610116")
            let person = try await prepare(served, token)
            let answers = try await withThrowingTaskGroup(of: (Bool, Int, String).self) { group in
                for index in 0..<40 {
                    let isFine = index % 4 != 0
                    let body = entry(person, isFine ? "A" : "NONE", "k\(index)")
                    group.addTask {
                        let answer = try await served.send("POST", "/v1/points/entries", token: token, body: body)
                        return (isFine, answer.status, answer.code)
                    }
                }
                var all: [(Bool, Int, String)] = []
                for try await answer in group { all.append(answer) }
                return all
            }
            // Those that are wrong are refused by name; nobody else is the worse for it.
            for (isFine, status, code) in answers {
                #expect(isFine ? status == 200 : status == 422 && code == "points.item_unknown")
            }
            let count = try await served.fixture.count("ledger_entry")
            #expect(count == 30)
        }
    }

    @Test func wrongBodiesAreNamed() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("610116")
            let person = try await prepare(served, token)
            for (body, status, code) in [
                ("{}", 400, "body.value"), ("{\"entries\":[]}", 400, "body.value"),
                (entry("x", "A", "k"), 404, "not_found"), (entry(person, "Q", "k"), 422, "points.input_missing"),
                (entry(person, "Q", "k", ",\"quantity\":\"1e3\""), 400, "body.value"),
                (entry(person, "A", ""), 422, "ledger_entry_key"),
            ] {
                let answer = try await served.send("POST", "/v1/points/entries", token: token, body: body)
                #expect(answer.status == status && answer.code == code, "\(body): \(answer.text)")
            }
            let broken = Self.scheme.replacing("period: year", with: "period: age")
            let bad = try await served.send(
                "POST", "/v1/points/schemes", token: token,
                body:
                    "{\"organisation\":\"610116\",\"main\":\"m\",\"files\":[{\"name\":\"m\",\"text\":\(json(broken))}]}"
            )
            #expect(bad.code == "policy.bad_value" && bad.text.contains("m:7"), "\(bad.text)")
            let written = try await served.fixture.count("ledger_entry")
            #expect(written == 0)
        }
    }

    @Test func aVillageAddsItsOwnItems() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("610116")
            let person = try await prepare(served, token)
            func local(_ value: String) -> String {
                "{\"organisation\":\"610116001001\",\"from\":\"2020-01-01\",\"text\":\(json("format: points-local/1\nextends: http\nitems:\n  - {id: N1, block: o, text: 清扫, value: \(value)}\n"))}"
            }
            let large = try await served.send("POST", "/v1/points/schemes/http/local", token: token, body: local("2.5"))
            #expect(large.code == "policy.bad_value" && large.text.contains("第五条"))
            let fine = try await served.send("POST", "/v1/points/schemes/http/local", token: token, body: local("2"))
            #expect(fine.json["count"] as? Int == 1, "\(fine.text)")
            let own = try await served.send("POST", "/v1/points/entries", token: token, body: entry(person, "N1", "n"))
            #expect(own.items.first?["score"] as? String == "12", "\(own.text)")
            // The neighbouring village has no such item.
            let other = try await served.fixture.person(1).id.description
            _ = try await served.send(
                "POST", "/v1/points/schemes/http/participants", token: token,
                body: "{\"participants\":[{\"subject\":\"\(other)\",\"since\":\"2020-01-01\"}]}")
            let none = try await served.send("POST", "/v1/points/entries", token: token, body: entry(other, "N1", "n"))
            #expect(none.code == "points.item_unknown")
        }
    }

    @Test func aMemberReadsTheirOwn() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("610116")
            let person = try await prepare(served, token)
            _ = try await served.send("POST", "/v1/points/entries", token: token, body: entry(person, "A", "1"))
            let issued = try await served.fixture.token("610116001001", .member, lasting: 600)
            let linked = try await served.send(
                "POST", "/v1/accounts/\(issued.account)/person", token: token,
                body: "{\"person\":\"\(person)\"}")
            #expect(linked.status == 200, "\(linked.text)")
            let me = try await served.send("GET", "/v1/points/me", token: issued.secret)
            #expect(me.json["person"] as? String == person && me.json["schemes"] as? [String] == ["http"])
            let score = try await served.send("GET", "/v1/points/me/score?scheme=http", token: issued.secret)
            #expect(score.json["score"] as? String == "12")
            let entries = try await served.send("GET", "/v1/points/me/entries", token: issued.secret)
            #expect(entries.items.count == 1)
            for path in ["/v1/points/schemes/http/ranking", "/v1/points/claims", "/v1/people", "/v1/points/periods"] {
                let answer = try await served.send("GET", path, token: issued.secret)
                #expect(answer.status == 403, "\(path)")
            }
        }
    }
}
