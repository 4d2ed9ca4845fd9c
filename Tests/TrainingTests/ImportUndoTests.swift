import Access
import Audit
import Civil
import Composition
import Kernel
import Members
import Organisations
import Postgres
import TestSupport
import Testing
import Training
import Wire

/// An import is taken back as one act: what it brought leaves the register, what was there before stays, and nothing is
/// taken back on which something rests.
struct ImportUndoTests {
    private let today = ChinaTime.today()

    private func last(_ fixture: Fixture) async throws -> ImportedSheet {
        try #require(
            try await fixture.services.training.importedSheets(
                ImportedSheetQuery(), PageRequest(), caller: Fixture.root
            ).items.first)
    }

    private func undo(
        _ fixture: Fixture, dryRun: Bool = false, caller: Caller = Fixture.root
    ) async throws -> ImportUndone {
        try await fixture.services.training.undoImport(
            last(fixture).id, ImportUndoOrder(reason: "导错了文件", dryRun: dryRun), caller: caller)
    }

    private func refusal(_ body: () async throws -> Void) async -> AppError? {
        do {
            try await body()
            return nil
        } catch { return error as? AppError }
    }

    private static let registry = ["person", "person_id_number", "membership", "post", "tenure", "duty"]

    private func counts(_ fixture: Fixture) async throws -> [Int] {
        var counts: [Int] = []
        for table in Self.registry { counts.append(try await fixture.count(table)) }
        return counts
    }

    @Test func aWholeSheetOfPeopleIsTakenBackAndCanBeImportedAgain() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.services.training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "6101"), caller: Fixture.root)
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let before = try await counts(fixture)
            let table = Fixture.secretaries(["610116001001", "610116001002", "610102001001"])
            _ = try await fixture.services.members.importPeople(
                Array(table.utf8), PeopleImportOrder(), on: ChinaTime.today(), caller: Fixture.root)
            let sheet = try await last(fixture)
            #expect(sheet.kind == "people" && sheet.rows == 3 && sheet.added == 2 && sheet.undoneOn == nil)
            let preview = try await undo(fixture, dryRun: true)
            #expect(preview.facts.first { $0.relation == "person" }?.count == 2)
            #expect(try await counts(fixture) != before)
            let done = try await undo(fixture)
            #expect(done.facts.map(\.relation) == preview.facts.map(\.relation))
            #expect(try await counts(fixture) == before)
            #expect(try await fixture.count("withdrawn_fact") == done.facts.reduce(0) { $0 + $1.count })
            #expect(try await last(fixture).undoneOn == today)
            #expect(await refusal { _ = try await undo(fixture) }?.code == "import.undone")
            let again = try await fixture.services.members.importPeople(
                Array(table.utf8), PeopleImportOrder(), on: ChinaTime.today(), caller: Fixture.root)
            #expect(again.added == 2)
            #expect(
                await refusal {
                    _ = try await fixture.services.members.importPeople(
                        Array(table.utf8), PeopleImportOrder(), on: ChinaTime.today(), caller: Fixture.root)
                }?.code == "import.repeated")
        }
    }

    /// What is removed has a cause in the audit log, which still verifies.
    @Test func theAuditLogKnowsWhatWasTakenBack() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            _ = try await fixture.services.audit.seal(caller: Fixture.root)
            _ = try await undo(fixture)
            _ = try await fixture.services.audit.seal(caller: Fixture.root)
            let found = try await fixture.owner.query(
                """
                SELECT count(*) FILTER (WHERE kind = 'removed') AS removed,
                    count(*) FILTER (WHERE kind = 'broken' OR cause IS NULL AND kind = 'removed') AS unexplained FROM audit_leaf
                """)
            #expect(try found[0]["removed"] as Int > 3)
            #expect(try found[0]["unexplained"] as Int == 0)
        }
    }

    @Test func whatRestsOnAnImportIsNamed() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001", "610116001002"]))
            let person = try await fixture.person(1)
            _ = try await fixture.services.members.correct(
                Reference(person.id), CorrectionOrder(field: "education", value: "本科", reason: "r"), on: today,
                caller: Fixture.root)
            let error = await refusal { _ = try await undo(fixture) }
            #expect(error?.code == "import.rests")
            #expect(error?.message.chinese.contains("测试1：档案内容") == true)
            #expect(error?.message.chinese.contains("测试0") == false)
            #expect(try await fixture.count("person") == 2)
        }
    }

    @Test func aTenureThatWasEndedSinceIsNamed() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            _ = try await fixture.services.members.importTenures(
                Array(
                    "organisation,name,title,since\n610116001001,测试0,committee_member,2013-01-01\n".utf8),
                caller: Fixture.root)
            let tenure = try #require(
                try await fixture.services.members.tenures(
                    of: Reference(try await fixture.person(0).id), caller: Fixture.root
                ).items.first { $0.title == .committeeMember })
            _ = try await fixture.services.members.end(
                Reference(tenure.id), TenureEndOrder(until: day("2015-01-01")), caller: Fixture.root)
            let error = await refusal { _ = try await undo(fixture) }
            #expect(error?.code == "import.rests" && error?.message.chinese.contains("任职已另行结束") == true)
        }
    }

    @Test func anImportOfTenuresLeavesThePeople() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let before = try await counts(fixture)
            _ = try await fixture.services.members.importTenures(
                Array(
                    "organisation,name,title,since\n610116001001,测试0,committee_member,2013-01-01\n".utf8),
                caller: Fixture.root)
            let done = try await undo(fixture)
            #expect(done.facts.map(\.relation) == ["post", "tenure"])
            #expect(try await counts(fixture) == before)
        }
    }

    @Test func hoursAreTakenBackUnlessTheyWereReversed() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            let table = Array(
                "id_number,class,level,ended_on,hours\n\(Fixture.number(0)),旧班,county,2014-07-01,8\n".utf8)
            _ = try await fixture.services.training.importPast(table, ImportOrder(), on: today, caller: Fixture.root)
            _ = try await undo(fixture)
            #expect(try await fixture.count("credit") == 0)
            _ = try await fixture.services.training.importPast(table, ImportOrder(), on: today, caller: Fixture.root)
            #expect(try await fixture.count("credit") == 1)
        }
    }

    @Test func organisationsAreTakenBackWithNothingBelowThem() async throws {
        try await Fixture.with { fixture in
            let before = try await fixture.count("organisation")
            let head = "code,parent_code,level,kind,name,field,since\n"
            _ = try await fixture.services.organisations.importOrganisations(
                Array(
                    (head + "610116009,610116,township,committee,新镇,rural,2000-01-01\n"
                        + "610116009001,610116009,primary,branch,新村,rural,2000-01-01\n").utf8), on: ChinaTime.today(),
                caller: Fixture.root)
            let sheet = try await last(fixture)
            _ = try await fixture.importPeople(Fixture.secretaries(["610116009001"]))
            let order = ImportUndoOrder(reason: "r")
            let error = await refusal {
                _ = try await fixture.services.training.undoImport(sheet.id, order, caller: Fixture.root)
            }
            #expect(error?.code == "import.rests" && error?.message.chinese.contains("新村：党籍") == true)
            _ = try await undo(fixture)
            _ = try await fixture.services.training.undoImport(sheet.id, order, caller: Fixture.root)
            #expect(try await fixture.count("organisation") == before)
        }
    }

    @Test func onlyWhoMayChangeTheRegisterTakesAnImportBack() async throws {
        try await Fixture.with { fixture in
            let clerk = try await fixture.caller("610116", .clerk)
            _ = try await fixture.services.members.importPeople(
                Array(Fixture.secretaries(["610116001001"]).utf8), PeopleImportOrder(), on: ChinaTime.today(),
                caller: clerk)
            let viewer = try await fixture.caller("610116", .viewer)
            #expect(await refusal { _ = try await undo(fixture, caller: viewer) }?.kind == .forbidden)
            let neighbour = try await fixture.caller("610102", .clerk)
            #expect(await refusal { _ = try await undo(fixture, caller: neighbour) }?.kind == .notFound)
            _ = try await undo(fixture, caller: clerk)
            #expect(try await fixture.count("person") == 0)
        }
    }
}
