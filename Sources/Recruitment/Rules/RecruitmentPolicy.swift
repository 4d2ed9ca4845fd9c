package import Kernel
package import Policy

/// The rule files of recruitment as they are shipped or replaced in the policy folder.
package enum RecruitmentPolicy {
    /// The national sets by their days.
    private static let national = ["1990-trial", "2014", "2026"]

    /// - Parameters:
    ///   - local: keys of files below `policy/recruitment/local`.
    ///   - switches: rules that are switched on or off, by id.
    /// - Throws: `policy.*`.
    package static func rules(
        _ loader: PolicyLoader, local: [String] = [], switches: [String: Bool] = [:]
    ) throws(AppError) -> RecruitmentRules {
        var sets: [RuleNode] = []
        for key in national { sets.append(try loader.load("policy/recruitment/\(key).yaml")) }
        var additions: [RuleNode] = []
        for key in local { additions.append(try loader.load("policy/recruitment/local/\(key).yaml")) }
        return try RuleSetReader(switches: switches).read(sets, local: additions)
    }
}
