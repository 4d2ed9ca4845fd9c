package import Kernel
package import Members

/// Somebody who enters from the waiting list of a class a seat that a plan frees.
package struct MovedUp: Codable, Sendable {
    package let person: Identifier<Person>
    package let personName: String?
    package let code: String
    package let className: String
}

extension [MovedUp] {
    /// Names shown in a sentence; more are counted.
    private static var most: Int { 10 }

    /// Who moves up, in words; nil where nobody does.
    package func text(isDone: Bool) -> Text? {
        guard !isEmpty else { return nil }
        let more = count > Self.most ? " …" : ""
        let shown = prefix(Self.most).map { (name: $0.personName ?? "", course: $0.className) }
        let chinese = shown.map { "\($0.name)（\($0.course)）" }.joined(separator: "、") + more
        let english = shown.map { "\($0.name) (\($0.course))" }.joined(separator: ", ") + more
        return isDone
            ? Text(
                zh: "空出的席位由 \(count) 人递补：\(chinese)。",
                en: "Of the waiting, \(count) took seats that it freed: \(english).")
            : Text(
                zh: "采纳时空出的席位由 \(count) 人递补：\(chinese)。",
                en: "Of the waiting, \(count) take seats that it frees: \(english).")
    }
}
