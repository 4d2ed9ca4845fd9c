package import Access
package import Kernel
import Wire

extension Permission {
    package static let readIdentity = Permission("identity.read", zh: "查看身份证号", en: "read ID numbers")
    package static let decideMembership = Permission(
        "membership.decide", zh: "登记党籍处理决定", en: "record decisions about memberships")
}

extension SensitiveRead {
    /// An ID number in clear.
    package static let number = SensitiveRead.read(of: "identity")
    /// Telephone numbers, addresses and whatever else of a person's file is personal.
    package static let contacts = SensitiveRead.read(of: "contacts")
    /// What was decided about a membership: 党纪处分, removals, refusals.
    package static let decisions = SensitiveRead.read(of: "decisions")
    package static let corrections = SensitiveRead.export(of: "corrections")
    package static let duplicates = SensitiveRead.export(of: "duplicates")
    package static let merges = SensitiveRead.export(of: "merges")
    package static let comparison = SensitiveRead.export(of: "comparison")
    /// One person on one page.
    package static let page = SensitiveRead.read(of: "person")
    package static let people = SensitiveRead.export(of: "people")
    package static let tenures = SensitiveRead.export(of: "tenures")
    package static let statistics = SensitiveRead.export(of: "statistics")
    package static let secretaries = SensitiveRead.export(of: "secretaries")
    package static let vacancies = SensitiveRead.export(of: "vacancies")
    package static let transfers = SensitiveRead.export(of: "transfers")
    /// A letter of introduction with its stub and receipt.
    package static let letter = SensitiveRead.printed("transfer")
}

extension Feature {
    package static let members = Feature(
        permissions: [.readIdentity, .decideMembership], constraints: .members,
        imports: [PeopleSheet.people, PeopleSheet.tenures])
}
