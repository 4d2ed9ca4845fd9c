import Access
package import Civil
package import Kernel
package import Members
package import Wire

/// What became of a nomination.
package enum NominationVerdict: String, Choice {
    case confirmed, refused, withdrawn

    package var text: Text {
        switch self {
        case .confirmed: Text(zh: "已确认", en: "confirmed")
        case .refused: Text(zh: "未同意", en: "refused")
        case .withdrawn: Text(zh: "已撤回", en: "withdrawn")
        }
    }
}

/// Somebody that an office below proposes for a class of its superior.
package struct Nomination: Codable, Placed, Sendable {
    package let id: Identifier<Nomination>
    package let person: Identifier<Person>
    package let path: String
    package let personName: String?
    package let organisationName: String?
    /// Whose seat it is to be; nil for a free one of the quota.
    package let replaces: Identifier<Person>?
    package let replacedName: String?
    package let nominated: Day
    package let reason: String?
    /// Nil as long as the host has not decided.
    package let verdict: NominationVerdict?
    package let decided: Day?
    package let decisionReason: String?
}

extension Nomination: Tabular {
    package static let columns: [Column<Nomination>] = [
        Column("person_name", zh: "姓名", en: "Person", \.personName),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
        Column("replaced_name", zh: "替换", en: "Replaces", \.replacedName),
        Column("nominated", zh: "推荐日期", en: "Nominated", \.nominated),
        Column("reason", zh: "理由", en: "Reason", \.reason),
        Column("verdict", zh: "结果", en: "Verdict", \.verdict),
        Column("decided", zh: "办理日期", en: "Decided", \.decided),
        Column("decision_reason", zh: "办理理由", en: "Why", \.decisionReason),
        Column("person", zh: "人员编号", en: "Identifier", \.person),
    ]
}

/// People that an office below proposes for a class, within its quota or in the place of others of its own.
package struct NominationOrder: Codable, Described, Sendable {
    package let people: [Reference<Person>]
    package let replaces: Reference<Person>?
    package let reason: String?

    package init(people: [Reference<Person>], replaces: Reference<Person>? = nil, reason: String? = nil) {
        self.people = people
        self.replaces = replaces
        self.reason = reason
    }

    package static let memberLimits: [String: MemberLimit] = ["people": .items(1...TrainingService.mostAtOnce)]

    package static let memberTexts = [
        "replaces": Text(zh: "替换名单上的哪个人，只推荐一人时可填", en: "Whose place it is; for one person at a time")
    ]
}

package struct Nominated: Outcome {
    package let code: String
    package let nominated: Int

    package var summary: Text {
        Text(
            zh: "已向班次 \(code) 推荐 \(nominated) 人，等待主办方确认。",
            en: "\(nominated) nominated for class \(code); the host has to confirm.")
    }
}

/// The host's answer, or the office's own withdrawal.
package struct NominationDecisionOrder: Codable, Described, Sendable {
    package let verdict: NominationVerdict
    package let reason: String?

    package init(_ verdict: NominationVerdict, reason: String? = nil) {
        self.verdict = verdict
        self.reason = reason
    }

    package static let memberTexts = [
        "verdict": Text(
            zh: "confirmed（确认）、refused（不同意）或 withdrawn（推荐方撤回）",
            en: "confirmed or refused by the host, or withdrawn by the office that nominated"),
        "reason": Text(zh: "理由；不同意和撤回须写明", en: "Why; needed to refuse or to withdraw"),
    ]
}

package struct NominationDecided: Outcome {
    package let personName: String?
    package let verdict: NominationVerdict
    /// Where the person is on the list, once confirmed.
    package let state: EnrolmentState?
    package let replacedName: String?

    package var summary: Text {
        let name = personName ?? ""
        guard verdict == .confirmed else {
            return Text(
                zh: "\(name)的推荐：\(verdict.text.chinese)。", en: "Nomination of \(name): \(verdict.text.english).")
        }
        let place =
            state == .waiting ? Text(zh: "列入候补", en: "on the waiting list") : Text(zh: "已调训", en: "enrolled")
        guard let replacedName else {
            return Text(zh: "\(name)\(place.chinese)。", en: "\(name) is \(place.english).")
        }
        return Text(
            zh: "\(name)\(place.chinese)，替换\(replacedName)。",
            en: "\(name) is \(place.english), instead of \(replacedName).")
    }
}
