import Access
package import Civil
package import Kernel
package import Members
package import Organisations
package import Wire

/// A time in which somebody is away and no class takes them.
package struct Absence: Codable, Placed, Sendable {
    package enum Kind: String, Choice {
        case maternity, illness, secondment, other

        package var text: Text {
            switch self {
            case .maternity: Text(zh: "产假", en: "maternity")
            case .illness: Text(zh: "病假", en: "illness")
            case .secondment: Text(zh: "借调、挂职或外出学习", en: "secondment or study elsewhere")
            case .other: Text(zh: "其他", en: "other")
            }
        }
    }

    package let id: Identifier<Absence>
    package let person: Identifier<Person>
    package let personName: String
    package let organisationName: String?
    package let path: String
    package let kind: Kind
    package let since: Day
    /// The last day; nil while it is unknown.
    package let until: Day?
    package let reason: String?
    package let document: String
    package let withdrawn: Day?
    package let withdrawnBecause: String?
}

extension Absence: Tabular {
    package static let columns: [Column<Absence>] = [
        Column("person_name", zh: "姓名", en: "Person", \.personName),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
        Column("kind", zh: "类别", en: "Kind", \.kind),
        Column("since", zh: "起", en: "From", \.since),
        Column("until", zh: "止", en: "Through", \.until),
        Column("reason", zh: "事由", en: "Reason", \.reason),
        Column("document", zh: "文号", en: "Document", \.document),
        Column("withdrawn", zh: "撤回", en: "Withdrawn", \.withdrawn),
        Column("withdrawn_because", zh: "撤回理由", en: "Because", \.withdrawnBecause),
        Column("id", zh: "编号", en: "Identifier", \.id),
    ]
}

/// Somebody is away for a time.
package struct AbsenceOrder: Codable, Described, Sendable {
    package let person: Reference<Person>
    package let kind: Absence.Kind
    package let since: Day
    package let until: Day?
    package let reason: String?
    package let document: String

    package init(
        person: Reference<Person>, kind: Absence.Kind, since: Day, until: Day? = nil, reason: String? = nil,
        document: String
    ) {
        self.person = person
        self.kind = kind
        self.since = since
        self.until = until
        self.reason = reason
        self.document = document
    }

    package static let memberTexts = [
        "kind": Text(
            zh: "maternity（产假）、illness（病假）、secondment（借调、挂职或外出学习）或 other（其他）",
            en: "maternity, illness, secondment or other"),
        "since": Text(zh: "第一天", en: "The first day"),
        "until": Text(zh: "最后一天，未定则不填", en: "The last day; left out while it is unknown"),
    ]
}

package struct AbsenceRecorded: Outcome {
    package let id: Identifier<Absence>
    package let personName: String
    package let kind: Absence.Kind
    package let since: Day
    package let until: Day?
    /// Classes of these days in which the person has a seat.
    package let seats: [String]

    package var summary: Text {
        let until = until?.description
        var parts = [
            Text(
                zh: "已登记\(personName)的\(kind.text.chinese)：\(since) 至 \(until ?? "未定")。",
                en:
                    "Recorded an absence of \(personName) (\(kind.text.english)) from \(since) "
                    + "to \(until ?? "an open end")."
            )
        ]
        if !seats.isEmpty {
            parts.append(
                Text(
                    zh: "这段时间已安排：\(seats.joined(separator: "、"))；下次排计划时另行安排。",
                    en: "There are seats in these days: \(seats.joined(separator: ", ")); the next plan moves them."))
        }
        return .sentences(parts)
    }
}

/// An absence that does not take place, or no longer.
package struct AbsenceWithdrawal: Codable, Described, Sendable {
    package let person: Reference<Person>
    package let since: Day?
    package let on: Day?
    package let reason: String

    package init(person: Reference<Person>, since: Day? = nil, on: Day? = nil, reason: String) {
        self.person = person
        self.since = since
        self.on = on
        self.reason = reason
    }

    package static let memberTexts = [
        "since": Text(zh: "撤回哪一天起的那一次，只有一次时可不填", en: "First day of the absence, where the person has several")
    ]
}

package struct AbsenceWithdrawn: Outcome {
    package let personName: String
    package let since: Day
    package let on: Day

    package var summary: Text {
        Text(
            zh: "已撤回\(personName)自 \(since) 起的不在岗登记（\(on)）。",
            en: "Withdrew the absence of \(personName) from \(since) on (\(on)).")
    }
}

/// Which absences are wanted.
package struct AbsenceQuery: Codable, Described, Sendable {
    package let scope: Reference<Organisation>?

    package init(scope: Reference<Organisation>? = nil) { self.scope = scope }

    package static let memberTexts: [String: Text] = [:]
}
