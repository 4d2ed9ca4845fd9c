package import Access
package import Kernel
import Wire

/// The registry is organisations and people together: a caller who may read or change one may do so with the other.
extension Permission {
    package static let readRegistry = Permission("registry.read", zh: "查看名册", en: "read the registry")
    package static let writeRegistry = Permission("registry.write", zh: "维护名册", en: "change the registry")
}

extension Feature {
    package static let organisations = Feature(
        permissions: [.readRegistry, .writeRegistry], constraints: .organisations,
        imports: [OrganisationSheet.organisations, OrganisationSheet.divisions])
}
