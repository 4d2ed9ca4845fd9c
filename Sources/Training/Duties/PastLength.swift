import Civil
import Kernel
import Sheets

/// How long past training took, in hours or in days that a conversion counts, and in which years.
struct PastLength {
    let started: Day?
    let hours: Hours
    let splitsYears: Bool

    struct Part {
        let earned: Day
        let hours: Hours
        let completions: Int
    }

    /// Nil for a row that says neither or both; the reader has the reason.
    init?(_ row: Sheet.Row, _ reader: inout CellReader, _ conversions: [HoursConversion]) {
        let started = reader.optionalDay(row, "started_on")
        if let started, let ended = try? Day.read(row["ended_on"]), started > ended {
            reader.fail(row, "started_on", Text(zh: "晚于结业日期", en: "is after the day on which it ended"))
            return nil
        }
        self.started = started
        let conversion =
            row["conversion"].isEmpty ? conversions.first : conversions.first { $0.key == row["conversion"] }
        splitsYears = conversion?.splitsYears ?? true
        guard row["days"].isEmpty, row["evenings"].isEmpty else {
            guard row["hours"].isEmpty else {
                reader.fail(row, "hours", Text(zh: "学时与天数只填一个", en: "give hours or days, not both"))
                return nil
            }
            guard let conversion else {
                let known = conversions.map(\.key).joined(separator: "、")
                reader.fail(
                    row, "conversion",
                    Text(zh: "没有这个折算标准；可用：\(known)", en: "unknown; the rule file has \(known)"))
                return nil
            }
            let days = row["days"].isEmpty ? Hours.zero : reader.hours(row, "days")
            let evenings = row["evenings"].isEmpty ? 0 : Int(row["evenings"])
            guard let days else { return nil }
            guard days.tenths % 5 == 0, days.tenths <= Self.mostDays * 10 else {
                reader.fail(
                    row, "days",
                    Text(zh: "应为整天或半天，最多 \(Self.mostDays) 天", en: "whole or half days, \(Self.mostDays) at most"))
                return nil
            }
            guard let evenings, (0...Self.mostDays).contains(evenings) else {
                reader.fail(row, "evenings", Text(zh: "应为 0 到 \(Self.mostDays)", en: "expected 0 to \(Self.mostDays)"))
                return nil
            }
            if let span = Self.span(row, started), days.tenths > span * 10 || evenings > span {
                reader.fail(
                    row, days.tenths > span * 10 ? "days" : "evenings",
                    Text(
                        zh: "从开班到结业只有 \(span) 天", en: "there are \(span) days from its beginning to its end"))
                return nil
            }
            hours = conversion.hours(halfDays: days.tenths / 5, evenings: evenings)
            return
        }
        guard let hours = reader.hours(row, "hours") else { return nil }
        guard Self.fits(hours, row, started, &reader) else { return nil }
        self.hours = hours
    }

    private static let mostDays = 366
    /// A morning, an afternoon and an evening of four hours each; no conversion of a rule file counts as many.
    private static let mostADay = 12
    /// What a class without a first day may have taken at most; longer ones have to say when they began.
    private static let mostUndated = 10

    /// The days from the first to the last; nil where one of them is missing.
    private static func span(_ row: Sheet.Row, _ started: Day?) -> Int? {
        guard let started, let ended = try? Day.read(row["ended_on"]) else { return nil }
        return ended - started + 1
    }

    /// Whether so many hours can be taught in the days that the row says.
    private static func fits(_ hours: Hours, _ row: Sheet.Row, _ started: Day?, _ reader: inout CellReader) -> Bool {
        let span = span(row, started)
        guard hours.tenths > (span ?? mostUndated) * mostADay * 10 else { return true }
        reader.fail(
            row, "hours",
            span.map {
                Text(
                    zh: "\($0) 天上不了 \(hours) 学时（每天最多 \(mostADay)）",
                    en: "\(hours) hours do not fit into \($0) days (\(mostADay) a day at most)")
            }
                ?? Text(
                    zh: "\(hours) 学时超过 \(mostUndated) 天所能上的，请填开班日期",
                    en: "\(hours) hours are more than \(mostUndated) days hold: say on which day it started"))
        return false
    }

    /// The hours by year: those of the days of each; what was completed is completed at the end.
    func parts(through ended: Day) -> [Part] {
        guard splitsYears, let started, started.year < ended.year, ended.year - started.year <= 3 else {
            return [Part(earned: ended, hours: hours, completions: 1)]
        }
        var parts: [Part] = []
        var (left, from) = (hours, started)
        for year in started.year..<ended.year {
            guard let last = Day(year: year, month: 12, day: 31) else { continue }
            // Of what is left, the share of this year's days, in whole tenths.
            let (share, days) = (last - from + 1, ended - from + 1)
            let (part, overflows) = left.tenths.multipliedReportingOverflow(by: share)
            let own = Hours(tenths: overflows ? 0 : part / days)
            parts.append(Part(earned: last, hours: own, completions: 0))
            left = left - own
            from = last.adding(days: 1)
        }
        return parts.filter { $0.hours > .zero } + [Part(earned: ended, hours: left, completions: 1)]
    }
}
