import Civil
package import Kernel
package import Policy

/// What seats and structure are calculated by, from the policy file.
package struct StructureRules: Sendable {
    /// Years of age below which somebody counts as young at the end of a year.
    package let youngBelow: Int
    /// Years without an admission after which a branch is named.
    package let idleYears: Int
    package let weights: AllocationWeights
    package let source: Citation

    /// - Throws: `policy.*` naming file, line and key.
    package init(_ node: RuleNode) throws(AppError) {
        try node.only(["format", "source", "young_below", "idle_years", "weights"])
        source = try node.citation()
        youngBelow = try node.integer("young_below", 19...100)
        idleYears = try node.integer("idle_years", 1...50)
        let parts = try node.node("weights")
        try parts.only(["base", "applicants", "activists"])
        weights = AllocationWeights(
            base: try parts.integer("base", 0...1000), applicants: try parts.integer("applicants", 0...1000),
            activists: try parts.integer("activists", 0...1000))
    }

    /// Born after this day, somebody is young at the end of a year.
    func youngAfter(_ year: Int) throws(AppError) -> Day {
        try RecruitmentService.last(of: year).adding(years: -youngBelow)
    }

    /// The first day on which somebody is young no more.
    func growsOld(born: Day) -> Day { born.adding(years: youngBelow) }
}
