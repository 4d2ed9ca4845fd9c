/// The register compared with the export of another one: what was compared, its lines, and what may be decided.
import Access
package import Civil
package import Kernel
package import Organisations
package import Sheets
package import Wire

/// A comparison with a sheet of people that another register gave out.
package struct Comparison: Codable, Placed, Sendable {
    package let id: Identifier<Comparison>
    package let path: String
    package let organisationName: String?
    package let source: String
    package let comparedAt: Moment
    package let account: String?
    package let rows: Int
    package let differing: Int
    package let onlyThere: Int
    package let onlyHere: Int
    /// Lines without a decision.
    package let open: Int
}

extension Comparison: Tabular {
    package static let columns: [Column<Comparison>] = [
        Column("compared_at", zh: "时间", en: "Time", \.comparedAt),
        Column("organisation_name", zh: "范围", en: "Scope", \.organisationName),
        Column("source", zh: "对照来源", en: "Compared with", \.source),
        Column("rows", zh: "行数", en: "Rows", \.rows),
        Column("differing", zh: "不一致", en: "Differing", \.differing),
        Column("only_there", zh: "仅对方有", en: "Only there", \.onlyThere),
        Column("only_here", zh: "仅本库有", en: "Only here", \.onlyHere),
        Column("open", zh: "未处理", en: "Open", \.open),
        Column("account", zh: "对照人", en: "By", \.account),
        Column("id", zh: "编号", en: "Identifier", \.id),
    ]
}

/// What a line is about.
package enum ComparisonKind: String, Choice {
    case differs
    case onlyThere = "only_there"
    case onlyHere = "only_here"

    package var text: Text {
        switch self {
        case .differs: Text(zh: "不一致", en: "differs")
        case .onlyThere: Text(zh: "仅对方有", en: "only there")
        case .onlyHere: Text(zh: "仅本库有", en: "only here")
        }
    }
}

/// What is decided about a line.
package enum ComparisonVerdict: String, Choice {
    /// What the other register says is taken over, as a correction.
    case taken
    /// What is here stands.
    case kept
    /// It was dealt with by another verb: a transfer, an import, a decision about the membership.
    case handled

    package var text: Text {
        switch self {
        case .taken: Text(zh: "采用对方", en: "taken over")
        case .kept: Text(zh: "保留本库", en: "kept")
        case .handled: Text(zh: "另行办理", en: "dealt with otherwise")
        }
    }
}

/// One difference, and what was decided about it.
package struct ComparisonLine: Codable, Placed, Sendable {
    /// What was compared.
    package let path: String
    package let number: Int
    package let kind: ComparisonKind
    package let person: Identifier<Person>?
    package let name: String
    package let organisation: String?
    /// The key of a field; absent of people who are in one of the two only.
    package let field: String?
    package let fieldName: Text?
    /// What is on file; of people who are only there, who resembles them here. Personal data are `****`.
    package let here: Text?
    package let there: Text?
    /// Of the sheet.
    package let row: Int?
    package let decision: ComparisonVerdict?
    package let reason: String?
    package let document: String?
    package let decidedOn: Day?
    package let account: String?
    /// Why the same difference was kept in an earlier comparison.
    package let earlier: String?
}

extension ComparisonLine: Tabular {
    package static let columns: [Column<ComparisonLine>] = [
        Column("number", zh: "序号", en: "No.", \.number),
        Column("kind", zh: "情形", en: "Kind", \.kind),
        Column("name", zh: "姓名", en: "Name", \.name),
        Column("organisation", zh: "党组织", en: "Organisation", \.organisation),
        Column("field", zh: "项目", en: "Field") { .word($0.field ?? "", $0.fieldName ?? .verbatim("")) },
        Column("here", zh: "本库", en: "Here", \.here),
        Column("there", zh: "对方", en: "There", \.there),
        Column("decision", zh: "处理", en: "Decision", \.decision),
        Column("reason", zh: "理由", en: "Reason", \.reason),
        Column("earlier", zh: "上次保留的理由", en: "Kept before because", \.earlier),
        Column("row", zh: "表中行号", en: "Row", \.row),
        Column("account", zh: "处理人", en: "By", \.account),
    ]
}

