import Access
package import Civil
import Foundation
package import Kernel
import Members
package import Organisations
import Policy
import Postgres
import SQLFiles
package import Wire

/// A cycle that was opened for a subtree.
package struct Cycle: Codable, Tabular {
    package let id: Identifier<Cycle>
    package let key: String
    package let name: Text
    package let path: String
    package let opens: Day
    package let softEnd: Day
    package let hardEnd: Day
    package let document: String
    package let withdrawn: Day?

    package static let columns: [Column<Cycle>] = [
        Column("key", zh: "周期", en: "Key", \.key),
        Column("name", zh: "名称", en: "Name", \.name),
        Column("opens", zh: "开始", en: "Opens", \.opens),
        Column("soft_end", zh: "应训期限", en: "Soft end", \.softEnd),
        Column("hard_end", zh: "最后期限", en: "Hard end", \.hardEnd),
        Column("document", zh: "文件", en: "Document", \.document),
        Column("path", zh: "范围", en: "Scope", \.path),
        Column("withdrawn", zh: "撤销日期", en: "Withdrawn", \.withdrawn),
        Column("id", zh: "编号", en: "Identifier", \.id),
    ]
}

/// A cycle of the rule file, which can be opened for a subtree.
package struct DefinedCycle: Codable, Tabular {
    package let key: String
    package let name: Text
    package let opens: Day
    package let softEnd: Day
    package let hardEnd: Day
    package let levels: [Level]
    package let fields: [Field]
    /// The words of the rule file for those who owe it.
    package let who: [String]
    package let source: Text

    init(_ definition: CycleDefinition) {
        key = definition.key
        name = definition.name
        opens = definition.opens
        softEnd = definition.softEnd
        hardEnd = definition.hardEnd
        levels = definition.levels
        fields = definition.fields
        var words: [String] = []
        for entry in definition.audience { words += entry.who.filter { !words.contains($0) } }
        who = words
        source = definition.source.text
    }

    package static let columns: [Column<DefinedCycle>] = [
        Column("key", zh: "周期", en: "Key", \.key),
        Column("name", zh: "名称", en: "Name", \.name),
        Column("opens", zh: "开始", en: "Opens", \.opens),
        Column("soft_end", zh: "应训期限", en: "Soft end", \.softEnd),
        Column("hard_end", zh: "最后期限", en: "Hard end", \.hardEnd),
        Column("levels", zh: "层级", en: "Levels", \.levels),
        Column("fields", zh: "领域", en: "Fields", \.fields),
        Column("who", zh: "人员", en: "Who") { .text($0.who.joined(separator: " ")) },
        Column("source", zh: "依据", en: "Source", \.source),
    ]
}

/// Which cycle of the rule file to open, and for which subtree.
package struct CycleOrder: Codable, Described, Sendable {
    package let key: String
    package let organisation: Reference<Organisation>
    package let instead: Bool?

    package init(key: String, organisation: Reference<Organisation>, instead: Bool? = nil) {
        self.key = key
        self.organisation = organisation
        self.instead = instead
    }

    package static let memberTexts = [
        "key": Text(zh: "规则文件里的周期，如 shaanxi-2014", en: "Key of the cycle in the rule file, such as shaanxi-2014"),
        "organisation": Text(zh: "为哪个党组织及其下级开启", en: "The organisation whose subtree it is opened for"),
        "instead": Text(
            zh: "与已开启的周期重叠时仍开启：每个职务只向最近的一级周期负责",
            en: "Open it beside a cycle it overlaps: every office owes to the nearest of them alone"),
    ]
}

package struct CycleOpened: Outcome {
    package let cycle: Cycle
    /// How many offices owe it.
    package let duties: Int
    /// It was open before; nothing was changed.
    package let wasOpen: Bool

    package var summary: Text {
        wasOpen
            ? Text(
                zh: "「\(cycle.name.chinese)」已经开启（\(cycle.opens) 至 \(cycle.hardEnd)），共有任务 \(duties) 项，没有改动。",
                en:
                    "“\(cycle.name.english)” is open already (\(cycle.opens) to \(cycle.hardEnd)) with \(duties) "
                    + "duties; nothing was changed.")
            : Text(
                zh: "已开启「\(cycle.name.chinese)」（\(cycle.opens) 至 \(cycle.hardEnd)），产生任务 \(duties) 项。",
                en: "Opened “\(cycle.name.english)” (\(cycle.opens) to \(cycle.hardEnd)) with \(duties) duties.")
    }
}

