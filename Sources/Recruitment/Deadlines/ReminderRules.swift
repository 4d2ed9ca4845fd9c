package import Kernel
package import Policy
import Procedures

/// How many days before something is due its reminder is written, by the step that is due.
package struct ReminderRules: Sendable {
    let otherwise: Int
    let leads: [Milestone: Int]
    package let source: Citation

    /// - Throws: `policy.*` naming file, line and key.
    package init(_ node: RuleNode) throws(AppError) {
        try node.only(["format", "source", "otherwise", "leads"])
        source = try node.citation()
        otherwise = try node.integer("otherwise", 0...366)
        var leads: [Milestone: Int] = [:]
        for (key, value) in try node.node("leads").entries() {
            guard let milestone = Milestone(rawValue: key) else {
                throw value.problem(Text(zh: "没有「\(key)」这一步", en: "there is no step “\(key)”"))
            }
            leads[milestone] = try value.integer(0...366)
        }
        self.leads = leads
    }

    func lead(_ milestone: Milestone) -> Int { leads[milestone] ?? otherwise }

    /// The longest lead there is.
    var longest: Int { leads.values.reduce(otherwise, max) }
}
