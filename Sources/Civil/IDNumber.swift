package import Kernel

/// A citizen identification number (GB 11643-1999): 17 digits and a check character, weighted modulo 11.
///
/// The value is never printed: `description` says nothing of it.
package struct IDNumber: Sendable, Hashable, CustomStringConvertible {
    /// The 18 characters, with an upper-case X.
    package let characters: String

    /// What is wrong with a number.
    package enum Defect: Error, Sendable, Equatable {
        case length(Int), character, birthDate, checkDigit
        /// 15 digits: a number of the first generation.
        case old
        /// `9.90001E+17`: what a spreadsheet makes of a number that it takes for an amount.
        case exponent
        /// 18 digits of which the last are zeros: a spreadsheet keeps 15.
        case rounded
        /// The sequence 000, which nobody gets: sequences begin with 001.
        case sequence
    }

    /// - Parameter text: as typed or as a spreadsheet hands it over: with a leading apostrophe, as `="…"`, in full
    ///   width, with characters that nobody sees, with a Cyrillic or a multiplication sign for the X.
    package init(_ text: String) throws(Defect) {
        let text = IDNumber.plain(text)
        try IDNumber.check(text)
        // Rounded to 15 digits a number may still have the right check digit: the sequence tells.
        guard IDNumber.sequence(text) != "000" else { throw .sequence }
        characters = text
    }

    /// A number as it was kept: what was taken before stays readable. Nil for what is none.
    package init?(kept text: String) {
        guard (try? IDNumber.check(text)) != nil else { return nil }
        characters = text
    }

    private static func sequence(_ text: String) -> Substring { text.dropFirst(14).prefix(3) }

    private static func check(_ text: String) throws(Defect) {
        let bytes = Array(text.utf8)
        guard bytes.count == 18 else {
            let isNumber = bytes.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
            if text.contains("E+") { throw .exponent }
            throw bytes.count == 15 && isNumber ? .old : .length(text.count)
        }
        guard bytes.prefix(17).allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { throw .character }
        let last = bytes[17]
        guard last == 0x58 || (last >= 0x30 && last <= 0x39) else { throw .character }
        guard birthDay(bytes) != nil else { throw .birthDate }
        guard checkCharacter(bytes.prefix(17)) == last else {
            throw bytes.suffix(3).allSatisfy { $0 == 0x30 } ? .rounded : .checkDigit
        }
    }

    /// What is wrong with a text that is meant as a number, for cells that take names as well; nil for a number and for
    /// what has too few figures to be one.
    package static func advice(_ text: String) -> Text? {
        let plain = plain(text)
        // An identifier has hyphens.
        guard !text.contains("-"), plain.contains("E+") || plain.count(where: \.isNumber) >= 12 else { return nil }
        do {
            _ = try IDNumber(text)
            return nil
        } catch {
            return error.text
        }
    }

    /// Whether a spreadsheet made an amount of a long number: `6.10116E+11`.
    package static func isAmount(_ text: String) -> Bool {
        let text = text.halfWidth.uppercased()
        return text.wholeMatch(of: /[0-9](\.[0-9]+)?E\+[0-9]{1,3}/) != nil
    }

    /// Without what a spreadsheet adds.
    private static func plain(_ text: String) -> String {
        var text = String(text.halfWidth.uppercased().filter { !$0.isWhitespace })
        if text.hasPrefix("=\""), text.hasSuffix("\""), text.utf8.count > 3 {
            text = String(text.dropFirst(2).dropLast())
        }
        while let first = text.first, "'‘’`".contains(first) { text.removeFirst() }
        if let last = text.last, "ХΧ×✕╳".contains(last) { text = text.dropLast() + "X" }
        return text
    }

    /// The number with this region, date and sequence, and its check character.
    package init(region: String, birth: Day, sequence: Int) throws(Defect) {
        let (year, month, day) = birth.components
        let digits = "\(region)\(year)\(month < 10 ? "0" : "")\(month)\(day < 10 ? "0" : "")\(day)"
        let tail = String(sequence + 1000).suffix(3)
        let stem = Array((digits + tail).utf8)
        guard stem.count == 17 else { throw .length(stem.count) }
        try self.init(String(decoding: stem + [IDNumber.checkCharacter(stem[...])], as: UTF8.self))
    }

    package var birth: Day { IDNumber.birthDay(Array(characters.utf8)) ?? Day(number: 0) }

    /// The 17th digit is odd for men.
    package var isMale: Bool { (characters.utf8.dropFirst(16).first ?? 0x30) % 2 == 1 }

    /// What lists show for a number that is on file. Birth date and sex are listed with it, so that any part of the
    /// number, even the check character alone, leaves few enough to try: nothing of it is shown. The reference
    /// distinguishes people of one name and does not come from the number.
    package static func masked(reference: some StringProtocol) -> String { "\(String.numberMask)#\(reference)" }

    package var description: String { String.numberMask }

    private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    private static let checks = Array("10X98765432".utf8)

    private static func checkCharacter(_ stem: ArraySlice<UInt8>) -> UInt8 {
        var sum = 0
        for (digit, weight) in zip(stem, weights) { sum += Int(digit - 0x30) * weight }
        return checks[sum % 11]
    }

    private static func birthDay(_ bytes: [UInt8]) -> Day? {
        func number(_ range: Range<Int>) -> Int { bytes[range].reduce(0) { $0 * 10 + Int($1 - 0x30) } }
        return Day(year: number(6..<10), month: number(10..<12), day: number(12..<14))
    }
}

extension IDNumber.Defect {
    package var text: Text {
        switch self {
        case .old:
            Text(
                zh: "这是15位的第一代身份证号，请填写18位的号码（GB 11643-1999）",
                en: "it is a number of the first generation, with 15 digits; the one of 18 is needed (GB 11643-1999)")
        case .exponent:
            Text(
                zh: "表格软件把号码变成了科学计数法，末几位已丢失：请把这一列设为文本格式后重新录入",
                en:
                    "the spreadsheet turned the number into an amount and the last digits are lost: "
                    + "format the column as text and type it again")
        case .rounded:
            Text(
                zh: "末三位是000，校验位不符：表格软件只保留15位数字，请把这一列设为文本格式后重新录入",
                en:
                    "it ends in 000 and the check digit is wrong: a spreadsheet keeps 15 digits. "
                    + "Format the column as text and type it again")
        case .sequence:
            Text(
                zh: "第15至17位是000，没有这样的号码（GB 11643，顺序码从001起）：多半是表格软件只保留了15位数字，请把这一列设为文本格式后重新录入",
                en:
                    "digits 15 to 17 are 000, which no number has (GB 11643: sequences begin with 001): probably a "
                    + "spreadsheet kept 15 digits. Format the column as text and type it again")
        case .length(let count):
            Text(
                zh: "身份证号应为18位，这里是\(count)位（GB 11643）",
                en: "an ID number has 18 characters, this one \(count) (GB 11643)")
        case .character:
            Text(zh: "身份证号前17位应为数字，末位为数字或X（GB 11643）", en: "an ID number is 17 digits and a digit or X (GB 11643)")
        case .birthDate:
            Text(
                zh: "身份证号第7至14位不是有效日期（GB 11643）",
                en: "digits 7 to 14 of an ID number must be a date of birth (GB 11643)")
        case .checkDigit:
            Text(
                zh: "身份证号校验位不符，请核对是否录错（GB 11643）",
                en: "the check digit of the ID number is wrong; look for a mistyped digit (GB 11643)")
        }
    }
}
