import Policy
package import Access
package import Civil
package import Foundation
package import Kernel
package import Organisations
import Postgres

/// A cycle that was opened for a subtree.
package struct Cycle: Sendable {
    package let id: Identifier<Cycle>
    package let path: String
    package let key: String
    package let name: Text
    package let opens: Day
    package let softEnd: Day
    package let hardEnd: Day
    package let document: String
}

extension TrainingService {
    /// Opens a cycle of the rule file for an organisation and everything below it, and every duty that it gives rise to.
    /// - Returns: the cycle and the number of duties opened.
    package func openCycle(_ key: String, for organisation: Organisation, caller: Caller) async throws -> (Cycle, Int) {
        try caller.require(.writeTraining)
        guard let definition = rules.cycles.first(where: { $0.key == key }) else {
            throw AppError.notFound(Text(zh: "规则文件中的周期", en: "cycle in the rule file"), key)
        }
        let id = Identifier<Cycle>.new()
        let scope = organisation.scope
        let opened = try await database.write(caller) { transaction in
            let auditEvent = try await transaction.record(
                "cycle.open", "cycle", subject: id.value, path: organisation.path,
                after: JSONText(encoding: ["key": key]))
            _ = try await transaction.query(
                "InsertCycle",
                [
                    id.parameter, organisation.path.parameter, scope.high.parameter, key.parameter,
                    definition.name.chinese.parameter,
                    definition.name.english.parameter, definition.opens.parameter, definition.softEnd.parameter,
                    definition.hardEnd.parameter, definition.levels.map(\.rawValue).parameter,
                    definition.fields.map(\.rawValue).parameter, definition.source.document.parameter,
                    definition.source.place.parameter, auditEvent.parameter,
                ])
            let cycle = DutyRule.Cycle(
                id: id.value, opens: definition.opens, softEnd: definition.softEnd, hardEnd: definition.hardEnd,
                levels: Set(definition.levels), fields: Set(definition.fields), range: scope)
            return try await DutyRefresh(transaction: transaction, rules: rules).cycle(cycle).opened
        }
        let cycle = Cycle(
            id: id, path: organisation.path, key: key, name: definition.name, opens: definition.opens,
            softEnd: definition.softEnd,
            hardEnd: definition.hardEnd, document: definition.source.document)
        return (cycle, opened)
    }

    package func cycles(caller: Caller) async throws -> [Cycle] {
        try caller.require(.readTraining)
        return try await database.read(caller, database.sql("Cycles")).map {
            Cycle(
                id: try $0["id"], path: try $0["path"], key: try $0["key"],
                name: Text(zh: try $0["name_zh"], en: try $0["name_en"]),
                opens: try $0["opens_on"], softEnd: try $0["soft_on"], hardEnd: try $0["hard_on"],
                document: try $0["document"])
        }
    }

    /// Opens the yearly hours of a subtree; what is open already stays as it is.
    package func openYear(_ year: Int, in scope: Scope?, caller: Caller) async throws -> Int {
        try caller.require(.writeTraining)
        return try await database.write(caller) { transaction in
            try await transaction.record("year.open", "duty", after: JSONText(encoding: ["year": year]))
            return try await DutyRefresh(transaction: transaction, rules: rules).year(year, in: scope ?? caller.scope)
                .opened
        }
    }

    /// What the registry tells of tenures; runs in its transaction.
    package static func listener(rules: TrainingRules) -> @Sendable (ScopedTransaction, [UUID]) async throws -> Void {
        { transaction, tenures in
            _ = try await DutyRefresh(transaction: transaction, rules: rules).tenures(tenures)
        }
    }
}
