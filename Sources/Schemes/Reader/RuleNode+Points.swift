import Civil
import Kernel
import Policy

extension RuleNode {
    func amount() throws(AppError) -> Amount {
        guard let value = Amount(try text()) else {
            throw problem(Text(zh: "应为最多四位小数的数", en: "expected a number of at most four decimal places"))
        }
        return value
    }

    func amount(_ key: String) throws(AppError) -> Amount { try node(key).amount() }

    func optionalAmount(_ key: String) throws(AppError) -> Amount? { try optional(key)?.amount() }

    /// What is divided by: a step, a unit, a full mark.
    func positive() throws(AppError) -> Amount {
        let value = try amount()
        guard value > .zero else { throw problem(Text(zh: "应大于零", en: "expected more than zero")) }
        return value
    }

    func optionalPositive(_ key: String) throws(AppError) -> Amount? { try optional(key)?.positive() }

    func ratio() throws(AppError) -> Ratio {
        guard let value = Ratio(try text()), value > .zero else {
            throw problem(Text(zh: "应为比例，如 1/3、20%、2", en: "expected a share such as 1/3, 20% or 2"))
        }
        return value
    }

    func interval() throws(AppError) -> Interval {
        guard let value = Interval(try text()) else {
            throw problem(
                Text(zh: "应为区间，如 [90, 95]、(80, 90]、>= 96", en: "expected an interval such as [90, 95], (80, 90], >= 96")
            )
        }
        return value
    }

    /// `{years: 1}`, `{months: 6}` or `{days: 30}`.
    func term() throws(AppError) -> Term {
        try only(["years", "months", "days"])
        let months =
            (try optional("years")?.integer(0...100) ?? 0) * 12 + (try optional("months")?.integer(0...1200) ?? 0)
        let days = try optional("days")?.integer(0...3660) ?? 0
        guard months + days > 0 else { throw problem(Text(zh: "期限不能为零", en: "a term must not be empty")) }
        return Term(months: months, days: days)
    }

    func choice<Value: RawRepresentable & CaseIterable>(_ key: String, default fallback: Value) throws(AppError)
        -> Value
    where Value.RawValue == String {
        guard let node = optional(key) else { return fallback }
        return try node.choice(Value.self)
    }

    func optionalText(_ key: String) throws(AppError) -> String? { try optional(key)?.text() }

    func optionalWords(_ key: String) throws(AppError) -> [String]? { has(key) ? try words(key) : nil }

    func flag(_ key: String) throws(AppError) -> Bool { try optional(key)?.flag() ?? false }

    func bounds() throws(AppError) -> Bounds {
        let bounds = Bounds(
            cap: try optionalAmount("cap"), floor: try optionalAmount("floor"),
            bonusCap: try optionalAmount("bonus_cap"),
            penaltyCap: try optionalAmount("penalty_cap"))
        if let cap = bounds.cap, let floor = bounds.floor, cap < floor {
            throw problem(Text(zh: "上限低于下限", en: "the cap lies below the floor"))
        }
        for value in [bounds.bonusCap, bounds.penaltyCap] {
            if let value, value.isNegative { throw problem(Text(zh: "限额应写正数", en: "write the limit without a sign")) }
        }
        return bounds
    }
}
