import Organisations
package import Civil
package import Foundation
package import Kernel
import Postgres

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
package struct ClassSession: Sendable {
    package let number: Int
    package let day: Day
    package let half: HalfDay
    package let topic: Topic
    package let title: String
    package let hours: Hours
    package let teacher: String

    package init(number: Int, day: Day, half: HalfDay, topic: Topic, title: String, hours: Hours, teacher: String) {
        self.number = number
        self.day = day
        self.half = half
        self.topic = topic
        self.title = title
        self.hours = hours
        self.teacher = teacher
    }
}

/// What a class is to be.
package struct ClassDraft: Sendable {
    package var code: String
    package var name: String
    package var level: Level
    /// Code of the organisation whose subtree it admits; nil for the host's.
    package var admits: String?
    package var fields: [Field]
    package var kinds: [DutyKind]
    package var starts: Day
    package var ends: Day
    package var minimum: Int
    package var capacity: Int
    package var venue: String
    package var costPerPersonDay: Decimal
    package var attendanceRule: String
    package var sessions: [ClassSession]

    package init(
        code: String, name: String, level: Level, admits: String?, fields: [Field], kinds: [DutyKind], starts: Day,
        ends: Day,
        minimum: Int, capacity: Int, venue: String, costPerPersonDay: Decimal, attendanceRule: String,
        sessions: [ClassSession]
    ) {
        self.code = code
        self.name = name
        self.level = level
        self.admits = admits
        self.fields = fields
        self.kinds = kinds
        self.starts = starts
        self.ends = ends
        self.minimum = minimum
        self.capacity = capacity
        self.venue = venue
        self.costPerPersonDay = costPerPersonDay
        self.attendanceRule = attendanceRule
        self.sessions = sessions
    }

    /// Two half-days on each working day of the class, with the topics in turn.
    package static func halfDays(
        from starts: Day, through ends: Day, workingDays: WorkingDays, hours: Hours, teacher: String
    ) -> [ClassSession] {
        guard starts <= ends else { return [] }
        var sessions: [ClassSession] = []
        for number in starts.number...ends.number where workingDays.isWorking(Day(number: number)).value {
            for half in [HalfDay.morning, .afternoon] {
                let topic = Topic.allCases[sessions.count % Topic.allCases.count]
                sessions.append(
                    ClassSession(
                        number: sessions.count + 1, day: Day(number: number), half: half, topic: topic,
                        title: topic.text.chinese, hours: hours, teacher: teacher))
            }
        }
        return sessions
    }
}

/// A class as it is.
package struct TrainingClass: Sendable {
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
    package let costPerPersonDay: Decimal
    package let attendanceRule: String
    package let state: ClassState
    package let version: Int
    /// People of the caller's scope on the list.
    package let enrolled: Int
    package let waiting: Int

    /// Person-days at the class's own cost, for everybody enrolled.
    package var cost: Decimal { costPerPersonDay * Decimal(enrolled) * Decimal(ends - starts + 1) }
}

extension Row {
    func trainingClass() throws -> TrainingClass {
        let (fields, kinds): ([String], [String]) = (try self["fields"], try self["kinds"])
        return TrainingClass(
            id: try self["id"], code: try self["code"], name: try self["name"], path: try self["path"],
            admits: try self["admits"],
            level: try choice("level"), fields: fields.compactMap(Field.init), kinds: kinds.compactMap(DutyKind.init),
            starts: try self["starts_on"], ends: try self["ends_on"], minimum: try self["minimum"],
            capacity: try self["capacity"],
            venue: try self["venue"], costPerPersonDay: try self["cost_per_person_day"],
            attendanceRule: try self["attendance_rule"], state: try choice("state"), version: try self["version"],
            enrolled: try self["enrolled"], waiting: try self["waiting"])
    }
}
