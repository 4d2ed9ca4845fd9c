import Civil
import Composition
import Demonstration
import Foundation
import Kernel
import Members
import TestSupport
import Testing

@testable import API

/// Recruitment, seats, notices and membership life over HTTP, as a township and its county use them.
struct RecruitmentAPITests {
    private static let applicant =
        "organisation,name,id_number,since,status,synthetic\n610116001001,申请人,\(Fixture.number(0)),2024-03-01,applicant,true\n"

    private func open(_ served: ServedFixture, _ token: String) async throws -> (person: String, id: String) {
        _ = try await served.fixture.importPeople(Self.applicant)
        let person = try await served.fixture.person(0).id.description
        let made = try await served.send(
            "POST", "/v1/recruitment/cases", token: token, body: "{\"person\":\"\(person)\",\"on\":\"2024-03-01\"}")
        return (person, try #require(made.json["id"] as? String, "\(made.text)"))
    }

    private func step(_ milestone: String, _ day: String, _ more: String = "") -> String {
        "{\"milestone\":\"\(milestone)\",\"on\":\"\(day)\"\(more)}"
    }

    @Test func stepsAreRecordedJudgedAndPrinted() async throws {
        try await ServedFixture.with { served in
            let clerk = try await served.token("610116", .clerk)
            let (person, id) = try await open(served, clerk)
            func send(_ path: String, _ body: String, token: String? = nil) async throws -> LoopbackClient.Response {
                try await served.send("POST", "/v1/recruitment/cases/\(id)\(path)", token: token ?? clerk, body: body)
            }
            // Without the letter it is refused, with rule and hint; nothing is recorded.
            let bare = try await send("/steps", step("application", "2024-03-01"))
            #expect(bare.status == 409 && bare.json["code"] as? String == "recruitment.refused", "\(bare.text)")
            #expect((bare.json["rule"] as? String)?.contains("第六条") == true)
            let letter = step("application", "2024-03-01", ",\"evidence\":[\"application_letter\"],\"actor\":\"本人\"")
            let first = try await send("/steps", letter)
            #expect(first.status == 200 && first.json["is_new"] as? Bool == true, "\(first.text)")
            let again = try await send("/steps", letter)
            #expect(again.json["is_new"] as? Bool == false)
            let judged = try await send("/verdicts", step("talk", "2024-04-02"))
            #expect(judged.json["permitted"] as? Bool == true)
            let findings = try #require(judged.json["findings"] as? [[String: Any]])
            #expect(findings.contains { $0["rule"] as? String == "talk.month" && $0["holds"] as? Bool == false })
            // The committee's answer is not the clerk's.
            for (milestone, day) in [
                ("talk", "2024-03-15"), ("recommendation", "2024-09-10"), ("activist_decision", "2024-09-20"),
            ] {
                let answer = try await send("/steps", step(milestone, day))
                #expect(answer.status == 200, "\(answer.text)")
            }
            let filing = step("activist_filing", "2024-09-25")
            #expect(try await send("/steps", filing).status == 403)
            let branch = try await served.token("610116001001", .reviewer)
            let fromBelow = try await send("/steps", filing, token: branch)
            #expect(fromBelow.status == 403 && fromBelow.json["code"] as? String == "recruitment.superior")
            let county = try await served.token("610116", .reviewer)
            #expect(try await send("/steps", filing, token: county).status == 200)
            let wrong = try await send("/steps", step("contacts", "2024-09-26", ",\"people\":7"))
            #expect(wrong.status == 400)
            let file = try await served.send("GET", "/v1/recruitment/cases/\(id)", token: clerk)
            let steps = try #require(file.json["steps"] as? [[String: Any]])
            #expect(steps.count == 5 && steps[0]["actor"] as? String == "本人")
            let page = try await served.send(
                "GET", "/v1/recruitment/deadlines?days=3660", token: clerk)
            #expect(page.items.contains { $0["rule"] as? String == "review.half_year" }, "\(page.text)")
            let html = try await served.send("GET", "/v1/recruitment/cases/\(id)/document.html", token: clerk)
            #expect(html.text.contains("申请人") && html.text.contains("2024-09-20"))
            let own = try await served.send("GET", "/v1/people/\(person)/recruitment", token: clerk)
            #expect(own.items.count == 1)
            let refreshed = try await served.send("POST", "/v1/recruitment/refresh", token: clerk, body: "{}")
            #expect(refreshed.json["cases"] as? Int == 0, "\(refreshed.text)")
        }
    }

    @Test func seatsAreGivenBoundAndProposed() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("6101", .reviewer)
            let year = ChinaTime.today().year
            func post(_ path: String, _ body: String) async throws -> LoopbackClient.Response {
                try await served.send("POST", "/v1/recruitment/\(path)", token: token, body: body)
            }
            let given = try await post(
                "quotas",
                "{\"organisation\":\"610116\",\"year\":\(year),\"seats\":5,\"batch\":1,\"document\":\"d\",\"reason\":\"r\"}"
            )
            #expect(given.status == 200, "\(given.text)")
            let bound = try await post(
                "bounds",
                "{\"organisation\":\"610116002\",\"year\":\(year),\"at_least\":2,\"at_most\":3,\"document\":\"d\"}")
            #expect(bound.status == 200, "\(bound.text)")
            let floor = try await post(
                "floors",
                "{\"organisation\":\"610116\",\"year\":\(year),\"group\":\"women\",\"at_least\":1,\"document\":\"d\"}")
            #expect(floor.status == 200, "\(floor.text)")
            let proposal = try await post("allocations", "{\"organisation\":\"610116\",\"year\":\(year)}")
            let shares = try #require(proposal.json["shares"] as? [[String: Any]], "\(proposal.text)")
            #expect(shares.compactMap { $0["seats"] as? Int }.reduce(0, +) == 5)
            let second = shares.first { $0["code"] as? String == "610116002" }
            #expect((2...3).contains(second?["seats"] as? Int ?? 0))
            // Nobody is a candidate: the floor says what can be had.
            let floors = try #require(proposal.json["floors"] as? [[String: Any]])
            #expect(floors.first?["met"] as? Bool == false && floors.first?["attainable"] as? Int == 0)
            let sheet = try await served.send("GET", "/v1/recruitment/quotas/610116", token: token)
            #expect((sheet.json["changes"] as? [[String: Any]])?.first?["batch"] as? Int == 1)
            #expect((sheet.json["bounds"] as? [[String: Any]])?.count == 1)
            let wrong = try await post(
                "bounds",
                "{\"organisation\":\"610116002\",\"year\":\(year),\"at_least\":3,\"at_most\":2,\"document\":\"d\"}")
            #expect(wrong.status == 422)
        }
    }

    @Test func remindersNeedAChannelAndAddressesAreChecked() async throws {
        try await ServedFixture.with { served in
            let token = try await served.token("610116", .clerk)
            let none = try await served.send("POST", "/v1/notices/reminders", token: token, body: "{}")
            #expect(none.json["code"] as? String == "notice.no_channel" && none.json["hint"] != nil, "\(none.text)")
            let list = try await served.send("GET", "/v1/notices", token: token)
            #expect(list.status == 200 && list.items.isEmpty)
            let sent = try await served.send("POST", "/v1/notices/deliveries", token: token, body: "{}")
            #expect(sent.status == 422 && sent.code == "notice.no_channel", "\(sent.text)")
            let address = try await served.send(
                "PUT", "/v1/organisations/610116/notice-address", token: token, body: "{\"address\":\"a@b.invalid\"}")
            #expect(address.status == 200, "\(address.text)")
            let wrong = try await served.send(
                "PUT", "/v1/organisations/610116/notice-address", token: token, body: "{\"address\":\"nobody\"}")
            #expect(wrong.status == 422 && wrong.json["code"] as? String == "notice_address_form", "\(wrong.text)")
            let limit = try await served.send(
                "POST", "/v1/notices/deliveries", token: token, body: "{\"limit\":100000}")
            #expect(limit.status == 400)
        }
    }

    @Test func aLetterGoesAndADecisionByMistakeIsAnnulled() async throws {
        try await ServedFixture.with { served in
            _ = try await served.fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let person = try await served.fixture.person(0).id.description
            let (clerk, reviewer) = (
                try await served.token("610116", .clerk), try await served.token("610116", .reviewer)
            )
            let receiver = try await served.token("610528", .clerk)
            let today = ChinaTime.today()
            let letter = try await served.send(
                "POST", "/v1/transfers", token: clerk,
                body:
                    "{\"person\":\"\(person)\",\"organisation\":\"610528100200\",\"on\":\"\(today.adding(days: -20))\"}"
            )
            let issued = try #require(letter.json["transfer"] as? [String: Any], "\(letter.text)")
            // By its number, as the paper has it.
            let id = try #require(issued["letter"] as? String)
            let dead = try await served.send(
                "POST", "/v1/people/\(person)/decisions", token: reviewer,
                body:
                    "{\"change\":\"withdraw\",\"ground\":\"own_wish\",\"on\":\"\(today)\",\"document\":\"d\",\"reason\":\"r\"}"
            )
            #expect(dead.status == 409 && dead.json["code"] as? String == "membership.in_transfer", "\(dead.text)")
            let accepted = try await served.send(
                "POST", "/v1/transfers/\(id)/acceptance", token: receiver,
                body: "{\"receipt\":\"回1\",\"on\":\"\(today.adding(days: -10))\"}")
            #expect(accepted.status == 200, "\(accepted.text)")
            let there = try await served.token("610528", .reviewer)
            let decided = try await served.send(
                "POST", "/v1/people/\(person)/decisions", token: there,
                body:
                    "{\"change\":\"die\",\"ground\":\"death\",\"on\":\"\(today)\",\"document\":\"d\",\"reason\":\"r\"}")
            let decision = try #require(decided.json["id"] as? String, "\(decided.text)")
            let annulled = try await served.send(
                "POST", "/v1/people/\(person)/decisions/\(decision)/annulment", token: there,
                body: "{\"reason\":\"同名误登\",\"document\":\"d2\"}")
            #expect(annulled.status == 200, "\(annulled.text)")
            let history = try await served.send("GET", "/v1/people/\(person)/decisions", token: there)
            #expect(history.items.first?["annulled_because"] as? String == "同名误登")
            let foreign = try await served.send(
                "POST", "/v1/people/\(person)/decisions/\(decision)/annulment", token: reviewer,
                body: "{\"reason\":\"r\",\"document\":\"d\"}")
            #expect(foreign.status == 404, "\(foreign.text)")
        }
    }
}
