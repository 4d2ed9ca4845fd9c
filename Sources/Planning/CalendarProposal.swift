package import Civil

/// Drafts a calendar of classes from what is owed: how many seats, where, for whom and in which weeks. Pure.
///
/// Each host gets as many classes an audience as its demands fill, the classes of a host follow one another with equal
/// pauses over the period, and a class lies in days that are working days and outside the audience's busy seasons.
package enum CalendarProposal {
    /// What one host has to train of one audience.
    package struct Need: Sendable {
        package let host: String
        package let fields: [String]
        package let people: Int

        package init(host: String, fields: [String], people: Int) {
            self.host = host
            self.fields = fields
            self.people = people
        }
    }

    package struct Settings: Sendable {
        /// Seats of one class.
        package var capacity: Int
        /// Working days of one class.
        package var length: Int
        /// Seats offered for a hundred demands, so that absences on one date find another.
        package var seatsPerHundred: Int

        package init(capacity: Int = 80, length: Int = 5, seatsPerHundred: Int = 110) {
            self.capacity = capacity
            self.length = length
            self.seatsPerHundred = seatsPerHundred
        }
    }

    package struct Course: Sendable, Equatable {
        package let host: String
        package let number: Int
        package let fields: [String]
        package let start: Day
        package let end: Day
        package let minimum: Int
        package let capacity: Int
    }

    /// - Parameters:
    ///   - isWorking: whether classes may be held on a day.
    ///   - isBusy: whether the people of a field are not to be called up on a day.
    /// - Returns: the classes, and how many of the needed seats found no week.
    package static func draft(
        _ needs: [Need], from first: Day, through last: Day, settings: Settings, isWorking: (Day) -> Bool,
        isBusy: (String, Day) -> Bool
    ) -> (courses: [Course], seatsWithoutWeek: Int) {
        var courses: [Course] = []
        var short = 0
        var numbers: [String: Int] = [:]
        for need in needs where need.people > 0 {
            let weeks = starts(from: first, through: last, settings.length, isWorking).filter { span in
                !(span.start.number...span.end.number).contains { number in
                    need.fields.contains { isBusy($0, Day(number: number)) }
                }
            }
            let seats = (need.people * settings.seatsPerHundred + 99) / 100
            let count = (seats + settings.capacity - 1) / settings.capacity
            guard !weeks.isEmpty else {
                short += seats
                continue
            }
            for index in 0..<count {
                let week = weeks[index < weeks.count ? index * weeks.count / count : index % weeks.count]
                let capacity = (seats + count - 1) / count
                numbers[need.host, default: 0] += 1
                courses.append(
                    Course(
                        host: need.host, number: numbers[need.host] ?? 1, fields: need.fields, start: week.start,
                        end: week.end,
                        minimum: capacity / 3, capacity: capacity))
            }
        }
        return (courses, short)
    }

    /// Spans of `length` working days in a row of calendar days, one for each Monday or first working day after it.
    private static func starts(
        from first: Day, through last: Day, _ length: Int, _ isWorking: (Day) -> Bool
    ) -> [(start: Day, end: Day)] {
        var spans: [(start: Day, end: Day)] = []
        var monday = first.adding(days: (8 - first.weekday) % 7)
        while monday <= last {
            var day = monday
            while day.weekday <= 5, !isWorking(day) { day = day.adding(days: 1) }
            var (end, left) = (day, length)
            while left > 0, end <= last {
                if isWorking(end) { left -= 1 }
                if left > 0 { end = end.adding(days: 1) }
            }
            // A span that a holiday stretches by more than two days would keep people over it.
            if left == 0, end <= last, isWorking(day), end - day <= length + 1 { spans.append((day, end)) }
            monday = monday.adding(days: 7)
        }
        return spans
    }
}
