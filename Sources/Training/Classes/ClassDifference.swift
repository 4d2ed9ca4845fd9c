import Civil
import Kernel

/// What differs between a class as it was and as it is to be, element by element, in words that are kept. Pure.
struct ClassDifference {
    struct Element: Equatable {
        /// The member on the wire, or `session 3`.
        let member: String
        let before: String
        let after: String
    }

    let elements: [Element]
    let removed: [Int]
    let changed: [ClassSession]
    let added: [ClassSession]

    init(_ before: ClassDraft, _ after: ClassDraft) {
        var elements: [Element] = []
        func compare(_ member: String, _ was: String, _ is: String) {
            if was != `is` { elements.append(Element(member: member, before: was, after: `is`)) }
        }
        compare("code", before.code, after.code)
        compare("name", before.name, after.name)
        compare("level", before.level.rawValue, after.level.rawValue)
        compare("fields", Self.words(before.fields), Self.words(after.fields))
        compare("kinds", Self.words(before.kinds), Self.words(after.kinds))
        compare("form", before.form.rawValue, after.form.rawValue)
        compare("course", before.course ?? "", after.course ?? "")
        compare("filters", Self.words(before.filters), Self.words(after.filters))
        compare("admits", Self.code(before.admits), Self.code(after.admits))
        compare("starts", before.starts.description, after.starts.description)
        compare("ends", before.ends.description, after.ends.description)
        compare("minimum", String(before.minimum), String(after.minimum))
        compare("capacity", String(before.capacity), String(after.capacity))
        compare("venue", before.venue, after.venue)
        compare("cost_per_person_day", before.costPerPersonDay.description, after.costPerPersonDay.description)
        compare("attendance_rule", before.attendanceRule, after.attendanceRule)
        let old = Dictionary(before.sessions.map { ($0.number, $0) }, uniquingKeysWith: { $1 })
        let new = Dictionary(after.sessions.map { ($0.number, $0) }, uniquingKeysWith: { $1 })
        for number in Set(old.keys).union(new.keys).sorted() {
            compare(Self.session + String(number), old[number]?.words ?? "", new[number]?.words ?? "")
        }
        self.elements = elements
        removed = old.keys.filter { new[$0] == nil }.sorted()
        added = after.sessions.filter { old[$0.number] == nil }
        changed = after.sessions.filter { session in old[session.number].map { $0.words != session.words } ?? false }
    }

    /// Whether the class may count for, or suit, others than before.
    var touchesAdmission: Bool {
        elements.contains { ["level", "fields", "kinds", "course", "filters"].contains($0.member) }
    }

    /// Whether the class may settle other duties than before: by the people it admits, its days or its hours.
    var touchesSettling: Bool {
        touchesAdmission || touchesDays || elements.contains { $0.member == "admits" }
    }

    /// Whether the class or one of its sessions is on other days than before.
    var touchesDays: Bool {
        elements.contains { ["starts", "ends"].contains($0.member) || $0.member.hasPrefix(Self.session) }
    }

    private static let session = "session "

    /// The last part of a path is the code of its organisation.
    private static func code(_ path: String) -> String { path.split(separator: ".").last.map(String.init) ?? path }

    private static func words(_ choices: [some Choice]) -> String { choices.map(\.rawValue).joined(separator: " ") }

    private static func words(_ filters: ClassFilters) -> String { Text.list(filters.texts).chinese }

    /// The member as people call it.
    static func name(of member: String) -> Text {
        if member.hasPrefix(session) {
            let number = member.dropFirst(session.count)
            return Text(zh: "第 \(number) 课次", en: "session \(number)")
        }
        return names[member] ?? .verbatim(member)
    }

    private static let names = [
        "code": Text(zh: "编号", en: "code"), "name": Text(zh: "名称", en: "name"),
        "level": Text(zh: "层级", en: "level"), "fields": Text(zh: "领域", en: "fields"),
        "kinds": Text(zh: "任务", en: "kinds"), "form": Text(zh: "形式", en: "form"),
        "course": Text(zh: "课程", en: "course"), "filters": Text(zh: "学员要求", en: "demands on people"),
        "admits": Text(zh: "招收范围", en: "who is admitted"),
        "starts": Text(zh: "开班日期", en: "first day"),
        "ends": Text(zh: "结束日期", en: "last day"), "minimum": Text(zh: "最少人数", en: "minimum"),
        "capacity": Text(zh: "容量", en: "capacity"), "venue": Text(zh: "地点", en: "venue"),
        "cost_per_person_day": Text(zh: "每人每天费用", en: "cost a person and day"),
        "attendance_rule": Text(zh: "考勤规则", en: "attendance rule"),
    ]
}

extension ClassSession {
    /// Everything about the session in one line, equal for equal sessions.
    var words: String {
        var words = ["\(day)", half.text.chinese, topic.text.chinese, "「\(title)」", "\(hours) 学时", teacher]
        if let venue { words.append("@" + venue) }
        if let fee { words.append("\(fee) 元/学时") }
        if let teacherTitle { words.append(teacherTitle) }
        return words.joined(separator: " ")
    }
}
