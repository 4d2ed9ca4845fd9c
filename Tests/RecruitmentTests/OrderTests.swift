import Access
import Civil
import Foundation
import Kernel
import Members
import Organisations
import Procedures
import Recruitment
import TestSupport
import Testing
import Wire

/// What doors take: one struct for JSON bodies, query strings and options, and checks that only the service makes.
struct OrderTests {
    private static let json =
        """
        {"milestone":"branch_meeting","on":"2026-01","actor":"支部书记","outcome":"postpone","until":"2026-07-01",
        "people":[{"name":"甲","full_member":true}],"ballot":{"members":12,"present":9,"yes":9,
        "excused":{"not_transferred":1,"illness":2},"secret":true,"single":true,"written_no":1},
        "evidence":["conclusion@2026-01-10"],"irregular":"补录","key":"k"}
        """

    private func decoded<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try WireDecoder.decode(type, from: Array(text.utf8))
    }

    @Test func aBodyAndOptionsMakeTheSameOrder() throws {
        let body = try decoded(StepOrder.self, Self.json)
        // The command takes the content as JSON, and everything else as options.
        let content =
            "{\"actor\":\"支部书记\",\"outcome\":\"postpone\",\"until\":\"2026-07-01\","
            + "\"people\":[{\"name\":\"甲\",\"full_member\":true}],\"ballot\":{\"members\":12,\"present\":9,\"yes\":9,"
            + "\"excused\":{\"illness\":2,\"not_transferred\":1},\"secret\":true,\"single\":true,\"written_no\":1}}"
        let options = StepOrder(
            .branchMeeting, on: try #require(StatedDate("2026-01")),
            try WireDecoder.decode(
                StepStatement.self, from: Array(content.utf8), .option("--content", page: "Recruitment.md")),
            evidence: ["conclusion@2026-01-10"], irregular: "补录", key: "k")
        #expect(body == options)
        #expect(body.statement.details.ballot?.excused == [.illness: 2, .notTransferred: 1])
        // What is written is read back as it was.
        #expect(try decoded(StepOrder.self, WireEncoder.text(body)) == body)
        #expect(
            try WireEncoder.text(body).hasPrefix("{\"milestone\":\"branch_meeting\",\"on\":\"2026-01\",\"people\":"))
    }

    @Test(arguments: [
        ("{\"milestone\":\"nothing\",\"on\":\"2026-01-01\"}", "milestone"),
        ("{\"milestone\":\"talk\",\"on\":\"soon\"}", "on"),
        ("{\"milestone\":\"talk\",\"on\":\"2026-01-01\",\"outcome\":\"perhaps\"}", "outcome"),
        ("{\"milestone\":\"talk\",\"on\":\"2026-01-01\",\"registered\":12}", "registered"),
        ("{\"milestone\":\"talk\",\"on\":\"2026-01-01\",\"credited\":24}", "credited"),
        ("{\"milestone\":\"talk\",\"on\":\"2026-01-01\",\"people\":[{\"fullMember\":true}]}", "people[0].fullMember"),
        (
            "{\"milestone\":\"talk\",\"on\":\"2026-01-01\",\"ballot\":{\"members\":1,\"present\":1,\"yes\":1,\"secret\":true}}",
            "ballot.single"
        ),
    ]) func whatAnOrderDoesNotHaveIsNamed(text: String, place: String) throws {
        let error = #expect(throws: AppError.self) { _ = try decoded(StepOrder.self, text) }
        #expect(error?.message.english.contains("“\(place)”") == true, "\(String(describing: error?.message))")
    }

    @Test func stepsRecordedBeforeAreReadAsTheyWere() throws {
        // As earlier versions stored a ballot: the figure of the register inside it.
        let earlier =
            "{\"approver\":null,\"ballot\":{\"abstained\":0,\"excusalApproved\":true,\"excused\":{\"not_transferred\":1},"
            + "\"members\":12,\"no\":1,\"present\":10,\"registered\":11,\"secret\":true,\"single\":true,"
            + "\"writtenNo\":0,\"writtenYes\":1,\"yes\":9},\"outcome\":\"admit\",\"place\":\"会议室\"}"
        let statement = try JSONDecoder().decode(StepDetails.self, from: Data(earlier.utf8))
        #expect(statement.ballot?.excused == [.notTransferred: 1] && statement.ballot?.writtenYes == 1)
        #expect(statement.outcome == .admit && statement.place == "会议室")
    }

    @Test func wordsOnTheWireAreThoseOfTheEnumerations() throws {
        func words(_ type: (some Decodable).Type, _ name: String) -> JSONSchema? {
            WireDecoder.schema(of: type).members.first { $0.name == name }?.schema
        }
        #expect(
            words(CaseQuery.self, "stage") == .choice(["applicant", "activist", "target", "admission", "probation"]))
        #expect(words(CaseQuery.self, "state") == .choice(CaseState.allCases.map(\.rawValue)))
        #expect(words(DeadlineQuery.self, "filter") == .choice(["all", "late", "blocked"]))
        #expect(Milestone.Stage.allCases.map(\.number) == [1, 2, 3, 4, 5])
        #expect(Milestone.Stage.allCases.allSatisfy { Milestone.Stage(number: $0.number) == $0 })
        let query = try WireDecoder.decode(CaseQuery.self, fields: [("stage", "target"), ("person", "王芳")])
        #expect(query.stage == .target && query.person?.text == "王芳")
        let wrong = #expect(throws: AppError.self) {
            _ = try WireDecoder.decode(CaseQuery.self, fields: [("stage", "3")])
        }
        #expect(wrong?.code == "query.value")
    }

    @Test func everyMemberOfAnOrderHasItsText() {
        func check(_ type: (some Decodable).Type) {
            func walk(_ schema: JSONSchema) {
                for member in schema.members {
                    #expect(
                        MemberTexts.text(member.name, of: type)?.english.isEmpty == false, "\(type).\(member.name)")
                }
            }
            walk(WireDecoder.schema(of: type))
        }
        check(CaseQuery.self)
        check(CaseOrder.self)
        check(CaseDayQuery.self)
        check(LeavingOrder.self)
        check(CaseRulingOrder.self)
        check(StepOrder.self)
        check(SponsorOrder.self)
        check(BallotStatement.self)
        check(StepAnnulmentOrder.self)
        check(DeadlineQuery.self)
        check(OverviewQuery.self)
        check(CaseRefreshOrder.self)
        check(ReminderOrder.self)
        check(ChartQuery.self)
        check(DocumentQuery.self)
        check(RuleQuery.self)
        check(QuotaQuery.self)
        check(QuotaOrder.self)
        check(BoundOrder.self)
        check(FloorOrder.self)
        check(AllocationOrder.self)
        check(UnitBound.self)
        check(ProjectionOrder.self)
        check(GroupsOrder.self)
        check(IdleQuery.self)
        check(AgeingQuery.self)
    }

    /// Days to come are refused by the service, at every door.
    @Test func noVerbTakesADayThatIsStillToCome() async throws {
        try await CaseFixture.with { cases in
            let today = CaseFixture.today
            let tomorrow = today.adding(days: 1)
            let (service, root) = (cases.service, Fixture.root)
            let person = Reference(try await cases.person(1))
            let id = try await cases.open()
            func refused(_ name: String, _ body: () async throws -> Void) async {
                let error = await #expect(throws: AppError.self) { try await body() }
                #expect(
                    error?.code == "value.invalid" && error?.message.english.contains("\(tomorrow)") == true, "\(name)")
            }
            await refused("open") {
                _ = try await service.open(CaseOrder(person: person, on: tomorrow), on: today, caller: root)
            }
            let ruling = CaseRulingOrder(reason: "r", document: "d", on: tomorrow)
            await refused("withdraw") { _ = try await service.withdraw(id, ruling, on: today, caller: root) }
            await refused("refuse") { _ = try await service.refuseRecognition(of: id, ruling, on: today, caller: root) }
            await refused("quota") {
                _ = try await service.changeQuota(
                    QuotaOrder(organisation: "610116", seats: 1, document: "d", reason: "r", on: tomorrow), on: today,
                    caller: root)
            }
            await refused("groups") {
                _ = try await service.setGroups(
                    GroupsOrder(groups: [.farmer], since: tomorrow), of: person, on: today, caller: root)
            }
            #expect(try await cases.fixture.count("recruitment_case") == 1)
        }
    }

    /// Defaults are those of the service, so that every door has the same.
    @Test func defaultsAreTodayAndThisYear() async throws {
        try await CaseFixture.with { cases in
            let today = CaseFixture.today
            let opened = try await cases.service.open(
                CaseOrder(person: Reference(try await cases.person())), on: today, caller: Fixture.root)
            #expect(opened.openedOn == today && opened.summary.chinese.contains("申请人0"))
            let given = try await cases.service.changeQuota(
                QuotaOrder(organisation: "610116", seats: 2, document: "d", reason: "r"), on: today,
                caller: Fixture.root)
            #expect(given.year == today.year && given.seats == 2)
            let sheet = try await cases.service.quota(of: "610116", on: today, caller: Fixture.root)
            #expect(sheet.year == today.year && sheet.changes.map(\.decidedOn) == [today])
        }
    }
}
