package import Kernel

/// A citizen identification number (GB 11643-1999): 17 digits and a check character, weighted modulo 11.
///
/// The value is never printed: `description` says nothing of it.
package struct IDNumber: Sendable, Hashable, CustomStringConvertible {
    /// The 18 characters, with an upper-case X.
    package let characters: String

    /// What is wrong with a number.
    package enum Defect: Error, Sendable {
        case length(Int), character, birthDate, checkDigit
    }

    package init(_ text: String) throws(Defect) {
        let bytes = Array(text.utf8).filter { $0 != 0x20 }
        guard bytes.count == 18 else { throw .length(bytes.count) }
        guard bytes.prefix(17).allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { throw .character }
        let last = bytes[17] == 0x78 ? 0x58 : bytes[17]
        guard last == 0x58 || (last >= 0x30 && last <= 0x39) else { throw .character }
        guard IDNumber.birthDay(bytes) != nil else { throw .birthDate }
        guard IDNumber.checkCharacter(bytes.prefix(17)) == last else { throw .checkDigit }
        characters = String(decoding: bytes.prefix(17) + [last], as: UTF8.self)
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
