import Access
import Audit
import Civil
import Composition
import Demonstration
import Foundation
import HTTPTypes
import Kernel
import Postgres
import TestSupport
import Testing
import Training

@testable import API

/// Somebody with two posts: both subtrees are theirs, what lies between them is not, and what they may do in one they
/// may not do in the other.
struct PartsWalkTests {
    /// In the order of paths, so that the second lies between the others.
    private static let villages = ["610102001001", "610116001001", "610528100200"]

    private func prepare(_ fixture: Fixture) async throws -> [Holdings] {
        _ = try await fixture.importPeople(Fixture.secretaries(Self.villages))
        _ = try await fixture.services.training.openCycle(
            CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
        var held: [Holdings] = []
        for (index, village) in Self.villages.enumerated() {
            held.append(
                try await .fill(fixture, county: String(village.prefix(6)), village: village, index: index))
        }
        _ = try await fixture.services.audit.seal(caller: Fixture.root)
        return held
    }

    /// A token over the first county, and over the third in another role.
    private func token(_ served: ServedFixture, _ first: Role, _ third: Role) async throws -> String {
        let token = try await served.fixture.token("610102", first)
        _ = try await served.fixture.services.access.grant(
            GrantOrder(account: token.account, role: third, scope: "610528"), on: ChinaTime.today(),
            caller: Fixture.root)
        return token.secret
    }

    @Test func whatLiesBetweenTwoPlacesStaysUnseenAndUnwritten() async throws {
        try await ServedFixture.with(settings: ScopeWalkTests.settings) { served in
            let held = try await prepare(served.fixture)
            let token = try await token(served, .administrator, .administrator)
            let between = held[1]
            let before = try await ScopeWalkTests.tally(served)
            for endpoint in Routes.all where endpoint.path != "/v1/me/tokens" {
                let request = WalkRequest(endpoint, between)
                let answer = try await served.send(
                    endpoint.method.rawValue, request.path, token: token, headers: request.headers, body: request.body)
                let place = "\(endpoint.method) \(request.path): \(answer.status) \(answer.text)"
                for mark in between.marks where !request.path.contains(mark) && !request.body.contains(mark) {
                    #expect(!answer.text.contains(mark), "\(place) shows \(mark)")
                }
                #expect(ScopeWalkTests.refuses(answer, endpoint), "\(place)")
                if WalkRequest.names(endpoint, between), answer.status == 200 {
                    #expect(answer.items.isEmpty && answer.json["id"] == nil, "\(place)")
                }
            }
            #expect(try await ScopeWalkTests.tally(served) == before)
        }
    }

    @Test func bothPlacesAreSeen() async throws {
        try await ServedFixture.with { served in
            let held = try await prepare(served.fixture)
            let token = try await token(served, .administrator, .viewer)
            for theirs in [held[0], held[2]] {
                let person = try await served.send("GET", "/v1/people/\(theirs.person)", token: token)
                #expect(person.status == 200 && person.text.contains(theirs.names[0]))
                let course = try await served.send("GET", "/v1/classes", token: token)
                #expect(course.text.contains(theirs.course))
                let overdue = try await served.send("GET", "/v1/overdue?as_of=2018-01-01", token: token)
                #expect(overdue.text.contains(theirs.person) && !overdue.text.contains(held[1].person))
            }
            let counts = try await served.send("GET", "/v1/overdue/counts?as_of=2018-01-01&by=child", token: token)
            let parts = counts.items.compactMap { $0["part"] as? String }
            #expect(Set(parts).isSubset(of: ["6101", "6105"]) && !parts.isEmpty, "\(counts.text)")
            let places = try await served.send("GET", "/v1/me", token: token).json["places"] as? [[String: Any]]
            #expect(places?.compactMap { $0["scope"] as? String } == ["61.6101.610102.", "61.6105.610528."])
        }
    }

    /// Writes that name the things of a place where the caller only reads.
    @Test func whatOneRoleMayDoInItsPlaceItMayNotDoInAnother() async throws {
        try await ServedFixture.with(settings: ScopeWalkTests.settings) { served in
            let held = try await prepare(served.fixture)
            let token = try await token(served, .administrator, .viewer)
            let (own, theirs) = (held[0], held[2])
            let before = try await ScopeWalkTests.tally(served)
            for endpoint in Routes.all where endpoint.isWrite && endpoint.path != "/v1/me/tokens" {
                var requests = [WalkRequest(endpoint, theirs)]
                if !endpoint.pathParameters.isEmpty {
                    requests.append(WalkRequest(endpoint, path: theirs, body: own))
                    let mixed = WalkRequest(endpoint, path: own, body: theirs)
                    let names = (theirs.marks + [theirs.organisation]).contains { mixed.body.contains($0) }
                    if names { requests.append(mixed) }
                }
                for request in requests {
                    let answer = try await served.send(
                        endpoint.method.rawValue, request.path, token: token, headers: request.headers,
                        body: request.body)
                    #expect(
                        ScopeWalkTests.refuses(answer, endpoint) || answer.status == 422 || answer.status == 409,
                        "\(endpoint.method) \(request.path): \(answer.status) \(answer.text)")
                }
            }
            #expect(try await ScopeWalkTests.tally(served) == before)
        }
    }

    /// What was done in the second place alone is entered there, and not where the first begins.
    @Test func anAuditEventLiesWhereSomethingWasDone() async throws {
        try await Fixture.with { fixture in
            let held = try await prepare(fixture)
            let issued = try await fixture.token("610102", .administrator)
            _ = try await fixture.services.access.grant(
                GrantOrder(account: issued.account, role: .administrator, scope: "610528"), on: ChinaTime.today(),
                caller: Fixture.root)
            let caller = try await fixture.services.access.authenticate(
                issued.secret, on: ChinaTime.today(), door: "api")
            let asOf = try #require(Day("2014-06-01"))
            _ = try await fixture.services.training.grant(
                ReliefOrder(
                    duties: [Reference(held[2].duty)], kind: .extension_, granted: asOf, expires: asOf, reason: "r",
                    approver: "a", document: "d"), on: ChinaTime.today(), caller: caller)
            let paths = try await fixture.owner.query(
                """
                SELECT path::text AS path FROM audit_event
                WHERE action = 'relief.grant' AND account_id = \(issued.account.value)
                """
            ).map { try $0["path"] as String }
            #expect(paths == ["61.6105.610528."])
            // An act over both is entered in both, and what belongs to one place asks which.
            _ = try await fixture.importPeople(
                "organisation,name,id_number,since,status,synthetic\n610528100200,测试九,\(Fixture.number(9)),2005-07-01,full,true\n",
                caller: caller)
            let places = try await fixture.owner.query(
                """
                SELECT path::text AS path FROM audit_event
                WHERE action = 'people.import' AND account_id = \(issued.account.value) ORDER BY path
                """
            ).map { try $0["path"] as String }
            #expect(places == ["61.6101.610102.", "61.6105.610528."])
            let error = await #expect(throws: AppError.self) {
                try await fixture.services.training.openYear(
                    YearOrder(year: 2015), on: ChinaTime.today(), caller: caller)
            }
            #expect(error?.code == "access.several_places" && error?.facts.count == 2)
            _ = try await fixture.services.training.openYear(
                YearOrder(year: 2015, scope: "610528"), on: ChinaTime.today(), caller: caller)
        }
    }
}
