package import Civil
package import Kernel
import Wire

/// The status of a membership on the day of a decision.
package struct LifeStanding: Sendable {
    package let status: MembershipStatus
    package let since: Day

    package init(status: MembershipStatus, since: Day) {
        self.status = status
        self.since = since
    }
}

/// A decision about a membership that is to be recorded.
package struct DecisionOrder: Codable, Described, Sendable {
    package let change: LifeChange
    package let ground: String
    /// Since when the ground has been there; needed where the rule counts months from it.
    package let groundSince: Day?
    package let on: Day
    package let document: String
    package let reason: String

    package init(
        _ change: LifeChange, ground: String, groundSince: Day?, on: Day, document: String, reason: String
    ) {
        self.change = change
        self.ground = ground
        self.groundSince = groundSince
        self.on = on
        self.document = document
        self.reason = reason
    }

    package static let memberTexts = [
        "change": Text(zh: "处理", en: "What was decided"),
        "ground": Text(zh: "依据的键，见 membership grounds", en: "Key of the ground, see membership grounds"),
        "ground_since": Text(zh: "情形从哪一天开始", en: "The day on which the ground arose"),
        "on": Text(zh: "决定日期", en: "Day of the decision"),
    ]
}

extension LifeRules {
    /// The ground of a decision that may be taken on its day.
    /// - Throws: `membership.*` with the rule, the days and the first permitted day.
    package func judge(_ order: DecisionOrder, _ standing: LifeStanding, today: Day) throws(AppError) -> LifeGround {
        guard let rule = rule(order.change) else { throw .groundMissing(order.ground, []) }
        guard let ground = rule.grounds.first(where: { $0.key == order.ground }) else {
            throw .groundMissing(order.ground, rule.grounds)
        }
        guard order.on <= today else { throw .decisionAhead(order.on, today) }
        guard ground.from.contains(standing.status) else { throw .groundStatus(rule, ground, standing.status) }
        guard order.on > standing.since else { throw .decisionEarly(order.on, standing) }
        if let since = order.groundSince, since > order.on { throw .groundAhead(since, order.on) }
        guard let wait = ground.wait else { return ground }
        let start: Day
        switch wait.from {
        case .suspension: start = standing.since
        case .ground:
            guard let since = order.groundSince else { throw .groundSince(ground) }
            start = since
        }
        let first = Self.first(wait, from: start)
        guard order.on >= first else { throw .groundWaits(ground, from: start, first: first) }
        return ground
    }

    /// The first day on which a decision is permitted.
    static func first(_ wait: LifeGround.Wait, from start: Day) -> Day {
        let full = start.adding(months: wait.months)
        return wait.isStrict ? full.adding(days: 1) : full
    }

    /// Until when no new application may be filed after a decision.
    package func bar(after change: LifeChange, ground key: String, on day: Day) -> ReturnBar? {
        guard let rule = rule(change), let months = rule.noReturnMonths,
            let ground = rule.grounds.first(where: { $0.key == key }) ?? rule.grounds.first
        else { return nil }
        return ReturnBar(
            decision: rule.name, decidedOn: day, months: months, source: ground.source,
            first: day.adding(months: months))
    }
}
