import Civil
package import Kernel

/// What merges of people say, and what they refuse.
extension Text {
    /// What a record of a person holds, by the table it lies in.
    static func held(_ relation: String) -> Text {
        recorded(relation)
            ?? Text(zh: "其他登记", en: "other entries (\(relation.replacing("_", with: " ")))")
    }

    /// The same, or nil for a table that has no word.
    package static func recorded(_ relation: String) -> Text? {
        switch relation {
        case "membership": Text(zh: "党籍", en: "memberships")
        case "membership_decision", "membership_decision_annulment":
            Text(zh: "党籍处理决定", en: "decisions about the membership")
        case "membership_transfer", "membership_transfer_answer": Text(zh: "组织关系介绍信", en: "letters of introduction")
        case "tenure": Text(zh: "任职", en: "tenures")
        case "duty": Text(zh: "应训任务", en: "duties")
        case "relief", "relief_withdrawal": Text(zh: "延期和免训", en: "reliefs")
        case "enrolment", "enrolment_event": Text(zh: "班次名额", en: "seats in classes")
        case "class_nomination", "class_nomination_decision": Text(zh: "调训提名", en: "nominations")
        case "seating_decision", "seating_decision_withdrawal": Text(zh: "排班决定", en: "decisions about seats")
        case "attendance_mark": Text(zh: "考勤", en: "attendance marks")
        case "class_result": Text(zh: "考核成绩", en: "results")
        case "credit", "credit_decision": Text(zh: "学时", en: "training hours")
        case "absence", "absence_withdrawal": Text(zh: "离岗", en: "absences")
        case "person_attribute": Text(zh: "档案内容", en: "entries of the member file")
        case "person_category": Text(zh: "人员分类", en: "categories")
        case "person_correction": Text(zh: "待同意的更正", en: "a correction that waits")
        case "person_merge", "merged": Text(zh: "合并", en: "merges")
        case "account_person": Text(zh: "账号", en: "accounts")
        case "notice": Text(zh: "通知", en: "notices")
        case "ledger_entry": Text(zh: "积分记账", en: "entries of the points ledger")
        case "points_sheet": Text(zh: "已关账的积分表", en: "sheets of closed points periods")
        case let name where name.hasPrefix("points"): Text(zh: "积分", en: "points")
        case let name where name.hasPrefix("recruitment"): Text(zh: "发展党员档案", en: "recruitment")
        default: nil
        }
    }

    /// A row of a sheet that resembles somebody on the register.
    static func resembles(_ name: String, _ organisation: String, _ reason: Resemblance) -> Text {
        Text(
            zh: "已登记，但与「\(organisation)」的\(name)相似（\(reason.text.chinese)），请核对是否同一人",
            en: "entered, but resembles \(name) of “\(organisation)” (\(reason.text.english)); "
                + "check whether it is one person")
    }
}

extension AppError {
    static var mergeSame: AppError {
        AppError(
            .invalid, "merge.same",
            Text(zh: "两处说的是同一份登记。", en: "Both are the same record."),
            hint: Text(zh: "请用编号指明两份登记。", en: "Name the two records by their identifiers."))
    }

    /// - Parameter conflicts: the table, and what either record says.
    static func mergeConflicts(
        _ kept: String, _ gone: String, _ conflicts: [(what: String, kept: String, other: String)]
    ) -> AppError {
        let chinese = conflicts.map { "\(Text.held($0.what).chinese)：\($0.kept.or("—"))／\($0.other.or("—"))" }
        let english = conflicts.map { "\(Text.held($0.what).english): \($0.kept.or("—")) / \($0.other.or("—"))" }
        let isLedger = conflicts.contains { $0.what == "ledger_entry" || $0.what == "points_sheet" }
        return AppError(
            .conflict, "merge.conflict",
            Text(
                zh: "\(gone) 不能并入 \(kept)，两份登记互相矛盾：\(chinese.joined(separator: "；"))。",
                en: "\(gone) cannot be merged into \(kept); the records contradict each other: "
                    + "\(english.joined(separator: "; "))."),
            hint: isLedger
                ? Text(
                    zh: "积分账只增不改：请保留有记账的那一份；两份都有记账的不能合并。",
                    en: "The ledger of points is never rewritten: keep the record that has entries; two that have "
                        + "entries cannot be merged.")
                : Text(
                    zh: "请先更正、转接或退出其中一项，再合并。",
                    en: "Correct, transfer or withdraw one of each first, then merge."))
    }

    static var notMerged: AppError {
        AppError(
            .conflict, "merge.none", Text(zh: "没有可以恢复的合并。", en: "There is no merge to be undone."),
            hint: Text(zh: "合并记录见 dangwu person merges。", en: "Merges are listed by dangwu person merges."))
    }

    static func mergeRests(_ hindrances: [(what: String, day: Day)]) -> AppError {
        let chinese = hindrances.map { "\(Text.held($0.what).chinese)（\($0.day)）" }.joined(separator: "、")
        let english = hindrances.map { "\(Text.held($0.what).english) (\($0.day))" }.joined(separator: ", ")
        return AppError(
            .conflict, "merge.rests",
            Text(
                zh: "不能恢复为两份：合并之后又有登记：\(chinese)。",
                en: "The records cannot be separated: something was entered since: \(english)."),
            hint: Text(
                zh: "请先撤回这些登记；后来的合并先恢复。", en: "Withdraw those first; undo later merges before this one."))
    }
}

extension String {
    fileprivate func or(_ other: String) -> String { isEmpty ? other : self }
}
