import Access
package import Civil
package import Kernel
package import Members
package import Organisations
package import Wire

/// A decision that every plan keeps: somebody goes to a class, or does not.
package struct Seating: Codable, Placed, Sendable {
    package enum Kind: String, Choice {
        case pinned, excluded

        package var text: Text {
            switch self {
            case .pinned: Text(zh: "必进此班", en: "pinned")
            case .excluded: Text(zh: "不进此班", en: "excluded")
            }
        }
    }

    package let id: Identifier<Seating>
    package let person: Identifier<Person>
    package let personName: String
    package let organisationName: String?
    package let path: String
    package let `class`: Identifier<TrainingClass>
    package let classCode: String?
    package let className: String?
    package let starts: Day?
    package let kind: Kind
    package let decided: Day
    package let reason: String
    package let withdrawn: Day?
    package let withdrawnBecause: String?
}

extension Seating: Tabular {
    package static let columns: [Column<Seating>] = [
        Column("person_name", zh: "姓名", en: "Person", \.personName),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
        Column("kind", zh: "决定", en: "Decision", \.kind),
        Column("class_code", zh: "班次编号", en: "Code", \.classCode),
        Column("class_name", zh: "班次", en: "Class", \.className),
        Column("starts", zh: "开班", en: "Starts", \.starts),
        Column("decided", zh: "日期", en: "Decided", \.decided),
        Column("reason", zh: "理由", en: "Reason", \.reason),
        Column("withdrawn", zh: "撤回", en: "Withdrawn", \.withdrawn),
        Column("withdrawn_because", zh: "撤回理由", en: "Because", \.withdrawnBecause),
    ]
}

/// Somebody is to go to a class, or not.
package struct SeatingOrder: Codable, Described, Sendable {
    package let person: Reference<Person>
    package let `class`: Reference<TrainingClass>
    package let kind: Seating.Kind
    package let on: Day?
    package let reason: String

    package init(
        person: Reference<Person>, `class`: Reference<TrainingClass>, kind: Seating.Kind, on: Day? = nil, reason: String
    ) {
        self.person = person
        self.`class` = `class`
        self.kind = kind
        self.on = on
        self.reason = reason
    }

    package static let memberTexts = [
        "class": Text(zh: "班次：编号或标识", en: "Class: its code or identifier"),
        "kind": Text(zh: "pinned（必进）或 excluded（不进）", en: "pinned or excluded"),
    ]
}

package struct SeatingDecided: Outcome {
    package let id: Identifier<Seating>
    package let personName: String
    package let className: String
    package let kind: Seating.Kind
    /// What the decision does to seats that the person has; nil where it changes none.
    package let seats: Text?

    package var summary: Text { seats.map { .sentences([decision, $0]) } ?? decision }

    private var decision: Text {
        switch kind {
        case .pinned:
            Text(
                zh: "今后的计划都把\(personName)排进「\(className)」。", en: "Every plan puts \(personName) into “\(className)”.")
        case .excluded:
            Text(
                zh: "今后的计划不把\(personName)排进「\(className)」。",
                en: "No plan puts \(personName) into “\(className)”.")
        }
    }
}

/// A decision about a seat that no longer holds.
package struct SeatingWithdrawal: Codable, Described, Sendable {
    package let person: Reference<Person>
    package let `class`: Reference<TrainingClass>
    package let on: Day?
    package let reason: String

    package init(
        person: Reference<Person>, `class`: Reference<TrainingClass>, on: Day? = nil, reason: String
    ) {
        self.person = person
        self.`class` = `class`
        self.on = on
        self.reason = reason
    }

    package static let memberTexts = ["class": Text(zh: "班次：编号或标识", en: "Class: its code or identifier")]
}

package struct SeatingWithdrawn: Outcome {
    package let personName: String
    package let className: String
    package let kind: Seating.Kind

    package var summary: Text {
        Text(
            zh: "已撤回：\(personName)\(kind.text.chinese)（\(className)）。",
            en: "Withdrawn: \(personName) \(kind.text.english), “\(className)”.")
    }
}

/// Which decisions are wanted.
package struct SeatingQuery: Codable, Described, Sendable {
    package let scope: Reference<Organisation>?

    package init(scope: Reference<Organisation>? = nil) { self.scope = scope }

    package static let memberTexts: [String: Text] = [:]
}
