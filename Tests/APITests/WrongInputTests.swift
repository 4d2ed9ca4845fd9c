import Demonstration
import Foundation
import Kernel
import Members
import TestSupport
import Testing

@testable import API

/// What people mistype and what nobody can mean is refused by name, and nothing is lost or half done.
struct WrongInputTests {
    private static let huge = "9223372036854775807"

    private struct Desk {
        let served: ServedFixture
        let token: String
        let person: String
        let recruitment: String

        func post(_ path: String, _ body: String, _ headers: [String: String] = [:]) async throws
            -> LoopbackClient.Response
        {
            try await served.send("POST", path, token: token, headers: headers, body: body)
        }

        func expect(
            _ path: String, _ body: String, _ code: String, names word: String = "",
            at location: SourceLocation = #_sourceLocation
        ) async throws {
            let answer = try await post(path, body)
            let message = (answer.json["message"] as? [String: String])?.values.joined() ?? answer.text
            #expect(
                answer.status == (code.hasPrefix("body.") ? 400 : 422) && answer.code == code
                    && (word.isEmpty || message.contains(word)),
                "\(answer.text)",
                sourceLocation: location)
        }
    }

    private func with(_ body: @escaping @Sendable (Desk) async throws -> Void) async throws {
        try await ServedFixture.with { served in
            _ = try await served.fixture.importPeople(
                "organisation,name,id_number,since,status,synthetic\n610116001001,申请人,\(Fixture.number(0)),2024-03-01,applicant,true\n"
                    + "610116001001,党员,\(Fixture.number(1)),2010-03-01,full,true\n")
            let token = try await served.token("61")
            let person = try await served.fixture.person(0).id.description
            let made = try await served.send(
                "POST", "/v1/recruitment/cases", token: token, body: "{\"person\":\"\(person)\",\"on\":\"2024-03-01\"}")
            try await body(
                Desk(
                    served: served, token: token, person: person,
                    recruitment: "/v1/recruitment/cases/" + (try #require(made.json["id"] as? String, "\(made.text)"))))
        }
    }

    private func meeting(_ ballot: String) -> String {
        "{\"milestone\":\"branch_meeting\",\"on\":\"2024-05-01\",\"outcome\":\"admit\",\"irregular\":\"补录\","
            + "\"ballot\":{\"members\":5,\"present\":4,\"secret\":true,\"single\":true,\(ballot)}}"
    }

    @Test func figuresThatNoSumCanHoldAreRefused() async throws {
        try await with { desk in
            for ballot in [
                "\"yes\":\(Self.huge),\"no\":\(Self.huge)",
                "\"yes\":4,\"written_yes\":\(Self.huge),\"written_no\":\(Self.huge)",
                "\"yes\":4,\"excused\":{\"illness\":\(Self.huge),\"abroad\":\(Self.huge)}", "\"yes\":-5",
            ] {
                for route in ["/verdicts", "/steps"] {
                    try await desk.expect(desk.recruitment + route, meeting(ballot), "body.value")
                }
            }
            let quota = "{\"organisation\":\"61\",\"year\":2026,\"document\":\"d\",\"reason\":\"r\",\"seats\":"
            try await desk.expect("/v1/recruitment/quotas", quota + "\(Self.huge)}", "body.value", names: "seats")
            #expect(try await desk.post("/v1/recruitment/quotas", quota + "5}").status == 200)
            try await desk.expect("/v1/recruitment/quotas", quota + "\(Self.huge)}", "body.value", names: "seats")
            let proposal = "{\"organisation\":\"610116\",\"year\":2026,"
            for rest in [
                "\"total\":\(Self.huge)}", "\"total\":-1}",
                "\"floors\":[{\"group\":\"women\",\"at_least\":-5}]}",
                "\"bounds\":[{\"code\":\"610116001\",\"at_least\":0,\"at_most\":\(Self.huge)},"
                    + "{\"code\":\"610116002\",\"at_least\":0,\"at_most\":\(Self.huge)}]}",
            ] { try await desk.expect("/v1/recruitment/allocations", proposal + rest, "body.value") }
            for cell in ["0/-9223372036854775808/1", "\(Self.huge)/\(Self.huge)/-1", "5/4/9"] {
                let sheet = "person,branch_meeting,irregular\n\(Fixture.number(0)),2024-05-01 \(cell),r\n"
                let answer = try await desk.post(
                    "/v1/recruitment/cases/import?dry_run=true", sheet, ["Content-Type": "text/csv"])
                #expect(answer.status == 422 || answer.status == 409, "\(answer.text)")
            }
        }
    }

    @Test func unknownMembersAreNotOverlooked() async throws {
        try await with { desk in
            let leaving = desk.recruitment + "/leaving"
            #expect(try await desk.post(leaving, "{\"on\":\"2026-12-31\"}").status == 200)
            try await desk.expect(leaving, "{\"onn\":\"2026-12-31\"}", "body.unknown", names: "onn")
            let file = try await desk.served.send("GET", desk.recruitment, token: desk.token)
            #expect((file.json["recruitment"] as? [String: Any])?["leaves_on"] as? String == "2026-12-31")
            try await desk.expect(leaving, "{\"on\":\"2026-12-31\",\"on\":null}", "body.twice", names: "on")
            try await desk.expect(leaving, "{\"on\":7}", "body.value", names: "on")
            try await desk.expect(leaving, "[]", "body.value")
            // Legal ways to write the same.
            #expect(try await desk.post(leaving, "{\"\\u006fn\":\"2026-12-31\"}").status == 200)
            try await desk.expect(leaving, "{\"on\":\"2026-12-31\",\"\\u006fn\":null}", "body.twice")
            let whole = "{\"organisation\":\"61\",\"year\":2.026e3,\"seats\":5.0,\"document\":\"d\",\"reason\":\"r\"}"
            let given = try await desk.post("/v1/recruitment/quotas", whole)
            #expect(given.status == 200, "\(given.text)")
            try await desk.expect(leaving, "", "body.syntax")
            try await desk.expect(leaving, "{\"on\":\"2026-12-31\"} x", "body.syntax")
            try await desk.expect(
                leaving, String(repeating: "[", count: 100_000), "body.value")
            let order =
                "{\"organisation\":\"610116\",\"year\":2026,\"bounds\":[{\"code\":\"610116001\",\"at_mots\":3}]}"
            try await desk.expect("/v1/recruitment/allocations", order, "body.unknown", names: "bounds[0].at_mots")
            try await desk.expect(
                "/v1/recruitment/allocations", "{\"organisation\":\"61\",\"year\":1.5}", "body.value", names: "year")
            // What belongs to another step has no place in this one.
            let foreign = "{\"milestone\":\"talk\",\"on\":\"2024-03-15\",\"passed\":true}"
            try await desk.expect(desk.recruitment + "/steps", foreign, "recruitment.foreign", names: "passed")
        }
    }

    @Test func wordsAndDaysOutOfRangeAreRefused() async throws {
        try await with { desk in
            let long = String(repeating: "长", count: 600)
            for reason in [long, "\\u0000", "\\u001b[2J", " "] {
                let answer = try await desk.post(
                    desk.recruitment + "/withdrawal", "{\"reason\":\"\(reason)\",\"document\":\"d\"}")
                let isBlank = reason == " "
                #expect(answer.status == (isBlank ? 422 : 400) && answer.text.contains("reason"), "\(answer.text)")
            }
            let ruling = desk.recruitment + "/withdrawal"
            for day in ["9999-12-31", "1000-01-01", "2024-02-29"] {
                try await desk.expect(
                    ruling, "{\"reason\":\"r\",\"document\":\"d\",\"on\":\"\(day)\"}", "value.invalid", names: day)
            }
            try await desk.expect(
                "/v1/recruitment/cases", "{\"person\":\"\(desk.person)\",\"on\":\"9999-12-31\"}", "value.invalid")
            let nul = try await desk.served.send("GET", "/v1/recruitment/cases?scope=%00", token: desk.token)
            #expect(nul.status == 400 && nul.code == "query.value", "\(nul.text)")
            let member = try await desk.served.fixture.person(1).id.description
            let issue = "{\"person\":\"\(member)\",\"elsewhere\":\"外地\",\"on\":"
            try await desk.expect("/v1/transfers", issue + "\"1000-01-01\"}", "value.invalid", names: "1000-01-01")
            for number in ["123", "", "11010519491231002X0"] {
                let arrival = try await desk.post(
                    "/v1/arrivals",
                    "{\"organisation\":\"610116001001\",\"name\":\"甲\",\"number\":\"\(number)\",\"status\":\"full\","
                        + "\"from\":\"外地\",\"letter\":\"1\",\"issued_on\":\"2026-01-01\",\"synthetic\":true}")
                #expect(arrival.status == 422 && arrival.code == "arrival.id_number", "\(arrival.text)")
            }
            let traits = try await desk.served.send(
                "PUT", "/v1/people/\(desk.person)/groups", token: desk.token,
                body: "{\"groups\":[\"farmer\"],\"since\":\"9999-12-31\"}")
            #expect(traits.status == 422, "\(traits.text)")
            let nobody = try await desk.served.send("GET", "/v1/people/\(UUID())/recruitment", token: desk.token)
            #expect(nobody.status == 404)
        }
    }

    @Test func theSameRequestTwiceAtOnceIsAnsweredAlike() async throws {
        try await with { desk in
            _ = try await desk.served.fixture.importPeople(
                "organisation,name,id_number,since,status,synthetic\n610116001001,申请乙,\(Fixture.number(2)),2024-03-01,applicant,true\n"
            )
            let person = try await desk.served.fixture.person(2).id.description
            let answers = try await withThrowingTaskGroup(of: LoopbackClient.Response.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await desk.post(
                            "/v1/recruitment/cases", "{\"person\":\"\(person)\",\"on\":\"2024-03-01\"}",
                            ["Idempotency-Key": "once"])
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let ids = Set(answers.map { $0.json["id"] as? String ?? "nothing" })
            #expect(answers.allSatisfy { $0.status == 200 } && ids.count == 1 && !ids.contains("nothing"))
        }
    }

    @Test func groupsSetTwiceAtOnceAreSetOnce() async throws {
        try await with { desk in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await desk.served.send(
                            "PUT", "/v1/people/\(desk.person)/groups", token: desk.token,
                            body: "{\"groups\":[\"farmer\"]}"
                        ).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == [200, 200, 200, 200])
        }
    }
}
