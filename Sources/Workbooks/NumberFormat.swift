/// What a number format makes of the number of a cell: an amount, a day, a time. Pure.
enum NumberFormat: Equatable, Sendable {
    case amount
    /// `000000`: at least this many digits.
    case digits(Int)
    case day
    /// A year and a month alone.
    case month
    case year
    case moment
    case time
    /// Hours that go on past a day.
    case elapsed

    /// Formats that a workbook names by number alone (ECMA-376, 18.8.30; 27 to 36 and 50 to 58 as for Chinese).
    static func builtIn(_ number: Int) -> NumberFormat {
        switch number {
        case 14...17, 28...31, 51, 53, 54, 58: .day
        case 27, 36, 50, 52, 57: .month
        case 22: .moment
        case 18...21, 32...35, 45, 47, 55, 56: .time
        case 46: .elapsed
        default: .amount
        }
    }

    /// By its code, such as `yyyy"年"m"月"d"日";@`: what is quoted, escaped or in brackets aside.
    init(code: String) {
        var (letters, digits, isPlain) = ("", 0, true)
        var characters = Array(code.lowercased())[...]
        scan: while let character = characters.popFirst() {
            switch character {
            case ";": break scan
            case "\"": characters = characters.drop { $0 != "\"" }.dropFirst()
            case "\\", "_", "*": characters = characters.dropFirst()
            case "[":
                let inside = characters.prefix { $0 != "]" }
                characters = characters.dropFirst(inside.count + 1)
                if !inside.isEmpty, inside.allSatisfy({ $0 == "h" || $0 == "m" || $0 == "s" }) {
                    letters += "[" + String(inside)
                }
                continue
            case "0":
                digits += 1
                continue
            // Half of the day, in letters or in Chinese.
            case "a" where characters.starts(with: ["m", "/", "p", "m"]):
                characters = characters.dropFirst(4)
                letters += "h"
            case "a" where characters.starts(with: ["/", "p"]):
                characters = characters.dropFirst(2)
                letters += "h"
            case "g" where characters.starts(with: Array("eneral")): characters = characters.dropFirst(6)
            // `0.00E+00` is an amount, `e` a year.
            case "e" where characters.first == "+" || characters.first == "-": break
            case "y", "e", "m", "d", "h", "s": letters.append(character)
            default: break
            }
            isPlain = false
        }
        if letters.contains("[") {
            self = .elapsed
        } else if letters.contains("h") || letters.contains("s") {
            self = letters.contains("y") || letters.contains("d") || letters.contains("e") ? .moment : .time
        } else if letters.contains("d") || letters == "m" || letters.allSatisfy({ $0 == "m" }) && !letters.isEmpty {
            self = .day
        } else if letters.contains("y") || letters.contains("e") {
            self = letters.contains("m") ? .month : .year
        } else {
            self = isPlain && digits > 1 ? .digits(digits) : .amount
        }
    }
}
