package import ArgumentParser
import Civil
package import Commands
import Composition
import Foundation
import Kernel
import Organisations
import Postgres

/// Tables of people who do not exist.
package struct SyntheticCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "synthetic",
        abstract: localized(zh: "为每个支部生成一名合成书记，输出 CSV", en: "Make a synthetic secretary for each branch, as CSV"))
    @OptionGroup package var globals: Globals
    @Option(help: help(zh: "随机种子：同一种子产生同一份名单", en: "Seed: the same seed makes the same people"))
    var seed: UInt64 = 1
    @Option(help: member("scope")) var scope: Reference<Organisation>?
    @Option(help: ArgumentHelp(localized(zh: "任职日期不早于", en: "Tenures begin on or after"))) var from: Day
    @Option(help: ArgumentHelp(localized(zh: "任职日期不晚于", en: "Tenures begin on or before"))) var through: Day

    package init() {}

    package func run() async throws {
        try Plausible.day(from, "from")
        try Plausible.day(through, "through")
        guard from <= through else {
            throw AppError.invalidValue(
                "through", through.description, expected: Text(zh: "不早于 \(from)", en: "not before \(from)"))
        }
        let session = try await Session.open(globals)
        // A branch has the same secretary whichever scope is asked for, so that tables of two counties share nobody.
        let all = try await branches(of: nil, session)
        let wanted = scope == nil ? nil : Set(try await branches(of: scope, session))
        var people = SyntheticPeople(seed: seed, today: through)
        await session.services.pool.close()
        Terminal.write(people.secretaries(of: all, writing: wanted, tenureFrom: from, through: through))
    }

    private func branches(of scope: Reference<Organisation>?, _ session: Session) async throws -> [String] {
        var codes: [String] = []
        var after: String?
        repeat {
            let page = try await session.services.organisations.organisations(
                OrganisationQuery(scope: scope), PageRequest(limit: 500, after: after), caller: session.caller)
            codes += page.items.filter { $0.kind == .branch }.map(\.code)
            after = page.next
        } while after != nil
        return codes
    }
}
