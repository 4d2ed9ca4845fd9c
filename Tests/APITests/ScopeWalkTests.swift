import Access
import Civil
import Composition
import Demonstration
import Foundation
import HTTPTypes
import Kernel
import Members
import Organisations
import Points
import Postgres
import Procedures
import Recruitment
import Schemes
import TestSupport
import Testing
import Training

@testable import API

/// A token for one county sees nothing of its neighbour, through any route.
struct ScopeWalkTests {
    /// What one subtree holds, as a neighbour might ask for it.
    struct Holdings: Sendable {
        let organisation: String
        let organisationID: String
        let person: String
        let tenure: String
        let duty: String
        let relief: String
        let course: String
        let enrolment: String
        let claim: String
        let period: String
        let exemption: String
        let recruitment: String
        let letter: String
        let applicant: String
        let names: [String]

        /// Texts that only this subtree's answers may contain.
        var marks: [String] { personal + [organisationID, course, "班次\(organisation)"] }

        /// Of these, what even a township below may not see: it sees the class that admits it and the parent.
        var personal: [String] {
            [person, tenure, duty, relief, enrolment, claim, exemption, recruitment, letter, applicant] + names
        }
    }

    private func fill(_ served: ServedFixture, county: String, village: String, index: Int) async throws -> Holdings {
        let services = served.fixture.services
        let organisation = try await services.organisations.organisation(Reference(county), caller: Fixture.root)
        let person = try await served.fixture.person(index)
        let tenure = try await services.members.tenures(of: Reference(person.id), caller: Fixture.root).items[0]
        let asOf = try #require(Day("2014-06-01"))
        let training = services.training
        let duty = try await training.duties(
            of: Reference(person.id), AsOfQuery(asOf: asOf), on: ChinaTime.today(), caller: Fixture.root
        ).items[0]
        let order = ReliefOrder(
            duties: [Reference(duty.id)], kind: .extension_, granted: asOf, expires: asOf, reason: "r", approver: "a",
            document: "d")
        let relief = try await training.grant(order, on: ChinaTime.today(), caller: Fixture.root).items[0].id
        let course = try await training.createClass(
            ClassOrder(
                host: Reference(county), code: "k\(index)", name: "班次\(county)", fields: [.rural, .community],
                kinds: [.rotation], starts: asOf, ends: asOf, minimum: 1, capacity: 5, venue: "v",
                sessions: [
                    ClassSession(
                        number: 1, day: asOf, half: .morning, topic: .ideals, title: "t", hours: Hours(tenths: 40),
                        teacher: "t")
                ]), on: ChinaTime.today(), caller: Fixture.root)
        _ = try await training.move(
            Reference(course.id), ClassMoveOrder(state: .announced, on: asOf), expected: nil, on: ChinaTime.today(),
            caller: Fixture.root)
        _ = try await training.enrol(
            EnrolmentOrder(people: [Reference(person.id)]), in: Reference(course.id), caller: Fixture.root)
        let enrolment = try await training.enrolments(of: Reference(course.id), PageRequest(), caller: Fixture.root)
            .items[0]
        let points = services.points
        let subject = Reference(Identifier<PointsSubject>(person.id))
        let today = ChinaTime.today()
        _ = try await points.importScheme(
            SchemeImportOrder(
                SchemeFile(main: "m", texts: ["m": Self.scheme]), organisation: Reference(county)),
            caller: Fixture.root)
        _ = try await points.join(
            ParticipantsOrder(participants: [ParticipantOrder(subject: subject, since: asOf)]), scheme: "walk",
            on: today, caller: Fixture.root)
        _ = try await points.post(
            PostsOrder(entries: [PostOrder(subject: subject, scheme: "walk", item: "A", on: asOf, key: "k")]),
            on: today, caller: Fixture.root)
        let claim = try await points.claim(
            ClaimOrder(subject: subject, scheme: "walk", item: "B", on: asOf, key: "c"), on: today,
            caller: Fixture.root)
        let closed = try await points.close(
            ClosingOrder(organisation: Reference(county), day: asOf, decision: "d"), scheme: "walk", on: today,
            caller: Fixture.root)
        let exemption = try await points.exempt(
            ExemptionOrder(subjects: [subject], exemption: "e", since: today, reason: "r", document: "d"),
            scheme: "walk", caller: Fixture.root
        ).items[0]
        let applicant = 40 + index
        _ = try await served.fixture.importPeople(
            "organisation,name,id_number,since,status,synthetic\n\(village),申请人\(county),\(Fixture.number(applicant)),2014-01-01,applicant,true\n"
        )
        let candidate = try await served.fixture.person(applicant)
        let recruitment = try await services.recruitment.open(
            CaseOrder(person: Reference(candidate.id), on: asOf), on: ChinaTime.today(), caller: Fixture.root
        ).id
        _ = try await services.recruitment.record(
            StepOrder(.application, on: StatedDate(asOf), evidence: ["application_letter"]),
            of: Reference(recruitment), on: ChinaTime.today(), caller: Fixture.root)
        let letter = try await services.members.issueTransfer(
            LetterOrder(person: Reference(person.id), elsewhere: "别处"), on: ChinaTime.today(), caller: Fixture.root
        ).transfer
        return Holdings(
            organisation: county, organisationID: organisation.id.description, person: person.id.description,
            tenure: tenure.id.description,
            duty: duty.id.description, relief: relief.description, course: course.id.description,
            enrolment: enrolment.id.description, claim: claim.id.description,
            period: closed.period.description, exemption: exemption.id.description,
            recruitment: recruitment.description, letter: letter.id.description, applicant: candidate.id.description,
            names: [person.name, candidate.name])
    }

