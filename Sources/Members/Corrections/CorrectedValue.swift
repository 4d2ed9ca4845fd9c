import Civil
import Kernel

/// What a correction of a key field says, read and checked for itself.
enum CorrectedValue: Sendable {
    case name(String)
    case sex(Sex)
    case day(Day)
    case number(IDNumber)

    init(_ field: KeyField, _ written: String, today: Day) throws(AppError) {
        switch field {
        case .name:
            do throws(PersonName.Defect) {
                self = .name(try PersonName(written).text)
            } catch { throw .invalidValue("value", written.quotable, expected: error.text) }
        case .sex:
            let word = written.halfWidth.trimmed
            let known = Sex.allCases.map { ($0.rawValue, $0.text) }
            guard
                let sex = Sex.allCases.first(where: { [$0.rawValue, $0.text.chinese, $0.text.english].contains(word) })
            else { throw .invalidValue("value", written.quotable, expected: .listed(known)) }
            self = .sex(sex)
        case .born, .joined, .converted:
            let day: Day
            do throws(Day.Defect) {
                day = try Day.read(written)
            } catch { throw .invalidValue("value", written.quotable, expected: error.text) }
            guard (1900...2200).contains(day.year), Plausible.isPast(day, today: today) else {
                throw .invalidValue("value", day.description, expected: Plausible.notAfter(today))
            }
            self = .day(day)
        case .number:
            guard let number = try AppError.idNumber(written) else { throw .missingValue("value") }
            self = .number(number)
        }
    }
}
