package import Civil
package import Kernel
package import Wire

/// A half-day to be added to a class.
package struct SessionOrder: Codable, Described, Sendable {
    package let number: Int?
    package let day: Day
    package let half: HalfDay
    package let topic: Topic
    package let title: String
    package let hours: Hours?
    package let teacher: String?
    package let venue: String?
    package let fee: Amount?
    package let teacherTitle: String?
    package let reason: String?

    package init(
        number: Int? = nil, day: Day, half: HalfDay, topic: Topic, title: String, hours: Hours? = nil,
        teacher: String? = nil, venue: String? = nil, fee: Amount? = nil, teacherTitle: String? = nil,
        reason: String? = nil
    ) {
        self.number = number
        self.day = day
        self.half = half
        self.topic = topic
        self.title = title
        self.hours = hours
        self.teacher = teacher
        self.venue = venue
        self.fee = fee
        self.teacherTitle = teacherTitle
        self.reason = reason
    }

    package static let memberLimits = ClassSession.memberLimits

    package static let memberTexts = SessionChange.memberTexts.merging([
        "number": Text(zh: "课次编号，默认接在最后", en: "Number of the session, by default after the last"),
        "hours": Text(zh: "学时，默认按规则文件", en: "Hours, by default as the rules say"),
    ]) { $1 }
}

/// A change of one half-day; what is left out stays.
package struct SessionChange: Codable, Described, Sendable {
    package let day: Day?
    package let half: HalfDay?
    package let topic: Topic?
    package let title: String?
    package let hours: Hours?
    package let teacher: String?
    package let venue: String?
    package let fee: Amount?
    package let teacherTitle: String?
    package let reason: String?

    package init(
        day: Day? = nil, half: HalfDay? = nil, topic: Topic? = nil, title: String? = nil, hours: Hours? = nil,
        teacher: String? = nil, venue: String? = nil, fee: Amount? = nil, teacherTitle: String? = nil,
        reason: String? = nil
    ) {
        self.day = day
        self.half = half
        self.topic = topic
        self.title = title
        self.hours = hours
        self.teacher = teacher
        self.venue = venue
        self.fee = fee
        self.teacherTitle = teacherTitle
        self.reason = reason
    }

    package static let memberTexts = [
        "day": Text(zh: "哪一天", en: "Which day"),
        "half": Text(zh: "上午、下午或晚上", en: "Morning, afternoon or evening"),
        "topic": Text(zh: "专题", en: "Topic"),
        "title": Text(zh: "题目", en: "Title"),
        "hours": Text(zh: "学时", en: "Hours"),
        "teacher": Text(zh: "授课人", en: "Who teaches it"),
        "venue": Text(zh: "地点，与班次不同时填写", en: "Where it is held when not at the venue of the class"),
        "fee": Text(zh: "讲课费（元/学时，税后）", en: "Yuan that the teacher is paid for an hour, after tax"),
        "teacher_title": Text(
            zh: "授课人职称，规则文件 budget.titles 中的键，用于对照讲课费标准",
            en: "Title of the teacher, a key of budget.titles in the rules, by which the fee is compared"),
        "reason": ClassChange.reasonText,
    ]
}

/// Why a half-day is removed.
package struct SessionRemoval: Codable, Described, Sendable {
    package let reason: String?

    package init(reason: String? = nil) { self.reason = reason }

    package static let memberTexts = ["reason": ClassChange.reasonText]
}

extension ClassSession {
    func applying(_ change: SessionChange) -> ClassSession {
        ClassSession(
            number: number, day: change.day ?? day, half: change.half ?? half, topic: change.topic ?? topic,
            title: change.title ?? title, hours: change.hours ?? hours, teacher: change.teacher ?? teacher,
            venue: change.venue ?? venue, fee: change.fee ?? fee, teacherTitle: change.teacherTitle ?? teacherTitle)
    }

    func on(_ day: Day) -> ClassSession {
        ClassSession(
            number: number, day: day, half: half, topic: topic, title: title, hours: hours, teacher: teacher,
            venue: venue, fee: fee, teacherTitle: teacherTitle)
    }
}
