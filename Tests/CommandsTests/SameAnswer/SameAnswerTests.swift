import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import API

/// Both doors answer with the same bytes, for every route and so for every verb. Each write runs through either door on
/// a copy of its own of one database; only what is made at that moment may differ: new identifiers and times.
struct SameAnswerTests {
    /// One filled database for all calls.
    private static let office = Task { try await Office.make() }

    @Test func reads() async throws {
        let office = try await Self.office.value
        try await Doors.with(office.filled, token: office.token, values: office.values) { doors in
            for call in DoorCalls.reads { check(call, try await doors.request(call), try await doors.command(call)) }
        }
    }

    @Test(arguments: DoorCalls.writes.map(\.words)) func writes(words: [String]) async throws {
        let call = try #require(DoorCalls.writes.first { $0.words == words })
        let office = try await Self.office.value
        let asked = try await Doors.with(office.filled, token: office.token, values: office.values) {
            try await $0.request(call)
        }
        let typed = try await Doors.with(office.filled, token: office.token, values: office.values) {
            try await $0.command(call)
        }
        check(call, asked, typed)
    }

    private func check(_ call: DoorCall, _ asked: DoorAnswer, _ typed: DoorAnswer) {
        switch (asked, typed, call.refused) {
        case (.text(let asked), .text(let typed), nil):
            #expect(!asked.isEmpty)
            #expect(Self.settled(asked, typed) == Self.settled(typed, asked), "\(call.words) and \(call.route)")
        case (.refused(let asked), .refused(let typed), let expected?):
            #expect(asked == expected && typed == expected, "\(call.words) and \(call.route)")
        default:
            Issue.record("\(call.words): \(typed)\n\(call.route): \(asked)")
        }
    }

    /// A text with what is made at the moment replaced: times, secrets, and identifiers that the other text lacks.
    private static func settled(_ text: String, _ other: String) -> String {
        var text = text.replacing(/\d{4}-\d\d-\d\dT[\d:.]+Z/, with: "TIME")
            .replacing(/"(secret|head)": *"[^"]*"/) { "\"\($0.1)\":\"MADE\"" }
        var known: [String: String] = [:]
        for match in text.matches(of: /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/) {
            let id = String(match.0)
            if !other.contains(id), known[id] == nil { known[id] = "NEW\(known.count)" }
        }
        for (id, name) in known { text = text.replacing(id, with: name) }
        return text
    }

    /// Routes that no command shows as JSON, each with its reason.
    private static let apart: [String: String] = [
        "GET /v1/overdue.ndjson": "the lines of the list that GET /v1/overdue pages through",
        "POST /v1/sessions/certificate": "no command signs in by certificate",
    ]

    @Test func everyRouteIsCalled() {
        for endpoint in Routes.all {
            let parts = endpoint.path.split(separator: "/")
            let isCalled = DoorCalls.all.contains { call in
                let given = call.path.prefix { $0 != "?" }.split(separator: "/")
                return call.method == endpoint.method.rawValue && given.count == parts.count
                    && zip(given, parts).allSatisfy { $0 == $1 || $1.hasPrefix("{") }
            }
            let route = "\(endpoint.method.rawValue) \(endpoint.path)"
            #expect(isCalled || Self.apart[route] != nil, "\(route) is not called through both doors")
        }
    }
}
