/// A member's name as the wire, the database and the rule files spell it.
extension String {
    /// `dueOn` is `due_on`.
    package var snakeCase: String {
        reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
    }
}
