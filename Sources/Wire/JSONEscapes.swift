/// The escapes of JSON texts (RFC 8259, 7), resolved in one pass. A body may have millions of short texts, and a
/// decoder for each would cost more than everything else about them.
enum JSONEscapes {
    /// - Parameter bytes: what stands between the quotation marks.
    /// - Returns: nil for an unknown escape and for half a surrogate pair.
    static func resolved(_ bytes: ArraySlice<UInt8>) -> String? {
        var resolved: [UInt8] = []
        resolved.reserveCapacity(bytes.count)
        var position = bytes.startIndex
        while position < bytes.endIndex {
            let byte = bytes[position]
            position += 1
            guard byte == 0x5C else {
                resolved.append(byte)
                continue
            }
            guard position < bytes.endIndex else { return nil }
            let letter = bytes[position]
            position += 1
            if letter == 0x75 {
                guard let scalar = scalar(bytes, &position) else { return nil }
                resolved.append(contentsOf: Unicode.UTF8.encode(scalar) ?? Unicode.UTF8.encodedReplacementCharacter)
            } else {
                guard let plain = plain(letter) else { return nil }
                resolved.append(plain)
            }
        }
        return String(validating: resolved, as: UTF8.self)
    }

    private static func plain(_ letter: UInt8) -> UInt8? {
        switch letter {
        case 0x22, 0x5C, 0x2F: letter
        case 0x62: 0x08
        case 0x66: 0x0C
        case 0x6E: 0x0A
        case 0x72: 0x0D
        case 0x74: 0x09
        default: nil
        }
    }

    /// The character of `\u` and four digits, or of two such that belong together.
    private static func scalar(_ bytes: ArraySlice<UInt8>, _ position: inout Int) -> Unicode.Scalar? {
        guard let first = unit(bytes, &position) else { return nil }
        guard UTF16.isLeadSurrogate(first) else { return Unicode.Scalar(first) }
        guard bytes[position...].starts(with: [0x5C, 0x75]) else { return nil }
        position += 2
        guard let second = unit(bytes, &position), UTF16.isTrailSurrogate(second) else { return nil }
        return UTF16.decode(UTF16.EncodedScalar([first, second]))
    }

    private static func unit(_ bytes: ArraySlice<UInt8>, _ position: inout Int) -> UInt16? {
        guard bytes.endIndex - position >= 4 else { return nil }
        var unit: UInt16 = 0
        for byte in bytes[position..<position + 4] {
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46: digit = byte - 0x37
            case 0x61...0x66: digit = byte - 0x57
            default: return nil
            }
            unit = unit << 4 | UInt16(digit)
        }
        position += 4
        return unit
    }
}
