package import Kernel
import Organisations
package import Policy

/// What the number of members asks of the form of an organisation, from `config/policy/organisations/sizes.yaml`. Pure.
package struct SizeRules: Sendable {
    struct Limit: Sendable {
        let count: Int
        let source: Citation
    }

    let branchMost: Limit
    let generalBranchMost: Limit
    let branchLeastFull: Limit
    let committeeFrom: Limit
    let committeeSize: ClosedRange<Int>
    let committeeSource: Citation

    /// - Throws: `policy.bad_value` naming file, line and key.
    package init(_ node: RuleNode) throws(AppError) {
        try node.only([
            "format", "source", "branch_most", "general_branch_most", "branch_least_full", "committee_from",
            "committee_size",
        ])
        _ = try node.citation()
        branchMost = try Self.limit(node, "branch_most")
        generalBranchMost = try Self.limit(node, "general_branch_most")
        branchLeastFull = try Self.limit(node, "branch_least_full")
        committeeFrom = try Self.limit(node, "committee_from")
        let size = try node.node("committee_size")
        try size.only(["least", "most", "source"])
        let least = try size.integer("least", 1...100)
        committeeSize = least...(try size.integer("most", least...100))
        committeeSource = try size.citation()
    }

    private static func limit(_ node: RuleNode, _ key: String) throws(AppError) -> Limit {
        let entry = try node.node(key)
        try entry.only(["count", "source"])
        return Limit(count: try entry.integer("count", 1...100_000), source: try entry.citation())
    }

    /// What the size of an organisation asks for, in the order of weight; empty where its form fits.
    func findings(_ size: OrganisationSize) -> [SizeFinding] {
        switch size.kind {
        case .branch, .jointBranch, .mobileBranch: branchFindings(size)
        case .generalBranch where size.membersBelow > generalBranchMost.count:
            [SizeFinding(.becomeCommittee, size, size.membersBelow, generalBranchMost.count, generalBranchMost.source)]
        case .generalBranch, .committee, .workingCommittee, .temporaryBranch, .functionalBranch, .group: []
        }
    }

    private func branchFindings(_ size: OrganisationSize) -> [SizeFinding] {
        var findings: [SizeFinding] = []
        if size.members > branchMost.count {
            findings.append(SizeFinding(.becomeGeneralBranch, size, size.members, branchMost.count, branchMost.source))
        }
        if size.kind == .branch, size.full < branchLeastFull.count {
            findings.append(SizeFinding(.joinOthers, size, size.full, branchLeastFull.count, branchLeastFull.source))
        }
        if size.full >= committeeFrom.count, size.officers < committeeSize.lowerBound {
            findings.append(
                SizeFinding(.electCommittee, size, size.officers, committeeSize.lowerBound, committeeFrom.source))
        }
        // A secretary and a deputy, where there is no committee.
        if size.full < committeeFrom.count, size.officers > 2 {
            findings.append(SizeFinding(.needNoCommittee, size, size.full, committeeFrom.count, committeeFrom.source))
        }
        if size.officers > committeeSize.upperBound {
            findings.append(
                SizeFinding(.tooManyOfficers, size, size.officers, committeeSize.upperBound, committeeSource))
        }
        return findings
    }
}

/// An organisation with the numbers that its form depends on, on a day.
package struct OrganisationSize: Decodable, Sendable {
    let organisation: Identifier<Organisation>
    let code: String
    let organisationName: String
    let path: String
    let kind: OrganisationKind
    /// Full members of its own.
    let full: Int
    /// Full and probationary members of its own.
    let members: Int
    /// The same, those below included; nothing for branches, which have none below.
    let membersBelow: Int
    /// People who hold a post in it.
    let officers: Int
    /// Others below the same parent that have too few full members as well.
    let neighbours: [String]
}
