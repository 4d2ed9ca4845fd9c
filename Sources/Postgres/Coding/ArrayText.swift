/// The text form of one-dimensional arrays (PostgreSQL manual, section 8.15.6).
enum ArrayText {
    static func quoted(_ text: String) -> String {
        var result: [UInt8] = [0x22]
        for byte in text.utf8 {
            if byte == 0x22 || byte == 0x5C { result.append(0x5C) }
            result.append(byte)
        }
        result.append(0x22)
        return String(decoding: result, as: UTF8.self)
    }

    /// The elements of `{a,"b c",NULL}`; nil when the text is no one-dimensional array.
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
