import Access
import Civil
import Composition
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

/// No answer holds a part of anybody's ID number but the one that is asked for the number, and audited.
struct NumberWalkTests {
    private func prepare(_ fixture: Fixture) async throws -> Holdings {
        _ = try await fixture.importPeople(Fixture.secretaries(["610116001001", "610116001002"]))
        _ = try await fixture.services.training.openCycle(
            CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
        return try await .fill(fixture, county: "610116", village: "610116001001", index: 0)
    }

    /// The six characters in a row that a text shows of a number, without identifiers, hashes and times, which hold
    /// digits by accident.
    private func parts(of number: String, in text: String) -> [String] {
        let plain = text.replacing(/[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|[0-9a-fA-F]{32,}|T[0-9]{2}:[0-9:.]+Z/, with: "")
        let characters = Array(number)
        return (0...characters.count - 6).map { String(characters[$0..<$0 + 6]) }.filter(plain.contains)
    }

    @Test func theWalkFindsAPartThatIsShown() {
        let number = Fixture.number(0)
        #expect(parts(of: number, in: "x \(number.suffix(6))").count == 1)
        #expect(parts(of: number, in: "\(number.prefix(4))********\(number.suffix(4))").isEmpty)
        #expect(parts(of: number, in: "0198f2a1-\(number.prefix(4))-7000-8000-\(number.prefix(12))").isEmpty)
    }

    @Test func noAnswerShowsAPartOfANumber() async throws {
        var settings = Settings()
        settings.notices.folder = NSTemporaryDirectory() + "dangwu-number-notices"
        try await ServedFixture.with(settings: settings) { served in
            let held = try await prepare(served.fixture)
            let numbers = [0, 1, 40, 60, 80].map(Fixture.number)
            let token = try await served.token("61")
            var asked = 0
            for endpoint in Routes.all where !endpoint.path.hasSuffix("/number") {
                let request = WalkRequest(endpoint, held)
                // By identifier, and by the number itself, which no answer or error repeats.
                for person in [held.person, numbers[0]] {
                    let path = request.path.replacing(held.person, with: person)
                    guard person == held.person || path != request.path else { continue }
                    let answer = try await served.send(
                        endpoint.method.rawValue, path, token: token, headers: request.headers, body: request.body)
                    asked += 1
                    for number in numbers {
                        #expect(
                            parts(of: number, in: answer.text).isEmpty,
                            "\(endpoint.method) \(endpoint.path): \(answer.status) \(answer.text)")
                    }
                }
            }
            #expect(asked > Routes.all.count)
            let trail: [String] = try await served.fixture.owner.query(
                "SELECT coalesce(before::text, '') || coalesce(after::text, '') AS t FROM audit_event"
            ).map { try $0["t"] }
            for number in numbers { #expect(parts(of: number, in: trail.joined(separator: "\n")).isEmpty) }
        }
    }

    /// A number in a place where something else belongs, and a mistyped one, are not repeated either.
    @Test func noErrorRepeatsANumber() async throws {
        try await ServedFixture.with(settings: Settings()) { served in
            _ = try await prepare(served.fixture)
            let token = try await served.token("61")
            let number = Fixture.number(0)
            let mistyped = String(number.dropLast()) + (number.hasSuffix("1") ? "2" : "1")
            let header = "organisation,name,id_number,since,title\n"
            for wrong in [number, mistyped] {
                let requests: [(String, String, String)] = [
                    ("GET", "/v1/people/\(wrong)", ""), ("GET", "/v1/classes/\(wrong)", ""),
                    ("GET", "/v1/organisations/\(wrong)", ""), ("GET", "/v1/people?name=\(wrong)", ""),
                    ("GET", "/v1/overdue?scope=\(wrong)", ""), ("GET", "/v1/overdue?level=\(wrong)", ""),
                    ("GET", "/v1/duties/\(wrong)/explanation", ""),
                    ("POST", "/v1/imports/people", header + "\(wrong),\(wrong),\(wrong),\(wrong),\(wrong)\n"),
                    ("POST", "/v1/imports/tenures", header + "610116001001,某,\(wrong),2014-01-01,\(wrong)\n"),
                    (
                        "POST", "/v1/tenures",
                        "{\"person\":\"\(wrong)\",\"organisation\":\"\(wrong)\",\"since\":\"2014-01-01\"}"
                    ),
                    ("POST", "/v1/tenures", "{\"\(wrong)\":1}"), ("POST", "/v1/tenures", "{\"person\":\(wrong)}"),
                ]
                for (method, path, body) in requests {
                    let type = body.hasPrefix("{") ? "application/json" : "text/csv"
                    let answer = try await served.send(
                        method, path, token: token, headers: body.isEmpty ? [:] : ["Content-Type": type], body: body)
                    #expect(
                        parts(of: number, in: answer.text).isEmpty, "\(method) \(path): \(answer.status) \(answer.text)"
                    )
                }
            }
        }
    }
}
