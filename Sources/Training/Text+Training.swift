package import Access
import Civil
import Kernel
import Members
import Postgres

extension Text {
    static let noField = Text(zh: "未注明领域", en: "no field")

    /// Where somebody sits, or sat.
    static func place(seat: String?, ends: Day?, due: Day, attended: String?, unmarked: String?) -> Text {
        if let attended { return Text(zh: "已参加「\(attended)」，尚未结班", en: "attended “\(attended)”, not closed yet") }
        if let seat, let ends {
            return ends > due
                ? Text(
                    zh: "已安排「\(seat)」（\(ends) 结束，晚于期限）",
                    en: "has a seat in “\(seat)”, which ends late, on \(ends)")
                : Text(zh: "已安排「\(seat)」", en: "has a seat in “\(seat)”")
        }
        if let unmarked {
            return Text(zh: "「\(unmarked)」已结束，未登记考勤", en: "“\(unmarked)” is over and not marked")
        }
        return Text(zh: "未安排班次", en: "no seat in a class")
    }

    /// Why a line is on the list, in one sentence.
    static func overdueReason(
        kind: DutyKind, level: OverdueLevel, opened: Day, due: Day, hard: Day, hours: Hours, unconfirmed: Hours,
        required: Hours,
        place: Text,
        lastClass: String?, lastOn: Day?, asOf: Day
    ) -> Text {
        var owed: Text
        switch kind {
        case .annual: owed = Text(zh: "本年 \(hours)/\(required) 学时", en: "\(hours) of \(required) hours this year")
        case .rotation, .newlyAppointed, .newMember:
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
        case .dueSoon, .open:
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

    static func closedBeforeReopening(_ day: Day, reopened: Day) -> AppError {
        AppError(
            .invalid, "class.closed_before_reopening",
            Text(
                zh: "本班于 \(reopened) 重新打开，不能按 \(day) 结班：此前的学时计到该日，会重复计算。",
                en: "The class was reopened on \(reopened) and cannot be closed as of \(day): "
                    + "the hours given before count until then and would count twice."),
            hint: Text(zh: "结班日填 \(reopened) 或以后。", en: "Close it on \(reopened) or later."))
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

    static func beforeJoining(_ session: Int, _ people: [String]) -> AppError {
        AppError(
            .invalid, "attendance.before_joining",
            Text(
                zh: "有 \(people.count) 人在第 \(session) 课次时还没有到班，不用登记。",
                en: "\(people.count) people had not joined the class at session \(session): nothing is to be marked."),
            hint: Text(
                zh: "到班日期见 class roster。", en: "See class roster for the days on which they joined."),
            facts: people.prefix(20).map { Fact("person", $0) })
    }

    static func unmarked(_ sessions: [ClassSession], _ people: [(String, [Int])]) -> AppError {
        AppError(
            .conflict, "class.unmarked",
            Text(
                zh: "有 \(sessions.count) 个课次全班没有登记，\(people.count) 人缺登记，没有结班。",
                en:
                    "\(sessions.count) sessions have no marks at all, \(people.count) people lack some; the class was "
                    + "not closed."),
            hint: Text(
                zh: "请补登考勤，或以 --unmarked absent 按缺勤、--unmarked present 按出勤结班。",
                en: "Enter the marks, or close with --unmarked absent or --unmarked present."),
            facts: sessions.prefix(20).map { Fact("session \($0.number)", "\($0.day) \($0.half.text.both)") }
                + people.prefix(20).map { Fact($0.0, $0.1.map(String.init).joined(separator: ", ")) })
    }

    static func cannotMakeUp(_ problems: [(String, Text)]) -> AppError {
        AppError(
            .invalid, "attendance.make_up",
            Text(
                zh: "有 \(problems.count) 条补训不成立，什么也没有登记。",
                en: "\(problems.count) make-ups cannot be; nothing was recorded."),
            hint: MakeUpPlace.memberText, facts: problems.prefix(20).map { Fact($0.0, $0.1.both) })
    }

    static var signInWithoutTimes: AppError {
        AppError(
            .invalid, "attendance.no_times",
            Text(zh: "名单没有签到时间，不能判定迟到。", en: "The list has no times of arrival, so nobody can be late by it."),
            hint: Text(
                zh: "请去掉 --starts 和 --late-after，或用带「首次入会时间」列的表。",
                en: "Leave out --starts and --late-after, or give a table with the column 首次入会时间 (joined)."))
    }

    static func madeUpHere(_ session: Int, _ people: [(String, Int)]) -> AppError {
        AppError(
            .conflict, "attendance.made_up_here",
            Text(
                zh: "有 \(people.count) 人已用第 \(session) 课次补别的课次，不能再算到课。",
                en: "\(people.count) people made up another half-day in session \(session), which cannot count twice."),
            hint: Text(zh: "请先更正补训。", en: "Correct the make-up first."),
            facts: people.prefix(20).map { Fact($0.0, "\($0.1)") })
    }

    /// - Parameter rows: of the block `OverlappingClasses`. Organisations distinguish people of one name.
    static func overlapping(_ rows: Rows) throws -> AppError {
        let people = try rows.map { row in
            let (id, course): (Identifier<Person>, String) = (try row["person_id"], try row["name"])
            let (person, organisation): (String?, String?) = (try row["person"], try row["organisation"])
            guard let person else { return (id.description, course) }
            return ([person, organisation].compactMap(\.self).joined(separator: " "), course)
        }
        return AppError(
            .conflict, "enrolment.overlap",
            Text(zh: "有 \(people.count) 人同期已在别的班次。", en: "\(people.count) people are in another class at that time."),
            facts: people.prefix(20).map { Fact($0.0, $0.1) })
    }

    static func alreadyEnrolled(_ people: [String]) -> AppError {
        AppError(
            .conflict, "enrolment_once",
            Text(zh: "有 \(people.count) 人已在本班名单。", en: "\(people.count) people are on the list of this class already."),
            hint: Text(zh: "已退出的请用 class restore 恢复。", en: "Bring back people who have left it with class restore."),
            facts: people.prefix(20).map { Fact("person", $0) })
    }
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
        "class_quota_pk": Entry(
            .conflict, Text(zh: "他人正在改同一名额。", en: "Somebody else is changing the same quota."),
            hint: Text(zh: "请稍后重试。", en: "Try again in a moment.")),
        "class_quota_seats": Entry(.invalid, Text(zh: "名额不能为负。", en: "A quota is not negative.")),
        "class_quota_reason": Entry(.invalid, Text(zh: "理由应为 1 到 500 个字。", en: "A reason has 1 to 500 characters.")),
        "absence_dates": Entry(
            .invalid, Text(zh: "不在岗的最后一天早于第一天。", en: "The absence ends before it begins.")),
        "absence_document": Entry(.invalid, Text(zh: "请写明文号。", en: "Give the number of the document.")),
        "absence_reason": Entry(.invalid, Text(zh: "事由应为 1 到 500 个字。", en: "A reason has 1 to 500 characters.")),
        "absence_withdrawal_pk": Entry(.conflict, Text(zh: "已经撤回过了。", en: "It was withdrawn before.")),
        "absence_withdrawal_reason": Entry(
            .invalid, Text(zh: "撤回理由应为 1 到 500 个字。", en: "The reason of a withdrawal has 1 to 500 characters.")),
        "seating_decision_reason": Entry(
            .invalid, Text(zh: "理由应为 1 到 500 个字。", en: "A reason has 1 to 500 characters.")),
        "seating_decision_withdrawal_pk": Entry(.conflict, Text(zh: "已经撤回过了。", en: "It was withdrawn before.")),
        "seating_decision_withdrawal_reason": Entry(
            .invalid, Text(zh: "撤回理由应为 1 到 500 个字。", en: "The reason of a withdrawal has 1 to 500 characters.")),
        "attendance_mark_place": Entry(
            .invalid, Text(zh: "只有补训写明补在哪里。", en: "Only a make-up says where it was made up.")),
        "class_nomination_once": Entry(
            .conflict, Text(zh: "此人已推荐，等待主办方确认。", en: "That person is nominated and waits for the host."),
            hint: Text(zh: "请用 class nominations 查看。", en: "See class nominations.")),
        "class_nomination_replaced_once": Entry(
            .conflict, Text(zh: "已有人推荐替换此人。", en: "Somebody is nominated already to replace that person."),
            hint: Text(zh: "请用 class nominations 查看。", en: "See class nominations.")),
        "class_nomination_other": Entry(
            .invalid, Text(zh: "不能替换本人。", en: "Nobody replaces themselves.")),
        "class_change_pk": Entry(
            .conflict, Text(zh: "他人刚修改过本班。", en: "Somebody else has just changed the class."),
            hint: Text(zh: "请重新读取后再改。", en: "Read it again and repeat.")),
        "class_result_pk": Entry(
            .conflict, Text(zh: "他人正在登记同一项成绩。", en: "Somebody else is entering the same result."),
            hint: Text(zh: "请重新读取后再登记。", en: "Read it again and repeat.")),
        "class_budget_pk": Entry(
            .conflict, Text(zh: "他人刚定过本班预算。", en: "Somebody else has just decided about this budget.")),
        "class_budget_standard": Entry(.invalid, Text(zh: "请写明综合定额标准。", en: "Name the standard.")),
        "class_budget_arrival": Entry(.invalid, Text(zh: "报到天数为 0 到 30。", en: "Days of arrival are 0 to 30.")),
        "class_budget_departure": Entry(.invalid, Text(zh: "返程天数为 0 到 30。", en: "Days of departure are 0 to 30.")),
        "class_budget_ceiling": Entry(.invalid, Text(zh: "批准额不能为负。", en: "A ceiling is not negative.")),
        "class_budget_reason": Entry(
            .invalid, Text(zh: "理由应为 1 到 500 个字。", en: "A reason has 1 to 500 characters.")),
        "class_session_teacher_title": Entry(
            .invalid, Text(zh: "职称应为 1 到 100 个字。", en: "A title has 1 to 100 characters.")),
        "credit_decision_pk": Entry(
            .conflict, Text(zh: "这些学时刚由他人处理过。", en: "Somebody else has just decided about these hours.")),
        "person_category_once": Entry(
            .conflict, Text(zh: "此人这段时间已登记为该类别。", en: "That person is entered in that category for these days."),
            hint: Text(zh: "请先终止或作废原登记（category end）。", en: "End or annul that entry first (category end).")),
        "person_category_dates": Entry(.invalid, Text(zh: "终止日应晚于开始日。", en: "It has to end after it begins.")),
        "person_category_source": Entry(.invalid, Text(zh: "请写明依据。", en: "Say where it is written.")),
        "cycle_dates": Entry(
            .invalid,
            Text(
                zh: "周期开始应早于应训期限，最后期限不早于应训期限。",
                en: "A cycle opens before its soft end, and its hard end is not before that.")),
        "duty_once": Entry(
            .conflict, Text(zh: "他人正在生成同一任务。", en: "Somebody else is opening the same duty."),
            hint: Text(zh: "请稍后重试。", en: "Try again in a moment.")),
        "credit_imported_once": Entry(.conflict, Text(zh: "这次培训已登记。", en: "That training is on file.")),
    ])
}
