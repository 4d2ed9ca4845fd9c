package import Kernel

/// The source of a value in a rule file, and whether it is verified.
package struct Citation: Sendable, Hashable {
    /// The document, with its number.
    package let document: String
    /// Article or section.
    package let place: String
    /// False: from a secondary source or carried forward; the text says so wherever the rule is cited.
    package let verified: Bool

    package init(document: String, place: String, verified: Bool) {
        self.document = document
        self.place = place
        self.verified = verified
    }

    package var text: Text {
        let mark = verified ? Text.verbatim("") : Text(zh: "（未核实）", en: " (unverified)")
        return Text(zh: "\(document)\(place)\(mark.chinese)", en: "\(document) \(place)\(mark.english)")
    }
}
