import Access
import Civil
import Composition
import Demonstration
import Foundation
import HTTPTypes
import Kernel
import Members
import NIOCore
import Organisations
import Postgres
import Settings
import Sheets
import TestSupport
import Testing
import Training
import Wire
import Workbooks

@testable import API

/// ID numbers in clear, exports and prints: for a stated purpose where that is required, recorded before they leave,
/// and seen by the office of the people and by no other.
struct SensitiveReadTests {
    private static var declared: [Endpoint] { Routes.all.filter { $0.sensitive != nil } }

    private static let required: Settings = {
        var settings = Settings()
        settings.access.purpose = "required"
        return settings
    }()

    /// A route that gives out numbers in clear, a list for use elsewhere or a page to print declares it.
    @Test func everyRouteByWhichPersonalDataLeavesIsDeclared() {
        // Sums and counts name classes, hosts and offices, and nobody.
        let ofNobody = ["/v1/class-budgets.html", "/v1/organisations/{organisation}/training-report.html"]
        for endpoint in Routes.all where !ofNobody.contains(endpoint.path) {
            var leaves = endpoint.answer.schema.map { Self.mentions($0, ClearNumber.format) } ?? false
            switch endpoint.answer {
            case .lines, .csv, .html: leaves = true
            case .none, .json, .workbook: break
            }
            if leaves { #expect(endpoint.sensitive != nil, "\(endpoint.method) \(endpoint.path) declares nothing") }
        }
        #expect(Self.declared.count >= 6)
        #expect(Self.mentions(.of(Page<PersonNumber>.self), ClearNumber.format))
        #expect(!Self.mentions(.of(Page<Person>.self), ClearNumber.format))
    }

    /// What was decided about somebody, and the votes and findings of a case, are nobody's to leaf through.
    @Test func everyRouteOfRestrictedRecordsIsDeclared() {
        let restricted = ["MembershipDecision", "CaseDetails", "ChartLine", "CaseDocument", "PersonPage"]
        var found: Set<String> = []
        for endpoint in Routes.all where endpoint.method == .get {
            let names = Set(endpoint.answer.schema?.objects.compactMap(\.name) ?? []).intersection(restricted)
            guard !names.isEmpty else { continue }
            found.formUnion(names)
            #expect(endpoint.sensitive != nil, "\(endpoint.path): \(names)")
        }
        #expect(found == Set(restricted))
    }

    private func name(_ code: String, _ fixture: Fixture) async throws -> String {
        try await fixture.services.organisations.organisation(Reference(code), caller: Fixture.root).name
    }

    private static func mentions(_ schema: JSONSchema, _ format: String) -> Bool {
        schema.objects.contains { $0.component.contains("\"format\":\"\(format)\"") }
    }

    @Test func everyDeclaredRouteNeedsAPurposeAndIsRecorded() async throws {
        try await ServedFixture.with(settings: Self.required) { served in
            let fixture = served.fixture
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            _ = try await fixture.services.training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            let held = try await Holdings.fill(fixture, county: "610116", village: "610116001001", index: 0)
            let token = try await served.token("610116")
            let office = try await name("610116", fixture)
            // These exist of a closed class alone.
            let closedOnly = ["/v1/classes/{class}/completion.html", "/v1/classes/{class}/certificates.html"]
            for endpoint in Self.declared where !closedOnly.contains(endpoint.path) {
                let request = WalkRequest(endpoint, held)
                let isOverdue = endpoint.path == "/v1/overdue.ndjson"
                let path = isOverdue ? "/v1/overdue.ndjson?as_of=2016-09-01" : request.path
                let before = try await fixture.count("sensitive_read")
                let refused = try await served.send(
                    endpoint.method.rawValue, path, token: token, headers: request.headers, body: request.body)
                #expect(refused.code == "access.purpose_missing", "\(path): \(refused.text)")
                #expect(try await fixture.count("sensitive_read") == before, "\(path)")
                var headers = request.headers
                headers["Dangwu-Purpose"] = "%E5%B9%B4%E5%BA%A6%E6%A0%B8%E5%AF%B9"
                let answer = try await served.send(
                    endpoint.method.rawValue, path, token: token, headers: headers, body: request.body)
                #expect(answer.status == 200, "\(path): \(answer.text)")
                let line = try await fixture.owner.query(
                    "SELECT kind, subject, purpose, rows, reader, office FROM sensitive_read ORDER BY id DESC LIMIT 1"
                ).first
                #expect(try await fixture.count("sensitive_read") == before + 1, "\(path)")
                #expect(try line?["kind"] == endpoint.sensitive?.kind.rawValue, "\(path)")
                #expect(try line?["subject"] == endpoint.sensitive?.subject, "\(path)")
                #expect(try line?["purpose"] == "年度核对" && line?["office"] == office, "\(path)")
                #expect(try line?["rows"] == 1, "\(path)")
            }
        }
    }

    /// A list of people is an export where it is asked for as a file, and ordinary reading as JSON.
    @Test func everyListOfPeopleIsAnExportAsAFile() async throws {
        try await ServedFixture.with(settings: Self.required) { served in
            let fixture = served.fixture
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            _ = try await fixture.services.training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            let held = try await Holdings.fill(fixture, county: "610116", village: "610116001001", index: 0)
            let token = try await served.token("610116")
            let files = Routes.all.filter { $0.export != nil }
            #expect(files.count > 15)
            for endpoint in files {
                let request = WalkRequest(endpoint, held)
                let read = try await served.send("GET", request.path, token: token, headers: request.headers)
                #expect(read.status == 200, "\(request.path): \(read.text)")
                for type in ["text/csv", WorkbookWriter.mediaType] {
                    var headers = request.headers
                    headers["Accept"] = type
                    let refused = try await served.send("GET", request.path, token: token, headers: headers)
                    #expect(refused.code == "access.purpose_missing", "\(request.path): \(refused.text)")
                }
            }
            let before = try await fixture.count("sensitive_read")
            let purpose = ["Dangwu-Purpose": "%E5%B9%B4%E5%BA%A6%E6%A0%B8%E5%AF%B9"]
            let table = try await served.send(
                "GET", "/v1/people?limit=1", token: token, headers: purpose.merging(["Accept": "text/csv"]) { $1 })
            #expect(table.status == 200 && table.text.contains("姓名"), "\(table.text)")
            #expect(try await fixture.count("sensitive_read") == before + 1)
        }
    }

    /// A file was the first page, without a hint in it. Each page of people is recorded before it leaves.
    @Test func aFileHasEveryPageAndALimitAsksForOne() async throws {
        try await ServedFixture.with { served in
            let fixture = served.fixture
            var people = "organisation,name,sex,birth_date,since\n"
            for number in 0..<1201 { people += "610116001001,人员\(number),男,1970-01-01,2000-01-01\n" }
            _ = try await fixture.importPeople(people)
            let token = try await served.token("610116")
            let csv = try await served.send("GET", "/v1/people", token: token, headers: ["Accept": "text/csv"])
            let lines = csv.text.split(whereSeparator: \.isNewline)
            #expect(csv.status == 200 && lines.count == 1202 && Set(lines).count == 1202)
            #expect(csv.headers["link"] == nil)
            let counted = try await fixture.owner.query("SELECT sum(rows) AS n, count(*) AS pages FROM sensitive_read")
            #expect(try counted[0]["n"] == 1201)
            let ends = try await fixture.owner.query(
                "SELECT after->>'ends' AS ends FROM audit_event WHERE after ? 'ends' ORDER BY id")
            #expect(try ends.map { try $0["ends"] as String } == ["false", "false", "true"])
            let workbook = try await served.send(
                "GET", "/v1/people", token: token, headers: ["Accept": WorkbookWriter.mediaType])
            let rows = try SheetRecords(workbook.body).records
            #expect(rows.count { $0.fields.contains { $0.hasPrefix("人员") } } == 1201)
            let page = try await served.send(
                "GET", "/v1/people?limit=2", token: token, headers: ["Accept": "text/csv"])
            #expect(page.text.split(whereSeparator: \.isNewline).count == 3)
            #expect(page.headers["link"]?.contains("after=") == true)
        }
    }

    @Test(arguments: ["%20", "%00a", "%FF", String(repeating: "a", count: 201)])
    func aPurposeThatSaysNothingIsRefused(_ text: String) async throws {
        try await ServedFixture.with { served in
            _ = try await served.fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let person = try await served.fixture.person(0).id
            let token = try await served.token("610116")
            let answer = try await served.send(
                "GET", "/v1/people/\(person)/number", token: token, headers: ["Dangwu-Purpose": text])
            #expect((400..<500).contains(answer.status), "\(answer.text)")
            #expect(try await served.fixture.count("sensitive_read") == 0)
        }
    }

    @Test func thePurposeHidesNumbers() throws {
        #expect(try ReadingPurpose("核对 \(Fixture.number(0)) 的档案").text == "核对 **** 的档案")
    }

    /// An export from above leaves a line for each office it touches, under the reader's name and office.
    @Test func theOfficeSeesWhoReadAndTheNeighbourDoesNot() async throws {
        try await ServedFixture.with { served in
            let fixture = served.fixture
            _ = try await fixture.importPeople(
                Fixture.secretaries(["610116001001", "610116001002", "610102001001", "610528100200"]))
            _ = try await fixture.services.training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            let city = try await served.token("6101", .viewer)
            let answer = try await served.send(
                "GET", "/v1/overdue.ndjson?as_of=2016-09-01", token: city,
                headers: ["Dangwu-Purpose": "%E9%80%9A%E6%8A%A5"])
            #expect(answer.text.split(separator: "\n").count == 3)
            let clerk = try await served.token("610102", .clerk)
            let person = try await fixture.person(2).id
            _ = try await served.send("GET", "/v1/people/\(person)/number", token: clerk)
            func lines(_ code: String, _ query: String = "") async throws -> [[String: Any]] {
                try await served.send(
                    "GET", "/v1/access/readings\(query)", token: try await served.token(code, .reviewer)
                ).items
            }
            let own = try await lines("610116")
            let office = try await name("6101", fixture)
            #expect(own.count == 2)
            for line in own {
                #expect(line["reader"] as? String == "6101" && line["office"] as? String == office)
                #expect(line["purpose"] as? String == "通报" && line["rows"] as? Int == 1)
                #expect((line["filters"] as? String)?.contains("2016-09-01") == true)
            }
            #expect(try await lines("610116001001").count == 1)
            #expect(try await lines("610528").isEmpty)
            let neighbour = try await lines("610102")
            #expect(neighbour.map { $0["kind"] as? String } == ["export", "read"])
            #expect(neighbour.last?["person"] as? String == person.description)
            #expect(neighbour.last?["person_name"] as? String == "测试2")
            #expect(try await lines("6101").count == 4)
            #expect(try await lines("6101", "?scope=610102").count == 2)
            // Page by page it is the same list.
            let first = try await served.send(
                "GET", "/v1/access/readings?limit=3", token: try await served.token("6101", .reviewer))
            #expect(first.items.count == 3 && first.json["next"] != nil)
            let clerkSees = try await served.send("GET", "/v1/access/readings", token: clerk)
            #expect(clerkSees.code == "access.forbidden")
        }
    }

    /// Six hundred villages with a secretary each: two pages.
    private func long(_ body: (Fixture, APIRequest, Endpoint) async throws -> Void) async throws {
        let codes = (1...600).map { "6101160010" + String(format: "%03d", $0) }
        let tree =
            "code,parent_code,level,name\n61,,province,省\n610116,61,county,区\n610116001,610116,township,街\n"
            + codes.map { "\($0),610116001,village,村\($0)\n" }.joined()
        try await Fixture.with(tree: tree) { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(codes))
            _ = try await fixture.services.training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            let endpoint = try #require(Routes.all.first { $0.path == "/v1/overdue.ndjson" })
            let request = APIRequest(
                services: fixture.services, caller: try await fixture.caller("610116"), language: .chinese,
                parameters: [:], fields: [("as_of", "2016-09-01")], bytes: [], ifMatch: nil, form: .json,
                address: "192.0.2.1", certificate: nil)
            try await body(fixture, request, endpoint)
        }
    }

