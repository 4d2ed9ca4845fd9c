package import Kernel
package import Policy

/// The rule files of recruitment as they are shipped or replaced in the policy folder.
package enum RecruitmentPolicy {
    /// The national sets by their days.
    private static let national = ["1990-trial", "2014", "2026"]

    /// The shipped templates and the installation's own, by key.
    /// - Parameter nodes: the milestones that each has to hold.
    /// - Throws: `policy.*`.
    package static func templates(_ loader: PolicyLoader, nodes: Set<Milestone>) throws(AppError) -> [Template] {
        var templates: [Template] = []
        for name in loader.names("policy/recruitment/templates/") {
            templates.append(
                try TemplateReader.read(loader.load("policy/recruitment/templates/\(name).yaml"), nodes: nodes))
        }
        return templates
    }

    /// Keys separated by commas.
    package static func keys(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
    }

    /// - Parameter text: `id=on` and `id=off`, separated by commas.
    /// - Throws: `value.invalid`.
    package static func switches(_ text: String) throws(AppError) -> [String: Bool] {
        var switches: [String: Bool] = [:]
        for entry in keys(text) {
            let parts = entry.split(separator: "=", omittingEmptySubsequences: false).map(\.trimmed)
            guard parts.count == 2, !parts[0].isEmpty, ["on", "off"].contains(parts[1]) else {
                throw .invalidValue(
                    "policy.recruitment_switches", entry,
                    expected: Text(zh: "规则=on 或 规则=off", en: "rule=on or rule=off"))
            }
            switches[parts[0]] = parts[1] == "on"
        }
        return switches
    }

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

extension StringProtocol {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
