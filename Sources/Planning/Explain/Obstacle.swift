package import Civil
package import Kernel

/// What keeps one demand out of one class, all other assignments unchanged.
package enum Obstacle: Sendable, Equatable {
    case wrongAudience
    /// A class of its level does not settle the demand.
    case wrongLevel
    /// A class of so few hours does not settle the demand.
    case tooShort
    /// Somebody decided that the person does not attend the class, or it asks for what the person does not meet.
    case excluded
    case pinnedElsewhere(course: String)
    case startsBefore(Day)
    case endsAfterHardDue(Day)
    case unavailable(from: Day, through: Day)
    /// Another class of the same person runs on the same days.
    case overlap(course: String?)
    case cover(id: String)
    case full(capacity: Int)
    /// The seats that are left are kept for others.
    case keptForOthers
    /// The class does not run for want of people.
    case notRunning(minimum: Int)
    /// The class that the demand is in would fall below its minimum.
    case neededWhereItIs(minimum: Int)
    /// Nothing stops it; it only costs more, by this much, than the present seat.
    case costsMore(by: Int)

    /// A stable key for programs.
    package var key: String {
        switch self {
        case .wrongAudience: "audience"
        case .wrongLevel: "level"
        case .tooShort: "hours"
        case .excluded: "excluded"
        case .pinnedElsewhere: "pinned"
        case .startsBefore: "too_early"
        case .endsAfterHardDue: "after_hard_due"
        case .unavailable: "unavailable"
        case .overlap: "overlap"
        case .cover: "cover"
        case .full: "full"
        case .keptForOthers: "quota"
        case .notRunning: "minimum"
        case .neededWhereItIs: "own_minimum"
        case .costsMore: "costs_more"
        }
    }

    package var text: Text {
        switch self {
        case .wrongLevel: Text(zh: "班次层级不符合任务要求", en: "a class of this level does not count for the demand")
        case .tooShort: Text(zh: "班次学时不够", en: "the class has too few hours for the demand")
        case .excluded: Text(zh: "已决定不安排进该班", en: "the person is excluded from the class")
        case .keptForOthers: Text(zh: "余下名额为别处保留", en: "the seats left are kept for others")
        case .wrongAudience:
            Text(zh: "班次不招收（层级、领域或类别）", en: "the class does not admit this person (level, field or kind)")
        case .pinnedElsewhere(let course): Text(zh: "已固定在 \(course)", en: "pinned to \(course)")
        case .startsBefore(let day): Text(zh: "早于最早日期 \(day)", en: "starts before \(day)")
        case .endsAfterHardDue(let day): Text(zh: "晚于最后期限 \(day)", en: "ends after the hard due day \(day)")
        case .unavailable(let from, let through):
            Text(zh: "本人 \(from) 至 \(through) 不能参训", en: "unavailable from \(from) through \(through)")
        case .overlap(let course):
            Text(
                zh: "与本人另一班次" + (course.map { " \($0) " } ?? "") + "同期",
                en: "overlaps another class of the person" + (course.map { ": \($0)" } ?? ""))
        case .cover(let id): Text(zh: "在外人数已到上限（\(id)）", en: "the limit on absences is reached (\(id))")
        case .full(let capacity): Text(zh: "满员 \(capacity)", en: "full with \(capacity)")
        case .notRunning(let minimum): Text(zh: "人数不足 \(minimum) 未开", en: "does not run for want of \(minimum) people")
        case .neededWhereItIs(let minimum):
            Text(zh: "所在班次只有最少人数 \(minimum)", en: "the present class has only its minimum of \(minimum)")
        case .costsMore(let cost): Text(zh: "总代价增加 \(cost)", en: "costs \(cost) more")
        }
    }
}
