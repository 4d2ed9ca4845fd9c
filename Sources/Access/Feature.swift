package import Kernel

/// What a feature declares to the rest of the program: its permissions, and what its constraints mean to a person. Composition
/// lists the features.
package struct Feature: Sendable {
    package let permissions: [Permission]
    package let constraints: ConstraintTexts

    package init(permissions: [Permission], constraints: ConstraintTexts = ConstraintTexts()) {
        self.permissions = permissions
        self.constraints = constraints
    }
}
