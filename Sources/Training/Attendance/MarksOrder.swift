import Access
import Civil
package import Kernel
package import Members
import Sheets
package import Wire

/// One mark to be entered.
package struct MarkEntry: Codable, Described, Sendable {
    package let person: Reference<Person>
    package let mark: Mark
    package let approver: String?
    package let madeUpIn: String?

    package init(person: Reference<Person>, mark: Mark, approver: String? = nil, madeUpIn: String? = nil) {
        self.person = person
        self.mark = mark
        self.approver = approver
        self.madeUpIn = madeUpIn
    }

    // As on the wire: see `MarksOrder`.
    private enum CodingKeys: String, CodingKey {
        case person, mark, approver
        case madeUpIn = "made_up_in"
    }

    package static let memberTexts = [
        "mark": Text(
            zh: "考勤：\(Mark.words)", en: "The mark: \(Mark.words)"),
        "approver": Text(zh: "请假由谁批准", en: "Who approved the leave"),
        "made_up_in": MakeUpPlace.memberText,
    ]
}

/// The marks of one half-day. Its keys are those of the wire, since converting them costs as much as reading a batch.
package struct MarksOrder: Codable, Described, Sendable, WireKeyed {
    package let marks: [MarkEntry]
    package let others: Mark?
    package let overwrite: Bool?
    package let reason: String?

    package init(marks: [MarkEntry], others: Mark? = nil, overwrite: Bool? = nil, reason: String? = nil) {
        self.marks = marks
        self.others = others
        self.overwrite = overwrite
        self.reason = reason
    }

    package static let memberLimits: [String: MemberLimit] = ["marks": .items(0...TrainingService.mostAtOnce)]

    package static let memberTexts = [
        "marks": Text(zh: "每人的考勤", en: "Marks of single people"),
        "others": Text(
            zh: "名单上其余还没有登记的人都登记为：present、late、left_early 或 absent",
            en: "What everybody else on the list who has no mark yet gets: present, late, left_early or absent"),
        "overwrite": Text(
            zh: "其余的人已有的登记也改掉，须写明理由", en: "Replace the marks that others have on file, too; needs a reason"),
        "reason": Text(zh: "更正的理由", en: "Why marks on file are replaced"),
    ]
}

extension MarksOrder {
    /// - Throws: `value.invalid`, `value.missing`.
    func check() throws(AppError) {
        try Plausible.words(optional: reason, "reason")
        if let others, others == .onLeave || others == .madeUp {
            throw .invalidValue(
                "others", others.rawValue,
                expected: Text(zh: "present、late、left_early 或 absent", en: "present, late, left_early or absent"))
        }
        guard overwrite == true else { return }
        guard others != nil else { throw .missingValue("others") }
        guard reason != nil else { throw .missingValue("reason") }
    }
}

extension Mark {
    /// What most people of a half-day get.
    package static let usual = Mark.present
}

/// A mark on file that another one took the place of.
package struct MarkReplaced: Codable, Sendable {
    package let person: Identifier<Person>
    package let personName: String?
    package let session: Int
    package let before: Mark
    package let after: Mark
}

package struct MarksWritten: Outcome {
    /// Marks that are new or differ from what was on file.
    package let count: Int
    /// People whose mark on file stayed, since it was not theirs that was asked to be replaced.
    package let kept: Int
    package let replaced: [MarkReplaced]

    package var summary: Text {
        var parts = [Text(zh: "登记考勤 \(count) 条。", en: "\(count) marks written.")]
        if kept > 0 {
            parts.append(Text(zh: "\(kept) 人已有登记，未改动。", en: "\(kept) people have marks already, which stay."))
        }
        if !replaced.isEmpty {
            let list = Text.list(
                replaced.prefix(20).map { line in
                    let name = line.personName ?? line.person.description
                    return Text(
                        zh: "\(name) \(line.before.text.chinese)→\(line.after.text.chinese)",
                        en: "\(name) \(line.before.text.english) → \(line.after.text.english)")
                })
            parts.append(
                Text(
                    zh: "更正 \(replaced.count) 条：\(list.chinese)。", en: "\(replaced.count) replaced: \(list.english)."))
        }
        return .sentences(parts)
    }
}

/// The mark of one person in one half-day.
package struct AttendanceLine: Codable, Placed, Sendable {
    package let person: Identifier<Person>
    package let path: String
    package let personName: String?
    package let session: Int
    package let mark: Mark
    package let approver: String?
    package let madeUpIn: String?
    /// Why the mark is what it is, where it replaced another one or was decided at the closing.
    package let reason: String?
    /// Counts corrections.
    package let revision: Int
}

extension AttendanceLine: Tabular {
    package static let columns: [Column<AttendanceLine>] = [
        Column("person_name", zh: "姓名", en: "Person", \.personName),
        Column("session", zh: "课次", en: "Session", \.session),
        Column("mark", zh: "考勤", en: "Mark", \.mark),
        Column("approver", zh: "批准人", en: "Approver", \.approver),
        Column("made_up_in", zh: "补训课次", en: "Made up in", \.madeUpIn),
        Column("reason", zh: "理由", en: "Reason", \.reason),
        Column("revision", zh: "修订", en: "Revision", \.revision),
        Column("person", zh: "人员编号", en: "Identifier", \.person),
    ]
}

/// How a sheet of marks is imported.
package struct MarksImportOrder: Codable, Described, Sendable {
    package let approver: String?
    package let dryRun: Bool?
    package let again: Bool?
    /// Of a workbook.
    package let sheet: String?
    package let map: [String]?
    package let fill: [String]?
    package let leaveColumns: Bool?
    package var leaveRow: [Int]?
    package let goodRows: Bool?

    package init(approver: String? = nil, _ order: ImportOrder = ImportOrder()) {
        self.approver = approver
        (dryRun, again, sheet) = (order.dryRun, order.again, order.sheet)
        (map, fill, leaveColumns) = (order.map, order.fill, order.leaveColumns)
        (leaveRow, goodRows) = (order.leaveRow, order.goodRows)
    }

    package init(approver: String? = nil, dryRun: Bool? = nil, again: Bool? = nil, sheet: String? = nil) {
        self.init(approver: approver, ImportOrder(dryRun: dryRun, again: again, sheet: sheet))
    }

    package static let memberLimits = SheetChoices.memberLimits

    package static let memberTexts = [
        "approver": Text(zh: "表中没有写批准人的请假由谁批准", en: "Who approved the leaves that name nobody")
    ]
}

extension MarksImportOrder: RowsOrder {
    package var takesGoodRows: Bool { goodRows ?? false }

    /// What was stated about the file.
    var choices: SheetChoices {
        SheetChoices(sheet: sheet, map: map, fixed: fill, leavesColumns: leaveColumns, leftRows: leaveRow)
    }
}
