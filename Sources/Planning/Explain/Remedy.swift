package import Civil
package import Kernel

/// A change that would place a demand, and what it would do to the score.
package struct Remedy: Sendable, Equatable {
    package enum Step: Sendable, Equatable {
        /// One more seat; others may have to move to make use of it.
        case seat(course: String)
        case run(course: String)
        /// One of the seats that quotas keep for others.
        case releaseQuota(course: String)
        case newClass(field: String, county: String, week: Day, like: String)
        /// A class that is like none of the instance: no class admits the person, or none in time.
        case openClass(field: String, host: String, week: Day, seats: Int)
        case moveLeave(from: Day, through: Day, course: String)
        /// Nobody can be trained who is away all the time.
        case shortenLeave(from: Day, through: Day)
        /// More people may be away at once.
        case raiseLimits(covers: [String], course: String)
    }

    package let step: Step
    /// Change of the score, smaller is better; for a new class including its opening cost and the savings of others.
    package let effect: Int

    package var text: Text {
        switch step {
        case .seat(let course): Text(zh: "班次 \(course) 增加一个席位", en: "one more seat in class \(course)")
        case .run(let course): Text(zh: "开办班次 \(course)", en: "run class \(course)")
        case .releaseQuota(let course):
            Text(
                zh: "释放班次 \(course) 为别处保留的一个名额",
                en: "release one of the seats in class \(course) that quotas keep for others")
        case .newClass(let field, let county, let week, let like):
            Text(
                zh: "在 \(county) 于 \(week) 起的一周为领域 \(field) 增办一班（同 \(like)）",
                en: "a class of field \(field) in the week of \(week) in \(county) (like \(like))")
        case .openClass(let field, let host, let week, let seats):
            Text(
                zh: "在 \(host) 于 \(week) 起的一周为领域 \(field) 办一个 \(seats) 人的班",
                en: "a class of \(seats) for field \(field) in the week of \(week) in \(host)")
        case .shortenLeave(let from, let through):
            Text(zh: "缩短 \(from) 至 \(through) 的请假", en: "shorten the leave of \(from) to \(through)")
        case .raiseLimits(let covers, let course):
            Text(
                zh: "放宽同时在外人数上限（\(covers.joined(separator: "、"))），进班次 \(course)",
                en: "let one more of \(covers.joined(separator: ", ")) be away, for class \(course)")
        case .moveLeave(let from, let through, let course):
            Text(
                zh: "改期 \(from) 至 \(through) 的请假，进班次 \(course)",
                en: "move the leave of \(from) to \(through), for class \(course)")
        }
    }
}
