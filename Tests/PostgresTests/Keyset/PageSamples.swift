import Civil
import Foundation
import Kernel
import Postgres
import SQLFiles
import TestSupport

/// Pages of every list, as the services ask for them.
extension PageSample {
    private static let claimStates = ["claimed", "published", "objected", "posted", "rejected", "withdrawn", "expired"]
    private static let classStates = ["draft", "announced", "running", "closed", "reopened", "cancelled"]
    private static let levels = ["due_soon", "forecast_to_miss", "overdue", "past_hard"]
    private static let earliest = Parameter("-infinity", type: TypeOID.date)
    private static let earliestMoment = Parameter("-infinity", type: TypeOID.timestamptz)
    private static let none = String?.none
    private static let noID = UUID?.none

    static let all = access + registry + training + points + recruitment

    private static let access = [
        PageSample("Tokens") {
            .tokens(low: $0.low, high: $0.high, afterPath: $0.path, afterID: $0.first, limit: limit)
        },
        PageSample("Grants") {
            .grants(low: $0.low, high: $0.high, afterPath: $0.path, afterID: $0.first, limit: limit)
        },
        PageSample("SignInSessions") {
            .signInSessions(low: $0.low, high: $0.high, afterPath: $0.path, afterID: $0.first, limit: limit)
        },
        PageSample("Accounts") {
            .accounts(
                low: $0.low, high: $0.high, afterPath: $0.path, afterID: $0.first, failuresSince: earliestMoment,
                allowed: 5, limit: limit)
        },
        PageSample("AccessReview") {
            .accessReview(
                low: $0.low, high: $0.high, afterPath: $0.path, afterID: $0.first, failuresSince: earliestMoment,
                allowed: 5, day: day("2024-02-02"), withPosts: false, secondPerson: false, limit: limit)
        },
        PageSample("SensitiveReads") {
            .sensitiveReads(low: $0.low, high: $0.high, afterPath: $0.path, afterID: $0.first, limit: limit)
        },
        PageSample("AuditEvents") { .auditEvents(low: $0.low, high: $0.high, before: $0.before, limit: limit) },
        PageSample("AuditEventsOfSubject") {
            .auditEventsOfSubject(subject: $0.subjects.organisation, before: $0.before, limit: limit)
        },
    ]

    private static let registry = [
        PageSample("ImportedSheets") {
            .importedSheets(
                low: $0.low, high: $0.high, afterPath: $0.isLate ? $0.path : $0.high, afterID: $0.first, limit: limit)
        },
        PageSample("Merges") {
            .merges(low: $0.low, high: $0.high, afterPath: $0.path, afterID: $0.first, limit: limit)
        },
        PageSample("Organisations") {
            .organisations(low: $0.low, high: $0.high, after: $0.path, parent: noID, limit: limit)
        },
        PageSample("Organisations", isAboutOne: true) {
            .organisations(low: $0.low, high: $0.high, after: $0.low, parent: $0.subjects.township, limit: limit)
        },
        PageSample("Vacancies") {
            .vacancies(
                low: $0.low, high: $0.high, after: $0.path, day: day("2024-02-02"), level: none, limit: limit,
                placeLow: $0.low, placeHigh: $0.high)
        },
        PageSample("OrganisationsOnDay") {
            .organisationsOnDay(
                day: day("2024-02-02"), low: $0.low, high: $0.high, after: $0.path, parent: noID, limit: limit)
        },
        PageSample("CommitteeTerms") {
            .committeeTerms(
                low: $0.low, high: $0.high, after: $0.path, day: day("2024-02-02"), kinds: ["branch", "committee"],
                levels: ["township", "primary"], remindMonths: 6, states: [String]?.none, limit: limit)
        },
        PageSample("OrganisationSizes") {
            .organisationSizes(
                low: $0.low, high: $0.high, after: $0.path, day: day("2024-02-02"), leastFull: 3, limit: limit)
        },
        PageSample("OrganisationsByName") {
            .organisationsByName(name: "o" + $0.code, low: $0.low, high: $0.high, limit: limit)
        },
        PageSample("OrganisationsByShortName") {
            .organisationsByShortName(name: "o" + $0.code, low: $0.low, high: $0.high, limit: limit)
        },
        PageSample("People") {
            .people(low: $0.low, high: $0.high, afterPath: $0.path, afterPerson: $0.first, limit: limit)
        },
        PageSample("PeopleByName") {
            .peopleByName(
                nameKey: "合成", endKey: "合戒", low: $0.low, high: $0.high,
                afterName: $0.isLate ? "合成005" : "合成", afterPath: "", afterPerson: $0.first, limit: limit)
        },
        PageSample("PeopleByExactName") {
            .peopleByExactName(nameKey: "合成0010011", low: $0.low, high: $0.high, limit: limit)
        },
        PageSample("Corrections") {
            .corrections(
                low: $0.low, high: $0.high, afterPath: $0.path, afterID: $0.first, waiting: false, limit: limit)
        },
        PageSample("Corrections") {
            .corrections(
                low: $0.low, high: $0.high, afterPath: $0.path, afterID: $0.first, waiting: true, limit: limit)
        },
        PageSample("Transfers") {
            .transfers(
                low: $0.low, high: $0.high, afterPlace: $0.path, afterID: $0.first, filter: "all",
                today: day("2024-02-02"), limit: limit)
        },
        PageSample("Transfers") {
            .transfers(
                low: $0.low, high: $0.high, afterPlace: $0.path, afterID: $0.first, filter: "open",
                today: day("2024-02-02"), limit: limit)
        },
        PageSample("Notices") {
            .notices(low: $0.low, high: $0.high, afterPath: $0.path, afterID: $0.first, filter: "all", limit: limit)
        },
        PageSample("Notices") {
            .notices(
                low: $0.low, high: $0.high, afterPath: $0.path, afterID: $0.first, filter: "waiting", limit: limit)
        },
    ]

