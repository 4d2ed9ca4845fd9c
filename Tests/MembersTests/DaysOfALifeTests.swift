import Access
import Civil
import Composition
import Kernel
import Members
import Organisations
import TestSupport
import Testing
import Wire

private let east = "610116001001"

/// What happened lies not in the future, and not before somebody was born or admitted or an organisation was founded.
struct DaysOfALifeTests {
    private let head = "organisation,name,性别,出生日期,人员类别,入党日期,转正日期,title,tenure_since,synthetic\n"

    private func row(
        _ name: String = "试甲", born: String = "1980-03-15", status: String = "正式党员", since: String = "2005-07-01",
        converted: String = "2006-07-01", title: String = "", tenure: String = "", at code: String = east
    ) -> String {
        "\(code),\(name),男,\(born),\(status),\(since),\(converted),\(title),\(tenure),true\n"
    }

    /// The cells that an import refuses, each as its column and what is wrong with it.
    private func refused(_ body: () async throws -> Void) async -> [String] {
        do {
            try await body()
            return []
        } catch {
            guard let error = error as? AppError else { return ["\(error)"] }
            return error.cells.isEmpty
                ? [error.code + " " + error.message.chinese] : error.cells.map { "\($0.column) \($0.reason.chinese)" }
        }
    }

    private func refused(_ fixture: Fixture, _ rows: String) async -> [String] {
        await refused { _ = try await fixture.importPeople(head + rows) }
    }

    // MARK: days still to come

    @Test func aDayStillToComeMakesNobodyAMember() async throws {
        try await Fixture.with { fixture in
            let tomorrow = ChinaTime.today().adding(days: 1)
            for (wrong, column) in [
                (row(since: "2030-01-01", converted: ""), "入党日期"), (row(since: "\(tomorrow)", converted: ""), "入党日期"),
                (row(converted: "2030-01-01"), "转正日期"), (row(born: "2030-01-01"), "出生日期"),
            ] {
                let cells = await refused(fixture, wrong)
                #expect(cells.contains { $0.hasPrefix(column) && $0.contains("不晚于今天") }, "\(cells)")
            }
            let order = RegistrationOrder(
                organisation: Reference(east), name: "试乙", sex: .male, born: day("1980-03-15"), status: .full,
                since: day("2030-01-01"), synthetic: true)
            let single = await refused {
                _ = try await fixture.services.members.register(order, on: ChinaTime.today(), caller: Fixture.root)
            }
            let answer = try #require(single.first)
            #expect(answer.hasPrefix("person.invalid") && answer.contains("不晚于今天"))
            #expect(try await fixture.count("person") == 0)
            #expect(await refused(fixture, row(since: "\(ChinaTime.today())", converted: "")) == [])
        }
    }

