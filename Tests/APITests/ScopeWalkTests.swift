import Access
import Audit
import Composition
import Demonstration
import Foundation
import HTTPTypes
import Kernel
import Points
import Postgres
import Settings
import Synchronization
import TestSupport
import Testing
import Training

@testable import API

/// A token for one county sees nothing of its neighbour, through any route.
struct ScopeWalkTests {
    private func prepare(_ fixture: Fixture) async throws -> [Holdings] {
        _ = try await fixture.importPeople(Fixture.secretaries(["610116001001", "610102001001", "610528100200"]))
        _ = try await fixture.services.training.openCycle(
            CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
        var held: [Holdings] = []
        for (index, village) in ["610116001001", "610102001001", "610528100200"].enumerated() {
            held.append(
                try await .fill(fixture, county: String(village.prefix(6)), village: village, index: index))
        }
        _ = try await fixture.services.audit.seal(caller: Fixture.root)
        return held
    }

    /// A neighbour's request is refused for its scope and for nothing else: what is sent is proven well formed by
    /// `everyRequestOfTheWalkIsWellFormed`.
    @Test func noRouteShowsOrChangesWhatLiesOutside() async throws {
        try await ServedFixture.with(settings: Self.settings) { served in
            let held = try await prepare(served.fixture)
            let (own, sibling, far) = (held[0], held[1], held[2])
            let county = try await served.token("610116")
            let child = try await served.token("610116002")
            let parent = try await served.token("6101")
            let before = try await Self.tally(served)
            // One's own token concerns no neighbour, and is made.
            for endpoint in Routes.all where endpoint.path != "/v1/me/tokens" {
                for (token, hidden) in [(county, [sibling, far]), (child, [own, sibling, far]), (parent, [far])] {
                    let marks = hidden.flatMap {
                        token == child && $0.organisation == own.organisation ? $0.personal : $0.marks
                    }
                    for theirs in hidden {
                        let request = WalkRequest(endpoint, theirs)
                        let answer = try await served.send(
                            endpoint.method.rawValue, request.path, token: token, headers: request.headers,
                            body: request.body)
                        let place = "\(endpoint.method) \(request.path): \(answer.status) \(answer.text)"
                        for mark in marks where !request.path.contains(mark) && !request.body.contains(mark) {
                            #expect(!answer.text.contains(mark), "\(place) shows \(mark)")
                        }
                        // The class of its own county is the one thing named here that a township sees.
                        let admitted =
                            token == child && theirs.organisation == own.organisation
                            && endpoint.path.hasPrefix("/v1/classes/")
                        let isOpenClass = admitted && answer.code == "class.state"
                        #expect(Self.refuses(answer, endpoint) || isOpenClass, "\(place)")
                        if WalkRequest.names(endpoint, theirs), !admitted, answer.status == 200 {
                            #expect(answer.items.isEmpty && answer.json["id"] == nil, "\(place)")
                        }
                    }
                }
            }
            #expect(try await Self.tally(served) == before)
            // The same walk sees its own: the marks above are not absent by accident.
            let ownPerson = try await served.send("GET", "/v1/people/\(own.person)", token: county)
            #expect(ownPerson.status == 200 && ownPerson.text.contains(own.names[0]))
            let ownCourse = try await served.send("GET", "/v1/classes/\(own.course)", token: child)
            #expect(ownCourse.status == 200, "a township sees the class that admits it")
        }
    }

    /// The path names what is the neighbour's and the body what is one's own, or the other way round.
    @Test func noRouteMixesWhatIsOwnWithWhatIsNot() async throws {
        try await ServedFixture.with(settings: Self.settings) { served in
            let held = try await prepare(served.fixture)
            let (own, theirs) = (held[0], held[1])
            let token = try await served.token("610116")
            let before = try await Self.tally(served)
            for endpoint in Routes.all where endpoint.isWrite && !endpoint.pathParameters.isEmpty {
                let inPath = WalkRequest(endpoint, path: theirs, body: own)
                let inBody = WalkRequest(endpoint, path: own, body: theirs)
                let names = (theirs.marks + [theirs.organisation]).contains { inBody.body.contains($0) }
                for request in names ? [inPath, inBody] : [inPath] {
                    let answer = try await served.send(
                        endpoint.method.rawValue, request.path, token: token, headers: request.headers,
                        body: request.body)
                    let place = "\(endpoint.method) \(request.path) \(request.body): \(answer.status) \(answer.text)"
                    #expect((400..<500).contains(answer.status) && answer.status != 400, "\(place)")
                    for mark in theirs.marks where !request.path.contains(mark) && !request.body.contains(mark) {
                        #expect(!answer.text.contains(mark), "\(place) shows \(mark)")
                    }
                }
            }
            #expect(try await Self.tally(served) == before)
        }
    }

    /// Whether an answer is what a neighbour may get: not there, not allowed, or nothing to be seen. A sheet is refused
    /// by its cells: each that is wrong then names something of the neighbour.
    static func refuses(_ answer: LoopbackClient.Response, _ endpoint: Endpoint) -> Bool {
        if [200, 403, 404].contains(answer.status) { return true }
        if isPersonalRefusal(answer, endpoint) { return true }
        guard answer.status == 422, case .csv = endpoint.content, answer.code == "import.rejected" else { return false }
        let naming = ["organisation", "parent_code", "person", "subject", "name", "id_number", "code"]
        let cells = answer.json["errors"] as? [[String: Any]] ?? []
        return !cells.isEmpty && cells.allSatisfy { naming.contains($0["column"] as? String ?? "") }
    }

    /// What a route about the caller's own account answers to who came with a token and never signs in, and the way in
    /// to who is unknown.
    private static func isPersonalRefusal(_ answer: LoopbackClient.Response, _ endpoint: Endpoint) -> Bool {
        let codes = ["access.no_sign_in_name", "second_factor.enrolment_expired"]
        return endpoint.isPersonal && codes.contains(answer.code)
            || endpoint.isOpen
                && [
                    "access.sign_in_refused", "access.sign_in_locked", "access.certificate_missing",
                ].contains(answer.code)
    }

    /// Notices go to a folder.
    static let settings: Settings = {
        var settings = Settings()
        settings.notices.folder = NSTemporaryDirectory() + "dangwu-walk-notices"
        return settings
    }()

    /// What the walk sends, sent by somebody who may: it gets past every check, or the state of the thing refuses it.
    /// What is refused after other requests were sent is sent to a fresh copy of the same database.
    @Test func everyRequestOfTheWalkIsWellFormed() async throws {
        try await FixtureImage.with(prepare) { image, held in
            let own = held[0]
            var again: [Endpoint] = []
            try await image.copy(settings: Self.settings) { fixture in
                let refused = Mutex<[Endpoint]>([])
                try await ServedFixture.serve(fixture) { served in
                    for endpoint in Routes.all where try await refusal(endpoint, own, served) != nil {
                        refused.withLock { $0.append(endpoint) }
                    }
                }
                again = refused.withLock(\.self)
                // Whatever a route wrote, an audit event of the same transaction explains it.
                _ = try await fixture.services.audit.seal(caller: Fixture.root)
                let found = try await fixture.services.audit.verify(AuditCheckOrder(), caller: Fixture.root)
                #expect(found.faultCount == 0 && found.pending == 0, "\(found.faults)")
            }
            for endpoint in again {
                try await image.copy(settings: Self.settings) { fixture in
                    try await ServedFixture.serve(fixture) { served in
                        let refusal = try await refusal(endpoint, own, served)
                        #expect(refusal == nil, "\(endpoint.method) \(endpoint.path)")
                    }
                }
            }
            #expect(again.count < Routes.all.count / 4)
        }
    }

    /// What nobody has entered before: there is nothing to decide or to take back.
    private static let absent = ["nomination.missing"]

    /// What was sent and answered, where that is neither done nor refused for the state of the thing.
    private func refusal(_ endpoint: Endpoint, _ own: Holdings, _ served: ServedFixture) async throws -> String? {
        let token = try await served.fixture.token("61", .administrator)
        // One's own points are those of the person behind the account.
        if endpoint.path.hasPrefix("/v1/points/me") {
            _ = try await served.fixture.services.points.link(
                token.account, AccountPersonOrder(person: Reference(own.person)), caller: Fixture.root)
        }
        if endpoint.method == .delete, endpoint.path == "/v1/accounts/{account}/person" {
            _ = try? await served.fixture.services.points.link(
                try #require(Identifier(own.account)), AccountPersonOrder(person: Reference(own.person)),
                caller: Fixture.root)
        }
        let request = WalkRequest(endpoint, own)
        let answer = try await served.send(
            endpoint.method.rawValue, request.path, token: token.secret, headers: request.headers, body: request.body)
        if (200..<300).contains(answer.status) || answer.status == 409 { return nil }
        if Self.absent.contains(answer.code) { return nil }
        if Self.isPersonalRefusal(answer, endpoint) { return nil }
        return "\(request.path) \(request.body): \(answer.status) \(answer.text)"
    }

    /// A query that takes a scope stays within it, whatever else it takes, although the caller may see more.
    @Test func scopeNarrowsEveryListThatTakesIt() async throws {
        try await ServedFixture.with { served in
            _ = try await served.fixture.importPeople(
                Fixture.secretaries(["610116001001", "610102001001", "610528100200"]))
            _ = try await served.fixture.services.training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            let own = try await Holdings.fill(
                served.fixture, county: "610116", village: "610116001001", index: 0)
            let sibling = try await Holdings.fill(
                served.fixture, county: "610102", village: "610102001001", index: 1)
            let token = try await served.token("61")
            let lists = Routes.all.filter { $0.method == .get && $0.query.contains { $0.name == "scope" } }
            var wide = 0
            for endpoint in lists {
                let path = WalkRequest(endpoint, own).path
                let separator = path.contains("?") ? "&" : "?"
                let everything = try await served.send("GET", path + separator + "scope=61", token: token)
                wide += sibling.personal.contains { everything.text.contains($0) } ? 1 : 0
                let narrow = try await served.send("GET", path + separator + "scope=610116", token: token)
                for mark in sibling.personal { #expect(!narrow.text.contains(mark), "\(path) shows \(mark)") }
            }
            #expect(lists.count > 10 && wide > 4, "\(wide) of \(lists.count)")
        }
    }

    /// What the walk must leave as it was: the facts of everybody hidden.
    static func tally(_ served: ServedFixture) async throws -> [Int] {
        var counts: [Int] = []
        for table in [
            "absence", "absence_withdrawal", "seating_decision", "seating_decision_withdrawal", "plan", "plan_seat",
            "tenure", "membership", "relief", "relief_withdrawal", "enrolment", "attendance_mark", "credit",
            "class_event", "class_quota", "class_budget",
            "organisation_version", "points_participation", "points_exemption",
            "points_fact",
            "ledger_entry", "points_claim", "points_claim_event", "points_period_event", "points_sheet",
            "recruitment_case", "recruitment_step", "recruitment_ruling", "recruitment_due", "recruitment_trait",
            "recruitment_quota", "recruitment_floor", "membership_decision", "membership_transfer",
            "membership_transfer_answer", "membership_letter_number", "membership_balance", "account_person", "account",
            "token", "access_grant",
            "revocation", "account_password", "second_factor", "recovery_code", "token_replacement",
            "grant_substitution", "grant_decision", "post_suspension",
        ] {
            counts.append(try await served.fixture.count(table))
        }
        return counts
    }

    @Test func sqlByHandWithoutAScopeReturnsNothing() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let tables = try await fixture.owner.query(
                """
                SELECT tablename FROM pg_tables
                WHERE schemaname = 'public' AND tablename NOT IN ('schema_migration', 'scope_key') ORDER BY 1
                """)
            #expect(tables.count > 20)
            for row in tables {
                let table: String = try row["tablename"]
                let rows = try await fixture.services.pool.withConnection {
                    try await $0.query("SELECT 1 AS one FROM \(unsafeSQL: table) LIMIT 1")
                }
                #expect(rows.isEmpty, "\(table)")
            }
        }
    }
}