/// What is compared.
package struct ComparisonOrder: Codable, Described, Sendable {
    package let scope: Reference<Organisation>?
    package let source: String
    package let dryRun: Bool?
    /// Of a workbook.
    package var sheet: String?
    package var map: [String]?
    package var fill: [String]?
    package var leaveColumns: Bool?

    package init(
        scope: Reference<Organisation>? = nil, source: String, dryRun: Bool? = nil, _ choices: SheetChoices = .none
    ) {
        (self.scope, self.source, self.dryRun) = (scope, source, dryRun)
        (sheet, map, fill, leaveColumns) = (choices.sheet, choices.map, choices.fixed, choices.leavesColumns)
    }

    package static let memberLimits = SheetChoices.memberLimits.merging(["source": .length(200)]) { $1 }

    package static let memberTexts = [
        "source": Text(
            zh: "对照的是什么，如：全国党员管理信息系统 2014-06 导出",
            en: "What it is compared with, such as the system it was exported from"),
        "scope": Text(zh: "对照的范围，默认全部可见范围", en: "Whose members are compared, by default the whole scope"),
    ]
}

extension ComparisonOrder {
    /// What was stated about the file.
    var choices: SheetChoices { SheetChoices(sheet: sheet, map: map, fixed: fill, leavesColumns: leaveColumns) }
}

package struct ComparisonMade: Outcome {
    package let id: Identifier<Comparison>
    package let rows: Int
    package let differing: Int
    package let onlyThere: Int
    package let onlyHere: Int
    package let dryRun: Bool

    package var summary: Text {
        let next =
            dryRun
            ? Text(zh: "试运行，没有保存。", en: "Dry run, nothing was saved.")
            : Text(zh: "逐条处理：dangwu comparison lines", en: "Go through them with dangwu comparison lines.")
        return .sentences([counts, next])
    }

    private var counts: Text {
        Text(
            zh: "已对照 \(rows) 行：不一致 \(differing) 项，仅对方有 \(onlyThere) 人，仅本库有 \(onlyHere) 人。",
            en: "Compared \(rows) rows: \(differing) differences, \(onlyThere) people only there, "
                + "\(onlyHere) only here.")
    }
}

/// Which comparisons are listed.
package struct ComparisonQuery: Codable, Described, Sendable {
    package var scope: Reference<Organisation>?

    package init(scope: Reference<Organisation>? = nil) { self.scope = scope }

    package static let memberTexts: [String: Text] = [:]
}

/// Which lines are listed.
package struct ComparisonLineQuery: Codable, Described, Sendable {
    package var kind: ComparisonKind?
    package var field: String?
    package var open: Bool?

    package init(kind: ComparisonKind? = nil, field: String? = nil, open: Bool? = nil) {
        (self.kind, self.field, self.open) = (kind, field, open)
    }

    package static let memberTexts = [
        "kind": Text(
            zh: "只看一种情形：\(ComparisonKind.words)", en: "Only lines of this kind: \(ComparisonKind.words)"),
        "field": Text(zh: "只看一个项目（键）", en: "Only lines about this field, by its key"),
        "open": Text(zh: "只看未处理的", en: "Only lines without a decision"),
    ]
}

/// What is decided about lines.
package struct ComparisonDecisionOrder: Codable, Described, Sendable {
    package let lines: [Int]
    package let decision: ComparisonVerdict
    package let reason: String
    package let document: String?

    package init(lines: [Int], decision: ComparisonVerdict, reason: String, document: String? = nil) {
        (self.lines, self.decision, self.reason, self.document) = (lines, decision, reason, document)
    }

    package static let memberLimits: [String: MemberLimit] = ["lines": .count(1...1_000_000)]

    package static let memberTexts = [
        "lines": Text(zh: "各条的序号", en: "Numbers of the lines"),
        "decision": Text(
            zh: "taken（采用对方，按更正登记）、kept（保留本库）或 handled（已另行办理）",
            en: "taken (as a correction), kept (what is here stands) or handled (dealt with by another verb)"),
    ]
}

package struct ComparisonDecided: Outcome {
    package let lines: Int
    package let decision: ComparisonVerdict
    /// What was corrected.
    package let corrected: [PersonCorrected]

    package var summary: Text {
        .sentences(
            [
                Text(
                    zh: "已处理 \(lines) 条：\(decision.text.chinese)。",
                    en: "\(lines) lines decided: \(decision.text.english).")
            ] + corrected.map(\.summary))
    }
}