    /// An appointment may be known before its day, by the verb and by the sheet alike.
    @Test func anAppointmentMayBeKnownBeforeItsDay() async throws {
        try await Fixture.with { fixture in
            let ahead = ChinaTime.today().adding(days: 30)
            #expect(await refused(fixture, row(title: "书记", tenure: "\(ahead)")) == [])
            let tenures = "organisation,name,title,since\n\(east),试甲,副书记,\(ahead)\n"
            #expect(
                await refused {
                    _ = try await fixture.services.members.importTenures(Array(tenures.utf8), caller: Fixture.root)
                } == [])
        }
    }

    @Test func anOrganisationIsNotFoundedInTheFuture() async throws {
        try await Fixture.with { fixture in
            let organisations = fixture.services.organisations
            let sheet =
                "code,parent_code,level,kind,name,field,since\n"
                + "610116001900,610116001,primary,branch,新支部,rural,2030-01-01\n"
            let cells = await refused {
                _ = try await organisations.importOrganisations(
                    Array(sheet.utf8), on: ChinaTime.today(), caller: Fixture.root)
            }
            #expect(cells.count == 1 && cells[0].hasPrefix("since"))
            let divisions = await refused {
                _ = try await organisations.importDivisions(
                    Array("code,parent_code,level,name\n610116001901,610116001,village,新村\n".utf8),
                    DivisionOrder(since: day("2030-01-01")), on: ChinaTime.today(), caller: Fixture.root)
            }
            #expect(divisions.first?.hasPrefix("value.invalid") == true)
        }
    }

    // MARK: tenures

    private func tenure(_ fixture: Fixture, _ name: String, at code: String = east, since: String) async -> [String] {
        await refused {
            let table = "organisation,name,title,since\n\(code),\(name),副书记,\(since)\n"
            _ = try await fixture.services.members.importTenures(Array(table.utf8), caller: Fixture.root)
        }
    }

    private func appoint(_ fixture: Fixture, _ name: String, at code: String = east, since: String) async -> [String] {
        await refused {
            _ = try await fixture.services.members.appoint(
                AppointmentOrder(
                    person: Reference(name), organisation: Reference(code), title: .publicityCommissioner,
                    since: day(since)), caller: Fixture.root)
        }
    }

    /// By the sheet of people, by the sheet of tenures and by the verb.
    @Test(arguments: [("1979-05-01", "出生日期 1980-03-15"), ("2005-06-30", "入党日期 2005-07-01")])
    func aPostIsNotHeldBeforeTheBirthOrTheAdmission(_ since: String, _ reason: String) async throws {
        try await Fixture.with { fixture in
            let cells = await refused(fixture, row(title: "书记", tenure: since))
            #expect(cells.count { $0.contains(reason) && $0.hasPrefix("tenure_since") } == 1, "\(cells)")
            _ = try await fixture.importPeople(head + row())
            for cells in [
                await refused(fixture, row(title: "书记", tenure: since)), await tenure(fixture, "试甲", since: since),
                await appoint(fixture, "试甲", since: since),
            ] { #expect(cells.count { $0.contains(reason) } == 1, "\(cells)") }
            // From the admission on probation on.
            #expect(await tenure(fixture, "试甲", since: "2005-07-01") == [])
            #expect(await appoint(fixture, "试甲", since: "2005-07-01") == [])
        }
    }

    /// Whose admission lies before what is on file has a history that the file does not know.
    @Test func whoCameFromElsewhereMayHaveHeldAPostBefore() async throws {
        try await Fixture.with { fixture in
            let members = fixture.services.members
            _ = try await members.receive(
                ArrivalOrder(
                    organisation: Reference(east), name: "试丙", sex: .male, born: day("1970-01-01"), status: .full,
                    synthetic: true, from: "外省", letter: "外-1", issuedOn: day("2026-01-05"), on: day("2026-01-10")),
                on: day("2026-02-01"), caller: Fixture.root)
            #expect(await tenure(fixture, "试丙", since: "2010-01-01") == [])
            #expect(await tenure(fixture, "试丙", since: "1969-01-01").contains { $0.contains("1970-01-01") })
        }
    }

    /// A founding day counts where it was stated for the organisation. That of a list of divisions is the day from
    /// which the register has them.
    @Test func aPostIsNotHeldBeforeItsOrganisationWasFounded() async throws {
        try await Fixture.with { fixture in
            let organisations = fixture.services.organisations
            let sheet =
                "code,parent_code,level,kind,name,field,since\n"
                + "610116001900,610116001,primary,branch,新支部,rural,2014-05-09\n"
                + "610116009,610116,township,committee,新镇,,2014-05-09\n"
            _ = try await organisations.importOrganisations(
                Array(sheet.utf8), on: ChinaTime.today(), caller: Fixture.root)
            _ = try await organisations.found(
                FoundingOrder(
                    code: "610116001902", name: "又一支部", parent: "610116001", kind: .branch, level: .primary,
                    field: .rural, since: day("2015-01-01"), document: "文"), on: ChinaTime.today(),
                caller: Fixture.root)
            _ = try await fixture.importPeople(
                head + row() + row("试乙", at: "610116001900") + row("试丁", at: "610116009")
                    + row("试戊", at: "610116001902"))
            for (name, code, wrong) in [
                ("试乙", "610116001900", "2014-05-08"), ("试丁", "610116009", "2014-05-08"),
                ("试戊", "610116001902", "2014-12-31"),
            ] {
                let cells = await tenure(fixture, name, at: code, since: wrong)
                #expect(cells.count == 1 && cells[0].contains("成立日期"), "\(cells)")
                #expect(await appoint(fixture, name, at: code, since: wrong).first?.contains("成立日期") == true)
                #expect(await tenure(fixture, name, at: code, since: "2015-01-01") == [])
            }
            // The tree of the divisions is on file since 1997.
            _ = try await fixture.importPeople(head + row("试己", born: "1950-01-01", since: "1980-01-01", converted: ""))
            #expect(await tenure(fixture, "试己", since: "1990-01-01") == [])
            // A name that is corrected says nothing of the day; a day that is corrected does.
            for (name, since, isTaken) in [("东社区支部", nil, true), (nil, "1998-05-19", false)]
                as [(String?, String?, Bool)]
            {
                _ = try await organisations.correct(
                    Reference(east),
                    OrganisationCorrection(
                        version: nil, name: name, since: since.map { day($0) }, document: "文", reason: "笔误"),
                    expected: nil, on: ChinaTime.today(), caller: Fixture.root)
                #expect(await appoint(fixture, "试己", since: "1991-01-01").isEmpty == isTaken)
            }
        }
    }
}