    private func handedOver(_ fixture: Fixture) async throws -> Int {
        try await fixture.owner.query("SELECT coalesce(sum(rows), 0)::integer AS n FROM sensitive_read")[0]["n"]
    }

    private func ends(_ fixture: Fixture) async throws -> [String] {
        try await fixture.owner.query(
            "SELECT after ->> 'ends' AS ends FROM audit_event WHERE action = 'overdue.export' ORDER BY id"
        ).map { try $0["ends"] }
    }

    @Test func aStreamThatIsCutOffIsRecordedAsFarAsItWent() async throws {
        try await long { fixture, request, endpoint in
            guard case .stream(_, let produce) = try await endpoint.handle(request) else {
                Issue.record("no stream")
                return
            }
            #expect(try await handedOver(fixture) == 500, "before the first byte leaves")
            _ = try await produce()
            // The connection is gone: nobody asks for more.
            #expect(try await handedOver(fixture) == 500)
            #expect(try await ends(fixture) == ["false"])
        }
    }

    @Test func aWholeStreamIsCountedToItsEnd() async throws {
        try await long { fixture, request, endpoint in
            guard case .stream(_, let produce) = try await endpoint.handle(request) else {
                Issue.record("no stream")
                return
            }
            var lines = 0
            while let piece = try await produce() { lines += String(buffer: piece).split(separator: "\n").count }
            #expect(lines == 600)
            #expect(try await handedOver(fixture) == 600)
            #expect(try await fixture.count("sensitive_read") == 600)
            #expect(try await ends(fixture) == ["false", "true"])
        }
    }

