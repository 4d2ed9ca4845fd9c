import Access
import Civil
import Composition
import Kernel
import Members
import Organisations
import Procedures
import Recruitment
import TestSupport
import Testing
import Wire

/// Cases, steps and seats that twenty writers want at once.
@Suite(.serialized) struct RecruitmentRaceTests {
    private func with(_ body: (CaseFixture) async throws -> Void) async throws {
        try await Fixture.with(poolMaximum: 20) { fixture in
            _ = try await fixture.importPeople(
                "organisation,name,id_number,since,status,synthetic\n"
                    + "610116001001,申请人0,\(Fixture.number(0)),2024-03-01,applicant,true\n")
            try await body(CaseFixture(fixture: fixture))
        }
    }

    private func quota(_ code: String, _ seats: Int) -> QuotaOrder {
        QuotaOrder(
            organisation: Reference(code), year: 2026, seats: seats, document: "1号", reason: "年度计划",
            on: day("2026-02-10"))
    }

    @Test func aPersonHasOneOpenCase() async throws {
        try await with { cases in
            let race = await Race.run { _ in _ = try await cases.open() }
            #expect(race.succeeded == 1 && race.refused.count == 1 && race.isClean)
            let found1 = try await cases.fixture.count("recruitment_case")
            #expect(found1 == 1)
        }
    }

    @Test func aStepIsRecordedOnce() async throws {
        try await with { cases in
            let id = try await cases.open()
            let order = CaseFixture.order(.application, "2024-03-01", key: "one")
            let race = await Race.run { _ in
                _ = try await cases.service.record(order, of: id, on: CaseFixture.today, caller: Fixture.root)
            }
            #expect(race.succeeded >= 1 && race.isClean)
            let found2 = try await cases.fixture.count("recruitment_step")
            #expect(found2 == 1)
        }
    }

    @Test func seatsGivenAtOnceStayWithinWhatThereIs() async throws {
        try await with { cases in
            _ = try await cases.service.changeQuota(quota("610116", 7), on: CaseFixture.today, caller: Fixture.root)
            let race = await Race.run { writer in
                _ = try await cases.service.changeQuota(
                    quota(writer % 2 == 0 ? "610116001" : "610116002", 1), on: CaseFixture.today, caller: Fixture.root)
            }
            #expect(race.succeeded == 7 && race.refused == ["quota.exceeds": 13])
        }
    }
}
