import Civil
import Foundation
import Kernel
package import Procedures
package import Sheets

/// A case as one row of a table: a person, and a column for each milestone with what the paper file says.
struct CaseEntry: Sendable {
    let line: Int
    let person: PersonKey
    /// To be compared with the register.
    let name: String?
    /// By their days, then in the order of milestones.
    let steps: [CaseStep]
    /// The reason for taking steps that a gate refuses as irregular; nil: they are errors.
    let irregular: String?

    enum PersonKey: Sendable, Hashable {
        case identifier(UUID)
        case number(IDNumber)
        /// One that is unique within scope.
        case name(String)

        var isName: Bool { if case .name = self { true } else { false } }
    }
}

/// Columns: `person` (identifier or ID number), one for each milestone by its key or Chinese name, `materials`,
/// `irregular`, and `name` to be compared.
///
/// A milestone's cell is a day or a month, and after a space what the milestone's shape asks for:
/// `2025-10-10~2025-10-16` for a notice, `2024-09-26 甲、乙` for people, `2025-12-03 24h` or `3d` for training,
/// `2025-11-20 不合格` for a failed conclusion, `2026-01-10 12/10/9` (should attend / present / yes, by secret ballot,
/// alone) for a vote. Several of what repeats are separated by `;`.
package enum CaseSheet {
    /// Steps that a locality adds are recorded one by one.
    package static let milestones = Milestone.allCases.filter { $0 != .extra }

    package static let columns =
        [
            SheetColumn(
                "person", "人员编号", "身份证号", "公民身份号码", required: true, zh: "身份证号、人员编号或唯一的姓名",
                en: "ID number, identifier or unique name of the person", example: "11010519491231002X")
        ]
        + milestones.map {
            SheetColumn(
                $0.rawValue, $0.text.chinese, zh: "「\($0.text.chinese)」的日期，后接该环节的内容",
                en: "Day of “\($0.text.english)”, followed by what the step asks for", example: "2024-03-01")
        }
        + [
            SheetColumn(
                "materials", "已有材料", zh: "已有的材料，用、分隔；齐全为全部", en: "Materials on file, separated by commas; all for all",
                example: "齐全"),
            SheetColumn(
                "irregular", "不规范说明", zh: "不合规定的步骤为何仍予登记", en: "Why steps that break a rule are recorded all the same",
                example: "补录"),
            SheetColumn(
                "name", "姓名", zh: "姓名，填写时与登记的姓名核对", en: "Name; where given it must be the one on the register",
                example: "王芳"),
        ]

    /// - Parameter all: the materials that rules ask for, which 「齐全」 or `all` stands for.
    static func entries(
        _ bytes: [UInt8], as choices: SheetChoices = .none, all: Set<String>
    ) throws(AppError) -> (entries: [CaseEntry], passed: [Sheet.Passed]) {
        let sheet = try Sheet(bytes, columns: columns, as: choices)
        var reader = CellReader()
        var entries: [CaseEntry] = []
        entries.reserveCapacity(sheet.rows.count)
        var seen: [CaseEntry.PersonKey: Int] = [:]
        for row in sheet.rows where !reader.isFull {
            try Wanted.check(every: 256, row.line)
            guard let person = person(row, &reader) else { continue }
            if let first = seen.updateValue(row.line, forKey: person) {
                reader.fail(row, "person", Text(zh: "与第 \(first) 行是同一人", en: "the same person as in row \(first)"))
            }
            let words = row["materials"].split(whereSeparator: { "、,，; ".contains($0) }).map(String.init)
            let evidence = words == ["齐全"] || words == ["all"] ? all : Set(words)
            var steps: [CaseStep] = []
            for milestone in milestones where !row[milestone.rawValue].isEmpty {
                for cell in row[milestone.rawValue].split(whereSeparator: { ";；".contains($0) }) {
                    if let step = step(milestone, String(cell), evidence) {
                        steps.append(step)
                    } else {
                        reader.fail(row, milestone.rawValue, Self.expected(milestone))
                    }
                }
            }
            if steps.isEmpty { reader.fail(row, "application", Text(zh: "没有任何步骤", en: "there is no step at all")) }
            entries.append(
                CaseEntry(
                    line: row.line, person: person,
                    name: row["name"].isEmpty ? nil : reader.name(row, "name"), steps: steps.inOrder,
                    irregular: reader.optionalText(row, "irregular", maximum: 500)))
        }
        try reader.finish()
        return (entries, sheet.passed)
    }

    private static func person(_ row: Sheet.Row, _ reader: inout CellReader) -> CaseEntry.PersonKey? {
        guard let text = reader.text(row, "person", maximum: 40) else { return nil }
        if let id = UUID(uuidString: text) { return .identifier(id) }
        // What has digits is a number, with what is wrong with it; the number itself is not repeated.
        if text.halfWidth.contains(where: \.isNumber) {
            do {
                return .number(try IDNumber(text))
            } catch {
                reader.fail(row, "person", error.text)
                return nil
            }
        }
        return reader.name(row, "person").map { .name($0) }
    }

    private static func step(_ milestone: Milestone, _ cell: String, _ evidence: Set<String>) -> CaseStep? {
        let words = cell.split(separator: " ", maxSplits: 1).map(String.init)
        guard let first = words.first else { return nil }
        let days = first.split(separator: "~").map(String.init)
        guard let date = days.first.flatMap({ StatedDate($0) }), days.count <= 2 else { return nil }
        let rest = words.count > 1 ? words[1].filter { $0 != " " } : ""
        guard let content = content(milestone, rest, days.count > 1 ? days[1] : nil) else { return nil }
        return CaseStep(milestone, date, content, evidence: evidence)
    }

    private static func content(_ milestone: Milestone, _ rest: String, _ through: String?) -> StepContent? {
        if milestone.shape != .notice, through != nil { return nil }
        switch milestone.shape {
        case .plain: return rest.isEmpty ? .plain : nil
        case .notice: return through.flatMap { Day($0) }.map { .notice(through: $0, isObjected: !rest.isEmpty) }
        case .people:
            let names = rest.split(whereSeparator: { "、,，".contains($0) }).map(String.init)
            return names.isEmpty ? nil : .people(names.map { Sponsor(name: $0) })
        case .conclusion:
            return rest.isEmpty || ["不合格", "failed"].contains(rest) ? .conclusion(passed: rest.isEmpty) : nil
        case .training:
            guard let unit = rest.last, let amount = Int(rest.dropLast(rest.hasSuffix("学时") ? 2 : 1)) else {
                return nil
            }
            switch unit {
            case "d", "天": return .training(days: amount, hours: 0, exemption: nil)
            case "h", "时": return .training(days: 0, hours: amount, exemption: nil)
            default: return nil
            }
        case .resolution:
            let counts = rest.split(separator: "/").map { Int($0) }
            guard counts.count == 3, let members = counts[0], let present = counts[1], let yes = counts[2],
                [members, present, yes].allSatisfy(Ballot.figures.contains)
            else { return nil }
            return .resolution(
                Ballot(members: members, present: present, yes: yes, no: present - yes),
                milestone == .branchMeeting ? .admit : .convert)
        case .decision:
            guard rest.isEmpty else { return nil }
            return .decision(milestone == .approval ? .admit : .convert, by: .primaryCommittee)
        }
    }

    private static func expected(_ milestone: Milestone) -> Text {
        let form =
            switch milestone.shape {
            case .plain, .decision: "2024-09-25"
            case .notice: "2025-10-10~2025-10-16"
            case .people: "2024-09-26 甲、乙"
            case .conclusion: "2025-11-20"
            case .training: "2025-12-03 24h"
            case .resolution: "2026-01-10 12/10/9"
            }
        return Text(zh: "应写成「\(form)」", en: "write it like “\(form)”")
    }
}

extension [CaseStep] {
    /// By their days; on one day in the order of milestones.
    fileprivate var inOrder: [CaseStep] {
        let order = Dictionary(
            Milestone.allCases.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        return sorted {
            ($0.date.first, order[$0.milestone] ?? 0) < ($1.date.first, order[$1.milestone] ?? 0)
        }
    }
}
