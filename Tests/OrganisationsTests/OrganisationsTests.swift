import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Postgres
import TestSupport
import Testing
import Wire

/// The tree on a real database.
struct OrganisationsTests {
    private func errors(_ table: String, _ fixture: Fixture) async throws -> [CellError] {
        do {
            _ = try await fixture.services.organisations.importOrganisations(
                Array(table.utf8), on: ChinaTime.today(), caller: Fixture.root)
            return []
        } catch let error as AppError { return error.cells }
    }

    @Test func divisionsBecomeATreeWhateverTheirOrder() async throws {
        try await Fixture.with(tree: nil) { fixture in
            let lines = Fixture.tree.split(separator: "\n")
            let shuffled = ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n")
            let outcome = try await fixture.services.organisations.importDivisions(
                Array(shuffled.utf8), DivisionOrder(since: day("2000-01-01")), on: ChinaTime.today(),
                caller: Fixture.root)
            #expect(outcome.added == 16)
            let village = try await fixture.services.organisations.organisation("610116001001", caller: Fixture.root)
            #expect(village.path == "61.6101.610116.610116001.610116001001.")
            #expect(village.kind == .branch && village.field == .community && village.name == "中共东社区支部委员会")
            let street = try await fixture.services.organisations.organisation("610116001", caller: Fixture.root)
            #expect(street.kind == .workingCommittee)
            #expect(
                try await fixture.services.organisations.coverage(CoverageQuery(), caller: Fixture.root).items.reduce(0)
                {
                    $0 + $1.units
                } == 6)
        }
    }

    /// 备注 was refused as an unknown column.
    @Test func notesAreNamedAndPassedOver() async throws {
        try await Fixture.with(tree: nil) { fixture in
            let table = "组织编码,名称,层级,类型,成立日期,备注\na,甲县委员会,county,committee,2000-01-01,由乙县划入\n"
            let outcome = try await fixture.services.organisations.importOrganisations(
                Array(table.utf8), on: ChinaTime.today(), caller: Fixture.root)
            #expect(outcome.added == 1 && outcome.passedColumns == ["备注"])
        }
    }

    @Test func ringsOrphansAndDoublesAreNamedByRow() async throws {
        try await Fixture.with(tree: nil) { fixture in
            let head = "code,parent_code,name,level,kind,field,since\n"
            let ring = try await errors(
                head + "a,b,甲,county,committee,,2000-01-01\nb,a,乙,county,committee,,2000-01-01\n", fixture)
            #expect(!ring.isEmpty && ring.allSatisfy { $0.column == "parent_code" })
            #expect(try await errors(head + "a,zz,甲,county,committee,,2000-01-01\n", fixture).map(\.row) == [2])
            #expect(
                try await errors(
                    head + "a,,甲,county,committee,,2000-01-01\na,,乙,county,committee,,2000-01-01\n", fixture
                ).map(\.row) == [3])
            #expect(try await errors(head + "a,,甲,primary,branch,,2000-01-01\n", fixture).map(\.column) == ["field"])
            #expect(try await fixture.count("organisation") == 0)
        }
    }

    @Test func aChangeKeepsWhatWasBefore() async throws {
        try await Fixture.with { fixture in
            let organisations = fixture.services.organisations
            let change = OrganisationChange(since: day("2015-06-01"), name: "中共南村总支部", kind: .generalBranch)
            let new = try await organisations.change(
                "610116001200", change, expected: 1, on: day("2016-01-01"), caller: Fixture.root
            ).organisation
            #expect(new.name == "中共南村总支部" && new.version == 2)
            let history = try await organisations.versions(of: "610116001200", caller: Fixture.root).items
            #expect(history.map(\.kind) == [.branch, .generalBranch])
            #expect(history.map(\.until) == [day("2015-06-01"), nil])
        }
    }

    @Test func aMoveTakesEverythingBelowAlong() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116002200"]))
            let organisations = fixture.services.organisations
            let change = OrganisationChange(since: day("2015-06-01"), parent: "610102")
            let moved = try await organisations.change(
                "610116002", change, expected: nil, on: day("2016-01-01"), caller: Fixture.root
            ).organisation
            #expect(moved.path == "61.6101.610102.610116002.")
            let person = try await fixture.person(0)
            #expect(person.path == "61.6101.610102.610116002.610116002200.")
            let receiving = try await fixture.caller("610102")
            #expect(try await fixture.services.members.person(person.id, caller: receiving).name == person.name)
            let ring = OrganisationChange(since: day("2015-07-01"), parent: "610116002200")
            do {
                _ = try await organisations.change(
                    "610116002", ring, expected: nil, on: day("2016-01-01"), caller: Fixture.root)
                Issue.record("accepted")
            } catch let error as AppError { #expect(error.code == "organisation.ring") }
        }
    }

    @Test func nobodyWritesOutsideTheirScope() async throws {
        try await Fixture.with { fixture in
            let county = try await fixture.caller("610116")
            let table = "code,parent_code,name,level,kind,field,since\nx1,610102,甲,township,committee,,2000-01-01\n"
            do {
                _ = try await fixture.services.organisations.importOrganisations(
                    Array(table.utf8), on: ChinaTime.today(), caller: county)
                Issue.record("accepted")
            } catch let error as AppError {
                #expect(error.code == "import.rejected" || error.code == "access.outside_scope")
            }
            #expect(try await fixture.count("organisation") == 16)
        }
    }
}
