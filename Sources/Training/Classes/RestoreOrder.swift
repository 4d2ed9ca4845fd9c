package import Kernel
import Wire

/// Why somebody who had left the list of a class comes back.
package struct RestoreOrder: Codable, Described, Sendable {
    package let reason: String

    package init(reason: String) { self.reason = reason }

    package static let memberTexts: [String: Text] = [:]
}

package struct Restored: Outcome {
    package let personName: String?
    /// `waiting` where the seat is taken by now.
    package let state: EnrolmentState

    package var summary: Text {
        let name = personName ?? ""
        return state == .enrolled
            ? Text(zh: "\(name)已恢复在本班名单。", en: "\(name) is on the list again.")
            : Text(zh: "名额已满，\(name)列入候补。", en: "The seat is taken: \(name) is on the waiting list.")
    }
}

/// Seats that were given to those who waited.
package struct SeatsFilled: Outcome {
    package let code: String
    package let enrolled: Int
    package let waiting: Int
    package let entered: Int

    package var summary: Text {
        Text(
            zh: "班次 \(code)：递补 \(entered) 人，现有 \(enrolled) 人，候补 \(waiting) 人。",
            en: "Class \(code): \(entered) entered from the waiting list; \(enrolled) enrolled, \(waiting) waiting.")
    }
}
