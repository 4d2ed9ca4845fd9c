import Wire
import Composition
import Organisations
import Sheets
import Civil
import Foundation
import HTTPTypes
import Kernel
import NIOCore
import Recruitment

/// The routes of recruitment: cases, their steps, what is due, and the rules.
enum RecruitmentRoutes {
    private static let stage = QueryParameter(
        name: "stage", type: "string", summary: "The stage that was reached",
        values: Milestone.Stage.allCases.map(\.word))
    private static let state = QueryParameter(
        name: "state", type: "string", summary: "How the case stands", values: CaseState.allCases.map(\.rawValue))
    private static let filter = QueryParameter(
        name: "filter", type: "string", summary: "Part of the list; all unless given",
        values: DeadlineFilter.allCases.map(\.rawValue))
    private static let within = QueryParameter(
        name: "days", type: "integer", summary: "Due within so many days, 0 to 3660; 30 unless given")

    private static func id(_ request: APIRequest) throws(AppError) -> Identifier<RecruitmentCase> {
        try request.identifier()
    }

    private static func days(_ request: APIRequest) throws(AppError) -> Int {
        guard let text = request.query["days"] else { return RecruitmentService.daysAhead }
        guard let days = Int(text) else {
            throw .invalidValue("days", String(text.prefix(20)), expected: Text(zh: "整数", en: "a whole number"))
        }
        return days
    }

    private static func stage(_ request: APIRequest) throws(AppError) -> Milestone.Stage? {
        guard let text = request.query["stage"] else { return nil }
        guard let stage = Milestone.Stage.allCases.first(where: { $0.word == text }) else {
            let known = Milestone.Stage.allCases.map(\.word).joined(separator: ", ")
            throw .invalidValue(
                "stage", String(text.prefix(40)), expected: Text(zh: "其中之一：\(known)", en: "one of \(known)"))
        }
        return stage
    }

    private static func day(_ text: String?, _ request: APIRequest) throws(AppError) -> Day {
        guard let text else { return request.today }
        let day = try APIRequest.day(text, "on")
        try Plausible.past(day, "on", today: request.today)
        return day
    }

    private static let cases: [Endpoint] = [
        .get("/v1/recruitment/cases", "Cases by branch", query: [.scope, stage, state, .limit, .after]) { request in
            PageBody(
                try await request.services.recruitment.cases(
                    under: request.scope(), stage: stage(request), state: request.choice("state", CaseState.self),
                    request.page(), caller: request.caller), CaseBody.init)
        },
        .write(.post, "/v1/recruitment/cases", "Open a case for an applicant", takes: CaseOpeningBody.self) {
            request, body in
            let id = try await request.services.recruitment.open(
                PointsBody.uuid(body.person, "person"), on: day(body.on, request), caller: request.caller)
            return IdentifierBody(id: id.description)
        },
        .get(
            "/v1/recruitment/cases/{id}", "A case: what was done, what comes next and when, what is due",
            query: [.asOf]
        ) { request in
            CaseFileBody(
                try await request.services.recruitment.file(
                    id(request), on: request.day("as_of") ?? request.today, caller: request.caller))
        },
        .importing(
            "/v1/recruitment/cases/import", "Take cases kept on paper, a row each with a column for each milestone",
            columns: CaseSheet.columns.map(\.key), query: [.dryRun]
        ) { request in
            let (outcome, irregular) = try await request.services.recruitment.importCases(
                request.bytes, on: request.today, dryRun: request.flag("dry_run"), caller: request.caller)
            return CaseImportBody(rows: outcome.rows, irregular: irregular, dryRun: outcome.dryRun)
        },
        .get("/v1/people/{id}/recruitment", "All cases of one person") { request in
            ListBody(
                items: try await request.services.recruitment.cases(
                    of: PointsBody.uuid(request.path("id"), "id"), caller: request.caller
                ).map(CaseBody.init))
        },
    ]

