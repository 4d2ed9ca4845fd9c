import Access
package import Civil
package import Kernel
package import Members
import Postgres
import SQLFiles
package import Wire

/// Where hours come from.
package enum CreditSource: String, Choice {
    case `class`
    case `import`
    case reversal

    package var text: Text {
        switch self {
        case .class: Text(zh: "结班", en: "class")
        case .import: Text(zh: "导入", en: "import")
        case .reversal: Text(zh: "冲销", en: "reversal")
        }
    }
}

/// Hours of a person that count, or that were taken back.
package struct CreditLine: Codable, Sendable {
    package let id: Identifier<Credit>
    package let className: String
    package let level: Level
    package let form: TrainingForm
    package let kinds: [DutyKind]
    package let earned: Day
    package let hours: Hours
    package let source: CreditSource
    package let document: String?
    /// The credit that this one takes back.
    package let reverses: Identifier<Credit>?
    /// Whether they count today: hours claimed from above wait for a decision.
    package let standing: CreditStanding
    package let decision: CreditDecision?
}

extension CreditLine: Tabular {
    package static let columns: [Column<CreditLine>] = [
        Column("earned", zh: "日期", en: "Day", \.earned),
        Column("class_name", zh: "班次", en: "Class", \.className),
        Column("level", zh: "层级", en: "Level", \.level),
        Column("form", zh: "形式", en: "Form", \.form),
        Column("kinds", zh: "任务", en: "Kinds", \.kinds),
        Column("hours", zh: "学时", en: "Hours") { $0.standing == .counted ? $0.hours : nil },
        Column("unconfirmed_hours", zh: "待确认学时", en: "Unconfirmed hours") {
            $0.standing == .waiting ? $0.hours : nil
        },
        Column("standing", zh: "状态", en: "State", \.standing),
        Column("source", zh: "来源", en: "Source", \.source),
        Column("document", zh: "文号", en: "Document", \.document),
        Column("id", zh: "编号", en: "Identifier", \.id),
    ]
}

extension TrainingService {
    /// The hours of a person, by day.
    package func credits(of person: Reference<Person>, caller: Caller) async throws -> Page<CreditLine> {
        let caller = try caller.with(.readTraining)
        let id = try await members.identifier(of: person, caller: caller)
        return Page(
            whole: try await database.read(caller, .creditsOfPerson(person: id)).map { row in
                let credit = try row.credit()
                return CreditLine(
                    id: credit.id, className: credit.className, level: credit.level, form: credit.form,
                    kinds: DutyKind.allCases.filter(credit.kinds.contains), earned: credit.earned,
                    hours: credit.hours, source: try row.choice("source"), document: try row["document"],
                    reverses: try row["reverses"], standing: credit.standing(on: credit.decision?.day ?? credit.earned),
                    decision: credit.decision)
            })
    }
}
