package import Kernel
import Policy
package import Wire

/// How a class may judge attendance and results, as the rule file says.
package struct AttendanceRuleLine: Codable, Sendable {
    package let key: String
    package let name: Text
    package let conditions: [Text]
    /// What a class is given that names no rule.
    package let isDefault: Bool
    package let source: Text
}

extension AttendanceRuleLine: Tabular {
    package static let columns: [Column<AttendanceRuleLine>] = [
        Column("key", zh: "规则", en: "Key", \.key),
        Column("name", zh: "名称", en: "Name", \.name),
        Column("is_default", zh: "默认", en: "Default", \.isDefault),
        Column("conditions", zh: "条件", en: "Conditions") { Text.list($0.conditions) },
        Column("source", zh: "依据", en: "Source", \.source),
    ]
}

/// The attendance rules that a class can be given.
extension TrainingService {
    package func attendanceRules(caller: Caller) throws -> Page<AttendanceRuleLine> {
        _ = try caller.with(.readTraining)
        return Page(
            whole: rules.attendance.map {
                AttendanceRuleLine(
                    key: $0.key, name: $0.name, conditions: $0.conditions.map(\.text) + ($0.assessment?.texts ?? []),
                    isDefault: $0.key == usualAttendanceRule, source: $0.source.text)
            })
    }

    /// The first rule of the file, for a class that names none.
    var usualAttendanceRule: String { rules.attendance[0].key }
}
