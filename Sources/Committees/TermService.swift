package import Access
package import Civil
import Foundation
package import Kernel
package import Organisations
import Postgres
import SQLFiles
import Wire

/// The verbs of committees: who was elected when, what moved the next election, who is due, and whose form no longer
/// fits.
package struct TermService: Sendable {
    let database: ScopedDatabase
    let organisations: OrganisationService
    let rules: TermRules
    let sizeRules: SizeRules

    package init(database: ScopedDatabase, organisations: OrganisationService, rules: TermRules, sizes: SizeRules) {
        self.database = database
        self.organisations = organisations
        self.rules = rules
        sizeRules = sizes
    }

    /// Organisations that elect, by place, each with its term of a day.
    package func terms(_ query: TermQuery, _ page: PageRequest, on today: Day, caller: Caller) async throws
        -> Page<CommitteeTerm>
    {
        let caller = try caller.with(.readRegistry)
        let scope = try await organisations.scope(query.scope, caller: caller)
        let day = query.asOf ?? today
        try Plausible.day(day, "as_of")
        let terms = try await database.readPage(
            caller,
            .committeeTerms(
                low: scope.low, high: scope.high, after: page.after ?? "", day: day,
                kinds: rules.kinds.map(\.rawValue).sorted(), levels: rules.levels.map(\.rawValue).sorted(),
                remindMonths: rules.remindMonths, states: query.state.map { $0.map(\.rawValue) },
                limit: page.limit + 1),
            as: CommitteeTerm.self)
        return Page(terms, limit: page.limit) { $0.path }
    }

    /// Enters an election. The term before ends with it.
    /// - Throws: `term.no_election`, `term.before_organisation`, `term.order`, `term.shifted`.
    package func begin(_ order: TermOrder, on today: Day, caller: Caller) async throws -> TermBegun {
        let caller = try caller.with(.writeRegistry)
        try Plausible.past(order.since, "since", today: today)
        try Plausible.words(order.document, "document")
        try Plausible.words(optional: order.name, "name")
        try Plausible.words(optional: order.reason, "reason")
        return try await changing(order.organisation, caller) { found, known, transaction in
            let due = try due(of: ElectingOrganisation(found), since: order.since, given: order.due)
            if let later = known.first(where: { $0.since >= order.since }) {
                throw AppError.termOrder(found.name, order.since, later.since)
            }
            let shifted = known.first.map { $0.end.wholeMonths(between: order.since) }
            if let shifted, abs(shifted) > rules.shiftMonths, order.reason == nil {
                throw AppError.termShifted(
                    found.name, by: shifted, atMost: rules.shiftMonths, source: rules.shiftSource)
            }
            let id = Identifier<TermSubject>.new()
            let auditEvent = try await transaction.record(
                "term.begin", "organisation", subject: found.id.value, path: found.path,
                after: JSONText(encoding: [
                    "since": order.since.description, "due": due.description, "document": order.document,
                    "reason": order.reason ?? "",
                ]))
            _ = try await transaction.query(
                .insertTerm(
                    id: id, organisation: found.id, path: found.path, name: order.name, since: order.since, due: due,
                    ended: Day?.none, document: order.document, auditEvent: auditEvent))
            return TermBegun(
                organisationName: found.name, name: order.name, since: order.since, due: due, shiftedMonths: shifted)
        }
    }

    /// Moves the election of the present committee to a later day.
    /// - Throws: `not_found` without a term, `term.extension`, `term.extension_too_long`.
    package func extend(_ order: TermExtensionOrder, caller: Caller) async throws -> TermExtended {
        let caller = try caller.with(.writeRegistry)
        try Plausible.day(order.until, "until")
        try Plausible.words(order.document, "document")
        try Plausible.words(order.reason, "reason")
        return try await changing(order.organisation, caller) { found, known, transaction in
            guard let last = known.first else { throw AppError.noTerm(found.name) }
            guard order.until > last.end else { throw AppError.termExtension(found.name, last.end) }
            guard order.anyway == true || order.until <= last.due.adding(months: rules.shiftMonths) else {
                throw AppError.termExtensionTooLong(
                    found.name, due: last.due, atMost: rules.shiftMonths, source: rules.shiftSource)
            }
            let auditEvent = try await transaction.record(
                "term.extend", "organisation", subject: found.id.value, path: found.path,
                before: JSONText(encoding: ["due": last.end.description]),
                after: JSONText(encoding: [
                    "until": order.until.description, "document": order.document, "reason": order.reason,
                ]))
            _ = try await transaction.query(
                .insertTermExtension(
                    id: Identifier<TermSubject>.new(), term: last.id, path: found.path, until: order.until,
                    document: order.document, reason: order.reason, auditEvent: auditEvent))
            return TermExtended(organisationName: found.name, due: last.due, until: order.until)
        }
    }

    /// Withdraws a term that was entered by mistake.
    package func withdraw(_ order: TermWithdrawal, caller: Caller) async throws -> TermWithdrawn {
        let caller = try caller.with(.writeRegistry)
        try Plausible.words(order.reason, "reason")
        return try await changing(order.organisation, caller) { found, known, transaction in
            guard let term = known.first(where: { order.since == nil || $0.since == order.since }) else {
                throw AppError.noTerm(found.name)
            }
            let auditEvent = try await transaction.record(
                "term.withdraw", "organisation", subject: found.id.value, path: found.path,
                before: JSONText(encoding: ["since": term.since.description, "due": term.due.description]),
                after: JSONText(encoding: ["reason": order.reason]))
            _ = try await transaction.query(
                .insertTermWithdrawal(term: term.id, path: found.path, reason: order.reason, auditEvent: auditEvent))
            return TermWithdrawn(organisationName: found.name, since: term.since)
        }
    }

    /// One change of the terms of an organisation at a time.
    /// - Parameter body: with the organisation and its terms on file, the newest first.
    private func changing<Value: Sendable>(
        _ reference: Reference<Organisation>, _ caller: Caller,
        _ body: (Organisation, [KnownTerm], ScopedTransaction) async throws -> Value
    ) async throws -> Value {
        let found = try await organisations.organisation(reference, caller: caller)
        try caller.require(.writeRegistry, at: found.path)
        return try await database.write(caller) { transaction in
            try await transaction.lock(.organisations, [found.code])
            let known = try await transaction.query(.termsOfOrganisation(organisation: found.id)).map {
                try KnownTerm($0)
            }
            return try await body(found, known, transaction)
        }
    }

    /// The day of the next election.
    func due(of organisation: ElectingOrganisation, since: Day, given: Day?) throws(AppError) -> Day {
        guard rules.elects(organisation) else { throw .noElection(organisation.name, organisation.kind) }
        guard since >= organisation.since else { throw .termBeforeOrganisation(organisation.name, organisation.since) }
        if let until = organisation.until, since >= until { throw .termAfterOrganisation(organisation.name, until) }
        if let given {
            guard given > since, given <= since.adding(months: Self.mostMonths) else { throw .termDue(since, given) }
            return given
        }
        guard let months = rules.months(organisation, since: since) else { throw .termWithoutRule(organisation.name) }
        return since.adding(months: months)
    }

    /// Five years by the Constitution of the Party, article 31, and the year by which an election may be moved.
    private static let mostMonths = 72
}

