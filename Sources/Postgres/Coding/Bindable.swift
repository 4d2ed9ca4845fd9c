/// What can fill a `$n` of a statement: any encodable value, an optional one, or a prepared parameter.
package protocol Bindable: Sendable {
    var parameter: Parameter { get }
}

extension Parameter: Bindable {
    package var parameter: Parameter { self }
}

extension Optional: Bindable where Wrapped: PostgresEncodable {
    package var parameter: Parameter { self?.parameter ?? Parameter(nil, type: Wrapped.postgresType) }
}
