package import Access
import Audit
import Committees
package import Kernel
import Members
import Notices
import Organisations
import Points
import Recruitment
import Training
package import Wire

/// Every feature of the program, with what it declares.
package enum Features {
    package static let all: [Feature] = [
        .access, .audit, .organisations, .members, .committees, .notices, .training, .points, .recruitment,
    ]

    package static let permissions: [Permission] = all.flatMap(\.permissions)
    /// Every sheet that can be imported.
    package static let imports = ImportCatalog(all.flatMap(\.imports))
    static let constraints = all.reduce(ConstraintTexts()) { $0.merging($1.constraints) }
}
