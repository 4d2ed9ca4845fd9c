import Access
package import Civil
import Foundation
package import Kernel
package import Organisations
import Postgres
import SQLFiles
import Wire

/// Monthly reports: made once, kept as they were sent, compared with the one before.
extension TrainingService {
    /// Makes the report of a month, keeps it, and says what is different from the one before. The same report under
    /// the same document is kept once: who asks for it in another form gets the one on file.
    /// - Throws: `report.ahead` for a month that has not begun.
    package func report(
        _ order: TrainingReportOrder, of reference: Reference<Organisation>, on today: Day, caller: Caller
    ) async throws -> TrainingReportSent {
        let caller = try caller.with(.writeTraining)
        try Plausible.words(order.document, "document")
        try Plausible.day(order.month.first, "month")
        let last = order.month.first.adding(months: 1).adding(days: -1)
        guard order.month.first <= today else { throw AppError.reportAhead(order.month, today) }
        let asOf = order.asOf ?? min(last, today)
        guard order.month.first <= asOf, asOf <= min(last, today) else {
            throw AppError.invalidValue(
                "as_of", asOf.description,
                expected: Text(
                    zh: "\(order.month) 之内且不晚于今天的日期", en: "a day of \(order.month), not after today"))
        }
        let organisation = try await organisations.organisation(reference, caller: caller)
        let report = try await content(order.month, asOf, organisation, today, caller)
        let (number, wasOnFile) = try await database.write(caller) { transaction -> (Int, Bool) in
            try await transaction.lock(.organisations, [organisation.code])
            if let last = try await transaction.query(
                .trainingReport(organisation: organisation.id, month: order.month.first)
            ).single, try last["document"] == order.document, try last.json("content") == report {
                return (try last["number"] as Int, true)
            }
            let auditEvent = try await transaction.record(
                "training.report", "organisation", subject: organisation.id.value, path: organisation.path,
                after: JSONText(encoding: ["month": order.month.description, "document": order.document]))
            let number: Int = try await transaction.query(
                .insertTrainingReport(
                    organisation: organisation.id, month: order.month.first, path: organisation.path, asOf: asOf,
                    document: order.document, content: try JSONText(encoding: report), auditEvent: auditEvent))[0][
                    "number"]
            return (number, false)
        }
        return try await sent(report, number, order.document, wasOnFile, organisation.id, caller)
    }

    /// A report as it was sent: the last one of its month.
    package func sentReport(of reference: Reference<Organisation>, _ query: TrainingReportQuery, caller: Caller)
        async throws -> TrainingReportSent
    {
        let caller = try caller.with(.readTraining)
        let organisation = try await organisations.organisation(reference, caller: caller)
        guard
            let row = try await database.read(
                caller, .trainingReport(organisation: organisation.id, month: query.month.first)
            ).single
        else { throw AppError.notFound(Text(zh: "月报", en: "report"), query.month.description) }
        return try await sent(row.json("content"), row["number"], row["document"], true, organisation.id, caller)
    }

    /// The reports of an organisation, newest first.
    package func sentReports(of reference: Reference<Organisation>, caller: Caller) async throws
        -> Page<TrainingReportLine>
    {
        let caller = try caller.with(.readTraining)
        let organisation = try await organisations.organisation(reference, caller: caller)
        let rows = try await database.read(
            caller,
            .trainingReports(
                organisation: organisation.id, earlierThan: Plausible.days.upperBound, limit: Self.mostReports))
        return Page(
            whole: try rows.map { row in
                let report: TrainingReport = try row.json("content")
                let total = report.byKind.total
                return TrainingReportLine(
                    month: report.month, number: try row["number"], asOf: try row["as_of"],
                    document: try row["document"], due: total.due, trained: total.trained,
                    untrained: total.untrained, exempt: total.exempt)
            })
    }

    /// Twenty years of months.
    private static let mostReports = 240

    private func sent(
        _ report: TrainingReport, _ number: Int, _ document: String, _ wasOnFile: Bool,
        _ organisation: Identifier<Organisation>, _ caller: Caller
    ) async throws -> TrainingReportSent {
        let before: TrainingReport? = try await database.read(
            caller, .trainingReports(organisation: organisation, earlierThan: report.month.first, limit: 1)
        ).single?.json("content")
        return TrainingReportSent(
            report: report, number: number, document: document, wasOnFile: wasOnFile, previous: before?.month,
            differences: before.map(report.differences) ?? [])
    }

    private func content(
        _ month: Month, _ asOf: Day, _ organisation: Organisation, _ today: Day, _ caller: Caller
    ) async throws -> TrainingReport {
        let place = Reference<Organisation>(organisation.id)
        // All openings of a cycle below the place are one to its superior.
        func table(_ by: ProgressGrouping, _ cycle: Cycle? = nil) async throws -> ProgressTable {
            try await progress(
                ProgressQuery(asOf: asOf, scope: place, by: by, cycle: cycle.map { Reference($0.key) }), on: today,
                caller: caller)
        }
        var cycles: [TrainingReport.Cycle] = []
        for cycle in try await self.cycles(caller: caller).items
        where !cycles.contains(where: { $0.key == cycle.key })
            && cycle.opens <= asOf && (cycle.withdrawn.map { $0 > asOf } ?? true)
            && (Scope(path: cycle.path).contains(organisation.path) || organisation.scope.contains(cycle.path))
        {
            let byChild = try await table(.child, cycle)
            guard byChild.total.due > 0 else { continue }
            cycles.append(
                TrainingReport.Cycle(
                    key: cycle.key, name: cycle.name, byChild: byChild, byField: try await table(.field, cycle)))
        }
        let yearStart = Day(year: asOf.year, month: 1, day: 1) ?? month.first
        return TrainingReport(
            organisationCode: organisation.code, organisationName: organisation.name, month: month, asOf: asOf,
            cycles: cycles, byKind: try await table(.kind),
            classesOfMonth: try await statistics(month.first, asOf, organisation.scope, .level, caller),
            classesOfYear: try await statistics(yearStart, asOf, organisation.scope, .level, caller))
    }
}

extension AppError {
    static func reportAhead(_ month: Month, _ today: Day) -> AppError {
        AppError(
            .conflict, "report.ahead",
            Text(zh: "\(month) 还没有开始，今天是 \(today)。", en: "\(month) has not begun; today is \(today)."),
            hint: Text(zh: "请填已开始的月份。", en: "Report a month that has begun."))
    }
}
