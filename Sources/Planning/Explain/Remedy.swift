package import Civil
package import Kernel

/// A change that would place a demand, and what it would do to the score.
package struct Remedy: Sendable, Equatable {
    package enum Step: Sendable, Equatable {
        /// One more seat; others may have to move to make use of it.
        case seat(course: String)
        case run(course: String)
        case newClass(field: String, county: String, week: Day, like: String)
        case moveLeave(from: Day, through: Day, course: String)
    }

    package let step: Step
    /// Change of the score, smaller is better; for a new class including its opening cost and the savings of others.
    package let effect: Int

    package var text: Text {
        switch step {
        case .seat(let course): Text(zh: "班次 \(course) 增加一个席位", en: "one more seat in class \(course)")
        case .run(let course): Text(zh: "开办班次 \(course)", en: "run class \(course)")
        case .newClass(let field, let county, let week, let like):
            Text(
                zh: "在 \(county) 于 \(week) 起的一周为领域 \(field) 增办一班（同 \(like)）",
                en: "a class of field \(field) in the week of \(week) in \(county) (like \(like))")
        case .moveLeave(let from, let through, let course):
            Text(
                zh: "改期 \(from) 至 \(through) 的请假，进班次 \(course)",
                en: "move the leave of \(from) to \(through), for class \(course)")
        }
    }
}