/// Identifies terms and their extensions.
enum TermSubject {}

/// A term on file.
struct KnownTerm {
    let id: Identifier<TermSubject>
    let since: Day
    let due: Day
    private let extended: Day?
    private let ended: Day?

    init(_ row: Row) throws {
        id = try row["id"]
        since = try row["since"]
        due = try row["due"]
        extended = try row["extended"]
        ended = try row["ended"]
    }

    /// When the next election is due.
    var end: Day { extended ?? due }
}

extension ElectingOrganisation {
    init(_ organisation: Organisation) {
        self.init(
            id: organisation.id, path: organisation.path, name: organisation.name, kind: organisation.kind,
            level: organisation.level, field: organisation.field, since: organisation.since, until: organisation.until)
    }
}

extension Day {
    /// Whole months from this day to a later one.
    fileprivate func wholeMonths(to day: Day) -> Int {
        let (year, month, _) = components
        let (lastYear, lastMonth, _) = day.components
        let months = (lastYear - year) * 12 + lastMonth - month
        return adding(months: months) > day ? months - 1 : months
    }

    /// Whole months to another day, below zero for an earlier one.
    func wholeMonths(between other: Day) -> Int {
        other < self ? -other.wholeMonths(to: self) : wholeMonths(to: other)
    }
}