/// The yearly hours to open.
package struct YearOrder: Codable, Described, Sendable {
    package let year: Int
    package let scope: Reference<Organisation>?

    package init(year: Int, scope: Reference<Organisation>? = nil) {
        self.year = year
        self.scope = scope
    }

    package static let memberLimits: [String: MemberLimit] = ["year": .count(Plausible.years)]

    package static let memberTexts = [
        "scope": Text(zh: "为哪个党组织及其下级，默认全部", en: "The organisation whose subtree it is for; all by default")
    ]
}

package struct DutiesOpened: Outcome {
    package let duties: Int

    package var summary: Text { Text(zh: "产生任务 \(duties) 项。", en: "\(duties) duties opened.") }
}

extension TrainingService {
    /// Opens a cycle of the rule file for an organisation and everything below it, and every duty that it gives rise
    /// to. One that is open there already stays as it is.
    /// - Throws: `cycle.unknown`; `cycle.overlaps` when somebody would owe two cycles, unless the order says `instead`.
    package func openCycle(_ order: CycleOrder, caller: Caller) async throws -> CycleOpened {
        let caller = try caller.with(.writeTraining)
        guard let definition = rules.cycles.first(where: { $0.key == order.key }) else {
            throw AppError.unknownCycle(order.key, known: rules.cycles.map(\.key))
        }
        let organisation = try await organisations.organisation(order.organisation, caller: caller)
        let scope = organisation.scope
        return try await database.write(caller) { transaction in
            let refresh = DutyRefresh(transaction: transaction, rules: rules)
            _ = try await transaction.query(.lockDuties)
            let rows = try await transaction.query(.cycles)
            if let row = try rows.first(where: {
                try $0["key"] == order.key && $0["path"] == organisation.path && $0["withdrawn"] as Day? == nil
            }) {
                let id: Identifier<Cycle> = try row["id"]
                let owed: Int = try await transaction.query(.dutiesOfCycle(cycle: id))[0]["duties"]
                return CycleOpened(cycle: try row.cycle(), duties: owed, wasOpen: true)
            }
            let id = Identifier<Cycle>.new()
            let cycle = DutyRule.Cycle(
                id: id, opens: definition.opens, softEnd: definition.softEnd, hardEnd: definition.hardEnd,
                audience: definition.audience, range: scope)
            if order.instead != true {
                let others = try await refresh.cycles().filter { $0.withdrawn == nil && $0.overlaps(cycle) }.map(\.id)
                if !others.isEmpty {
                    let named = try rows.map { try $0.cycle() }.filter { others.contains($0.id) }
                    throw AppError.cycleOverlaps(definition.name, named)
                }
            }
            let auditEvent = try await transaction.record(
                "cycle.open", "cycle", subject: id.value, path: organisation.path,
                after: JSONText(encoding: ["key": order.key]))
            _ = try await transaction.query(
                .insertCycle(
                    id: id, path: organisation.path, pathEnd: scope.high, key: order.key,
                    nameZh: definition.name.chinese, nameEn: definition.name.english, opensOn: definition.opens,
                    softOn: definition.softEnd, hardOn: definition.hardEnd, levels: definition.levels.map(\.rawValue),
                    fields: definition.fields.map(\.rawValue), audience: try JSONText(encoding: definition.audience),
                    document: definition.source.document, place: definition.source.place, auditEvent: auditEvent))
            let owed = try await refresh.cycles(in: scope, counting: id).owed
            try await transaction.refreshStatistics(afterRows: owed)
            return CycleOpened(
                cycle: Cycle(
                    id: id, key: order.key, name: definition.name, path: organisation.path, opens: definition.opens,
                    softEnd: definition.softEnd, hardEnd: definition.hardEnd, document: definition.source.document,
                    withdrawn: nil), duties: owed, wasOpen: false)
        }
    }

    /// The cycles of the rule file.
    package func definedCycles(caller: Caller) throws -> Page<DefinedCycle> {
        _ = try caller.with(.readTraining)
        return Page(whole: rules.cycles.map(DefinedCycle.init))
    }

    package func cycles(caller: Caller) async throws -> Page<Cycle> {
        let caller = try caller.with(.readTraining)
        return Page(whole: try await database.read(caller, .cycles).map { try $0.cycle() })
    }

    /// Opens the yearly hours of a subtree; what is open already stays as it is.
    package func openYear(_ order: YearOrder, on today: Day, caller: Caller) async throws -> DutiesOpened {
        let caller = try caller.with(.writeTraining)
        try Plausible.count(order.year, "year", in: Plausible.years)
        guard order.year <= today.adding(years: 1).year else {
            throw AppError.invalidValue(
                "year", String(order.year),
                expected: Text(
                    zh: "不晚于明年（\(today.adding(years: 1).year)）",
                    en: "next year (\(today.adding(years: 1).year)) at the latest"))
        }
        let scope = try await organisations.place(order.scope, caller: caller)
        return try await database.write(caller) { transaction in
            try await open(order.year, everyone: true, in: scope, transaction)
        }
    }

