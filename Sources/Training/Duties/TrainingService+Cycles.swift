import Access
package import Civil
import Foundation
package import Kernel
package import Members
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

    package static let columns: [Column<Cycle>] = [
        Column("key", zh: "周期", en: "Key", \.key),
        Column("name", zh: "名称", en: "Name", \.name),
        Column("opens", zh: "开始", en: "Opens", \.opens),
        Column("soft_end", zh: "应训期限", en: "Soft end", \.softEnd),
        Column("hard_end", zh: "最后期限", en: "Hard end", \.hardEnd),
        Column("document", zh: "文件", en: "Document", \.document),
        Column("path", zh: "范围", en: "Scope", \.path),
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
    package let source: Text

    init(_ definition: CycleDefinition) {
        key = definition.key
        name = definition.name
        opens = definition.opens
        softEnd = definition.softEnd
        hardEnd = definition.hardEnd
        levels = definition.levels
        fields = definition.fields
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
        Column("source", zh: "依据", en: "Source", \.source),
    ]
}

/// Which cycle of the rule file to open, and for which subtree.
package struct CycleOrder: Codable, Described, Sendable {
    package let key: String
    package let organisation: Reference<Organisation>

    package init(key: String, organisation: Reference<Organisation>) {
        self.key = key
        self.organisation = organisation
    }

    package static let memberTexts = [
        "key": Text(zh: "规则文件里的周期，如 shaanxi-2014", en: "Key of the cycle in the rule file, such as shaanxi-2014"),
        "organisation": Text(zh: "为哪个党组织及其下级开启", en: "The organisation whose subtree it is opened for"),
    ]
}

package struct CycleOpened: Outcome {
    package let cycle: Cycle
    package let duties: Int

    package var summary: Text {
        Text(
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
    /// to.
    package func openCycle(_ order: CycleOrder, caller: Caller) async throws -> CycleOpened {
        try caller.require(.writeTraining)
        guard let definition = rules.cycles.first(where: { $0.key == order.key }) else {
            throw AppError.unknownCycle(order.key, known: rules.cycles.map(\.key))
        }
        let organisation = try await organisations.organisation(order.organisation, caller: caller)
        let id = Identifier<Cycle>.new()
        let scope = organisation.scope
        let opened = try await database.write(caller) { transaction in
            let auditEvent = try await transaction.record(
                "cycle.open", "cycle", subject: id.value, path: organisation.path,
                after: JSONText(encoding: ["key": order.key]))
            _ = try await transaction.query(
                .insertCycle(
                    id: id, path: organisation.path, pathEnd: scope.high, key: order.key,
                    nameZh: definition.name.chinese, nameEn: definition.name.english, opensOn: definition.opens,
                    softOn: definition.softEnd, hardOn: definition.hardEnd, levels: definition.levels.map(\.rawValue),
                    fields: definition.fields.map(\.rawValue), document: definition.source.document,
                    place: definition.source.place, auditEvent: auditEvent))
            let cycle = DutyRule.Cycle(
                id: id, opens: definition.opens, softEnd: definition.softEnd, hardEnd: definition.hardEnd,
                levels: Set(definition.levels), fields: Set(definition.fields), range: scope)
            return try await DutyRefresh(transaction: transaction, rules: rules).cycle(cycle).opened
        }
        let cycle = Cycle(
            id: id, key: order.key, name: definition.name, path: organisation.path, opens: definition.opens,
            softEnd: definition.softEnd, hardEnd: definition.hardEnd, document: definition.source.document)
        return CycleOpened(cycle: cycle, duties: opened)
    }

    /// The cycles of the rule file.
    package func definedCycles(caller: Caller) throws -> Page<DefinedCycle> {
        try caller.require(.readTraining)
        return Page(whole: rules.cycles.map(DefinedCycle.init))
    }

    package func cycles(caller: Caller) async throws -> Page<Cycle> {
        try caller.require(.readTraining)
        return Page(whole: try await database.read(caller, .cycles, as: Cycle.self))
    }

    /// Opens the yearly hours of a subtree; what is open already stays as it is.
    package func openYear(_ order: YearOrder, caller: Caller) async throws -> DutiesOpened {
        try caller.require(.writeTraining)
        try Plausible.count(order.year, "year", in: Plausible.years)
        let scope = try await organisations.scope(order.scope, caller: caller)
        return try await database.write(caller) { transaction in
            try await transaction.record("year.open", "duty", after: JSONText(encoding: ["year": order.year]))
            return DutiesOpened(
                duties: try await DutyRefresh(transaction: transaction, rules: rules).year(order.year, in: scope).opened
            )
        }
    }

    /// Adjusts duties when tenures change; runs in the transaction of the change.
    package static func listener(rules: TrainingRules) -> TenureListener {
        { transaction, tenures in
            _ = try await DutyRefresh(transaction: transaction, rules: rules).tenures(tenures)
        }
    }
}
