import Access
import Civil
import Kernel
import Members
import Organisations
import Procedures
import Recruitment
import TestSupport
import Testing

/// A case is named by itself or by its person, and a list takes all its filters together.
struct CaseReferenceTests {
    private func found(_ cases: CaseFixture, _ text: String, caller: Caller = Fixture.root) async throws
        -> Identifier<RecruitmentCase>
    {
        try await cases.service.details(of: Reference(text), on: CaseFixture.today, caller: caller).recruitment.id
    }

    @Test func itselfOrItsPersonAsPeopleNameThem() async throws {
        try await CaseFixture.with { cases in
            let id = try #require(try await cases.open().identifier)
            let person = try await cases.person()
            for text in [id.description, person.description, Fixture.number(0), "申请人0"] {
                #expect(try await found(cases, text) == id, "\(text)")
            }
            // Verbs that write find it alike.
            let outcome = try await cases.service.record(
                CaseFixture.order(.application, "2024-03-01"), of: "申请人0", on: CaseFixture.today,
                caller: Fixture.root)
            #expect(outcome.isNew && outcome.number == 1)
            for text in [Identifier<Person>.new().description, "申请人9", Fixture.number(3), "申请人1"] {
                let error = await #expect(throws: AppError.self) { _ = try await found(cases, text) }
                #expect(error?.code == "not_found", "\(text)")
            }
            // Nobody finds by a name what is out of sight.
            let neighbour = try await cases.fixture.caller("610102", .clerk)
            for text in [id.description, person.description, Fixture.number(0), "申请人0"] {
                let error = await #expect(throws: AppError.self) { _ = try await found(cases, text, caller: neighbour) }
                #expect(error?.code == "not_found", "\(text)")
            }
        }
    }

    @Test func theOpenCaseElseTheOnlyOne() async throws {
        try await CaseFixture.with { cases in
            let ruling = CaseRulingOrder(reason: "本人撤回", document: "说明", on: day("2024-05-01"))
            let first = try await cases.open()
            _ = try await cases.service.withdraw("申请人0", ruling, on: CaseFixture.today, caller: Fixture.root)
            #expect(try await found(cases, "申请人0") == first.identifier)
            let second = try await cases.open()
            #expect(try await found(cases, "申请人0") == second.identifier)
            _ = try await cases.service.withdraw("申请人0", ruling, on: CaseFixture.today, caller: Fixture.root)
            let several = await #expect(throws: AppError.self) { _ = try await found(cases, "申请人0") }
            #expect(several?.code == "reference.ambiguous" && several?.facts.count == 2)
            #expect(try await found(cases, first.text) == first.identifier)
        }
    }

    @Test func filtersOfTheListHoldTogether() async throws {
        try await CaseFixture.with { cases in
            let service = cases.service
            _ = try await cases.open()
            _ = try await service.withdraw(
                "申请人0", CaseRulingOrder(reason: "r", document: "d"), on: CaseFixture.today, caller: Fixture.root)
            _ = try await cases.open()
            try await cases.record(until: .contacts, of: "申请人0")
            _ = try await cases.open(3)
            func states(_ query: CaseQuery, limit: Int = 50) async throws -> [CaseState] {
                try await service.cases(query, PageRequest(limit: limit), caller: Fixture.root).items.map(\.state)
            }
            let person = Reference(try await cases.person())
            #expect(try await states(CaseQuery()).count == 3)
            #expect(try await states(CaseQuery(person: person)) == [.withdrawn, .open])
            #expect(try await states(CaseQuery(state: .open, person: person)) == [.open])
            #expect(try await states(CaseQuery(stage: .activist, person: person)) == [.open])
            #expect(try await states(CaseQuery(stage: .target, person: person)).isEmpty)
            #expect(try await states(CaseQuery(scope: "610116", person: "申请人0")).count == 2)
            #expect(try await states(CaseQuery(scope: "610102", person: person)).isEmpty)
            #expect(try await states(CaseQuery(scope: "610102", state: .open)) == [.open])
            let page = try await service.cases(
                CaseQuery(person: person), PageRequest(limit: 1), caller: Fixture.root)
            let next = try await service.cases(
                CaseQuery(person: person), PageRequest(limit: 1, after: page.next), caller: Fixture.root)
            #expect(page.items.map(\.state) == [.withdrawn] && page.next != nil)
            #expect(next.items.map(\.state) == [.open] && next.next == nil)
        }
    }

    /// A verb that writes tells what it did, in both languages and with what people know.
    @Test func everyWriteSaysWhatItDid() async throws {
        try await CaseFixture.with { cases in
            let (service, today, root) = (cases.service, CaseFixture.today, Fixture.root)
            let opened = try await service.open(
                CaseOrder(person: "申请人0", on: day("2024-03-01")), on: today, caller: root)
            #expect(opened.summary.english == "Opened a case for “申请人0” (2024-03-01).")
            let left = try await service.note(LeavingOrder(on: day("2030-01-01")), of: "申请人0", on: today, caller: root)
            #expect(left.summary.chinese.contains("2030-01-01"))
            let stays = try await service.note(LeavingOrder(), of: "申请人0", on: today, caller: root)
            #expect(stays.leavesOn == nil && stays.summary.english.contains("stays"))
            let order = CaseFixture.order(.application, "2024-03-01")
            let tried = try await service.record(order, of: "申请人0", on: today, dryRun: true, caller: root)
            #expect(tried.dryRun && tried.summary.english.hasPrefix("It is permitted; nothing was recorded."))
            let done = try await service.record(order, of: "申请人0", on: today, caller: root)
            #expect(done.summary.chinese.hasPrefix("已登记第 1 步「递交入党申请书」"))
            let again = try await service.record(order, of: "申请人0", on: today, caller: root)
            #expect(again.summary.english.contains("recorded before"))
            let annulled = try await service.annul(
                step: 1, of: "申请人0", StepAnnulmentOrder(reason: "误登"), on: today, caller: root)
            #expect(annulled.milestone == .application && annulled.summary.chinese.contains("不再作数"))
            let bound = try await service.setBound(
                BoundOrder(organisation: "610116001", atLeast: 1, document: "d"), on: today, caller: root)
            #expect(bound.summary.english.contains("without a limit"))
            let floor = try await service.setFloor(
                FloorOrder(organisation: "610116", group: .women, atLeast: 2, document: "d"), on: today, caller: root)
            #expect(floor.summary.chinese.contains("女性至少 2 名"))
            let groups = try await service.setGroups(
                GroupsOrder(groups: [.farmer]), of: "申请人0", on: today, caller: root)
            #expect(groups.summary.english.contains("farmers"))
            #expect(try await service.groups(of: "申请人0", on: today, caller: root).items.contains(.farmer))
            let refreshed = try await service.refresh(CaseRefreshOrder(), on: today, caller: root)
            #expect(refreshed.summary.english == "Recalculated 0 cases.")
        }
    }
}
