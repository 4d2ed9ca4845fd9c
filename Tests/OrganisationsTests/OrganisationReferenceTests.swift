import Access
import Civil
import Composition
import Foundation
import Kernel
import Sheets
import TestSupport
import Testing
import Wire

@testable import Organisations

/// Organisations as people name them: by code, by a name that is unique in the caller's scope, or by identifier.
struct OrganisationReferenceTests {
    private func error(_ body: () async throws -> Void) async -> AppError? {
        do {
            try await body()
            return nil
        } catch { return error as? AppError }
    }

    private static let head = "code,parent_code,name,level,kind,field,since\n"

    @Test func everyVerbTakesACodeANameOrAnIdentifier() async throws {
        try await Fixture.with { fixture in
            let organisations = fixture.services.organisations
            let village = try await organisations.organisation("610116001200", caller: Fixture.root)
            let county = try await organisations.organisation("610116", caller: Fixture.root)
            let references: [(village: Reference<Organisation>, county: Reference<Organisation>)] = [
                (Reference(village.code), Reference(county.code)), (Reference(village.name), Reference(county.name)),
                (Reference(village.id), Reference(county.id)),
            ]
            for (number, reference) in references.enumerated() {
                #expect(try await organisations.organisation(reference.village, caller: Fixture.root).id == village.id)
                let below = try await organisations.organisations(
                    OrganisationQuery(scope: reference.county), PageRequest(), caller: Fixture.root)
                #expect(below.items.count == 7)
                let children = try await organisations.organisations(
                    OrganisationQuery(parent: reference.county), PageRequest(), caller: Fixture.root)
                #expect(children.items.map(\.code) == ["610116001", "610116002"])
                let changed = try await organisations.change(
                    reference.village, OrganisationChange(since: day("2015-0\(number + 1)-01"), kind: .generalBranch),
                    expected: nil, on: day("2016-01-01"), caller: Fixture.root)
                #expect(changed.organisation.version == number + 2)
                let versions = try await organisations.versions(of: reference.village, caller: Fixture.root)
                #expect(versions.items.count == number + 2)
                let units = try await organisations.coverage(
                    CoverageQuery(scope: reference.county), caller: Fixture.root
                ).items.map(\.units).reduce(0, +)
                #expect(units == 4)
            }
            let moved = try await organisations.change(
                Reference(village.name), OrganisationChange(since: day("2015-09-01"), parent: "中共郭杜街道工作委员会"),
                expected: nil, on: day("2016-01-01"), caller: Fixture.root)
            #expect(moved.organisation.parentCode == "610116002")
        }
    }

    @Test(arguments: [
        ("长安区", "610116"), ("中共长安区委员会", "610116"), ("中国共产党长安区委员会", "610116"), ("长安区党委", "610116"),
        ("韦曲街道", "610116001"), ("韦曲街道党工委", "610116001"), ("南村", "610116001200"), ("南村党支部", "610116001200"),
        ("长安", nil), ("委员会", nil), ("", nil),
    ])
    func theNameOfEveryDayIsEnough(name: String, code: String?) async throws {
        try await Fixture.with { fixture in
            let found = try? await fixture.services.organisations.organisation(Reference(name), caller: Fixture.root)
            #expect(found?.code == code)
        }
    }

    @Test func aNameThatSeveralHaveListsTheirCodes() async throws {
        try await Fixture.with { fixture in
            let organisations = fixture.services.organisations
            _ = try await organisations.importOrganisations(
                Array(
                    (Self.head + "x1,610116001,中共河西支部委员会,primary,branch,rural,2000-01-01\n"
                        + "x2,610102001,中共河西支部委员会,primary,branch,rural,2000-01-01\n").utf8), on: ChinaTime.today(),
                caller: Fixture.root)
            let refusal = await error { _ = try await organisations.organisation("中共河西支部委员会", caller: Fixture.root) }
            #expect(refusal?.code == "reference.ambiguous" && refusal?.facts.map(\.name) == ["x2", "x1"])
            // In each county it is the only one.
            for (county, code) in [("610116", "x1"), ("610102", "x2")] {
                let caller = try await fixture.caller(county)
                #expect(try await organisations.organisation("中共河西支部委员会", caller: caller).code == code)
            }
            let stranger = try await fixture.caller("610528")
            let hidden = await error { _ = try await organisations.organisation("中共河西支部委员会", caller: stranger) }
            #expect(hidden?.code == "not_found")
        }
    }

    @Test func whatIsDissolvedStaysSoAndIsDissolvedOnceNotAheadOfTheDay() async throws {
        try await Fixture.with { fixture in
            let organisations = fixture.services.organisations
            func close(_ on: String) async throws -> OrganisationChanged {
                try await organisations.close(
                    "610116001200", OrganisationClosing(on: day(on)), expected: nil, on: day("2016-01-01"),
                    caller: Fixture.root)
            }
            #expect(await error { _ = try await close("2016-01-02") }?.code == "value.invalid")
            let closed = try await close("2015-06-01")
            #expect(closed.organisation.until == day("2015-06-01"))
            #expect(await error { _ = try await close("2015-07-01") }?.code == "organisation.closed")
            let parent = await error {
                _ = try await organisations.close(
                    "610116001", OrganisationClosing(on: day("2015-06-01")), expected: nil, on: day("2016-01-01"),
                    caller: Fixture.root)
            }
            #expect(parent?.code == "organisation.has_children")
        }
    }

    /// A row of the examples is what the sheet accepts.
    @Test func theExamplesOfTheSheetsAreAccepted() async throws {
        func row(_ sheet: ImportSheet) -> [UInt8] {
            let lines = [sheet.columns.map(\.key), sheet.columns.map(\.example)].map(CSVText.line)
            return Array((lines.joined(separator: "\n") + "\n").utf8)
        }
        try await Fixture.with { fixture in
            let organisations = fixture.services.organisations
            let order = ImportOrder(dryRun: true)
            let added = try await organisations.importOrganisations(
                row(OrganisationSheet.organisations), order, on: ChinaTime.today(), caller: Fixture.root)
            let made = try await organisations.importDivisions(
                row(OrganisationSheet.divisions), DivisionOrder(since: day("2000-01-01"), dryRun: true),
                on: ChinaTime.today(), caller: Fixture.root)
            #expect(added.added == 1 && made.added == 1)
            #expect(try await fixture.count("organisation") == 16)
        }
    }
}
