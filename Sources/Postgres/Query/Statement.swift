/// SQL and the values bound to its `$1`, `$2` …
///
/// Written as a string literal, every interpolated value becomes a bound parameter, so that it can never become SQL:
/// `"SELECT name FROM person WHERE id = \(id)"`. The only way to put text into SQL is `\(unsafeSQL:)`.
package struct Statement: Sendable, ExpressibleByStringInterpolation {
    package let sql: String
    package let parameters: [Parameter]

    package init(sql: String, parameters: [Parameter] = []) {
        self.sql = sql
        self.parameters = parameters
    }

    package init(stringLiteral value: String) {
        self.init(sql: value)
    }

    package init(stringInterpolation: Interpolation) {
        self.init(sql: stringInterpolation.sql, parameters: stringInterpolation.parameters)
    }

    package struct Interpolation: StringInterpolationProtocol {
        var sql = ""
        var parameters: [Parameter] = []

        package init(literalCapacity: Int, interpolationCount: Int) { sql.reserveCapacity(literalCapacity) }

        package mutating func appendLiteral(_ literal: String) { sql += literal }

        package mutating func appendInterpolation(_ value: some Bindable) { bind(value.parameter) }

        package mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) { bind(value.parameter) }

        /// Text that is SQL: an identifier from the program itself, never a value from outside.
        package mutating func appendInterpolation(unsafeSQL text: String) { sql += text }

        private mutating func bind(_ parameter: Parameter) {
            parameters.append(parameter)
            sql += "$\(parameters.count)"
        }
    }
}
