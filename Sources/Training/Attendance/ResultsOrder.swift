import Access
package import Civil
package import Kernel
package import Members
import Sheets
package import Wire

/// What one person got in one part of the assessment.
package struct ResultEntry: Codable, Described, Sendable {
    package let person: Reference<Person>
    package let part: String?
    package let score: Amount?
    package let verdict: ResultVerdict?
    package let sitting: Int?
    package let on: Day?

    package init(
        person: Reference<Person>, part: String? = nil, score: Amount? = nil, verdict: ResultVerdict? = nil,
        sitting: Int? = nil, on: Day? = nil
    ) {
        self.person = person
        self.part = part
        self.score = score
        self.verdict = verdict
        self.sitting = sitting
        self.on = on
    }

    static let sittings = 1...10

    package static let memberLimits: [String: MemberLimit] = ["sitting": .count(sittings)]

    package static let memberTexts = [
        "part": Text(
            zh: "考核的哪一项：规则文件中的键或名称；只有一项时可不填",
            en: "Which part of the assessment: its key or name in the rule file; not needed where there is one"),
        "score": Text(zh: "成绩，0 到 100，最多一位小数", en: "The score, 0 to 100 with one decimal at most"),
        "verdict": Text(
            zh: "不评分时：passed（合格）、failed（不合格）或 missed（缺考、未交）",
            en: "Instead of a score: passed, failed or missed"),
        "sitting": Text(zh: "第几次，补考从 2 起，默认 1", en: "Which sitting, by default 1; repeated ones from 2 on"),
        "on": Text(zh: "考试或交卷日期", en: "The day of the examination, or on which it was handed in"),
    ]
}

/// Results of several people, all or nothing.
package struct ResultsOrder: Codable, Described, Sendable {
    package let results: [ResultEntry]
    package let reason: String?

    package init(results: [ResultEntry], reason: String? = nil) {
        self.results = results
        self.reason = reason
    }

    package static let memberLimits: [String: MemberLimit] = ["results": .items(1...TrainingService.mostAtOnce)]

    package static let memberTexts = [
        "results": Text(zh: "每人的成绩", en: "Results of single people"),
        "reason": Text(zh: "更正的理由", en: "Why results on file are replaced"),
    ]
}

/// How a sheet of results is read.
package struct ResultsImportOrder: Codable, Described, Sendable {
    package let part: String?
    package let sitting: Int?
    package let reason: String?
    package let dryRun: Bool?
    package let again: Bool?
    /// Of a workbook.
    package let sheet: String?
    package let map: [String]?
    package let fill: [String]?
    package let leaveColumns: Bool?
    package var leaveRow: [Int]?
    package let goodRows: Bool?

    package init(
        part: String? = nil, sitting: Int? = nil, reason: String? = nil, _ order: ImportOrder = ImportOrder()
    ) {
        self.part = part
        self.sitting = sitting
        self.reason = reason
        (dryRun, again, sheet) = (order.dryRun, order.again, order.sheet)
        (map, fill, leaveColumns) = (order.map, order.fill, order.leaveColumns)
        (leaveRow, goodRows) = (order.leaveRow, order.goodRows)
    }

    package init(
        part: String? = nil, sitting: Int? = nil, reason: String? = nil, dryRun: Bool? = nil, again: Bool? = nil,
        sheet: String? = nil
    ) {
        self.init(
            part: part, sitting: sitting, reason: reason, ImportOrder(dryRun: dryRun, again: again, sheet: sheet))
    }

    package static let memberLimits = SheetChoices.memberLimits.merging(["sitting": .count(ResultEntry.sittings)]) {
        $1
    }

    package static let memberTexts = [
        "part": Text(
            zh: "表中没有写明考核项目的行属于哪一项", en: "The part that rows without one belong to"),
        "sitting": Text(
            zh: "表中没有写明第几次的行是第几次，默认 1", en: "The sitting that rows without one belong to, by default 1"),
        "reason": ResultsOrder.memberTexts["reason"] ?? .verbatim(""),
    ]
}

/// A result on file that another one took the place of.
package struct ResultReplaced: Codable, Sendable {
    package let person: Identifier<Person>
    package let personName: String?
    package let part: String
    package let sitting: Int
    package let before: Text
    package let after: Text
}

package struct ResultsWritten: Outcome {
    /// Results that are new or differ from what was on file.
    package let count: Int
    package let replaced: [ResultReplaced]

    package var summary: Text {
        var parts = [Text(zh: "登记成绩 \(count) 条。", en: "\(count) results written.")]
        if !replaced.isEmpty {
            let list = Text.list(
                replaced.prefix(20).map { line in
                    let name = line.personName ?? line.person.description
                    return Text(
                        zh: "\(name) \(line.before.chinese)→\(line.after.chinese)",
                        en: "\(name) \(line.before.english) → \(line.after.english)")
                })
            parts.append(
                Text(
                    zh: "更正 \(replaced.count) 条：\(list.chinese)。", en: "\(replaced.count) replaced: \(list.english)."))
        }
        return .sentences(parts)
    }
}

/// One result on file.
package struct PartResult: Codable, Sendable {
    package let part: String
    package let name: Text
    package let sitting: Int
    package let score: Amount?
    package let verdict: ResultVerdict?
    package let on: Day?
    package let reason: String?
    /// Counts corrections.
    package let revision: Int

    var text: Text {
        let result = score.map(SittingResult.score) ?? .verdict(verdict ?? .missed)
        let again = sitting > 1 ? Text(zh: "（第 \(sitting) 次）", en: " (sitting \(sitting))") : .verbatim("")
        return Text(
            zh: "\(name.chinese)\(again.chinese) \(result.text.chinese)",
            en: "\(name.english)\(again.english) \(result.text.english)")
    }
}

/// How somebody in a class stands with its assessment.
package struct AssessmentLine: Codable, Placed, Sendable {
    package let person: Identifier<Person>
    package let path: String
    package let personName: String?
    package let organisationName: String?
    package let listNumber: Int
    package let results: [PartResult]
    /// Names of the parts that lack a result.
    package let missing: [Text]
    /// Points in all, once nothing is missing.
    package let total: Amount?
    package let grade: Text?
    package let failures: [Text]
}

extension AssessmentLine: Tabular {
    package static let columns: [Column<AssessmentLine>] = [
        Column("list_number", zh: "序号", en: "Number", \.listNumber),
        Column("person_name", zh: "姓名", en: "Person", \.personName),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
        Column("results", zh: "成绩", en: "Results") { Text.list($0.results.map(\.text)) },
        Column("missing", zh: "缺成绩", en: "Missing") { Text.list($0.missing) },
        Column("total", zh: "总评", en: "Total", \.total),
        Column("grade", zh: "等次", en: "Grade", \.grade),
        Column("failures", zh: "原因", en: "Why not") { Text.list($0.failures) },
        Column("person", zh: "人员编号", en: "Identifier", \.person),
    ]
}

extension ResultsImportOrder: RowsOrder {
    package var takesGoodRows: Bool { goodRows ?? false }

    /// What was stated about the file.
    var choices: SheetChoices {
        SheetChoices(sheet: sheet, map: map, fixed: fill, leavesColumns: leaveColumns, leftRows: leaveRow)
    }
}
