package import Civil
package import Kernel

/// What an office decided about hours that were claimed from above it.
package enum CreditVerdict: String, Choice {
    case confirmed, refused

    package var text: Text {
        switch self {
        case .confirmed: Text(zh: "已确认", en: "confirmed")
        case .refused: Text(zh: "不予确认", en: "refused")
        }
    }
}

package struct CreditDecision: Codable, Sendable, Hashable {
    package let verdict: CreditVerdict
    package let day: Day
    package let reason: String?
    /// The name of the deciding office, as it was then.
    package let office: String

    package init(verdict: CreditVerdict, day: Day, reason: String?, office: String) {
        self.verdict = verdict
        self.day = day
        self.reason = reason
        self.office = office
    }
}

/// Whether hours count.
package enum CreditStanding: String, Choice {
    case counted, waiting, refused

    package var text: Text {
        switch self {
        case .counted: Text(zh: "计入", en: "counted")
        case .waiting: Text(zh: "待确认", en: "unconfirmed")
        case .refused: Text(zh: "不予确认", en: "refused")
        }
    }
}

extension Credit {
    /// Hours that were claimed from above wait for a decision, and count from its day on.
    package func standing(on day: Day) -> CreditStanding {
        guard isClaimed else { return .counted }
        guard let decision, decision.day <= day else { return .waiting }
        return decision.verdict == .confirmed ? .counted : .refused
    }
}
