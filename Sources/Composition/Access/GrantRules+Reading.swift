import Access
import Kernel
import Members
import Organisations
import Policy
import Settings

extension GrantRules {
    /// Reads `config/policy/access/posts.yaml`, and what the settings say.
    /// - Throws: `policy.bad_value` with file and line for words that the registry does not know. A role that the
    ///   matrix does not list gives nothing, as that of a stored grant.
    static func posts(_ node: RuleNode) throws(AppError) -> [PostRule] {
        try node.only(["format", "source", "rules"])
        _ = try node.citation()
        var rules: [PostRule] = []
        for item in try node.list("rules") {
            try item.only(["role", "titles", "levels", "kinds", "source"])
            _ = try item.citation()
            rules.append(
                PostRule(
                    role: Role(try item.text("role")), titles: try item.known("titles", PostTitle.self),
                    levels: try item.known("levels", Level.self),
                    kinds: try item.known("kinds", OrganisationKind.self)))
        }
        return rules
    }

    init(_ settings: AccessSettings, posts rules: [PostRule]) {
        self.init()
        needsSecondPerson = settings.secondAdministrator == "on"
        dividesDuties = settings.threeOfficers == "on"
        substitutionDays = settings.substitutionDays
        posts = settings.posts == "on" ? rules : []
    }
}

extension RuleNode {
    /// Words of a list that the registry has.
    fileprivate func known<Word: Choice>(_ key: String, _ type: Word.Type) throws(AppError) -> Set<String> {
        var found: Set<String> = []
        for element in try list(key) {
            let word = try element.text()
            guard Word(rawValue: word) != nil else {
                throw element.problem(Text(zh: "应为 \(Word.words)", en: "expected one of \(Word.words)"))
            }
            found.insert(word)
        }
        return found
    }
}
