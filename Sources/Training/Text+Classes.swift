import Civil
import Kernel
import Policy

/// Refusals of changes, lists and nominations of classes.
extension AppError {
    static func classNotYours(_ current: TrainingClass) -> AppError {
        AppError(
            .forbidden, "class.not_yours",
            Text(
                zh: "班次 \(current.code)「\(current.name)」由上级主办，不能由本组织办理。",
                en: "Class \(current.code) “\(current.name)” is hosted by an office above yours."),
            hint: Text(
                zh: "请用 class nominate 推荐或更换本组织的人，由主办方确认。",
                en: "Nominate or replace your own people with class nominate; the host confirms."))
    }

    static func changeNeedsReason(_ state: ClassState, _ source: Citation) -> AppError {
        AppError(
            .invalid, "class.reason",
            Text(
                zh: "班次现在是「\(state.text.chinese)」，变更须写明理由。",
                en: "The class is “\(state.text.english)”: a change needs a reason."),
            hint: Text(zh: "请用 --reason（reason）写明理由。", en: "Give it with --reason (reason)."),
            rule: source.text.both)
    }

    static func noSession(_ number: Int, _ numbers: [Int]) -> AppError {
        let range = numbers.sorted().map(String.init)
        return AppError(
            .notFound, "class.no_session",
            Text(
                zh: "本班没有第 \(number) 课次，共有 \(numbers.count) 个课次。",
                en: "The class has no session \(number); it has \(numbers.count) sessions."),
            hint: Text(
                zh: "课次编号：\(range.prefix(40).joined(separator: "、"))。",
                en: "Sessions: \(range.prefix(40).joined(separator: ", "))."))
    }

    static func sessionsMarked(_ numbers: [Int]) -> AppError {
        let list = numbers.map(String.init)
        return AppError(
            .conflict, "class.session_marked",
            Text(
                zh: "课次 \(list.joined(separator: "、")) 已登记考勤，不能删除。",
                en: "Sessions \(list.joined(separator: ", ")) have marks of attendance and cannot be removed."),
            hint: Text(zh: "请改日期或题目，或保留该课次。", en: "Change their day or title instead, or keep them."))
    }

    /// Somebody on the list, or a quota, would lie outside the place that the class admits.
    static func classAdmits(_ people: Int, _ quotas: Int) -> AppError {
        AppError(
            .conflict, "class.admits",
            Text(
                zh: "名单上 \(people) 人、\(quotas) 个留有名额的范围不在新的招收范围内。",
                en: "\(people) people on the list and \(quotas) quotas would no longer be admitted."),
            hint: Text(zh: "请先退出这些人、取消这些名额。", en: "Take these people off the list and remove the quotas first."))
    }

    static func attendedBefore(_ day: Day, _ numbers: [Int]) -> AppError {
        let list = numbers.map(String.init)
        return AppError(
            .conflict, "enrolment.attended_before",
            Text(
                zh: "\(day) 以前的课次 \(list.joined(separator: "、")) 已登记到课，不能从该日起算。",
                en: "The person was at sessions \(list.joined(separator: ", ")) before \(day)."),
            hint: Text(zh: "请先更正这些课次的考勤，或改日期。", en: "Correct the marks of these sessions first, or give another day."))
    }

    /// - Parameter course: the class that asks for them.
    static func teachersEngaged(_ course: String, _ clashes: [(teacher: String, other: String, time: String)])
        -> AppError
    {
        let others = Set(clashes.map(\.other)).sorted()
        let (chinese, english) = (others.map { "「\($0)」" }.joined(), others.map { "“\($0)”" }.joined(separator: ", "))
        return AppError(
            .conflict, "class.teacher_busy",
            Text(
                zh: "「\(course)」有 \(clashes.count) 个课次的授课人同时在\(chinese)授课。",
                en: "\(clashes.count) sessions of “\(course)” have a teacher who teaches in \(english) at that time."),
            hint: Text(zh: "请改授课人或时间。", en: "Change the teacher or the time."),
            facts: clashes.prefix(20).map { Fact($0.teacher, "\($0.time) \($0.other)") })
    }

    static func leftList(_ name: String?) -> AppError {
        AppError(
            .conflict, "enrolment.state",
            Text(zh: "\(name ?? "此人")已不在名单。", en: "\(name ?? "That person") has left the list."),
            hint: Text(zh: "误退的请用 class restore 恢复。", en: "Undo a mistaken departure with class restore."))
    }

    static func stillOnList(_ state: EnrolmentState) -> AppError {
        AppError(
            .conflict, "enrolment.on_list",
            Text(
                zh: "此人仍在本班名单（\(state.text.chinese)），不用恢复。",
                en: "That person is on the list of this class (\(state.text.english)); there is nothing to undo."))
    }

    static func notNominated(_ person: String) -> AppError {
        AppError(
            .notFound, "nomination.missing",
            Text(
                zh: "本班没有「\(person.quotable)」待确认的推荐。",
                en: "There is no open nomination of “\(person.quotable)” for this class."),
            hint: Text(zh: "请用 class nominations 查看。", en: "See class nominations."))
    }

    static func nominationQuota(_ wanted: Int, of seats: Int, used: Int) -> AppError {
        AppError(
            .conflict, "nomination.quota",
            Text(
                zh: "名额 \(seats) 个，已用和已推荐 \(used) 个，不能再推荐 \(wanted) 人。",
                en: "Of \(seats) seats \(used) are taken or nominated for; \(wanted) more are too many."),
            hint: Text(
                zh: "请用 --replaces 更换已在名单的人，或请主办方增加名额。",
                en: "Replace somebody on the list with --replaces, or ask the host for more seats."))
    }
}
