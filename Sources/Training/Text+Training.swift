package import Access
import Civil
import Kernel

extension Text {
    static let noField = Text(zh: "未注明领域", en: "no field")

    /// Why a line is on the list, in one sentence.
    static func overdueReason(
        kind: DutyKind, level: OverdueLevel, opened: Day, due: Day, hard: Day, hours: Hours, unconfirmed: Hours,
        required: Hours,
        seat: String?,
        lastClass: String?, lastOn: Day?, asOf: Day
    ) -> Text {
        var owed: Text
        switch kind {
        case .annual: owed = Text(zh: "本年 \(hours)/\(required) 学时", en: "\(hours) of \(required) hours this year")
        case .rotation, .newlyAppointed:
            if let lastClass, let lastOn, lastOn < opened {
                owed = Text(
                    zh: "\(opened) 以来未结业任何班次（上次：\(lastOn) \(lastClass)）",
                    en: "no class completed since \(opened) (the last: \(lastClass), \(lastOn))")
            } else if let lastClass, let lastOn {
                owed = Text(
                    zh: "\(lastOn) 的「\(lastClass)」不能抵作\(kind.text.chinese)",
                    en: "“\(lastClass)” of \(lastOn) does not count as \(kind.text.english)")
            } else {
                owed = Text(zh: "\(opened) 以来未结业任何班次", en: "no class completed since \(opened)")
            }
        }
        if unconfirmed > .zero {
            owed = Text(
                zh: "\(owed.chinese)，另有 \(unconfirmed) 学时待确认",
                en: "\(owed.english), \(unconfirmed) hours unconfirmed")
        }
        let place =
            seat.map { Text(zh: "已安排「\($0)」", en: "has a seat in “\($0)”") }
            ?? Text(zh: "未安排班次", en: "no seat in a class")
        switch level {
        case .pastHard:
            return Text(
                zh: "\(owed.chinese)，最后期限 \(hard) 已过，\(place.chinese)",
                en: "\(owed.english); the hard end \(hard) has passed, \(place.english)")
        case .overdue:
            return Text(
                zh: "\(owed.chinese)，应于 \(due) 前完成，\(place.chinese)",
                en: "\(owed.english); it was due by \(due), \(place.english)")
        case .forecastToMiss:
            return Text(
                zh: "\(owed.chinese)，\(due) 到期，\(place.chinese)", en: "\(owed.english); due \(due), \(place.english)")
        case .dueSoon:
            return Text(
                zh: "\(owed.chinese)，\(due) 到期，\(place.chinese)", en: "\(owed.english); due \(due), \(place.english)")
        }
    }
}

extension AppError {
    static func noOpenDuty(_ person: String, _ kind: DutyKind?, _ day: Day) -> AppError {
        let (person, what) = (person.quotable, kind?.text ?? .verbatim(""))
        return AppError(
            .notFound, "not_found",
            Text(
                zh: "「\(person)」在 \(day) 没有未完成的\(what.chinese)任务。",
                en: "“\(person)” owes no open duty\(kind == nil ? "" : " of the kind “\(what.english)”") on \(day)."),
            hint: Text(
                zh: "请用 dangwu duty list 查看此人的任务，改用任务编号。",
                en: "List the person's duties with dangwu duty list and give the identifier of one."))
    }

    static func severalDuties(_ person: String, _ duties: [Duty]) -> AppError {
        let person = person.quotable
        return AppError(
            .conflict, "reference.ambiguous",
            Text(
                zh: "「\(person)」有 \(duties.count) 项未完成的任务。",
                en: "“\(person)” owes \(duties.count) open duties."),
            hint: Text(
                zh: "请指明任务类型，或改用下列任务编号之一。", en: "Give the kind of duty, or one of the identifiers below instead."),
            facts: duties.prefix(candidatesShown).map {
                Fact($0.id.description, "\($0.kind.rawValue), \($0.due)")
            })
    }

    static func unknownCycle(_ key: String, known: [String]) -> AppError {
        let key = key.quotable
        return AppError(
            .notFound, "cycle.unknown",
            Text(zh: "规则文件中没有周期「\(key)」。", en: "The rule file has no cycle “\(key)”."),
            hint: Text(
                zh: "可用的周期：\(known.joined(separator: "、"))。", en: "Known cycles: \(known.joined(separator: ", "))."))
    }

    static func classState(_ state: ClassState, allowed: [ClassState]) -> AppError {
        let words = Text.list(allowed.map(\.text))
        return AppError(
            .conflict, "class.state",
            Text(
                zh: "班次现在是「\(state.text.chinese)」，不能这样做。",
                en: "The class is “\(state.text.english)”, which does not allow this."),
            hint: Text(zh: "需要的状态：\(words.chinese)。", en: "It would have to be: \(words.english)."))
    }

    static func classDates(_ starts: Day, _ ends: Day) -> AppError {
        AppError(
            .invalid, "training_class_dates",
            Text(zh: "班次结束日 \(ends) 早于开始日 \(starts)。", en: "The class ends on \(ends), before it starts on \(starts)."),
            hint: Text(zh: "请核对日期。", en: "Check the two dates."))
    }

    static func sessionOutside(_ number: Int, _ day: Day, _ starts: Day, _ ends: Day) -> AppError {
        AppError(
            .invalid, "class_session.day",
            Text(
                zh: "第 \(number) 课次 \(day) 不在班期 \(starts) 至 \(ends) 内。",
                en: "Session \(number) on \(day) lies outside the class, \(starts) to \(ends)."))
    }