    private static let scheme = """
        format: points-scheme/1
        key: walk
        version: "1"
        name: {zh: 测试, en: test}
        source: {document: 测试, place: 全文}
        in_force: {from: 2000-01-01}
        period: year
        base: 10
        blocks: [{key: a, name: {zh: 甲, en: A}}]
        exemptions: [{key: e, name: {zh: 免, en: exempt}, place: 一}]
        process: {direct: true, evidence: false}
        items:
          - {id: A, block: a, text: 甲, value: 1}
          - {id: B, block: a, text: 乙, value: 1, process: {direct: false, reviews: [{key: r, name: {zh: 审, en: review}}]}}
        """

    /// What the first parameter of a path names, by what stands before it.
    private func named(_ theirs: Holdings) -> [(prefix: String, id: String)] {
        [
            ("/v1/organisations/", theirs.organisation), ("/v1/people/", theirs.person),
            ("/v1/tenures/", theirs.tenure),
            ("/v1/duties/", theirs.duty), ("/v1/reliefs/", theirs.relief), ("/v1/classes/", theirs.course),
            ("/v1/enrolments/", theirs.enrolment), ("/v1/tokens/", UUID().uuidString),
            ("/v1/points/claims/", theirs.claim), ("/v1/points/periods/", theirs.period),
            ("/v1/recruitment/cases/", theirs.recruitment),
            ("/v1/recruitment/quotas/", theirs.organisation), ("/v1/transfers/", theirs.letter),
            ("/v1/accounts/", UUID().uuidString),
        ]
    }

