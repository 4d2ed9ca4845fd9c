package import Civil
package import Kernel
import Wire

/// The day from which somebody is there, where it was entered wrongly.
package struct JoiningOrder: Codable, Described, Sendable {
    package let on: Day?
    package let reason: String

    package init(on: Day? = nil, reason: String) {
        self.on = on
        self.reason = reason
    }

    package static let memberTexts = [
        "on": Text(
            zh: "更正后的到班日期；不填为从第一天起", en: "The right day of joining; left out, the person was there from the first day")
    ]
}

package struct JoiningCorrected: Outcome {
    package let personName: String?
    package let before: Day?
    package let joined: Day?

    package var summary: Text {
        let name = personName ?? ""
        return Text(
            zh: "\(name)的到班日期由\(Self.word(before).chinese)更正为\(Self.word(joined).chinese)。",
            en: "The day from which \(name) is there: \(Self.word(joined).english) in place of "
                + "\(Self.word(before).english).")
    }

    private static func word(_ day: Day?) -> Text {
        day.map { .verbatim($0.description) } ?? Text(zh: "第一天", en: "the first day")
    }
}
