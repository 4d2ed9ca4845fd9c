package import Civil
package import Kernel

/// Something that is known about a subject and may make an entry by itself.
package struct PointsFact: Sendable, Equatable {
    package let kind: FactKind
    /// The meeting, scheme or course.
    package let name: String
    package let outcome: String
    package let happened: Day
    package let quantity: Amount?
    /// Names the fact among its subject's; a make-up names what it makes up.
    package let reference: String

    package init(
        kind: FactKind, name: String = "", outcome: String = "", happened: Day, quantity: Amount? = nil,
        reference: String
    ) {
        self.kind = kind
        self.name = name
        self.outcome = outcome
        self.happened = happened
        self.quantity = quantity
        self.reference = reference
    }
}

package enum FactKind: String, Choice {
    /// A meeting, lecture or theme day: present, late, left_early, absent, excused.
    case attendance
    /// Something missed and made up later; names the fact by its reference.
    case makeUp = "make_up"
    /// Hours of training credited.
    case trainingHours = "training_hours"
    /// Dues of a month: paid, late, unpaid.
    case dues
    /// The grade that another scheme gave.
    case grade

    package var text: Text {
        switch self {
        case .attendance: Text(zh: "考勤", en: "attendance")
        case .makeUp: Text(zh: "补课", en: "make-up")
        case .trainingHours: Text(zh: "培训学时", en: "training hours")
        case .dues: Text(zh: "党费", en: "dues")
        case .grade: Text(zh: "等次", en: "grade")
        }
    }
}
