package import Kernel
package import Members
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
        "made_up_in": Text(zh: "补在哪一课次", en: "The session in which it was made up"),
    ]
}

/// The marks of one half-day. Its keys are those of the wire, since converting them costs as much as reading a batch.
package struct MarksOrder: Codable, Described, Sendable, WireKeyed {
    package let marks: [MarkEntry]
    package let others: Mark?

    package init(marks: [MarkEntry], others: Mark? = nil) {
        self.marks = marks
        self.others = others
    }

    package static let memberLimits: [String: MemberLimit] = ["marks": .items(0...TrainingService.mostAtOnce)]

    package static let memberTexts = [
        "marks": Text(zh: "每人的考勤", en: "Marks of single people"),
        "others": Text(
            zh: "名单上其余的人都登记为：present、late、left_early 或 absent",
            en: "What everybody else on the list gets: present, late, left_early or absent"),
    ]
}

extension Mark {
    /// What most people of a half-day get.
    package static let usual = Mark.present
}

package struct MarksWritten: Outcome {
    /// Marks that are new or differ from what was on file.
    package let count: Int

    package var summary: Text { Text(zh: "登记考勤 \(count) 条。", en: "\(count) marks written.") }
}

/// The mark of one person in one half-day.
package struct AttendanceLine: Codable, Sendable {
    package let person: Identifier<Person>
    package let personName: String?
    package let session: Int
    package let mark: Mark
    package let approver: String?
    package let madeUpIn: String?
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
        Column("revision", zh: "修订", en: "Revision", \.revision),
        Column("person", zh: "人员编号", en: "Identifier", \.person),
    ]
}
