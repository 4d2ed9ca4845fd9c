import Kernel
import Members
import Notices

/// What people on the list of a class are notified of, and in which words. Pure.
enum ClassNews {
    case calledUp
    /// The number of the change, what it changed, and why.
    case changed(Int, [ClassDifference.Element], String?)
    case cancelled(String?)

    /// Who is notified: those who wait have nothing to come to, but a change or the end of a class concerns them.
    var states: Set<EnrolmentState> {
        switch self {
        case .calledUp: [.enrolled]
        case .changed, .cancelled: [.enrolled, .waiting]
        }
    }

    func draft(
        about current: TrainingClass, for person: Identifier<Person>, at path: String, copyTo above: String?
    ) -> NoticeDraft {
        NoticeDraft(
            person: person, key: "class:\(current.id):\(key)", path: path, dueOn: current.starts,
            subject: subject(current), body: body(current), copyTo: above)
    }

    private var key: String {
        switch self {
        case .calledUp: "called"
        case .changed(let number, _, _): "change:\(number)"
        case .cancelled: "cancelled"
        }
    }

    private func subject(_ current: TrainingClass) -> Text {
        let name = current.name
        switch self {
        case .calledUp:
            return Text(
                zh: "调训：\(name)（\(current.starts) 报到）", en: "Called up: \(name), from \(current.starts) on")
        case .changed: return Text(zh: "班次有变更：\(name)", en: "Changed: \(name)")
        case .cancelled: return Text(zh: "班次已取消：\(name)", en: "Cancelled: \(name)")
        }
    }

    private func body(_ current: TrainingClass) -> Text {
        let place = Text(
            zh: "班次 \(current.code)「\(current.name)」，\(current.starts) 至 \(current.ends)，\(current.venue)。",
            en: "Class \(current.code) “\(current.name)”, \(current.starts) to \(current.ends), \(current.venue).")
        switch self {
        case .calledUp:
            return .sentences([
                place,
                Text(zh: "请按时报到；不能参加的，请事先书面请假。", en: "Please attend in time, or ask for leave in writing before it."),
            ])
        case .changed(_, let elements, let reason):
            let lines = elements.map { element in
                let name = ClassDifference.name(of: element.member)
                let (was, now) = (element.before, element.after)
                return Text(
                    zh: "\(name.chinese)：\(was.isEmpty ? "（无）" : was) → \(now.isEmpty ? "（取消）" : now)；",
                    en: "\(name.english): \(was.isEmpty ? "none" : was) → \(now.isEmpty ? "removed" : now);")
            }
            return .sentences([place] + lines + [Self.because(reason)])
        case .cancelled(let reason):
            return .sentences([
                place, Text(zh: "本班次取消，另行通知。", en: "It will not be held; you will be notified of another."),
                Self.because(reason),
            ])
        }
    }

    private static func because(_ reason: String?) -> Text {
        reason.map { Text(zh: "理由：\($0)。", en: "Reason: \($0).") } ?? .verbatim("")
    }
}
