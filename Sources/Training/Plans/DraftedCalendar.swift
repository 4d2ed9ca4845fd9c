package import Civil
package import Kernel
import Members
package import Wire

/// The classes of a calendar, what each host and month has to carry, and what it leaves open.
package struct DraftedCalendar: Outcome {
    package struct Item: Codable, Sendable {
        package let host: String
        package let hostName: String
        package let code: String
        package let name: String
        package let fields: [Field]
        /// Duties that it settles.
        package let kinds: [DutyKind]
        package let starts: Day
        package let ends: Day
        package let minimum: Int
        package let capacity: Int
        /// Duties that the draft puts there.
        package let people: Int
        package let sessions: Int
        package let hours: Hours
    }

    /// What one host has to hold.
    package struct HostLoad: Codable, Sendable {
        package let host: String
        package let hostName: String
        package let classes: Int
        package let seats: Int
        package let people: Int
    }

    /// What one month has to carry.
    package struct MonthLoad: Codable, Sendable {
        package let month: Month
        package let classes: Int
        package let people: Int
        package let personDays: Int
    }

    package let from: Day
    package let through: Day
    package let classes: [Item]
    package let hosts: [HostLoad]
    package let months: [MonthLoad]
    /// Duties that the calendar is for.
    package let duties: Int
    /// Seats that they take: one each, and as many as their hours need.
    package let seats: Int
    /// Seats that classes have which exist already: of the hosts, or of hosts above that keep seats for them.
    package let existing: Int
    /// Seats for which no class was found.
    package let unplaced: Int
    /// Those of them for which classes of the hosts' level do not count.
    package let unaccepted: Int
    /// Seats whose class ends after they are due: after the soft end of their cycle.
    package let late: Int
    /// Duties that lack more hours than one of these classes gives.
    package let short: Int
    /// What would place everybody in time; nil when everybody is.
    package let needed: Text?
    /// Whether some year has no notice on holidays, so that its working days are weekdays alone.
    package let provisional: Bool
    /// Drafts that were written.
    package let written: Int

    package var summary: Text {
        var parts = [
            written > 0
                ? Text(zh: "写入 \(written) 个班次草案。", en: "\(written) drafts written.")
                : Text(zh: "共 \(classes.count) 个班次，没有写入。", en: "\(classes.count) classes; nothing written.")
        ]
        if existing > 0 {
            parts.append(
                Text(zh: "其中 \(existing) 项由已有班次安排。", en: "Classes on file take \(existing) duties."))
        }
        if short > 0 {
            parts.append(
                Text(
                    zh: "有 \(short) 项任务所差学时多于一个班的学时，共需 \(seats) 个席位。",
                    en: "\(short) duties lack more hours than one class gives: \(seats) seats in all."))
        }
        if unplaced == 0, late == 0 {
            parts.append(Text(zh: "\(duties) 项任务全部在期限前安排。", en: "All \(duties) duties are placed before they are due."))
        }
        if unplaced > 0 {
            parts.append(Text(zh: "有 \(unplaced) 项任务没有合适的班次。", en: "\(unplaced) duties found no class."))
        }
        if unaccepted > 0 {
            parts.append(
                Text(
                    zh: "其中 \(unaccepted) 项任务不承认这一级的班次。",
                    en: "For \(unaccepted) of them classes of this level do not count."))
        }
        if late > 0 {
            parts.append(Text(zh: "有 \(late) 项在到期后才结班。", en: "\(late) are completed after they are due."))
        }
        if let needed { parts.append(needed) }
        if provisional {
            parts.append(
                Text(
                    zh: "有的年份没有放假通知，工作日为暂定。",
                    en: "Some year has no notice on holidays: working days are provisional."))
        }
        return .sentences(parts)
    }
}

extension DraftedCalendar.Item: Tabular {
    package static let columns: [Column<DraftedCalendar.Item>] = [
        Column("code", zh: "编号", en: "Code", \.code),
        Column("name", zh: "名称", en: "Name", \.name),
        Column("host_name", zh: "主办", en: "Host", \.hostName),
        Column("starts", zh: "开班", en: "Starts", \.starts),
        Column("ends", zh: "结束", en: "Ends", \.ends),
        Column("hours", zh: "学时", en: "Hours", \.hours),
        Column("people", zh: "人数", en: "People", \.people),
        Column("minimum", zh: "最少人数", en: "Minimum", \.minimum),
        Column("capacity", zh: "容量", en: "Capacity", \.capacity),
    ]
}

extension DraftedCalendar.HostLoad: Tabular {
    package static let columns: [Column<DraftedCalendar.HostLoad>] = [
        Column("host_name", zh: "主办", en: "Host", \.hostName),
        Column("classes", zh: "班数", en: "Classes", \.classes),
        Column("seats", zh: "席位", en: "Seats", \.seats),
        Column("people", zh: "人数", en: "People", \.people),
    ]
}

extension DraftedCalendar.MonthLoad: Tabular {
    package static let columns: [Column<DraftedCalendar.MonthLoad>] = [
        Column("month", zh: "月份", en: "Month", \.month),
        Column("classes", zh: "班数", en: "Classes", \.classes),
        Column("people", zh: "人数", en: "People", \.people),
        Column("person_days", zh: "人天", en: "Person-days", \.personDays),
    ]
}