    /// What two pages show of one office is one line.
    @Test func anOfficeHasOneLineForAReading() async throws {
        struct Line: Placed { let path: String }
        try await Fixture.with { fixture in
            let organisation = try await fixture.services.organisations.organisation("610116001", caller: Fixture.root)
            let reading = try fixture.services.database.reading(
                .overdue, caller: try await fixture.caller("610116"))
            let page = Array(repeating: Line(path: organisation.path), count: 3)
            _ = try await reading.keep(Page(items: page, next: "more"))
            _ = try await reading.keep(Page(items: Array(page.prefix(2)), next: nil))
            #expect(try await fixture.count("sensitive_read") == 1)
            #expect(try await handedOver(fixture) == 5)
        }
    }

    /// SQL that gets into a statement leaves no line in another account's name, and takes none away.
    @Test func aLineIsWrittenInOnesOwnNameAlone() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let (caller, person) = (try await fixture.caller("610116"), try await fixture.person(0))
            _ = try await fixture.services.members.number(of: Reference(person.id), caller: caller)
            let other = try await fixture.caller("610116")
            await #expect(throws: (any Error).self) {
                try await fixture.services.database.write(other) { transaction in
                    _ = try await transaction.transaction.query(
                        """
                        INSERT INTO sensitive_read (id, reading_id, path, account_id, reader, door, kind, subject, rows, audit_event_id)
                        SELECT gen_random_uuid(), gen_random_uuid(), path, account_id, 'x', 'api', 'read', 'identity', 1, audit_event_id
                        FROM sensitive_read
                        """)
                }
            }
            await #expect(throws: (any Error).self) {
                try await fixture.services.database.write(caller) { transaction in
                    _ = try await transaction.transaction.query("DELETE FROM sensitive_read")
                }
            }
            try await fixture.services.database.write(other) { transaction in
                _ = try await transaction.transaction.query("UPDATE sensitive_read SET rows = 99")
            }
            #expect(try await handedOver(fixture) == 1)
        }
    }
}
