import Access
import Audit
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations

/// The audit log over the people of a province: first sealing, a check of everything, and that of one day.
struct AuditBurst: Sendable {
    let services: Services
    let caller: Caller
    /// Members by county.
    let counties: [String: Int]

    /// Members whose records one day adds.
    private static let daily = 20_000

    func measure(_ report: @Sendable (Measurement) -> Void) async throws {
        let today = services.today()
        let yesterday = services.audit.at(Date().addingTimeInterval(-86_400))
        let order = counties.sorted { $0.key < $1.key }
        var members = 0
        let loading = try await timed {
            for (index, (county, number)) in order.enumerated() {
                members += try await load(number, of: county, seed: UInt64(index), after: members, today)
            }
        }
        report(
            Measurement(
                Text(zh: "导入党员 \(members) 人", en: "import of \(members) members"),
                "\(loading.took.inSeconds), \(Int(Double(members) / loading.took.seconds))/s"))
        let sealing = try await timed { try await yesterday.seal(caller: caller) }
        report(
            Measurement(
                Text(zh: "首次封存 \(sealing.value.leaves) 条", en: "first sealing of \(sealing.value.leaves) rows"),
                "\(sealing.took.inSeconds), \(Int(Double(sealing.value.leaves) / sealing.took.seconds))/s"))
        let whole = try await timed { try await yesterday.verify(AuditCheckOrder(), caller: caller) }
        guard whole.value.faultCount == 0 else { throw AppError.defect("\(whole.value.faults)") }
        report(
            Measurement(
                Text(zh: "核对全部 \(whole.value.rows) 行", en: "check of all \(whole.value.rows) rows"),
                "\(whole.took.inSeconds), \(Int(Double(whole.value.rows) / whole.took.seconds))/s",
                target: "≥ 100000/s"))
        guard let county = order.first?.key else { return }
        _ = try await load(Self.daily, of: county, seed: UInt64(order.count), after: members, today)
        let added = try await timed { try await services.audit.seal(caller: caller) }
        let increment = try await timed {
            try await services.audit.verify(AuditCheckOrder(since: today), caller: caller)
        }
        guard increment.value.faultCount == 0 else { throw AppError.defect("\(increment.value.faults)") }
        report(
            Measurement(
                Text(zh: "一天新增 \(added.value.leaves) 条的封存", en: "sealing of a day's \(added.value.leaves) rows"),
                added.took.inSeconds))
        report(Measurement(Text(zh: "核对这一天", en: "check of that day"), increment.took.inSeconds, target: "≤ 10 s"))
    }

    private func load(_ number: Int, of county: String, seed: UInt64, after: Int, _ today: Day) async throws -> Int {
        let codes = try await services.organisations.branches(of: county, caller: caller)
        guard !codes.isEmpty else { return 0 }
        var people = SyntheticPeople(seed: 700 + seed, today: today, after: after)
        let table = people.members(of: (0..<number).map { codes[$0 % codes.count] }, joined: today.adding(years: -5))
        _ = try await services.members.importPeople(Array(table.utf8), on: today, caller: caller)
        return number
    }
}

extension OrganisationService {
    /// The codes of a county's branches.
    func branches(of county: String, caller: Caller) async throws -> [String] {
        var codes: [String] = []
        var after: String?
        repeat {
            let page = try await organisations(
                OrganisationQuery(scope: Reference(county)), PageRequest(limit: 500, after: after), caller: caller)
            codes += page.items.filter { $0.level == .primary }.map(\.code)
            after = page.next
        } while after != nil
        return codes
    }
}
