package import Access
package import Kernel
import Wire

extension Permission {
    package static let readIdentity = Permission("identity.read", zh: "查看身份证号", en: "read ID numbers")
    package static let decideMembership = Permission(
        "membership.decide", zh: "登记党籍处理决定", en: "record decisions about memberships")
}

extension Feature {
    package static let members = Feature(
        permissions: [.readIdentity, .decideMembership], constraints: .members,
        imports: [PeopleSheet.people, PeopleSheet.tenures])
}
