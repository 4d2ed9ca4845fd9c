package import Civil
package import Kernel
import Postgres
package import Wire

/// What a class is going through, from its draft to its end.
package enum ClassState: String, Choice {
    case draft, announced, running, closed, reopened, cancelled

    package var text: Text {
        switch self {
        case .draft: Text(zh: "草案", en: "draft")
        case .announced: Text(zh: "已通知", en: "announced")
        case .running: Text(zh: "开班", en: "running")
        case .closed: Text(zh: "已结班", en: "closed")
        case .reopened: Text(zh: "取消结班", en: "reopened")
        case .cancelled: Text(zh: "已取消", en: "cancelled")
        }
    }

    /// The states it may pass to.
    package var next: [ClassState] {
        switch self {
        case .draft: [.announced, .cancelled]
        case .announced: [.running, .cancelled]
        case .running: [.closed, .cancelled]
        case .closed: [.reopened]
        case .reopened: [.closed]
        case .cancelled: []
        }
    }
}

/// The topics of 陕办发〔2014〕7号 三(二)2: ideals and purpose, four groups of skills, and service.
package enum Topic: String, Choice {
    case ideals, technology, business
    case socialConstruction = "social_construction"
    case governance, service

    package var text: Text {
        switch self {
        case .ideals: Text(zh: "理想信念", en: "ideals and convictions")
        case .technology: Text(zh: "实用技术", en: "practical technology")
        case .business: Text(zh: "经营管理", en: "business management")
        case .socialConstruction: Text(zh: "社会建设", en: "social construction")
        case .governance: Text(zh: "基层治理", en: "grassroots governance")
        case .service: Text(zh: "服务群众", en: "serving the masses")
        }
    }
}

package enum HalfDay: String, Choice {
    case morning, afternoon, evening

    package var text: Text {
        switch self {
        case .morning: Text(zh: "上午", en: "morning")
        case .afternoon: Text(zh: "下午", en: "afternoon")
        case .evening: Text(zh: "晚上", en: "evening")
        }
    }
}

/// One half-day meeting of a class.
package struct ClassSession: Codable, Limited, Sendable {
    package let number: Int
    package let day: Day
    package let half: HalfDay
    package let topic: Topic
    package let title: String
    package let hours: Hours
    package let teacher: String
    /// Where it is held when not at the venue of the class.
    package let venue: String?
    /// Yuan that the teacher is paid for an hour, after tax.
    package let fee: Amount?
    /// By which the fee is compared: a word of the rule file.
    package let teacherTitle: String?

    package static let memberLimits: [String: MemberLimit] = ["number": .count(1...400)]

    package init(
        number: Int, day: Day, half: HalfDay, topic: Topic, title: String, hours: Hours, teacher: String,
        venue: String? = nil, fee: Amount? = nil, teacherTitle: String? = nil
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
    }
}

extension ClassSession: Tabular {
    package static let columns: [Column<ClassSession>] = [
        Column("number", zh: "课次", en: "Session", \.number),
        Column("day", zh: "日期", en: "Day", \.day),
        Column("half", zh: "半天", en: "Half-day", \.half),
        Column("topic", zh: "专题", en: "Topic", \.topic),
        Column("title", zh: "题目", en: "Title", \.title),
        Column("hours", zh: "学时", en: "Hours", \.hours),
        Column("teacher", zh: "授课人", en: "Teacher", \.teacher),
        Column("venue", zh: "地点", en: "Venue", \.venue),
        Column("fee", zh: "讲课费（元/学时）", en: "Yuan an hour", \.fee),
        Column("teacher_title", zh: "职称", en: "Teacher's title", \.teacherTitle),
    ]
}

/// A class as it is.
package struct TrainingClass: Codable, Sendable {
    package let id: Identifier<TrainingClass>
    package let code: String
    package let name: String
    package let path: String
    package let admits: String
    package let level: Level
    package let fields: [Field]
    package let kinds: [DutyKind]
    package let starts: Day
    package let ends: Day
    package let minimum: Int
    package let capacity: Int
    package let venue: String
    /// Yuan.
    package let costPerPersonDay: Amount
    package let attendanceRule: String
    package let state: ClassState
    /// Everybody on the list, whatever part of it the caller sees.
    package let enrolled: Int
    package let waiting: Int
    /// People of the caller's scope on the list.
    package let ownEnrolled: Int
    package let ownWaiting: Int
    package let version: Int
    /// Whose duties it can settle and whose it cannot; given when it is drafted or changed.
    package var settles: Text?
    /// Whether some year of it has no notice on holidays, so that its days off are not certain; given when it is
    /// drafted or its days are changed.
    package var provisional: Bool?
    package var form = TrainingForm.concentrated
    /// The key of its course in the rule file.
    package var course: String?
    /// What it demands of people; nil when nothing.
    package var filters: ClassFilters?
}

