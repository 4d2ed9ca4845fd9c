import Access
import Composition
import Demonstration
import Foundation
import HTTPTypes
import Kernel
import TestSupport
import Testing
import Training
import Wire

@testable import API

/// Nobody makes the program work for what they may not ask: the permission is the first thing that a verb asks for,
/// before it reads a sheet, a rule file or a row.
struct DeniedWalkTests {
    /// What a member may send about themselves.
    private static let open: Set = [
        "POST /v1/points/claims", "POST /v1/points/claims/{claim}/withdrawal",
        "POST /v1/points/claims/{claim}/objections", "POST /v1/me/tokens", "POST /v1/substitutions",
    ]

    private static let garbage: [UInt8] = Array(repeating: 0xFF, count: 200_000)

    /// A body that takes long or is refused wherever it is read.
    private func hostile(_ endpoint: Endpoint, _ own: Holdings) -> [UInt8] {
        switch endpoint.content {
        case .none: return []
        case .csv: return Self.garbage
        case .json(let schema):
            let aliases = (0..<12).map { "a\($0): &a\($0) {? *a\(max(0, $0 - 1)) : [*a\(max(0, $0 - 1))]}" }
            let text = (try? WireEncoder.text(aliases.joined(separator: "\n"))) ?? ""
            var values: [String: String] = [:]
            for member in schema.members where member.name == "text" { values[member.name] = text }
            for member in schema.members where member.name == "files" {
                values[member.name] = "[{\"name\":\"m\",\"text\":\(text)}]"
            }
            // Days that no verb takes, and references to nothing: both are looked at after the permission.
            let days = ["on", "since", "until", "starts", "ends", "from", "through", "day", "as_of"]
            for name in days { values[name] = "\"9999-12-31\"" }
            for name in ["organisation", "person", "subject", "scope"] { values[name] = "\"no-such-thing\"" }
            return Array(SampleBody(values: values).json(schema, own: values).utf8)
        }
    }

    @Test func aVerbAsksForThePermissionFirst() async throws {
        try await ServedFixture.with { served in
            _ = try await served.fixture.importPeople(Fixture.secretaries(["610116001001"]))
            _ = try await served.fixture.services.training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            let own = try await Holdings.fill(
                served.fixture, county: "610116", village: "610116001001", index: 0)
            let token = try await served.token("610116", .member)
            var (denied, admitted): (Int, [String]) = (0, [])
            for endpoint in Routes.all {
                let walk = WalkRequest(endpoint, own)
                let client = { (body: [UInt8]) in
                    try await served.send(
                        endpoint.method.rawValue, walk.path, token: token, headers: walk.headers, bytes: body)
                }
                let plain = try await client(Array(walk.body.utf8))
                guard plain.code == "access.forbidden" else {
                    if endpoint.isWrite { admitted.append("\(endpoint.method.rawValue) \(endpoint.path)") }
                    continue
                }
                denied += 1
                let start = ContinuousClock.now
                let answer = try await client(hostile(endpoint, own))
                let place = "\(endpoint.method) \(endpoint.path): \(answer.status) \(answer.text.prefix(300))"
                #expect(answer.status == 403 && answer.code == "access.forbidden", "\(place)")
                #expect(ContinuousClock.now - start < .seconds(3), "\(place)")
            }
            #expect(denied > 60, "\(denied)")
            // What concerns one's own account alone is everybody's.
            let personal = Routes.all.filter { $0.isOpen || $0.isPersonal }.map { "\($0.method.rawValue) \($0.path)" }
            #expect(Set(admitted).subtracting(personal) == Self.open, "\(admitted)")
        }
    }
}
