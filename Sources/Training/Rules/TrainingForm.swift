package import Civil
package import Kernel

/// How something was learned: only concentrated training is a class, and rules say how much of the others counts.
package enum TrainingForm: String, Choice {
    case concentrated, online
    case selfStudy = "self_study"
    /// Lectures and practice in the branch's own activities.
    case activity

    /// What tables call it besides.
    package var words: [String] {
        switch self {
        case .concentrated: ["集中", "集中轮训", "集中学习", "面授", "脱产", "脱产培训", "线下", "线下培训"]
        case .online: ["网络", "网络学习", "网上", "网上培训", "网上学习", "线上", "线上培训", "在线", "在线学习", "远程", "远程教育"]
        case .selfStudy: ["个人自学", "自主学习"]
        case .activity: ["三会一课", "主题党日", "支部活动"]
        }
    }

    /// The kinds of duty that it can complete: what somebody reads alone, or takes part in with the branch, gives hours
    /// and completes no rotation and no training on appointment (集中轮训、任职培训).
    package var kinds: [DutyKind] {
        switch self {
        case .concentrated, .online: DutyKind.allCases
        case .selfStudy, .activity: [.annual]
        }
    }

    package var text: Text {
        switch self {
        case .concentrated: Text(zh: "集中培训", en: "concentrated training")
        case .online: Text(zh: "网络培训", en: "online")
        case .selfStudy: Text(zh: "自学", en: "self-study")
        case .activity: Text(zh: "组织生活", en: "branch activity")
        }
    }
}

extension TrainingForm {
    /// The kinds that it can complete, as an error says them.
    var completing: Text {
        let words = kinds.map(\.rawValue).joined(separator: ", ")
        return Text(zh: "\(text.chinese)只能抵 \(words)", en: "\(words) alone, since it is \(text.english)")
    }
}

/// What hours must contain beside their sum: so many completions, and so many hours, of some forms and levels.
package struct HoursNeed: Codable, Sendable, Hashable {
    package let forms: [TrainingForm]
    package let levels: [Level]
    package let times: Int
    package let hours: Hours

    package init(forms: [TrainingForm], levels: [Level], times: Int, hours: Hours) {
        self.forms = forms
        self.levels = levels
        self.times = times
        self.hours = hours
    }

    package var text: Text {
        let (kinds, hosts) = (Text.list(forms.map(\.text)), Text.list(levels.map(\.text)))
        let everybody = levels.count == Level.allCases.count
        let amount: Text
        switch (times, hours > .zero) {
        case (let times, true) where times > 0:
            amount = Text(zh: "\(times) 次且 \(hours) 学时", en: "\(times) times and for \(hours) hours")
        case (_, true): amount = Text(zh: "\(hours) 学时", en: "for \(hours) hours")
        default: amount = Text(zh: "\(times) 次", en: times == 1 ? "once" : "\(times) times")
        }
        return everybody
            ? Text(zh: "\(kinds.chinese)至少 \(amount.chinese)", en: "\(kinds.english) at least \(amount.english)")
            : Text(
                zh: "\(hosts.chinese)举办的\(kinds.chinese)至少 \(amount.chinese)",
                en: "\(kinds.english) of these levels at least \(amount.english): \(hosts.english)")
    }
}

/// How days are counted as hours, where an office writes days: 8, 4 and 1, or 6 and 3.
package struct HoursConversion: Sendable, Hashable {
    package let key: String
    package let name: Text
    package let day: Hours
    package let halfDay: Hours
    package let evening: Hours
    /// The limit of hours a day, evenings included.
    package let mostPerDay: Hours
    /// Whether a class over the turn of the year is counted in both years, by its days.
    package let splitsYears: Bool

    /// - Parameter halfDays: days counted in halves.
    package func hours(halfDays: Int, evenings: Int) -> Hours {
        let (days, rest) = halfDays.quotientAndRemainder(dividingBy: 2)
        let whole = day * days + (rest == 0 ? .zero : halfDay)
        return min(whole + evening * evenings, mostPerDay * max(days + rest, 1))
    }
}

extension Hours {
    /// Never traps: many days are more hours than anybody has.
    fileprivate static func * (hours: Hours, times: Int) -> Hours {
        let (product, overflows) = hours.tenths.multipliedReportingOverflow(by: times)
        return Hours(tenths: overflows ? .max : product)
    }
}
