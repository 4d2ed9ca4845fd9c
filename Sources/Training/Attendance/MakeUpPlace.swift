import Civil
import Kernel

/// Where a half-day was made up: in a session of the class, in one of another class, or on a day elsewhere with a
/// document. Pure.
enum MakeUpPlace: Equatable {
    case session(Int)
    case other(String, Int)
    case day(Day, String)

    static let memberText = Text(
        zh: "补在哪里：本班课次编号，如 3；别班课次，如 A2/3；或日期和文号，如 2026-03-10 陕组训〔2026〕3号",
        en: "Where it was made up: a session of the class such as 3, one of another class such as A2/3, or a day and a "
            + "document such as “2026-03-10 No. 3”")

    /// - Returns: nil for what is none of the three forms.
    init?(_ text: String) {
        let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
        if parts.count == 2, let day = Day(parts[0]), parts[1].contains(where: { !$0.isWhitespace }) {
            self = .day(day, parts[1])
            return
        }
        if let number = Int(text) {
            self = .session(number)
            return
        }
        guard let slash = text.lastIndex(of: "/"), let number = Int(text[text.index(after: slash)...]),
            slash > text.startIndex, Day(text) == nil
        else { return nil }
        self = .other(String(text[..<slash]), number)
    }
}

/// Whether somebody can have made up a half-day where it is claimed. Pure: facts in, what is wrong out.
struct MakeUpCheck {
    /// A half-day of a class: which class, which session.
    struct Place: Hashable {
        let course: Identifier<TrainingClass>
        let session: Int
    }

    struct OtherClass {
        let id: Identifier<TrainingClass>
        let state: ClassState
        let sessions: Set<Int>
        let isEnrolled: Bool
        let marks: [Int: Mark]
    }

    /// The half-day that was missed.
    let missed: Place
    let sessions: [ClassSession]
    /// The person's marks in the class.
    let marks: [Int: Mark]
    /// What the person has made up so far, by where.
    let used: [Place: Place]
    let today: Day

    func problem(_ place: MakeUpPlace, other: OtherClass? = nil) -> Text? {
        switch place {
        case .session(let number): return problem(inSession: number)
        case .other(let name, let number): return problem(in: name, number, other)
        case .day(let day, _): return problem(on: day)
        }
    }

    private func problem(inSession number: Int) -> Text? {
        guard sessions.contains(where: { $0.number == number }) else {
            return Text(
                zh: "本班没有第 \(number) 课次，共 \(sessions.count) 个课次",
                en: "the class has no session \(number), it has \(sessions.count)")
        }
        guard number != missed.session else {
            return Text(zh: "第 \(number) 课次就是所缺的半天", en: "session \(number) is the one that was missed")
        }
        if marks[number]?.attended ?? false {
            return Text(
                zh: "第 \(number) 课次本来就到课，不能再算补训", en: "session \(number) was attended anyway and makes up nothing")
        }
        return doubled(Place(course: missed.course, session: number))
    }

    private func problem(in name: String, _ number: Int, _ other: OtherClass?) -> Text? {
        guard let other else { return Text(zh: "没有班次「\(name)」", en: "there is no class “\(name)”") }
        guard other.id != missed.course else { return problem(inSession: number) }
        guard other.state != .draft, other.state != .cancelled else {
            return Text(
                zh: "班次「\(name)」是\(other.state.text.chinese)", en: "class “\(name)” is \(other.state.text.english)")
        }
        guard other.sessions.contains(number) else {
            return Text(zh: "班次「\(name)」没有第 \(number) 课次", en: "class “\(name)” has no session \(number)")
        }
        guard other.isEnrolled else {
            return Text(zh: "不在班次「\(name)」的名单上", en: "not on the list of class “\(name)”")
        }
        if let mark = other.marks[number], !mark.attended || mark == .madeUp {
            return Text(
                zh: "在班次「\(name)」第 \(number) 课次登记为\(mark.text.chinese)",
                en: "marked \(mark.text.english) in session \(number) of class “\(name)”")
        }
        return doubled(Place(course: other.id, session: number))
    }

    private func problem(on day: Day) -> Text? {
        guard day <= today else { return Text(zh: "\(day) 还没有到", en: "\(day) has not come yet") }
        let attended = sessions.contains { $0.day == day && marks[$0.number]?.attended ?? false }
        return attended
            ? Text(zh: "\(day) 在本班到课，不能同时在别处补训", en: "attended this class on \(day), not something elsewhere") : nil
    }

    private func doubled(_ place: Place) -> Text? {
        guard let before = used[place], before != missed else { return nil }
        return Text(
            zh: "那半天已用来补第 \(before.session) 课次", en: "that half-day has made up session \(before.session) already")
    }
}