extension TrainingClass: Tabular {
    /// What a list shows.
    package static let columns: [Column<TrainingClass>] = [
        Column("code", zh: "编号", en: "Code", \.code),
        Column("name", zh: "名称", en: "Name", \.name),
        Column("state", zh: "状态", en: "State", \.state),
        Column("starts", zh: "开班", en: "Starts", \.starts),
        Column("ends", zh: "结束", en: "Ends", \.ends),
        Column("enrolled", zh: "人数", en: "Enrolled", \.enrolled),
        Column("capacity", zh: "容量", en: "Capacity", \.capacity),
        Column("waiting", zh: "候补", en: "Waiting", \.waiting),
        Column("own_enrolled", zh: "本范围人数", en: "Own enrolled", \.ownEnrolled),
        Column("venue", zh: "地点", en: "Venue", \.venue),
        Column("id", zh: "班次标识", en: "Identifier", \.id),
    ]

    /// What the card of one class adds.
    package static let details: [Column<TrainingClass>] = [
        Column("own_waiting", zh: "本范围候补", en: "Own waiting", \.ownWaiting),
        Column("minimum", zh: "最少人数", en: "Minimum", \.minimum),
        Column("level", zh: "层级", en: "Level", \.level),
        Column("fields", zh: "领域", en: "Fields", \.fields),
        Column("kinds", zh: "任务", en: "Kinds", \.kinds),
        Column("form", zh: "形式", en: "Form", \.form),
        Column("course", zh: "课程", en: "Course", \.course),
        Column("filters", zh: "学员要求", en: "Demands on people") { Text.list($0.filters?.texts ?? []) },
        Column("cost_per_person_day", zh: "每人每天费用（元）", en: "Yuan a person and day", \.costPerPersonDay),
        Column("attendance_rule", zh: "考勤规则", en: "Attendance rule", \.attendanceRule),
        Column("path", zh: "主办组织", en: "Host", \.path),
        Column("admits", zh: "招收范围", en: "Admits", \.admits),
        Column("version", zh: "版本", en: "Version", \.version),
    ]
}

/// What a verb that changes a class made of it.
extension TrainingClass: Outcome {
    package var summary: Text {
        let days =
            provisional ?? false
            ? Text(
                zh: "该年没有放假通知，休息日为暂定。",
                en: "The year has no notice on holidays: days off are provisional.") : nil
        let duties = settles.map { Text(zh: "\($0.chinese)。", en: "It \($0.english).") }
        return .sentences([standing, duties, days].compactMap(\.self))
    }

    private var standing: Text {
        Text(
            zh: "班次 \(code)「\(name)」：\(state.text.chinese)，\(starts) 至 \(ends)，人数 \(enrolled)/\(capacity)。",
            en:
                "Class \(code) “\(name)”: \(state.text.english), \(starts) to \(ends), "
                + "\(enrolled) of \(capacity) seats taken."
        )
    }
}

extension Row {
    func trainingClass() throws -> TrainingClass {
        let (fields, kinds): ([String], [String]) = (try self["fields"], try self["kinds"])
        let filters: ClassFilters = try json("filters")
        return TrainingClass(
            id: try self["id"], code: try self["code"], name: try self["name"], path: try self["path"],
            admits: try self["admits"], level: try choice("level"), fields: fields.compactMap(Field.init),
            kinds: kinds.compactMap(DutyKind.init), starts: try self["starts_on"], ends: try self["ends_on"],
            minimum: try self["minimum"], capacity: try self["capacity"], venue: try self["venue"],
            costPerPersonDay: try self["cost_per_person_day"], attendanceRule: try self["attendance_rule"],
            state: try choice("state"), enrolled: try self["enrolled"], waiting: try self["waiting"],
            ownEnrolled: try self["own_enrolled"], ownWaiting: try self["own_waiting"], version: try self["version"],
            form: try choice("form"), course: try self["course"], filters: filters.isEmpty ? nil : filters)
    }

    func session() throws -> ClassSession {
        ClassSession(
            number: try self["number"], day: try self["held_on"], half: try choice("half"), topic: try choice("topic"),
            title: try self["title"], hours: try self["hours"], teacher: try self["teacher"], venue: try self["venue"],
            fee: try self["fee"], teacherTitle: try self["teacher_title"])
    }
}
