/// Columns whose text is a case of a closed list.
extension Row {
    package func choice<Value: RawRepresentable>(_ column: String) throws(PostgresError) -> Value
    where Value.RawValue == String {
        let value: Value? = try choice(column)
        guard let value else { throw Self.unreadable(column, "\(Value.self)", "NULL") }
        return value
    }

    package func choice<Value: RawRepresentable>(_ column: String) throws(PostgresError) -> Value?
    where Value.RawValue == String {
        let text: String? = try self[column]
        guard let text else { return nil }
        guard let value = Value(rawValue: text) else { throw Self.unreadable(column, "\(Value.self)", text) }
        return value
    }
}
