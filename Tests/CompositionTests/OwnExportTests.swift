import Composition
import Kernel
import Members
import Organisations
import Sheets
import TestSupport
import Testing
import Wire

/// Lists that leave as CSV or as a workbook come back by the import of the same things, and change nothing.
struct OwnExportTests {
    private let order = ImportOrder(again: true, leaveColumns: true)

    /// Both headings, as CSV and as a workbook.
    private func files<Item: Tabular>(_ items: [Item]) throws -> [[UInt8]] {
        let table = Table(items)
        return try [Table.Headings.title, .key].flatMap { headings in
            [
                Array(table.csv(headings, in: .chinese, mark: true).utf8),
                try table.workbook(headings, in: .chinese),
            ]
        }
    }

    private func expectUnchanged<Item: Tabular>(
        _ items: [Item], _ take: ([UInt8]) async throws -> ImportOutcome
    ) async throws {
        #expect(!items.isEmpty)
        for file in try files(items) {
            do {
                let outcome = try await take(file)
                #expect(outcome.unchanged == items.count && outcome.rows == items.count, "\(outcome)")
            } catch let error as AppError {
                let cells = error.cells.map { "\($0.column) \($0.reason.chinese)" }
                Issue.record("\(Item.self): \(error.message.chinese) \(cells)")
            }
        }
    }

    @Test func listsComeBackAsTheyWent() async throws {
        try await Fixture.with { fixture in
            let services = fixture.services
            let further = "610116001001,@名字,\(Fixture.number(7)),2005-07-01,,,true\n"
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001", "610116001002"]) + further)
            let page = try PageRequest(limit: 100)
            let people = try await services.members.people(PeopleQuery(), page, caller: Fixture.root).items
            #expect(people.count == 3)
            try await expectUnchanged(people) {
                try await services.members.importPeople(
                    $0, .init(order, keepColumns: false), on: ChinaTime.today(), caller: Fixture.root)
            }
            let organisations = try await services.organisations.organisations(
                OrganisationQuery(), page, caller: Fixture.root
            ).items
            try await expectUnchanged(organisations) {
                try await services.organisations.importOrganisations(
                    $0, order, on: ChinaTime.today(), caller: Fixture.root)
            }
            let tenures = try await services.members.tenures(
                of: Reference(people[0].id), caller: Fixture.root
            ).items
            if !tenures.isEmpty {
                try await expectUnchanged(tenures) {
                    try await services.members.importTenures($0, order, caller: Fixture.root)
                }
            }
        }
    }
}