    /// A path with the neighbour's identifiers in it, and a body that is well formed.
    private func request(_ endpoint: Endpoint, _ theirs: Holdings) -> (path: String, body: String) {
        var path = endpoint.path
        for (prefix, id) in named(theirs) where path.hasPrefix(prefix + "{") {
            let rest = path.dropFirst(prefix.count).drop { $0 != "}" }.dropFirst()
            path = prefix + id + rest
        }
        path = path.replacing("{person}", with: theirs.person).replacing("{decision}", with: UUID().uuidString)
            .replacing("{name}", with: "people").replacing("{number}", with: "1").replacing("{scheme}", with: "walk")
            .replacing("{subject}", with: theirs.person).replacing("{year}", with: "2015")
        let columns = ["as_of": "2016-09-01", "since": "2014-01-01", "name": "测试", "scheme": "walk"]
        let query = endpoint.query.compactMap { parameter in columns[parameter.name].map { "\(parameter.name)=\($0)" } }
        if !query.isEmpty {
            path +=
                "?"
                + (query.joined(separator: "&").addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed) ?? "")
        }
        let body: [String: String] = [
            "PATCH /v1/organisations/{organisation}": "{\"since\":\"2015-01-01\",\"name\":\"改\"}",
            "POST /v1/people/{person}/transfer": "{\"organisation\":\"\(theirs.organisation)\",\"on\":\"2016-01-01\"}",
            "POST /v1/tenures":
                "{\"person\":\"\(theirs.person)\",\"organisation\":\"\(theirs.organisation)\",\"title\":\"committee_member\",\"since\":\"2016-01-01\"}",
            "POST /v1/tenures/{tenure}/end": "{\"until\":\"2016-01-01\"}",
            "POST /v1/tenures/{tenure}/annul": "{\"reason\":\"r\"}",
            "POST /v1/cycles": "{\"key\":\"shaanxi-2014\",\"organisation\":\"\(theirs.organisation)\"}",
            "POST /v1/years": "{\"year\":2014}",
            "POST /v1/reliefs":
                "{\"duties\":[\"\(theirs.duty)\"],\"kind\":\"exemption\",\"expires\":\"2030-01-01\","
                + "\"reason\":\"r\",\"approver\":\"a\",\"document\":\"d\"}",
            "POST /v1/reliefs/{relief}/withdraw": "{\"reason\":\"r\"}",
            "POST /v1/classes":
                "{\"host\":\"\(theirs.organisation)\",\"code\":\"x\",\"name\":\"x\",\"fields\":[\"rural\"],"
                + "\"starts\":\"2015-01-05\",\"ends\":\"2015-01-06\",\"capacity\":2,\"venue\":\"v\"}",
            "PATCH /v1/classes/{class}": "{\"name\":\"x\",\"venue\":\"v\"}",
            "POST /v1/classes/{class}/state": "{\"state\":\"running\"}", "POST /v1/classes/{class}/close": "{}",
            "POST /v1/classes/{class}/reopen": "{\"reason\":\"r\"}",
            "POST /v1/classes/{class}/quotas": "{\"organisation\":\"\(theirs.organisation)\",\"seats\":1}",
            "POST /v1/classes/{class}/enrolments": "{\"people\":[\"\(theirs.person)\"]}",
            "POST /v1/classes/{class}/enrolments/{person}/drop": "{\"reason\":\"r\"}",
            "POST /v1/classes/{class}/sessions/{number}/marks":
                "{\"marks\":[{\"person\":\"\(theirs.person)\",\"mark\":\"present\"}]}",
            "POST /v1/organisations/{organisation}/close": "{\"on\":\"2016-01-01\"}",
            "POST /v1/calendars":
                "{\"scope\":\"\(theirs.organisation)\",\"from\":\"2015-01-01\",\"through\":\"2015-06-01\","
                + "\"accept\":true}",
            "POST /v1/plans/proposals": "{\"seconds\":0}", "POST /v1/plans": "{\"name\":\"n\",\"assignments\":[]}",
            "POST /v1/tokens": "{\"name\":\"n\",\"role\":\"viewer\",\"scope\":\"\(theirs.organisation)\"}",
            "POST /v1/grants":
                "{\"account\":\"\(UUID().uuidString)\",\"role\":\"viewer\",\"scope\":\"\(theirs.organisation)\"}",
        ]
        return (
            path,
            (body.merging(points(theirs)) { $1 }.merging(recruitment(theirs)) { $1 }.merging(life(theirs)) { $1 })[
                "\(endpoint.method.rawValue) \(endpoint.path)"] ?? ""
        )
    }

    private func life(_ theirs: Holdings) -> [String: String] {
        [
            "POST /v1/people/{person}/decisions":
                "{\"change\":\"die\",\"ground\":\"death\",\"on\":\"2016-01-01\",\"document\":\"d\",\"reason\":\"r\"}",
            "POST /v1/people/{person}/decisions/{decision}/annulment": "{\"reason\":\"r\",\"document\":\"d\"}",
            "POST /v1/organisations/{organisation}/balances/{year}": "{\"document\":\"d\"}",
            "POST /v1/transfers": "{\"person\":\"\(theirs.person)\",\"elsewhere\":\"x\"}",
            "POST /v1/transfers/{letter}/acceptance": "{\"receipt\":\"r\"}",
            "POST /v1/transfers/{letter}/return": "{\"reason\":\"r\"}",
            "POST /v1/transfers/{letter}/cancellation": "{\"reason\":\"r\"}",
            "POST /v1/arrivals":
                "{\"organisation\":\"\(theirs.organisation)\",\"name\":\"n\",\"sex\":\"female\",\"born\":\"1990-01-01\",\"status\":\"full\",\"from\":\"f\",\"letter\":\"l\",\"issued_on\":\"2026-11-01\"}",
        ]
    }

    private func recruitment(_ theirs: Holdings) -> [String: String] {
        let step = "{\"milestone\":\"talk\",\"on\":\"2014-06-10\"}"
        let ruling = "{\"reason\":\"r\",\"document\":\"d\"}"
        return [
            "POST /v1/recruitment/cases": "{\"person\":\"\(theirs.applicant)\"}",
            "POST /v1/recruitment/quotas":
                "{\"organisation\":\"\(theirs.organisation)\",\"year\":2015,\"seats\":1,\"document\":\"d\",\"reason\":\"r\"}",
            "POST /v1/recruitment/floors":
                "{\"organisation\":\"\(theirs.organisation)\",\"year\":2015,\"group\":\"women\",\"at_least\":1,\"document\":\"d\"}",
            "POST /v1/recruitment/allocations":
                "{\"organisation\":\"\(theirs.organisation)\",\"year\":2015,\"total\":3}",
            "POST /v1/recruitment/projections":
                "{\"organisation\":\"\(theirs.organisation)\",\"year\":2015,\"people\":[\"\(theirs.applicant)\"]}",
            "PUT /v1/people/{person}/groups": "{\"groups\":[\"farmer\"]}",
            "POST /v1/recruitment/cases/import": "person,application\n\(theirs.applicant),2015-01-01\n",
            "POST /v1/recruitment/cases/{case}/steps": step, "POST /v1/recruitment/cases/{case}/verdicts": step,
            "POST /v1/recruitment/cases/{case}/steps/{number}/annulment": "{\"reason\":\"r\"}",
            "POST /v1/recruitment/cases/{case}/leaving": "{\"on\":\"2030-01-01\"}",
            "POST /v1/recruitment/cases/{case}/withdrawal": ruling,
            "POST /v1/recruitment/cases/{case}/nonrecognition": ruling,
        ]
    }

    private func points(_ theirs: Holdings) -> [String: String] {
        let (person, organisation) = (theirs.person, theirs.organisation)
        return [
            "POST /v1/points/schemes":
                "{\"organisation\":\"\(organisation)\",\"main\":\"m\",\"files\":[{\"name\":\"m\",\"text\":\"\(Self.scheme.replacing("\"", with: "\\\"").replacing("\n", with: "\\n").replacing("key: walk", with: "key: other"))\"}]}",
            "POST /v1/points/schemes/{scheme}/local": "{\"organisation\":\"\(organisation)\",\"text\":\"format: x\"}",
            "POST /v1/points/schemes/{scheme}/participants":
                "{\"participants\":[{\"subject\":\"\(person)\",\"since\":\"2010-01-01\",\"until\":\"2010-02-01\"}]}",
            "POST /v1/points/schemes/{scheme}/participants/import":
                "subject,since,until\n\(person),2010-01-01,2010-02-01\n",
            "POST /v1/points/schemes/{scheme}/regroupings":
                "{\"subjects\":[\"\(person)\"],\"on\":\"2020-01-01\",\"leaves\":true}",
            "POST /v1/points/schemes/{scheme}/exemptions":
                "{\"subjects\":[\"\(person)\"],\"exemption\":\"e\",\"since\":\"2020-01-01\",\"until\":\"2020-02-01\",\"reason\":\"r\",\"document\":\"d\"}",
            "POST /v1/points/schemes/{scheme}/subjects/{subject}/exemptions/end": "{\"on\":\"2050-01-01\"}",
            "POST /v1/points/facts":
                "{\"facts\":[{\"subject\":\"\(person)\",\"fact\":\"dues\",\"outcome\":\"late\",\"on\":\"2020-01-01\",\"reference\":\"x\"}]}",
            "POST /v1/points/schemes/{scheme}/facts/import": "subject,fact,on,reference\n\(person),dues,2020-01-01,y\n",
            "POST /v1/points/schemes/{scheme}/automatic": "{\"scope\":\"\(organisation)\"}",
            "POST /v1/points/entries":
                "{\"entries\":[{\"subject\":\"\(person)\",\"scheme\":\"walk\",\"item\":\"A\",\"on\":\"2020-01-01\",\"key\":\"z\"}]}",
            "POST /v1/points/subjects/{subject}/reversals": "{\"number\":1,\"decision\":\"d\",\"key\":\"rr\"}",
            "POST /v1/points/verifications": "{\"scope\":\"\(organisation)\"}",
            "POST /v1/accounts/{account}/person": "{\"person\":\"\(person)\"}",
            "POST /v1/points/claims":
                "{\"subject\":\"\(person)\",\"scheme\":\"walk\",\"item\":\"B\",\"on\":\"2020-01-01\",\"claimant\":\"branch\",\"key\":\"zz\"}",
            "POST /v1/points/schemes/{scheme}/claims/import": "subject,item,on\n\(person),B,2020-01-01\n",
            "POST /v1/points/claims/{claim}/reviews": "{\"approves\":true}",
            "POST /v1/points/claims/{claim}/objections": "{\"reason\":\"r\"}",
            "POST /v1/points/claims/{claim}/decisions": "{\"upholds\":true,\"reason\":\"r\"}",
            "POST /v1/points/claims/{claim}/withdrawal": "{\"reason\":\"r\"}",
            "POST /v1/points/schemes/{scheme}/settlements": "{\"scope\":\"\(organisation)\"}",
            "POST /v1/points/schemes/{scheme}/closings":
                "{\"organisation\":\"\(organisation)\",\"day\":\"2015-06-01\",\"decision\":\"d\"}",
            "POST /v1/points/periods/{period}/reopening": "{\"decision\":\"d\"}",
        ]
    }

    @Test func noRouteShowsOrChangesWhatLiesOutside() async throws {
        try await ServedFixture.with { served in
            _ = try await served.fixture.importPeople(
                Fixture.secretaries(["610116001001", "610102001001", "610528100200"]))
            _ = try await served.fixture.services.training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            let own = try await fill(served, county: "610116", village: "610116001001", index: 0)
            let sibling = try await fill(served, county: "610102", village: "610102001001", index: 1)
            let far = try await fill(served, county: "610528", village: "610528100200", index: 2)
            let county = try await served.token("610116")
            let child = try await served.token("610116002")
            let parent = try await served.token("6101")
            let before = try await tally(served)
            for endpoint in Routes.all {
                for (token, hidden) in [(county, [sibling, far]), (child, [own, sibling, far]), (parent, [far])] {
                    let marks = hidden.flatMap {
                        token == child && $0.organisation == own.organisation ? $0.personal : $0.marks
                    }
                    for theirs in hidden {
                        let (path, body) = request(endpoint, theirs)
                        let answer = try await served.send(endpoint.method.rawValue, path, token: token, body: body)
                        for mark in marks where !path.contains(mark) && !body.contains(mark) {
                            #expect(!answer.text.contains(mark), "\(endpoint.method) \(path) shows \(mark)")
                        }
                        #expect(answer.status != 500, "\(endpoint.method) \(path): \(answer.text)")
                        let names = named(theirs).contains { endpoint.path.hasPrefix($0.prefix + "{") }
                        // The class of its own county is the one thing named here that a township sees.
                        let admitted =
                            token == child && theirs.organisation == own.organisation
                            && endpoint.path.hasPrefix("/v1/classes/")
                        if names, !admitted {
                            #expect(
                                [404, 403, 412, 422, 200].contains(answer.status),
                                "\(endpoint.method) \(path): \(answer.status)")
                            if answer.status == 200 {
                                #expect(
                                    answer.items.isEmpty && answer.json["id"] == nil,
                                    "\(endpoint.method) \(path): \(answer.text)")
                            }
                        }
                    }
                }
            }
            #expect(try await tally(served) == before)
            // The same walk sees its own: the marks above are not absent by accident.
            let ownPerson = try await served.send("GET", "/v1/people/\(own.person)", token: county)
            #expect(ownPerson.status == 200 && ownPerson.text.contains(own.names[0]))
            let ownCourse = try await served.send("GET", "/v1/classes/\(own.course)", token: child)
            #expect(ownCourse.status == 200, "a township sees the class that admits it")
        }
    }

    /// A query that takes a scope stays within it, whatever else it takes, although the caller may see more.
    @Test func scopeNarrowsEveryListThatTakesIt() async throws {
        try await ServedFixture.with { served in
            _ = try await served.fixture.importPeople(
                Fixture.secretaries(["610116001001", "610102001001", "610528100200"]))
            _ = try await served.fixture.services.training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            let own = try await fill(served, county: "610116", village: "610116001001", index: 0)
            let sibling = try await fill(served, county: "610102", village: "610102001001", index: 1)
            let token = try await served.token("61")
            let lists = Routes.all.filter { $0.method == .get && $0.query.contains { $0.name == "scope" } }
            var wide = 0
            for endpoint in lists {
                let (path, _) = request(endpoint, own)
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
    private func tally(_ served: ServedFixture) async throws -> [Int] {
        var counts: [Int] = []
        for table in [
            "tenure", "membership", "relief", "relief_withdrawal", "enrolment", "attendance_mark", "credit",
            "class_event", "class_quota", "organisation_version", "points_participation", "points_exemption",
            "points_fact",
            "ledger_entry", "points_claim", "points_claim_event", "points_period_event", "points_sheet",
            "recruitment_case", "recruitment_step", "recruitment_ruling", "recruitment_due", "recruitment_trait",
            "recruitment_quota", "recruitment_floor", "membership_decision", "membership_transfer",
            "membership_transfer_answer", "membership_letter_number", "membership_balance",
        ] {
            counts.append(try await served.fixture.count(table))
        }
        return counts
    }

    @Test func sqlByHandWithoutAScopeReturnsNothing() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let tables = try await fixture.owner.query(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_migration' ORDER BY 1"
            )
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
