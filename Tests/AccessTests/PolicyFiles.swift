import Kernel
import Policy

/// Rule files of access as they are shipped.
enum PolicyFiles {
    static func passwords() throws(AppError) -> RuleNode { try PolicyLoader().load("policy/access/passwords.yaml") }
}
