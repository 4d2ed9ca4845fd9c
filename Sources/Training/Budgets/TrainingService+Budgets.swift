import Access
package import Civil
import Foundation
package import Kernel
import Organisations
import Postgres
import SQLFiles
import Wire

/// What classes cost. Each decision about a budget is a new revision; the latest holds.
extension TrainingService {
    /// Classes of one table; more are asked for in parts.
    private static let mostBudgets = 2000
    private static let largestCeiling = Amount(1_000_000_000)

    /// Decides about standard, arrival, departure and ceiling of a class.
    package func setBudget(_ reference: Reference<TrainingClass>, _ order: ClassBudgetOrder, caller: Caller)
        async throws
        -> ClassBudget
    {
        let caller = try caller.with(.writeTraining)
        try check(order)
        let id = try await identifier(of: reference, caller: caller)
        return try await database.write(caller) { transaction in
            let current = try await lock(id, nil, transaction)
            let known = try await transaction.query(.classBudget(class: id)).single
            let standard: String =
                try order.standard ?? known.map { try $0["standard"] } ?? rules.budget.standards[0].key
            let arrival: Int = try order.arrivalDays ?? known.map { try $0["arrival_days"] } ?? 0
            let departure: Int = try order.departureDays ?? known.map { try $0["departure_days"] } ?? 0
            let ceiling: Amount? = try order.ceiling ?? known.flatMap { try $0["ceiling"] }
            let auditEvent = try await transaction.record(
                "class.budget", "class", subject: id.value, path: current.path,
                after: JSONText(encoding: [
                    "standard": standard, "arrival_days": String(arrival), "departure_days": String(departure),
                    "ceiling": ceiling?.description ?? "",
                ]))
            _ = try await transaction.query(
                .insertBudget(
                    class: id, path: current.path, standard: standard, arrivalDays: arrival, departureDays: departure,
                    ceiling: ceiling, reason: order.reason, auditEvent: auditEvent))
            guard let row = try await transaction.query(.budgetOfClass(class: id)).single else {
                throw AppError.notFound(Self.classWord, reference.text)
            }
            return try budget(row)
        }
    }

    private func check(_ order: ClassBudgetOrder) throws(AppError) {
        if let standard = order.standard { _ = try rules.budget.standard(standard) }
        let most = rules.budget.travelDays
        for (name, days) in [("arrival_days", order.arrivalDays), ("departure_days", order.departureDays)] {
            if let days { try Plausible.count(days, name, in: 0...most) }
        }
        if let ceiling = order.ceiling {
            guard ceiling >= .zero, ceiling <= Self.largestCeiling, ceiling.rounded(places: 2) == ceiling else {
                throw .invalidValue(
                    "ceiling", ceiling.description,
                    expected: Text(
                        zh: "0 到 \(Self.largestCeiling)，最多两位小数",
                        en: "0 to \(Self.largestCeiling), with two decimals at most"))
            }
        }
        try Plausible.words(optional: order.reason, "reason")
    }

    /// The budget of the classes that hosts of a range hold between two days, with sums.
    /// - Throws: `class_budget.too_many`.
    package func budgets(_ query: BudgetQuery, on today: Day, caller: Caller) async throws -> BudgetTable {
        let caller = try caller.with(.readTraining)
        let from = query.from ?? Day(year: today.year, month: 1, day: 1) ?? today
        let through = query.through ?? Day(year: from.year, month: 12, day: 31) ?? from
        try Plausible.day(from, "from")
        try Plausible.day(through, "through")
        guard from <= through else { throw AppError.classDates(from, through) }
        let scope = try await organisations.scope(query.scope, caller: caller)
        let rows = try await database.read(
            caller,
            .classBudgets(low: scope.low, high: scope.high, first: from, last: through, limit: Self.mostBudgets + 1))
        guard rows.count <= Self.mostBudgets else { throw AppError.tooManyBudgets(Self.mostBudgets) }
        return BudgetTable(try rows.map(budget), from: from, through: through)
    }

    /// The table ready to print.
    package func printedBudgets(_ query: BudgetQuery, _ language: Language, on today: Day, caller: Caller) async throws
        -> String
    {
        BudgetPaper(table: try await budgets(query, on: today, caller: caller), language: language).html
    }

    private func budget(_ row: Row) throws -> ClassBudget {
        let (starts, ends): (Day, Day) = (try row["starts_on"], try row["ends_on"])
        let (numbers, hours): ([Int], [String]) = (try row["numbers"], try row["hours"])
        let (fees, titles): ([String], [String]) = (try row["fees"], try row["titles"])
        let key: String? = try row["standard"]
        // A standard that the rule file no longer has gives way to the first one.
        let standard = rules.budget.standards.first { $0.key == key } ?? rules.budget.standards[0]
        let sum = BudgetCalculation(
            rules: rules.budget, people: try row["people"], classDays: ends - starts + 1,
            travelDays: [try row["arrival_days"], try row["departure_days"]].sum(),
            rate: try row["cost_per_person_day"], standard: standard,
            lectures: numbers.indices.map {
                BudgetCalculation.Lecture(
                    number: numbers[$0], hours: Hours(hours[$0]) ?? .zero, fee: Amount(fees[$0]) ?? .zero,
                    title: titles[$0].isEmpty ? nil : titles[$0])
            }, ceiling: try row["ceiling"])
        return ClassBudget(
            code: try row["code"], name: try row["name"], host: try row["host_code"], hostName: try row["host_name"],
            state: try row.choice("state"), starts: starts, ends: ends, people: sum.people, days: sum.days,
            personDays: Int(clamping: Int128(sum.people) * Int128(sum.days)), rate: sum.rate, standard: standard.key,
            standardRate: standard.perPersonDay, living: try sum.living.required("living"),
            lectures: try sum.lectureFees.required("lectures"), total: try sum.total.required("total"),
            ceiling: sum.ceiling, warnings: sum.warnings)
    }
}

extension AppError {
    fileprivate static func tooManyBudgets(_ most: Int) -> AppError {
        AppError(
            .invalid, "class_budget.too_many",
            Text(zh: "这段时间有 \(most) 个以上的班次。", en: "There are more than \(most) classes in these days."),
            hint: Text(zh: "请用 --scope 或更短的 --from、--through 分开查询。", en: "Ask with --scope, or for shorter times."))
    }
}