    private static let steps: [Endpoint] = [
        .write(
            .post, "/v1/recruitment/cases/{id}/steps", "Record a step, judged by the rules of its own day",
            query: [.dryRun], takes: StepOrderBody.self
        ) { request, body in
            StepOutcomeBody(
                try await request.services.recruitment.record(
                    body.order(), of: id(request), on: request.today, dryRun: request.flag("dry_run"),
                    caller: request.caller))
        },
        .write(
            .post, "/v1/recruitment/cases/{id}/verdicts", "What the rules say of a step, without recording it",
            takes: StepOrderBody.self
        ) { request, body in
            let judged = try await request.services.recruitment.judge(
                body.order(), of: id(request), caller: request.caller)
            return VerdictBody(judged.verdict, judged.step)
        },
        .write(
            .post, "/v1/recruitment/cases/{id}/steps/{number}/annulment",
            "Find a step to be wrong; it stays on file and counts for nothing", takes: AnnulmentBody.self
        ) { request, body in
            let text = try request.path("number")
            guard let number = Int(text) else {
                throw AppError.invalidValue("number", text, expected: Text(zh: "整数", en: "a whole number"))
            }
            try await request.services.recruitment.annul(
                step: number, of: id(request), reason: body.reason, on: request.today, caller: request.caller)
            return DoneBody(done: true)
        },
        .write(
            .post, "/v1/recruitment/cases/{id}/leaving", "Note the day on which the person leaves the unit",
            takes: LeavingBody.self
        ) { request, body in
            let day = try body.on.map { text throws(AppError) in try APIRequest.day(text, "on") }
            try await request.services.recruitment.note(
                leaving: day, id(request), on: request.today, caller: request.caller)
            return DoneBody(done: true)
        },
        .write(
            .post, "/v1/recruitment/cases/{id}/withdrawal", "End a case that no decision ended", takes: RulingBody.self
        ) { request, body in
            try await request.services.recruitment.withdraw(
                id(request), reason: body.reason, document: body.document, on: day(body.on, request),
                caller: request.caller)
            return DoneBody(done: true)
        },
        .write(
            .post, "/v1/recruitment/cases/{id}/nonrecognition",
            "Refuse to recognise an admission against the rules; nothing is erased", takes: RulingBody.self
        ) { request, body in
            try await request.services.recruitment.refuseRecognition(
                id(request), reason: body.reason, document: body.document, on: day(body.on, request),
                caller: request.caller)
            return DoneBody(done: true)
        },
    ]

    private static let lists: [Endpoint] = [
        Endpoint(
            method: .get, path: "/v1/recruitment/deadlines", summary: "What is late, blocked or due, by branch and day",
            query: [.scope, filter, within, .limit, .after], answer: .json(.of(PageBody<DeadlineLineBody>.self))
        ) { request in
            let today = request.today
            let page = try await request.services.recruitment.deadlines(
                under: request.scope(), request.choice("filter", DeadlineFilter.self) ?? .all, within: days(request),
                on: today, request.page(), caller: request.caller)
            return .json(DeadlineWriter.page(page, today: today))
        },
        .get(
            "/v1/recruitment/overview", "Cases by stage and state, and what is due by rule", query: [.scope, within]
        ) { request in
            RecruitmentOverviewBody(
                try await request.services.recruitment.overview(
                    under: request.scope(), within: days(request), on: request.today, caller: request.caller))
        },
        .get(
            "/v1/recruitment/rules", "The rules by which steps are judged, by set, or those of one day", query: [.asOf]
        ) {
            request in
            let rules = request.services.recruitment.rule.rules
            let sets = try request.day("as_of").map { day in rules.set(on: day).map { [$0] } ?? [] } ?? rules.sets
            return ListBody(items: sets.flatMap { set in set.rules.map { RuleBody(set, $0) } })
        },
        .write(
            .post, "/v1/recruitment/refresh", "Reckon what is due anew after rules or holidays changed",
            takes: RefreshOrderBody.self
        ) { request, body in
            var scope: Scope?
            if let code = body.scope {
                scope = try await request.services.organisations.scope(code, caller: request.caller)
            }
            return RefreshedBody(
                cases: try await request.services.recruitment.refresh(
                    under: scope, on: request.today, caller: request.caller))
        },
    ]

    private static let templateKey = QueryParameter(
        name: "template", type: "string", summary: "Key of a template; dev-25 unless given")
    private static let form = QueryParameter(
        name: "form", type: "string", summary: "Number of one step or form; without, the record of the whole process")

    private static func document(_ request: APIRequest) async throws -> CaseDocument {
        try await request.services.recruitment.document(
            id(request), template: request.query["template"] ?? "dev-25", form: request.query["form"],
            on: request.today, caller: request.caller)
    }

    private static let documents: [Endpoint] = [
        .get("/v1/recruitment/templates", "Charts and chains of materials over the milestones") { request in
            ListBody(items: request.services.recruitment.templates.map(TemplateBody.init))
        },
        .get(
            "/v1/recruitment/cases/{id}/chart", "How far a case has come in a template's steps", query: [templateKey]
        ) { request in
            ListBody(
                items: try await request.services.recruitment.chart(
                    id(request), template: request.query["template"] ?? "dev-25", on: request.today,
                    caller: request.caller
                ).progress.lines.map(ChartLineBody.init))
        },
        .get(
            "/v1/recruitment/cases/{id}/document", "The record of the whole process or one form, as data",
            query: [templateKey, form]
        ) { request in DocumentBody(try await document(request)) },
        Endpoint(
            method: .get, path: "/v1/recruitment/cases/{id}/document.html",
            summary: "The same, ready to print", query: [templateKey, form], answer: .html
        ) { request in
            let text = try await request.services.recruitment.html(document(request), request.language)
            let pieces = BufferStream([ByteBuffer(string: text)])
            return .stream(type: "text/html; charset=utf-8") { await pieces.next() }
        },
    ]

    static let all = cases + steps + lists + documents
}
