import Civil
import Kernel

/// Calculates what a class costs, and compares it with the rules. Pure.
struct BudgetCalculation {
    struct Lecture {
        let number: Int
        let hours: Hours
        /// Yuan for an hour.
        let fee: Amount
        let title: String?
    }

    let rules: BudgetRules
    let people: Int
    /// Days of the class, without arrival and departure.
    let classDays: Int
    let travelDays: Int
    let rate: Amount
    let standard: BudgetRules.Standard
    let lectures: [Lecture]
    let ceiling: Amount?

    var days: Int { [classDays, travelDays].sum() }

    /// Days as they are paid: in full up to a number, with a share beyond.
    var paidDays: Amount {
        let full = min(days, rules.fullDays)
        return Amount(full) + Amount([days, -full].sum()) * rules.beyondShare
    }

    var living: Amount { (paidDays * rate * people).rounded(places: 2) }

    var lectureFees: Amount { lectures.map(fee).sum().rounded(places: 2) }

    private func fee(_ lecture: Lecture) -> Amount {
        lecture.fee * Ratio(min(lecture.hours, rules.paidHours).tenths, 10)
    }

    var total: Amount { living + lectureFees }

    var warnings: [Text] {
        var found: [Text] = []
        if rate > standard.perPersonDay {
            found.append(
                Text(
                    zh: "每人每天 \(rate) 元，高于\(standard.name.chinese)标准 \(standard.perPersonDay) 元",
                    en: "\(rate) yuan a person and day is above the standard “\(standard.name.english)” of "
                        + "\(standard.perPersonDay)"))
        }
        found += lectures.compactMap(warning)
        if let ceiling, total > ceiling {
            found.append(
                Text(
                    zh: "合计 \(total) 元，高于批准的 \(ceiling) 元", en: "\(total) yuan is above the ceiling of \(ceiling)"))
        }
        return found
    }

    private func warning(_ lecture: Lecture) -> Text? {
        guard lecture.fee > .zero else { return nil }
        guard let key = lecture.title, let title = rules.titles.first(where: { $0.key == key }) else {
            return Text(
                zh: "第 \(lecture.number) 课次没有写授课人职称，讲课费无法对照标准",
                en: "session \(lecture.number) names no title of the teacher, so its fee cannot be compared")
        }
        guard lecture.fee > title.perHour else { return nil }
        return Text(
            zh: "第 \(lecture.number) 课次讲课费每学时 \(lecture.fee) 元，高于\(title.name.chinese)标准 \(title.perHour) 元",
            en: "session \(lecture.number) pays \(lecture.fee) yuan an hour, above \(title.perHour) for "
                + title.name.english)
    }
}
