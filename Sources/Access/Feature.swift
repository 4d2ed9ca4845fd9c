package import Kernel
package import Wire

/// What a feature declares to the rest of the program: its permissions, what its constraints mean to a person, and the
/// sheets that it imports. Composition lists the features.
package struct Feature: Sendable {
    package let permissions: [Permission]
    package let constraints: ConstraintTexts
    package let imports: [ImportSheet]

    package init(
        permissions: [Permission], constraints: ConstraintTexts = ConstraintTexts(), imports: [ImportSheet] = []
    ) {
        self.permissions = permissions
        self.constraints = constraints
        self.imports = imports
    }
}
