/// Working days by the State Council's yearly notice (国务院办公厅节假日安排通知). A year without a notice is calculated
/// from weekends only and marked provisional.
package struct WorkingDays: Sendable {
    /// The days that one year's notice changes: `true` is a working weekend day, `false` a weekday off.
    package struct Notice: Sendable {
        package let year: Int
        package let document: String
        package let off: Set<Day>
        package let working: Set<Day>

        package init(year: Int, document: String, off: Set<Day>, working: Set<Day>) {
            self.year = year
            self.document = document
            self.off = off
            self.working = working
        }
    }

    /// A result and whether it depends on a year without a notice.
    package struct Answer<Value: Sendable>: Sendable {
        package let value: Value
        package let provisional: Bool
    }

    private let notices: [Int: Notice]

    package init(_ notices: [Notice]) {
        self.notices = Dictionary(notices.map { ($0.year, $0) }, uniquingKeysWith: { $1 })
    }

    /// All notices as one text, equal for equal notices.
    package var signature: String {
        notices.values.sorted { $0.year < $1.year }.map { notice in
            let days = { (set: Set<Day>) in set.map(\.description).sorted().joined(separator: ",") }
            return "\(notice.year):\(days(notice.off));\(days(notice.working))"
        }.joined(separator: "|")
    }

    package func isWorking(_ day: Day) -> Answer<Bool> {
        guard let notice = notices[day.year] else { return Answer(value: !day.isWeekend, provisional: true) }
        if notice.working.contains(day) { return Answer(value: true, provisional: false) }
        if notice.off.contains(day) { return Answer(value: false, provisional: false) }
        return Answer(value: !day.isWeekend, provisional: false)
    }

    /// The `count`-th working day from `first` on, including `first` itself.
    package func day(_ count: Int, from first: Day) -> Answer<Day> {
        // The day itself where none is counted.
        var (day, left, provisional) = (first, max(1, count), false)
        while true {
            let answer = isWorking(day)
            provisional = provisional || answer.provisional
            if answer.value { left -= 1 }
            if left == 0 { return Answer(value: day, provisional: provisional) }
            day = day.adding(days: 1)
        }
    }

    /// Working days from `first` to `last`, both included.
    package func count(from first: Day, through last: Day) -> Answer<Int> {
        guard first <= last else { return Answer(value: 0, provisional: false) }
        var (count, provisional) = (0, false)
        for number in first.number...last.number {
            let answer = isWorking(Day(number: number))
            if answer.value { count += 1 }
            provisional = provisional || answer.provisional
        }
        return Answer(value: count, provisional: provisional)
    }
}
