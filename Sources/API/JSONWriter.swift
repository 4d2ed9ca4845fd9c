/// Writes JSON member by member. For the lists that are read most: a page of fifty lines takes Foundation's encoder
/// longer than the database needs to find them.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    init() { bytes.reserveCapacity(65_536) }

    mutating func beginObject(_ key: String? = nil) { open(key, 0x7B) }
    mutating func beginArray(_ key: String? = nil) { open(key, 0x5B) }
    mutating func endObject() { close(0x7D) }
    mutating func endArray() { close(0x5D) }

    /// A member; nil leaves it out, as the encoder of the other bodies does.
    mutating func member(_ key: String, _ value: String?) {
        guard let value else { return }
        begin(key)
        string(value)
        needsComma = true
    }

    mutating func member(_ key: String, _ value: Int) {
        begin(key)
        bytes.append(contentsOf: String(value).utf8)
        needsComma = true
    }

    mutating func member(_ key: String, _ value: Bool) {
        begin(key)
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
        needsComma = true
    }

    mutating func endLine() {
        bytes.append(0x0A)
        needsComma = false
    }

    private mutating func open(_ key: String?, _ bracket: UInt8) {
        begin(key)
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func begin(_ key: String?) {
        if needsComma { bytes.append(0x2C) }
        guard let key else { return }
        string(key)
        bytes.append(0x3A)
    }

    private mutating func string(_ text: String) {
        bytes.append(0x22)
        // Hardly any text needs an escape; those that need none go in whole.
        let whole = text.utf8.withContiguousStorageIfAvailable { buffer in
            for byte in buffer where byte < 0x20 || byte == 0x22 || byte == 0x5C { return false }
            bytes.append(contentsOf: buffer)
            return true
        }
        if whole ?? false {
            bytes.append(0x22)
            return
        }
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5C: bytes.append(contentsOf: [0x5C, byte])
            case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
            case 0x0D: bytes.append(contentsOf: [0x5C, 0x72])
            case 0x09: bytes.append(contentsOf: [0x5C, 0x74])
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                bytes.append(contentsOf: [0x5C, 0x75, 0x30, 0x30, digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            default: bytes.append(byte)
            }
        }
        bytes.append(0x22)
    }
}
