import Civil
import Kernel

extension Item {
    /// The item and its place in the source, as a rule is cited.
    package var cited: String { place.isEmpty ? "\(id) \(wording)" : "\(id) \(wording)（\(place)）" }
}

extension AppError {
    private static func input(_ code: String, _ item: Item, _ message: Text, hint: Text) -> AppError {
        AppError(.invalid, "points.input_" + code, message, hint: hint, rule: item.cited)
    }

    static func pointsMissing(_ item: Item, _ low: Amount, _ high: Amount) -> AppError {
        input(
            "missing", item,
            Text(zh: "项目 \(item.id) 要写明分值 points。", en: "The item \(item.id) needs the points that were decided."),
            hint: Text(zh: "范围：\(low) 到 \(high)。", en: "From \(low) to \(high)."))
    }

    static func pointsOutside(_ item: Item, _ points: Amount, _ low: Amount, _ high: Amount, _ step: Amount?)
        -> AppError
    {
        let stepZh = step.map { "，以 \($0) 为一档" } ?? ""
        let stepEn = step.map { ", in steps of \($0)" } ?? ""
        return input(
            "outside", item,
            Text(
                zh: "\(points) 分超出项目 \(item.id) 的范围。",
                en: "\(points) points are outside the range of the item \(item.id)."),
            hint: Text(zh: "范围：\(low) 到 \(high)\(stepZh)。", en: "From \(low) to \(high)\(stepEn)."))
    }

    static func quantityMissing(_ item: Item, _ unit: String) -> AppError {
        input(
            "missing", item,
            Text(zh: "项目 \(item.id) 要写明数量 quantity（\(unit)）。", en: "The item \(item.id) needs a quantity (\(unit))."),
            hint: Text(
                zh: "请填写 quantity，单位：\(unit)。",
                en: "Give the quantity, in \(unit)."))
    }

    static func quantityOutside(_ item: Item, _ quantity: Amount, _ unit: String, _ allowed: Interval?) -> AppError {
        let range = allowed?.description ?? "≥ 0"
        return input(
            "outside", item,
            Text(
                zh: "数量 \(quantity) \(unit) 不在项目 \(item.id) 的范围内。",
                en: "A quantity of \(quantity) \(unit) is outside the range of the item \(item.id)."),
            hint: Text(zh: "范围：\(range)。", en: "The range is \(range)."))
    }

    static func betweenSteps(_ item: Item, _ quantity: Amount, _ ladder: Ladder) -> AppError {
        let steps = ladder.steps.map(\.quantity.description).joined(separator: "; ")
        return input(
            "no_step", item,
            Text(
                zh: "\(quantity) \(ladder.unit) 落在项目 \(item.id) 各档之外，办法没有规定。",
                en: "\(quantity) \(ladder.unit) lies in no step of the item \(item.id); the scheme leaves it open."),
            hint: Text(
                zh: "各档：\(steps)。请由办法的制定机关明确。", en: "The steps: \(steps). The body that made the scheme must decide."))
    }

    static func levelUnknown(_ item: Item, _ level: String?, _ levels: [ValueRule.Level]) -> AppError {
        let known = levels.map { "\($0.key)（\($0.name.chinese)）" }.joined(separator: ", ")
        return input(
            level == nil ? "missing" : "outside", item,
            level.map {
                Text(zh: "项目 \(item.id) 没有级别「\($0)」。", en: "The item \(item.id) has no level “\($0)”.")
            } ?? Text(zh: "项目 \(item.id) 要写明级别 level。", en: "The item \(item.id) needs a level."),
            hint: Text(zh: "可用：\(known)。", en: "Known are \(known)."))
    }

    static func markMissing(_ item: Item, _ source: Evaluation.Source) -> AppError {
        input(
            "missing", item,
            Text(
                zh: "项目 \(item.id) 缺少「\(source.name.chinese)」的评分（marks.\(source.key)）。",
                en: "The item \(item.id) lacks the marks of “\(source.name.english)” (marks.\(source.key))."),
            hint: Text(
                zh: "请填写每个来源的平均分：marks.\(source.key)。",
                en: "Give the mean mark of every source: marks.\(source.key)."))
    }

    static func markUnknown(_ item: Item, _ key: String, _ evaluation: Evaluation) -> AppError {
        let known = evaluation.sources.map(\.key).joined(separator: ", ")
        return input(
            "outside", item,
            Text(zh: "项目 \(item.id) 没有评议来源「\(key)」。", en: "The item \(item.id) has no source of marks “\(key)”."),
            hint: Text(zh: "可用：\(known)。", en: "Known are \(known)."))
    }

    static func markOutside(_ item: Item, _ source: Evaluation.Source, _ mark: Amount, _ outOf: Amount) -> AppError {
        input(
            "outside", item,
            Text(
                zh: "「\(source.name.chinese)」的评分 \(mark) 不在 0 到 \(outOf) 之间。",
                en: "The marks of “\(source.name.english)”, \(mark), do not lie between 0 and \(outOf)."),
            hint: Text(
                zh: "请填写 0 到 \(outOf) 之间的平均分。",
                en: "Give a mean mark from 0 to \(outOf)."))
    }

    static func inputNotAsked(_ item: Item, _ name: String) -> AppError {
        input(
            "not_asked", item,
            Text(
                zh: "项目 \(item.id) 不按 \(name) 计分。", en: "The value of the item \(item.id) does not depend on \(name)."),
            hint: Text(zh: "请去掉 \(name)，或核对项目编号。", en: "Leave \(name) out, or check the item."))
    }

    static func valueUndefined(_ item: Item) -> AppError {
        input(
            "undefined", item,
            Text(
                zh: "项目 \(item.id) 的分值在原文中没有规定，不能记分。",
                en: "The source gives the item \(item.id) no value; it cannot be scored."),
            hint: Text(
                zh: "请由办法的制定机关补充分值，作为新版办法导入。", en: "The body that made the scheme must give one, in a new edition."))
    }
}
