import Civil
import Kernel
import Members
import Notices

/// What the host of a class has left undone. Pure.
enum HostReminder {
    /// Half-days whose marks are missing.
    case marks([ClassSession])
    case closing
    case starting

    static func due(
        _ current: TrainingClass, unmarked: [ClassSession], _ rules: ClassRules.Reminders, on today: Day
    ) -> [HostReminder] {
        switch current.state {
        case .announced:
            return current.starts.adding(days: rules.marksAfterDays) < today ? [.starting] : []
        case .running, .reopened:
            let late = unmarked.filter { $0.day.adding(days: rules.marksAfterDays) <= today }
            let isOver = current.ends.adding(days: rules.closingAfterDays) <= today
            return (late.isEmpty ? [] : [.marks(late)]) + (isOver ? [.closing] : [])
        case .draft, .closed, .cancelled: return []
        }
    }

    /// - Parameter person: who answers for the host.
    func drafts(about current: TrainingClass, for person: Identifier<Person>) -> [NoticeDraft] {
        func draft(_ key: String, _ due: Day, _ subject: Text, _ body: Text) -> NoticeDraft {
            NoticeDraft(
                person: person, key: "class:\(current.id):\(key)", path: current.path, dueOn: due, subject: subject,
                body: body, isAboutPerson: false)
        }
        let (code, name) = (current.code, current.name)
        switch self {
        case .marks(let sessions):
            return sessions.map { session in
                let place = "\(session.day) \(session.half.text.chinese)"
                return draft(
                    "marks:\(session.number)", session.day,
                    Text(
                        zh: "考勤未登记：\(name) 第 \(session.number) 课次",
                        en: "Marks missing: \(name), session \(session.number)"),
                    Text(
                        zh: "班次 \(code)「\(name)」第 \(session.number) 课次（\(place)）还有人没有登记考勤。",
                        en:
                            "Class \(code) “\(name)”, session \(session.number) (\(session.day)): marks are missing."
                    ))
            }
        case .closing:
            return [
                draft(
                    "closing:\(current.ends)", current.ends,
                    Text(zh: "班次未结班：\(name)", en: "Not closed: \(name)"),
                    Text(
                        zh: "班次 \(code)「\(name)」已于 \(current.ends) 结束，尚未结班，学时还没有计入。",
                        en:
                            "Class \(code) “\(name)” ended on \(current.ends) and is not closed: nothing is credited."
                    ))
            ]
        case .starting:
            return [
                draft(
                    "starting:\(current.starts)", current.starts,
                    Text(zh: "班次未开班：\(name)", en: "Not started: \(name)"),
                    Text(
                        zh: "班次 \(code)「\(name)」应于 \(current.starts) 开班，请开班、改期或取消。",
                        en: "Class \(code) “\(name)” was to start on \(current.starts): start, move or cancel it."))
            ]
        }
    }
}
