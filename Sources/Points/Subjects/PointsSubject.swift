package import Civil
package import Kernel
package import Members
package import Organisations
import Wire

/// What a scheme rates: a person, or an organisation under a scheme of organisations. A subject has the identifier of
/// that person or organisation.
package enum PointsSubject {}

extension Identifier where Subject == PointsSubject {
    package init(_ person: Identifier<Person>) { self.init(person.value) }
    package init(_ organisation: Identifier<Organisation>) { self.init(organisation.value) }
}

/// A part of the tree.
package struct PointsScope: Codable, Described, Sendable {
    package var scope: Reference<Organisation>?

    package init(scope: Reference<Organisation>? = nil) { self.scope = scope }

    package static let memberTexts: [String: Text] = [:]
}

/// A part of the tree, as of a day.
package struct PointsPlace: Codable, Described, Sendable {
    package var scope: Reference<Organisation>?
    package var asOf: Day?

    package init(scope: Reference<Organisation>? = nil, asOf: Day? = nil) {
        self.scope = scope
        self.asOf = asOf
    }

    package static let memberTexts: [String: Text] = [:]
}

extension Text {
    /// How a subject is named in orders.
    static let subjectNamed = Text(
        zh: "积分对象：人员（编号、身份证号或范围内唯一的姓名），或党组织（编码或唯一的名称）",
        en:
            "Subject: a person (identifier, ID number or a name unique within scope) or an organisation (code "
            + "or unique name)"
    )
}
