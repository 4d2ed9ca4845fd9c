/// The text form of one-dimensional arrays (PostgreSQL manual, section 8.15.6).
struct ArrayText {
    private var bytes: [UInt8] = [0x7B]

    init(count: Int) { bytes.reserveCapacity(count * 24 + 2) }

    /// The whole array.
    var text: String { String(decoding: bytes + [0x7D], as: UTF8.self) }

    /// Adds an element; nil becomes NULL.
    mutating func add(_ element: String?) {
        if bytes.count > 1 { bytes.append(0x2C) }
        guard var element else {
            bytes.append(contentsOf: [0x4E, 0x55, 0x4C, 0x4C])
            return
        }
        bytes.append(0x22)
        element.withUTF8 { buffer in
            // Most texts need no escape and are appended unchanged.
            guard buffer.contains(where: { $0 == 0x22 || $0 == 0x5C }) else {
                bytes.append(contentsOf: buffer)
                return
            }
            for byte in buffer {
                if byte == 0x22 || byte == 0x5C { bytes.append(0x5C) }
                bytes.append(byte)
            }
        }
        bytes.append(0x22)
    }

    /// The elements of `{a,"b c",NULL}`; nil when the text is not a one-dimensional array.
    static func elements(_ text: String) -> [String?]? {
        let bytes = Array(text.utf8)
        guard bytes.first == 0x7B, bytes.last == 0x7D else { return nil }
        var result: [String?] = []
        var index = 1
        let end = bytes.count - 1
        if index == end { return [] }
        while index <= end {
            var element: [UInt8] = []
            var wasQuoted = false
            if index < end, bytes[index] == 0x22 {
                wasQuoted = true
                index += 1
                while index < end, bytes[index] != 0x22 {
                    if bytes[index] == 0x5C { index += 1 }
                    element.append(bytes[index])
                    index += 1
                }
                index += 1
            } else {
                while index < end, bytes[index] != 0x2C {
                    if bytes[index] == 0x7B { return nil }
                    element.append(bytes[index])
                    index += 1
                }
            }
            let word = String(decoding: element, as: UTF8.self)
            result.append(!wasQuoted && word == "NULL" ? nil : word)
            index += 1
        }
        return result
    }
}
