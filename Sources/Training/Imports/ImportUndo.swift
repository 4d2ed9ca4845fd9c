package import Access
import Civil
package import Kernel
import Members
package import Organisations
import Wire

/// Which imports are listed.
package struct ImportedSheetQuery: Codable, Described, Sendable {
    package var scope: Reference<Organisation>?

    package init(scope: Reference<Organisation>? = nil) { self.scope = scope }

    package static let memberTexts: [String: Text] = [:]
}

/// How an import is taken back.
package struct ImportUndoOrder: Codable, Described, Sendable {
    package let reason: String
    package let dryRun: Bool?

    package init(reason: String, dryRun: Bool? = nil) {
        self.reason = reason
        self.dryRun = dryRun
    }

    package static let memberTexts: [String: Text] = [:]
}

/// What was taken back with an import or, when dry, would be.
package struct ImportUndone: Outcome {
    package struct Facts: Codable, Sendable {
        package let relation: String
        package let name: Text
        package let count: Int
    }

    package let id: Identifier<ImportedSheet>
    package let kind: String
    package let facts: [Facts]
    package let dryRun: Bool

    package var summary: Text {
        let counts = Text.list(
            facts.map {
                Text(zh: "\($0.name.chinese) \($0.count) 条", en: "\($0.name.english): \($0.count)")
            })
        let what = Text(
            zh: facts.isEmpty ? "没有要撤回的内容" : counts.chinese, en: facts.isEmpty ? "nothing to take back" : counts.english
        )
        return dryRun
            ? Text(
                zh: "试运行（没有保存）：将撤回\(what.chinese)。",
                en: "Dry run, nothing was saved; would take back: \(what.english).")
            : Text(zh: "已撤销导入，撤回\(what.chinese)。", en: "The import is undone; taken back: \(what.english).")
    }
}

/// What imports bring that can be taken back together.
enum UndoableImport: String, CaseIterable {
    case people, organisations, divisions, tenures, training

    /// - Parameter kind: as it is on file: the sheet's name, behind it that of the sheet in a workbook.
    init?(kind: String) {
        self.init(rawValue: kind.split(separator: " ").first.map(String.init) ?? "")
    }

    var permission: Permission { self == .training ? .writeTraining : .writeRegistry }
}

extension Text {
    /// What rests on an import, or was taken back with it, by the table it lies in.
    static func imported(_ relation: String) -> Text {
        switch relation {
        case "elsewhere": Text(zh: "已不在您的范围内", en: "lies outside your scope by now")
        case "person": Text(zh: "人员", en: "people")
        case "post": Text(zh: "职务", en: "posts")
        case "tenure_ended": Text(zh: "任职已另行结束", en: "the tenure was ended since")
        case "credit_reversed": Text(zh: "学时已冲销", en: "the hours were reversed")
        case "credit_decision": Text(zh: "学时已确认或退回", en: "the hours were confirmed or refused")
        case "person_correction", "person_correction_decision": Text(zh: "更正", en: "corrections")
        case "person_merge", "person_distinction": Text(zh: "合并或查重的决定", en: "decisions about duplicates")
        case "organisation", "organisation_version", "organisation_change", "organisation_link":
            Text(zh: relation == "organisation" ? "党组织" : "党组织变更", en: relation.replacing("_", with: " "))
        case "organisation_place": Text(zh: "组织沿革", en: "places in the tree")
        case "org_unit": Text(zh: "单位", en: "units")
        case "enrolment", "enrolment_event", "class_nomination", "class_nomination_decision", "seating_decision":
            Text(zh: "调训名额", en: "seats in classes")
        case "relief", "absence": Text(zh: relation == "relief" ? "延期或免训" : "离岗", en: relation)
        case "account", "account_person", "access_grant", "post_suspension": Text(zh: "账号或授权", en: "accounts or grants")
        case let name where name.hasPrefix("points") || name == "ledger_entry": Text(zh: "积分", en: "points")
        default:
            .recorded(relation) ?? Text(zh: "后来的登记", en: "later entries (\(relation.replacing("_", with: " ")))")
        }
    }
}

extension AppError {
    static func importKind(_ kind: String) -> AppError {
        AppError(
            .conflict, "import.kind",
            Text(zh: "「\(kind)」的导入不能整批撤销。", en: "Imports of “\(kind)” cannot be undone as one act."),
            hint: Text(
                zh: "可以整批撤销的是人员、党组织、任职和学时；其他请逐条更正。",
                en: "People, organisations, tenures and training can; correct the others one by one."))
    }

    static func importUndone(_ sheet: ImportedSheet) -> AppError {
        let day = sheet.undoneOn?.description ?? ""
        return AppError(
            .conflict, "import.undone",
            Text(zh: "这次导入已于 \(day) 撤销。", en: "This import was undone on \(day)."),
            hint: Text(zh: "同一个文件可以重新导入。", en: "The same file can be imported again."))
    }

    /// - Parameter hindrances: each with who or what it is about.
    static func importRests(_ hindrances: [(subject: String, what: Text)], total: Int) -> AppError {
        let chinese = hindrances.map { "\($0.subject)：\($0.what.chinese)" }.joined(separator: "；")
        let english = hindrances.map { "\($0.subject): \($0.what.english)" }.joined(separator: "; ")
        let more = total > hindrances.count
        return AppError(
            .conflict, "import.rests",
            Text(
                zh: "不能撤销：导入之后又有 \(total) 项登记以它为依据（\(chinese)\(more ? "等" : "")）。",
                en: "It cannot be undone: \(total) later entries rest on it (\(english)\(more ? "; …" : ""))."),
            hint: Text(
                zh: "请先更正或撤回这些登记，或者只逐条更正导入的内容。",
                en: "Correct or withdraw those first, or correct what was imported one by one."))
    }
}