    static func notEnrolled(_ people: [String]) -> AppError {
        AppError(
            .invalid, "attendance.not_enrolled",
            Text(
                zh: "有 \(people.count) 人不在本班名单，什么也没有登记。",
                en: "\(people.count) people are not enrolled in this class; nothing was recorded."),
            hint: Text(zh: "请先调训，或核对姓名。", en: "Enrol them first, or check the names."),
            facts: people.prefix(20).map { Fact("person", $0) })
    }

    static func overlapping(_ people: [(String, String)]) -> AppError {
        AppError(
            .conflict, "enrolment.overlap",
            Text(zh: "有 \(people.count) 人同期已在别的班次。", en: "\(people.count) people are in another class at that time."),
            facts: people.prefix(20).map { Fact($0.0, $0.1) })
    }

    static func alreadyEnrolled(_ people: [String]) -> AppError {
        AppError(
            .conflict, "enrolment_once",
            Text(zh: "有 \(people.count) 人已在本班名单。", en: "\(people.count) people are on the list of this class already."),
            facts: people.prefix(20).map { Fact("person", $0) })
    }

    static func sessionMissing(_ number: Int) -> AppError { .notFound(Text(zh: "课次", en: "session"), String(number)) }
}

extension ConstraintTexts {
    package static let training = ConstraintTexts([
        "attendance_mark_session": Entry(
            .notFound, Text(zh: "本班没有这个课次，什么也没有登记。", en: "The class has no such session; nothing was recorded."),
            hint: Text(zh: "请用 class sessions 查看课次。", en: "See the sessions with class sessions.")),
        "cycle_unique": Entry(.conflict, Text(zh: "这个组织已开过同一周期。", en: "That cycle is open for this organisation.")),
        "training_class_dates": Entry(.invalid, Text(zh: "班次结束日早于开始日。", en: "The class ends before it starts.")),
        "training_class_seats": Entry(
            .invalid,
            Text(zh: "最少人数不能大于容量，容量为 1 到 5000。", en: "The minimum may not exceed the capacity, which is 1 to 5000.")),
        "training_class_code_unique": Entry(
            .conflict, Text(zh: "主办组织已有同编号的班次。", en: "The host has a class of that code.")),
        "training_class_name_length": Entry(
            .invalid, Text(zh: "班次名称应为 1 到 200 个字。", en: "A class's name has 1 to 200 characters.")),
        "training_class_fields": Entry(.invalid, Text(zh: "至少要有一个领域。", en: "At least one field is needed.")),
        "training_class_kinds": Entry(.invalid, Text(zh: "至少要有一种任务。", en: "At least one kind of duty is needed.")),
        "training_class_cost": Entry(.invalid, Text(zh: "费用不能为负。", en: "The cost cannot be negative.")),
        "class_session_once": Entry(.conflict, Text(zh: "同一个半天只能有一个课次。", en: "There is one session in a half-day.")),
        "class_session_pk": Entry(.conflict, Text(zh: "课次编号重复。", en: "The number of the session is taken.")),
        "class_session_hours": Entry(.invalid, Text(zh: "每个半天 0.1 到 8 学时。", en: "A half-day has 0.1 to 8 hours.")),
        "class_session_number": Entry(.invalid, Text(zh: "课次编号为 1 到 400。", en: "Sessions are numbered from 1 to 400.")),
        "enrolment_once": Entry(.conflict, Text(zh: "此人已在本班名单。", en: "That person is on the list of this class.")),
        "attendance_mark_pk": Entry(
            .conflict, Text(zh: "他人正在登记同一课次。", en: "Somebody else is marking the same session."),
            hint: Text(zh: "请重新读取后再登记。", en: "Read it again and repeat.")),
        "attendance_mark_leave": Entry(
            .invalid, Text(zh: "请假须写明批准人，其他考勤不写。", en: "A leave names who approved it, and nothing else does.")),
        "attendance_mark_made_up": Entry(
            .invalid, Text(zh: "补训须写明补在哪一课次。", en: "A make-up names the session it was made up in.")),
        "relief_dates": Entry(.invalid, Text(zh: "到期日不能早于批准日。", en: "A relief cannot expire before it is granted.")),
        "relief_reason": Entry(.invalid, Text(zh: "理由应为 1 到 500 个字。", en: "A reason has 1 to 500 characters.")),
        "relief_approver": Entry(.invalid, Text(zh: "请写明批准人。", en: "Name the approver.")),
        "relief_document": Entry(.invalid, Text(zh: "请写明文号。", en: "Give the number of the document.")),
        "relief_withdrawal_pk": Entry(.conflict, Text(zh: "已经撤回过了。", en: "It was withdrawn before.")),
        "class_quota_pk": Entry(.conflict, Text(zh: "这个范围已有名额。", en: "That subtree has a quota.")),
        "class_quota_seats": Entry(.invalid, Text(zh: "名额应大于 0。", en: "A quota has at least one seat.")),
        "credit_decision_pk": Entry(
            .conflict, Text(zh: "这些学时刚由他人处理过。", en: "Somebody else has just decided about these hours.")),
        "duty_once_a_year": Entry(
            .conflict, Text(zh: "他人正在开启同一年度。", en: "Somebody else is opening the same year."),
            hint: Text(zh: "请稍后重试。", en: "Try again in a moment.")),
        "credit_imported_once": Entry(.conflict, Text(zh: "这次培训已登记。", en: "That training is on file.")),
    ])
}
