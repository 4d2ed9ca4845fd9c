import Access
import ArgumentParser
import Civil
import Composition
import Foundation
import HTTPTypes
import Kernel
import Organisations
import Program
import Settings
import Sheets
import Synchronization
import TestSupport
import Testing

@testable import API
@testable import Commands

/// Commands by which personal data leaves: the declarations of both doors agree, and CSV is an export.
struct SensitiveCommandTests {
    @Test func everyDeclaredRouteHasACommandThatDeclaresTheSame() {
        let commands = DoorsTests.commands().compactMap { $0.type as? any ServiceCommand.Type }
        for endpoint in Routes.all {
            guard let read = endpoint.sensitive else { continue }
            let route = "\(endpoint.method.rawValue) \(endpoint.path)"
            for command in commands where command.route.components(separatedBy: ", ").contains(route) {
                #expect((command as? any SensitiveCommand.Type)?.sensitive == read, "\(route) and \(command)")
            }
        }
    }

    private func run(_ words: [String], _ fixture: Fixture) async throws -> String {
        let command = try #require(try DangwuCommand.parseAsRoot(words) as? any ServiceCommand)
        let session = Session(
            services: fixture.services, caller: try await fixture.caller("610116", .clerk), today: ChinaTime.today())
        let written = Mutex("")
        try await Terminal.$messages.withValue({ _ in }) {
            try await Terminal.$output.withValue({ text in written.withLock { $0 += text } }) {
                try await command.perform(session)
            }
        }
        return written.withLock { $0 }
    }

    private func runData(_ words: [String], _ fixture: Fixture) async throws -> [UInt8] {
        let written = Mutex([UInt8]())
        try await Terminal.$isShown.withValue({ false }) {
            try await Terminal.$data.withValue({ bytes in written.withLock { $0 += bytes } }) {
                _ = try await run(words, fixture)
            }
        }
        return written.withLock { $0 }
    }

    @Test func peopleAsCSVAreAnExport() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001", "610116001002", "610102001001"]))
            // What is read at the screen is not.
            #expect(try await run(["person", "list"], fixture).contains("测试0"))
            #expect(try await fixture.count("sensitive_read") == 0)
            let csv = try await run(["person", "list", "--format", "csv", "--purpose", "核对名册"], fixture)
            #expect(csv.split(whereSeparator: \.isNewline).count == 3)
            let lines = try await fixture.services.access.readings(
                ReadingQuery(), PageRequest(), caller: fixture.caller("610116", .reviewer)
            ).items
            #expect(lines.map(\.rows) == [1, 1] && lines.allSatisfy { $0.purpose == "核对名册" && $0.subject == "people" })
            let office = try await fixture.services.organisations.organisation("610116", caller: Fixture.root).name
            #expect(lines.allSatisfy { $0.office == office && $0.reader == "test" })
        }
    }

    /// A file was the first page, without a hint in it.
    @Test func aFileHasEveryRowAndAPageThoseAskedFor() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001", "610116001002"]))
            var table = "code,parent_code,name,level,kind,field,since\n"
            for number in 0..<1100 {
                table += "x\(number),610116001,第\(number)支部,primary,branch,rural,2014-01-01\n"
            }
            _ = try await fixture.services.organisations.importOrganisations(
                Array(table.utf8), on: ChinaTime.today(), caller: Fixture.root)
            let below = try await run(["org", "list", "--format", "csv", "--no-bom"], fixture)
            let lines = below.split(whereSeparator: \.isNewline)
            #expect(lines.count > 1101 && Set(lines).count == lines.count && !below.hasPrefix("\u{FEFF}"))
            let page = try await run(["org", "list", "--format", "csv", "--limit", "2"], fixture)
            #expect(page.split(whereSeparator: \.isNewline).count == 3)
            let bytes = try await runData(["person", "list", "--format", "xlsx", "--purpose", "核对名册"], fixture)
            let names = try SheetRecords(bytes).records.filter { $0.fields.contains { $0.hasPrefix("测试") } }
            #expect(names.count == 2)
            let readings = try await fixture.services.access.readings(
                ReadingQuery(), PageRequest(), caller: fixture.caller("610116", .reviewer)
            ).items
            #expect(readings.map(\.rows).reduce(0, +) == 2)
        }
    }

    /// Rosters, posts, letters and whatever else lists people: the same as the register itself.
    @Test func everyListOfPeopleIsAnExportAsCSV() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001", "610116001002"]))
            _ = try await run(["tenure", "list", "610116001001", "--format", "csv", "--purpose", "核对任职"], fixture)
            _ = try await run(["person", "tenures", "测试0", "--format", "csv", "--purpose", "核对任职"], fixture)
            _ = try await run(["transfer", "list", "--format", "csv", "--purpose", "核对介绍信"], fixture)
            let lines = try await fixture.services.access.readings(
                ReadingQuery(), PageRequest(), caller: fixture.caller("610116", .reviewer)
            ).items
            // A list without rows left no office's data.
            #expect(lines.map(\.subject) == ["tenures", "tenures"], "\(lines)")
            #expect(lines.allSatisfy { $0.purpose == "核对任职" && $0.rows == 1 })
        }
    }

    @Test func withoutAPurposeNothingIsWrittenWhereOneIsRequired() async throws {
        var settings = Settings()
        settings.access.purpose = "required"
        try await Fixture.with(settings: settings) { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001"]))
            for words in [["person", "list", "--format", "csv"], ["person", "number", "测试0"]] {
                let code = await #expect(throws: AppError.self) { _ = try await run(words, fixture) }?.code
                #expect(code == "access.purpose_missing", "\(words)")
            }
            #expect(try await run(["person", "list"], fixture).contains("测试0"))
            #expect(try await run(["person", "number", "测试0", "--purpose", "转接"], fixture).contains(Fixture.number(0)))
        }
    }
}
