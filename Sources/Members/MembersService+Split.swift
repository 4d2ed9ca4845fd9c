import Access
package import Civil
import Foundation
package import Kernel
package import Organisations
import SQLFiles
import Wire

/// A part of an organisation that becomes one of its own.
package struct SplitOrder: Codable, Described, Sendable {
    package let code: String
    package let name: String
    package let kind: OrganisationKind?
    package let field: Field?
    package let people: [Reference<Person>]?
    package let children: [Reference<Organisation>]?
    package let on: Day
    package let document: String
    package let reason: String?
    package let dryRun: Bool?

    package init(
        code: String, name: String, kind: OrganisationKind? = nil, field: Field? = nil,
        people: [Reference<Person>]? = nil, children: [Reference<Organisation>]? = nil, on: Day, document: String,
        reason: String? = nil, dryRun: Bool? = nil
    ) {
        self.code = code
        self.name = name
        self.kind = kind
        self.field = field
        self.people = people
        self.children = children
        self.on = on
        self.document = document
        self.reason = reason
        self.dryRun = dryRun
    }

    package static let memberTexts = [
        "code": .newOrganisationCode,
        "kind": Text(zh: "组织类型，默认与原组织相同", en: "Kind, by default that of the original"),
        "field": Text(zh: "领域，默认与原组织相同", en: "Field, by default that of the original"),
        "people": Text(zh: "划入新组织的党员", en: "The members who go to the new organisation"),
        "children": Text(zh: "划入新组织的下级组织", en: "The organisations below it that go along"),
        "on": Text(zh: "分设日期，不晚于今天", en: "The day of the division, not after today"),
        "dry_run": .preview,
    ]
}

extension MembersService {
    /// Divides an organisation: a new one beside it begins with the members that are named.
    package func split(
        _ reference: Reference<Organisation>, _ order: SplitOrder, expected: Int?, on today: Day, caller: Caller
    ) async throws -> OrganisationChanged {
        let caller = try caller.with(.writeRegistry)
        let named = order.people ?? []
        let people = try await identifiers(of: named, caller: caller).map { Identifier<AttachedPerson>($0.value) }
        let part = OrganisationPart(
            code: order.code, name: order.name, kind: order.kind, field: order.field, people: people,
            children: order.children ?? [], on: order.on, document: order.document, reason: order.reason,
            dryRun: order.dryRun ?? false)
        return try await organisations.split(reference, part, expected: expected, on: today, caller: caller)
    }
}
