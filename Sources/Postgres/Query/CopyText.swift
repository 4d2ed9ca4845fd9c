/// Builds rows in COPY's text format (PostgreSQL manual, COPY): tab between values, `\N` for NULL, backslash escapes.
package struct CopyText: Sendable {
    package private(set) var bytes: [UInt8] = []
    private var atStart = true

    package init(reserving capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    package mutating func value(_ value: some PostgresEncodable) { text(value.postgresText) }

    package mutating func value<Value: PostgresEncodable>(_ value: Value?) { text(value?.postgresText) }

    package mutating func endRow() {
        bytes.append(0x0A)
        atStart = true
    }

    private mutating func text(_ text: String?) {
        if !atStart { bytes.append(0x09) }
        atStart = false
        guard let text else {
            bytes.append(0x5C)
            bytes.append(0x4E)
            return
        }
        for byte in text.utf8 {
            switch byte {
            case 0x5C: bytes.append(contentsOf: [0x5C, 0x5C])
            case 0x09: bytes.append(contentsOf: [0x5C, 0x74])
            case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
            case 0x0D: bytes.append(contentsOf: [0x5C, 0x72])
            default: bytes.append(byte)
            }
        }
    }
}
