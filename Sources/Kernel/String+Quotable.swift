extension String {
    /// As much of what somebody typed as an error repeats: its beginning, without characters that steer a terminal, and
    /// without anything as long as a number of a person.
    package var quotable: String {
        var result = ""
        var digits = 0
        for character in self {
            // What is cut off may be the rest of a number: its beginning goes too.
            guard result.count < 40 else { return result.dropLast(digits) + "…" }
            guard !character.unicodeScalars.contains(where: \.isControlOrDirection) else { continue }
            digits = character.isWholeNumber ? digits + 1 : 0
            if digits > 14 {
                // What stands before the run may stay.
                result = String(result.dropLast(digits - 1)) + "…"
                return result
            }
            result.append(character)
        }
        return result
    }
}

extension Unicode.Scalar {
    /// Control characters but line breaks and tabulators, and those that turn the direction of writing.
    package var isControlOrDirection: Bool {
        switch value {
        case 0x09, 0x0A, 0x0D: false
        case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
