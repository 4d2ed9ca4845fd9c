import Access
package import Civil
package import Kernel
import Postgres
import SQLFiles
package import Wire

/// Duties of one cycle, or of none, that nobody owes yet on a day.
package struct DutiesToCome: Codable, Sendable {
    package let kind: DutyKind
    package let cycle: String?
    package let cycleName: Text?
    /// The first day on which one of them is owed.
    package let opens: Day
    package let duties: Int
}

extension DutiesToCome: Tabular {
    package static let columns: [Column<DutiesToCome>] = [
        Column("kind", zh: "任务", en: "Duty", \.kind.text),
        Column("cycle", zh: "周期", en: "Cycle") { $0.cycleName },
        Column("opens", zh: "开始", en: "Opens", \.opens),
        Column("duties", zh: "任务数", en: "Duties", \.duties),
    ]
}

/// What a plan of a day is not for because it is owed later, and why nothing is owed.
struct LaterDuties: Sendable {
    let asOf: Day
    let items: [DutiesToCome]
    /// Cycles of the rule file that nobody has opened and that are not over.
    let unopened: [CycleDefinition]
    /// Hours of a year that are open and that the plan is not for; looked for where it is empty.
    let yearly: Int

    /// - Parameter planned: duties that the plan is for.
    func notice(planned: Int) -> Text? {
        var parts: [Text] = []
        if planned == 0 {
            parts.append(
                Text(
                    zh: "\(asOf) 范围内没有轮训或任职培训任务，计划为空。",
                    en: "Nobody there owes rotation or training on appointment on \(asOf): the plan is empty."))
            if yearly > 0 {
                parts.append(
                    Text(
                        zh: "另有 \(yearly) 项年度学时任务，加 --yearly 才排。",
                        en: "\(yearly) duties of hours of the year are open: a plan is for them with --yearly."))
            }
        }
        parts += items.map { item in
            let name = item.cycleName.map { Text(zh: "「\($0.chinese)」的", en: " of “\($0.english)”") } ?? .verbatim("")
            return Text(
                zh: "\(name.chinese)\(item.kind.text.chinese)任务 \(item.duties) 项自 \(item.opens) 起应训，不在本计划内。",
                en: "\(item.duties) duties (\(item.kind.text.english))\(name.english) are owed from \(item.opens) on "
                    + "and are not in this plan.")
        }
        if let first = items.first {
            parts.append(
                Text(
                    zh: "为其排计划请加 --as-of \(first.opens)。",
                    en: "A plan for them is made as of \(first.opens) (--as-of)."))
        } else if planned == 0, !unopened.isEmpty {
            let keys = unopened.map(\.key).joined(separator: "、")
            parts.append(
                Text(
                    zh: "规则文件中的周期尚未开启：\(keys)；见 cycle open。",
                    en: "Cycles of the rule file that are not open: \(keys); cycle open opens one."))
        }
        return parts.isEmpty ? nil : .sentences(parts)
    }
}

extension TrainingService {
    /// - Parameters:
    ///   - planned: duties that the plan is for; an empty plan also names the hours of the year.
    ///   - yearly: whether it is for those hours, too.
    func dutiesToCome(
        for scope: Scope, after day: Day, planned: Int, yearly isForYear: Bool, caller: Caller
    ) async throws -> LaterDuties {
        let items = try await database.read(caller, .dutiesToCome(asOf: day, low: scope.low, high: scope.high))
            .map { row in
                let (chinese, english): (String?, String?) = (try row["name_zh"], try row["name_en"])
                return DutiesToCome(
                    kind: try row.choice("kind"), cycle: try row["cycle"],
                    cycleName: chinese.map { Text(zh: $0, en: english ?? $0) }, opens: try row["opens"],
                    duties: try row["duties"])
            }
        let opened = Set(try await database.read(caller, .cycles).map { try $0["key"] as String })
        // All duties are judged for it, as for the plan itself.
        let yearly: Int =
            planned > 0 || isForYear
            ? 0
            : try await database.read(
                caller, .openYearlyDuties(asOf: day, low: scope.low, high: scope.high))[0]["duties"]
        return LaterDuties(
            asOf: day, items: items,
            unopened: rules.cycles.filter { $0.hardEnd > day && !opened.contains($0.key) },
            yearly: yearly)
    }
}
