package import Civil
package import Kernel
package import Members
package import Organisations
package import Procedures
import Wire

/// Which cases are wanted.
package struct CaseQuery: Codable, Described, Sendable {
    package var scope: Reference<Organisation>?
    package var stage: Milestone.Stage?
    package var state: CaseState?
    package var person: Reference<Person>?

    package init(
        scope: Reference<Organisation>? = nil, stage: Milestone.Stage? = nil, state: CaseState? = nil,
        person: Reference<Person>? = nil
    ) {
        self.scope = scope
        self.stage = stage
        self.state = state
        self.person = person
    }

    package static let memberTexts = [
        "stage": Text(zh: "只看处于此阶段的", en: "Only those in this stage"),
        "state": Text(zh: "只看此状态的", en: "Only those in this state"),
        "person": Text(zh: "只看一个人的：编号、身份证号或范围内唯一的姓名", en: "Only one person's: identifier, ID number or unique name"),
    ]
}

/// The person a case is opened for.
package struct CaseOrder: Codable, Described, Sendable {
    package let person: Reference<Person>
    package let on: Day?

    package init(person: Reference<Person>, on: Day? = nil) {
        self.person = person
        self.on = on
    }

    package static let memberTexts = [
        "on": Text(
            zh: "立案日期，默认今天；递交申请书另行登记", en: "Day of opening, by default today; the application is a step of its own")
    ]
}

package struct CaseOpened: Outcome {
    package let id: Identifier<RecruitmentCase>
    package let person: Identifier<Person>
    package let name: String
    package let openedOn: Day

    package var summary: Text {
        Text(zh: "已为「\(name)」立案（\(openedOn)）。", en: "Opened a case for “\(name)” (\(openedOn)).")
    }
}

/// How a case stands as of a day.
package struct CaseDayQuery: Codable, Described, Sendable {
    package var asOf: Day?

    package init(asOf: Day? = nil) { self.asOf = asOf }

    package static let memberTexts = [
        "as_of": Text(zh: "按哪一天看接着可办的和到期的，默认今天", en: "The day for what comes next and what is due, by default today")
    ]
}

/// The day on which the person leaves the unit.
package struct LeavingOrder: Codable, Described, Sendable {
    package let on: Day?

    package init(on: Day? = nil) { self.on = on }

    package static let memberTexts = [
        "on": Text(zh: "离开单位的日期；不写为不再离开", en: "The day; without it the person stays")
    ]
}

package struct LeavingNoted: Outcome {
    package let name: String
    package let leavesOn: Day?

    package var summary: Text {
        if let leavesOn {
            Text(zh: "已注明「\(name)」将于 \(leavesOn) 离开单位。", en: "Noted: “\(name)” leaves the unit on \(leavesOn).")
        } else {
            Text(zh: "已注明「\(name)」不离开单位。", en: "Noted: “\(name)” stays in the unit.")
        }
    }
}

/// A decision that ends a case outside its steps.
package struct CaseRulingOrder: Codable, Described, Sendable {
    package let reason: String
    package let document: String
    package let on: Day?

    package init(reason: String, document: String, on: Day? = nil) {
        self.reason = reason
        self.document = document
        self.on = on
    }

    package static let memberTexts = [
        "document": Text(zh: "决定的文号", en: "Number of the decision's document"),
        "on": Text(zh: "决定日期，默认今天", en: "Day of the decision, by default today"),
    ]
}

package struct CaseRuled: Outcome {
    package let name: String
    package let state: CaseState
    package let decidedOn: Day

    package var summary: Text {
        Text(
            zh: "「\(name)」的案卷：\(state.text.chinese)（\(decidedOn)），记录全部保留。",
            en: "Case of “\(name)”: \(state.text.english) (\(decidedOn)); every record is kept.")
    }
}
