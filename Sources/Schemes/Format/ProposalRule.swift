package import Civil
package import Kernel

/// What a low score suggests. A proposal is shown to people and has no effect by itself.
package struct ProposalRule: Sendable {
    package let text: Text
    package let below: Amount?
    package let grades: [String]
    package let groups: [String]?
    /// Whether the mean of a branch is judged instead of each subject.
    package let ofBranch: Bool
    /// Whether what the periods roll up into is judged, the year say, instead of each of them.
    package let isRolledUp: Bool
    /// Only after so many periods on end.
    package let periods: Int
    package let place: String
    package let line: Int
}
