package import Kernel

/// How an installation keeps its grants: the settings `access.*` about them, and which posts give which roles.
package struct GrantRules: Sendable {
    /// Whether what one administrator decides waits for another.
    package var needsSecondPerson = false
    /// Whether system, security and audit are administered by three people (三员分立).
    package var dividesDuties = false
    /// How many days somebody may act in place of another.
    package var substitutionDays = 60
    /// What goes with posts; empty where access does not follow them.
    package var posts: [PostRule] = []

    package init() {}

    /// The role that goes with a post: that of the first rule which fits.
    func role(_ post: HeldPost) -> Role? { posts.first { $0.fits(post) }?.role }
}

/// A rule of `config/policy/access/posts.yaml`: who holds one of these posts in such an organisation has a role over it
/// and everything below.
package struct PostRule: Sendable {
    package let role: Role
    package let titles: Set<String>
    package let levels: Set<String>
    package let kinds: Set<String>

    package init(role: Role, titles: Set<String>, levels: Set<String>, kinds: Set<String>) {
        self.role = role
        self.titles = titles
        self.levels = levels
        self.kinds = kinds
    }

    func fits(_ post: HeldPost) -> Bool {
        titles.contains(post.title) && levels.contains(post.level) && kinds.contains(post.kind)
    }
}

/// A post as far as rules ask about it. Its words belong to features above.
struct HeldPost {
    let title: String
    let level: String
    let kind: String
}