    private static let training = [
        PageSample("CreditsWaiting") {
            .creditsWaiting(low: $0.low, high: $0.high, afterPath: $0.path, afterID: $0.first, limit: limit)
        },
        PageSample("Classes") {
            .classes(
                low: $0.low, high: $0.high, afterPath: $0.path, afterID: $0.first, states: classStates,
                admitted: [$0.low], limit: limit)
        },
        PageSample("Classes") {
            .classes(
                low: $0.low, high: $0.high, afterPath: "", afterID: $0.first, states: ["closed"], admitted: [String](),
                limit: limit)
        },
        PageSample("Enrolments") {
            .enrolments(class: $0.subjects.trainingClass, after: 20, limit: limit)
        },
        PageSample("Overdue") {
            .overdue(
                asOf: day("2016-09-01"), dueSoonDays: 90, forecastDays: 60, low: $0.low, high: $0.high,
                afterPath: $0.path, afterID: $0.first, levels: levels, field: none, kind: none, limit: limit,
                placeLow: $0.low, placeHigh: $0.high)
        },
        PageSample("Duties") {
            .duties(
                asOf: day("2016-09-01"), dueSoonDays: 90, forecastDays: 60, low: $0.low, high: $0.high,
                afterPath: $0.path, afterID: $0.first, levels: levels + ["open", "settled", "exempt"], field: none,
                kind: none, cycles: [UUID](), subject: none, organisationLevel: none, limit: limit, placeLow: $0.low,
                placeHigh: $0.high)
        },
        PageSample("Categories") {
            .categories(
                low: $0.low, high: $0.high, afterPath: $0.path, afterID: $0.first, category: none, limit: limit)
        },
        PageSample("Plans") {
            .plans(low: $0.low, high: $0.high, afterPath: $0.path, afterID: $0.first, limit: limit)
        },
        PageSample("PlanSeats", isAboutOne: true) {
            .planSeats(plan: $0.subjects.plan, after: $0.isLate ? 1900 : 0, limit: limit)
        },
        PageSample("PlanChanges", isAboutOne: true) {
            .planChanges(plan: $0.subjects.plan, after: $0.isLate ? 1900 : 0, limit: limit)
        },
        PageSample("Absences") {
            .absences(low: $0.low, high: $0.high, afterPath: $0.path, afterID: $0.first, limit: limit)
        },
        PageSample("Seatings") {
            .seatings(low: $0.low, high: $0.high, afterPath: $0.path, afterID: $0.first, limit: limit)
        },
    ]

