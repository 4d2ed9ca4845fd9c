/// Working days by the State Council's yearly notice (国务院办公厅节假日安排通知). In a year without a notice weekends and
/// statutory days are off, and everything that the notice may still change is marked provisional.
package struct WorkingDays: Sendable {
    /// The days that one year's notice changes.
    package struct Notice: Sendable {
        package let year: Int
        package let document: String
        /// Some may lie at the end of the year before.
        package let off: Set<Day>
        /// Weekend days on which work is made up for.
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

    private let years: Set<Int>
    private let off: Set<Day>
    private let working: Set<Day>
    private let statutory: StatutoryDays

    package init(_ notices: [Notice], statutory: StatutoryDays = .none) {
        years = Set(notices.map(\.year))
        off = notices.reduce(into: []) { $0.formUnion($1.off) }
        working = notices.reduce(into: []) { $0.formUnion($1.working) }
        self.statutory = statutory
    }

    /// All notices as one text, equal for equal notices.
    package var signature: String {
        let days = { (set: Set<Day>) in set.sorted().map(\.description).joined(separator: ",") }
        return "\(years.sorted());\(days(off));\(days(working));\(statutory.signature)"
    }

    package func isWorking(_ day: Day) -> Answer<Bool> {
        if working.contains(day) { return Answer(value: true, provisional: false) }
        if off.contains(day) { return Answer(value: false, provisional: false) }
        if years.contains(day.year) { return Answer(value: !day.isWeekend, provisional: false) }
        if statutory.contains(day) { return Answer(value: false, provisional: false) }
        return Answer(value: !day.isWeekend, provisional: true)
    }

    /// A Saturday or Sunday that is neither part of a holiday nor worked.
    package func isOrdinaryWeekend(_ day: Day) -> Bool {
        day.isWeekend && !working.contains(day) && !off.contains(day) && !statutory.contains(day)
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
        let days = split(from: first, through: last)
        return Answer(value: days.value.working.count, provisional: days.provisional)
    }

    /// The days from `first` to `last`, those off beside those on which work is done.
    package func split(from first: Day, through last: Day) -> Answer<(working: [Day], off: [Day])> {
        guard first <= last else { return Answer(value: ([], []), provisional: false) }
        var (working, off, provisional): ([Day], [Day], Bool) = ([], [], false)
        for number in first.number...last.number {
            let answer = isWorking(Day(number: number))
            if answer.value { working.append(Day(number: number)) } else { off.append(Day(number: number)) }
            provisional = provisional || answer.provisional
        }
        return Answer(value: (working, off), provisional: provisional)
    }
}