    /// Opens what rules ask by themselves in the year of today, once for each part of the tree that somebody looks at.
    func openStanding(in scope: Scope, on today: Day, _ caller: Caller) async throws {
        guard rules.stands(on: today) else { return }
        let (low, high) = (scope.yearRange.low, scope.yearRange.high)
        let isOpen = Statement.yearIsOpen(low: low, high: high, year: today.year, everyone: false)
        if try await database.read(caller, isOpen)[0]["is_open"] { return }
        try await database.write(caller) { transaction in
            _ = try await transaction.query(.lockDuties)
            if try await transaction.query(isOpen)[0]["is_open"] { return }
            try await note(today.year, low, high, transaction)
            try await refreshStanding(in: scope, on: today, transaction)
        }
    }

    /// Organisations whose offices are looked at in one transaction.
    private static let portion = 500
    /// So many days before it begins, the next year is opened, too.
    private static let daysAhead = 31

    /// Opens what rules ask by themselves before anybody looks, so that the first reader of a large part of the tree
    /// does not wait for it: portion by portion, each for itself, and at the end the year as a whole.
    /// - Returns: the years that were opened.
    package func openYearsAhead(on today: Day, caller: Caller) async throws -> [Int] {
        let caller = try caller.with(.writeTraining)
        var days = [today]
        if let next = Day(year: today.year + 1, month: 1, day: 1), next - today <= Self.daysAhead { days.append(next) }
        var opened: [Int] = []
        for day in days where rules.stands(on: day) {
            let (low, high) = (Scope.everything.yearRange.low, Scope.everything.high)
            let isOpen = Statement.yearIsOpen(low: low, high: high, year: day.year, everyone: false)
            if try await database.read(caller, isOpen)[0]["is_open"] { continue }
            let borders: [String] = try await database.read(caller, .portionsOfTree(size: Self.portion)).map {
                try $0["path"]
            }
            let lows = [Scope.everything.low] + borders.dropFirst()
            for (low, high) in zip(lows, borders.dropFirst() + [Scope.everything.high]) {
                try await database.write(caller) { transaction in
                    _ = try await refreshStanding(in: Scope(low: low, high: high), on: day, transaction)
                }
            }
            try await database.write(caller) { transaction in try await note(day.year, low, high, transaction) }
            opened.append(day.year)
        }
        return opened
    }

    private func note(_ year: Int, _ low: String, _ high: String, _ transaction: ScopedTransaction) async throws {
        let auditEvent = try await transaction.record("year.open", "duty", after: JSONText(encoding: ["year": year]))
        _ = try await transaction.query(
            .openYear(path: low, pathEnd: high, year: year, everyone: false, auditEvent: auditEvent))
    }

    /// What rules ask by themselves of the offices and members of a part of the tree.
    private func refreshStanding(in scope: Scope, on day: Day, _ transaction: ScopedTransaction) async throws {
        _ = try await transaction.query(.lockDuties)
        let refresh = DutyRefresh(transaction: transaction, rules: rules)
        _ = try await refresh.year(day.year, everyone: false, in: scope)
        _ = try await refresh.cycles(in: scope)
        // A member is new for three years at most: on probation, and in the first year after it.
        let since = day.adding(years: -3)
        let people: [Identifier<Person>] = try await transaction.query(
            .newMembersInScope(low: scope.low, high: scope.high, since: since)
        ).map { try $0["person_id"] }
        _ = try await refresh.people(people)
    }

    private func open(_ year: Int, everyone: Bool, in scope: Scope, _ transaction: ScopedTransaction) async throws
        -> DutiesOpened
    {
        let auditEvent = try await transaction.record("year.open", "duty", after: JSONText(encoding: ["year": year]))
        let range = scope.yearRange
        _ = try await transaction.query(
            .openYear(path: range.low, pathEnd: range.high, year: year, everyone: everyone, auditEvent: auditEvent))
        return DutiesOpened(
            duties: try await DutyRefresh(transaction: transaction, rules: rules).year(
                year, everyone: everyone, in: scope
            ).opened)
    }
}

extension Scope {
    /// As a year is kept: what has no organisation of its own lies above the top.
    fileprivate var yearRange: (low: String, high: String) { self == .everything ? ("0.", high) : (low, high) }
}

extension Row {
    func cycle() throws -> Cycle {
        Cycle(
            id: try self["id"], key: try self["key"], name: Text(zh: try self["name_zh"], en: try self["name_en"]),
            path: try self["path"], opens: try self["opens"], softEnd: try self["soft_end"],
            hardEnd: try self["hard_end"], document: try self["document"], withdrawn: try self["withdrawn"])
    }
}