    private static let points = [
        PageSample("PointsSchemes") { .pointsSchemes(afterScheme: $0.id, afterVersion: "", limit: limit) },
        PageSample("LedgerEntries", isAboutOne: true) {
            .ledgerEntries(subject: $0.subjects.member, schemeKey: none, after: $0.isLate ? 1960 : 0, limit: limit)
        },
        PageSample("Participations") {
            .participations(
                scheme: $0.subjects.scheme, low: $0.low, high: $0.high, afterPath: $0.path, afterSubject: $0.first,
                day: day("2026-01-01"), limit: limit)
        },
        PageSample("Claims") {
            .claims(
                scheme: noID, states: claimStates, low: $0.low, high: $0.high, subject: noID, afterPath: $0.path,
                afterID: $0.first, limit: limit)
        },
        PageSample("Claims") {
            .claims(
                scheme: $0.subjects.scheme, states: ["claimed"], low: $0.low, high: $0.high, subject: noID,
                afterPath: $0.path, afterID: $0.first, limit: limit)
        },
        PageSample("Claims", isAboutOne: true) {
            .claims(
                scheme: noID, states: claimStates, low: $0.low, high: $0.high, subject: $0.subjects.member,
                afterPath: $0.path, afterID: $0.id, limit: limit)
        },
        PageSample("ClaimsToSettle") {
            .claimsToSettle(
                scheme: $0.subjects.scheme, low: $0.low, high: $0.high, today: day("2026-01-01"),
                afterPath: $0.path, afterDay: earliest, afterID: $0.first)
        },
        PageSample("ClaimsWaiting") {
            .claimsWaiting(
                scheme: $0.subjects.scheme, low: $0.low, high: $0.high, before: day("2026-01-01"),
                afterPath: $0.path, afterID: $0.first)
        },
        PageSample("Periods") {
            .periods(
                schemeKey: none, low: $0.low, high: $0.high, afterPath: $0.isLate ? $0.path : "", afterID: $0.first,
                limit: limit)
        },
        PageSample("Periods", isAboutOne: true) {
            .periods(
                schemeKey: "s610410005", low: $0.low, high: $0.high, afterPath: $0.path, afterID: $0.first,
                limit: limit)
        },
        PageSample("SheetLines") {
            .sheetLines(
                period: $0.subjects.period, revision: 1, low: $0.low, high: $0.high, afterPath: $0.path,
                afterSubject: $0.first, limit: limit)
        },
        PageSample("SubjectsToVerify") {
            .subjectsToVerify(low: $0.low, high: $0.high, afterPath: $0.path, afterSubject: $0.first, limit: limit)
        },
        PageSample("SheetToVerify") { .sheetToVerify(period: $0.subjects.period, revision: 1, after: $0.id) },
    ]

    private static let recruitment = [
        PageSample("IdleBranches") {
            .idleBranches(
                low: $0.low, high: $0.high, since: day("2025-01-01"), after: $0.isLate ? $0.path : "", limit: limit)
        },
        PageSample("AgeingCandidates") {
            .ageingCandidates(
                low: $0.low, high: $0.high, bornAfter: day("1980-01-01"), bornBy: day("2000-01-01"),
                afterPath: $0.path, afterCase: $0.first, limit: limit, year: 2026)
        },
        PageSample("Cases") {
            .cases(
                low: $0.low, high: $0.high, afterPath: $0.path, afterCase: $0.first, stages: [Int]?.none,
                states: [String]?.none, limit: limit)
        },
        PageSample("Cases") {
            .cases(
                low: $0.low, high: $0.high, afterPath: $0.path, afterCase: $0.first, stages: [1, 2, 3, 4, 5],
                states: ["open"], limit: limit)
        },
        PageSample("RecruitmentDeadlines") { deadlines($0, kind: none) },
        PageSample("RecruitmentDeadlines") { deadlines($0, kind: "blocked") },
        PageSample("RemindersDue") {
            .remindersDue(
                low: $0.low, high: $0.high, afterPath: $0.path, afterDue: earliest, afterCase: $0.first, afterRule: "",
                dueBy: day("2026-12-31"), limit: limit, channels: ["file"])
        },
        PageSample("CasesToRefresh") {
            .casesToRefresh(digest: "2026:y", low: $0.low, high: $0.high, limit: limit)
        },
    ]

    private static func deadlines(_ place: PagePlace, kind: String?) -> Statement {
        .recruitmentDeadlines(
            low: place.low, high: place.high, afterPath: place.path, afterDue: earliest, afterCase: place.first,
            afterRule: "", dueBy: day("2024-12-31"), kind: kind, dueBefore: Day?.none, limit: limit)
    }
}
