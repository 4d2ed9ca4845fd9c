/// What comparisons refuse, and what their fields are called.
import Kernel

extension Text {
    /// The name of a field that is no key field and no attribute.
    static func compared(_ field: String) -> Text? {
        switch field {
        case "organisation": Text(zh: "所在党组织", en: "organisation")
        case "status": Text(zh: "人员类别", en: "standing")
        default: nil
        }
    }
}

extension AppError {
    static func comparisonTooLarge(most: Int) -> AppError {
        AppError(
            .invalid, "comparison.too_large",
            Text(zh: "差异超过 \(most) 条，没有保存。", en: "There are more than \(most) differences; nothing was saved."),
            hint: Text(
                zh: "请核对文件和范围；大批缺少的人先导入（dangwu person import），再对照。",
                en: "Check the file and the scope. Import people who are missing in great numbers first."))
    }

    static func noComparison() -> AppError {
        AppError(
            .notFound, "comparison.none", Text(zh: "还没有对照过。", en: "Nothing has been compared yet."),
            hint: Text(zh: "用 dangwu comparison make 对照。", en: "Compare with dangwu comparison make."))
    }

    static func noComparisonLine(_ number: Int) -> AppError {
        .notFound(Text(zh: "对照条目", en: "line of the comparison"), "\(number)")
    }

    static func comparisonTaken(_ number: Int, _ name: String) -> AppError {
        AppError(
            .conflict, "comparison.taken",
            Text(zh: "第 \(number) 条（\(name)）已采用对方。", en: "Line \(number) (\(name)) was taken over already."),
            hint: Text(
                zh: "要改回，请用 dangwu person correct 更正。", en: "To change it back use dangwu person correct."))
    }

    /// - Parameter verb: what deals with it.
    static func comparisonByHand(_ number: Int, _ name: String, _ verb: Text) -> AppError {
        AppError(
            .conflict, "comparison.by_hand",
            Text(
                zh: "第 \(number) 条（\(name)）不能直接采用，要由相应的业务办理。",
                en: "Line \(number) (\(name)) cannot be taken over as it is."),
            hint: Text(
                zh: "\(verb.chinese)；办好后把这一条记为 handled（已另行办理）。",
                en: "\(verb.english); then decide this line as handled."))
    }

    static func comparisonOutdated(_ number: Int, _ name: String) -> AppError {
        AppError(
            .conflict, "comparison.outdated",
            Text(
                zh: "第 \(number) 条（\(name)）对照之后本库已有改动。",
                en: "What is here of line \(number) (\(name)) has changed since it was compared."),
            hint: Text(zh: "请重新对照，或把这一条记为 handled。", en: "Compare again, or decide this line as handled."))
    }
}
