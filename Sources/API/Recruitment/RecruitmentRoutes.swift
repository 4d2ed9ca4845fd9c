import Composition
import HTTPTypes
import Kernel
import Recruitment
import Wire

/// The routes of recruitment: cases, their steps and documents, what is due, and the rules.
enum RecruitmentRoutes {
    private static let cases: [Endpoint] = [
        .list("/v1/recruitment/cases", "Cases by branch", CaseQuery.self, export: .cases) { request, query, page in
            try await request.services.recruitment.cases(query, page, caller: request.caller)
        },
        .list("/v1/people/{person}/recruitment", "All cases of one person", export: .cases) { request, page in
            try await request.services.recruitment.cases(
                CaseQuery(person: request.reference("person")), page, caller: request.caller)
        },
        .write(.post, "/v1/recruitment/cases", "Open a case for an applicant", takes: CaseOrder.self) {
            request, order in
            try await request.services.recruitment.open(order, on: request.today, caller: request.caller)
        },
        .get(
            "/v1/recruitment/cases/{case}", "A case: what was done, what comes next and when, what is due",
            CaseDayQuery.self
        ) { request, query in
            try await request.services.recruitment.details(
                of: request.reference("case"), query, on: request.today, caller: request.caller)
        }.sensitive(.caseFile),
        .importing(
            "/v1/recruitment/cases/import", "Import cases kept on paper, a row each with a column for each milestone",
            sheet: "cases", for: .recordRecruitment, ImportOrder.self
        ) { request, order in
            try await request.services.recruitment.importCases(
                request.bytes, order, on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/recruitment/cases/{case}/leaving", "Note the day on which the person leaves the unit",
            takes: LeavingOrder.self
        ) { request, order in
            try await request.services.recruitment.note(
                order, of: request.reference("case"), on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/recruitment/cases/{case}/withdrawal", "End a case that no decision ended",
            takes: CaseRulingOrder.self
        ) { request, order in
            try await request.services.recruitment.withdraw(
                request.reference("case"), order, on: request.today, caller: request.caller)
        },
        .write(
            .post, "/v1/recruitment/cases/{case}/nonrecognition",
            "Refuse to recognise an admission against the rules; nothing is erased", takes: CaseRulingOrder.self
        ) { request, order in
            try await request.services.recruitment.refuseRecognition(
                of: request.reference("case"), order, on: request.today, caller: request.caller)
        },
    ]

    private static let steps: [Endpoint] = [
        .write(
            .post, "/v1/recruitment/cases/{case}/steps", "Record a step, judged by the rules of its own day",
            query: [.dryRun], takes: StepOrder.self
        ) { request, order in
            try await request.services.recruitment.record(
                order, of: request.reference("case"), on: request.today, dryRun: request.dryRun(),
                caller: request.caller)
        },
        .write(
            .post, "/v1/recruitment/cases/{case}/verdicts", "What the rules say of a step, without recording it",
            takes: StepOrder.self
        ) { request, order in
            try await request.services.recruitment.judge(order, of: request.reference("case"), caller: request.caller)
        },
        .write(
            .post, "/v1/recruitment/cases/{case}/steps/{number}/annulment",
            "Annul a wrong step; it stays on file and has no effect", takes: StepAnnulmentOrder.self
        ) { request, order in
            try await request.services.recruitment.annul(
                step: request.number("number"), of: request.reference("case"), order, on: request.today,
                caller: request.caller)
        },
    ]

    private static let lists: [Endpoint] = [
        .list(
            "/v1/recruitment/deadlines", "What is late, blocked or due, by branch and day", DeadlineQuery.self,
            export: .deadlines
        ) {
            request, query, page in
            try await request.services.recruitment.deadlines(query, page, on: request.today, caller: request.caller)
        },
        .get("/v1/recruitment/overview", "Cases by stage and state, and what is due by rule", OverviewQuery.self) {
            request, query in
            try await request.services.recruitment.overview(query, on: request.today, caller: request.caller)
        },
        .get(
            "/v1/recruitment/rules", "The rules by which steps are judged, by set, or those of one day", RuleQuery.self
        ) { request, query in
            try request.services.recruitment.ruleList(query, caller: request.caller)
        },
        .write(
            .post, "/v1/recruitment/refresh", "Recalculate deadlines after rules or holidays changed",
            takes: CaseRefreshOrder.self
        ) { request, order in
            try await request.services.recruitment.refresh(order, on: request.today, caller: request.caller)
        }.long,
    ]

    private static let documents: [Endpoint] = [
        .get("/v1/recruitment/templates", "Charts and chains of materials over the milestones") { request in
            try request.services.recruitment.templateList(caller: request.caller)
        },
        .get(
            "/v1/recruitment/cases/{case}/chart", "How far a case has come in a template's steps", ChartQuery.self
        ) { request, query in
            try await request.services.recruitment.chart(
                of: request.reference("case"), query, on: request.today, caller: request.caller)
        }.sensitive(.caseFile),
        .get(
            "/v1/recruitment/cases/{case}/document", "The record of the whole process or one form, as data",
            DocumentQuery.self
        ) { request, query in try await document(query, request) }.sensitive(.document),
        Endpoint(
            method: .get, path: "/v1/recruitment/cases/{case}/document.html", summary: "The same, ready to print",
            query: QueryParameter.members(of: DocumentQuery.self), answer: .html,
            sensitive: .document
        ) { request in
            let text = try await request.services.recruitment.html(
                document(request.decoded(DocumentQuery.self), request), request.language)
            return .text(type: "text/html; charset=utf-8", text)
        },
    ]

    private static func document(_ query: DocumentQuery, _ request: APIRequest) async throws -> CaseDocument {
        try await request.services.recruitment.document(
            of: request.reference("case"), query, on: request.today, caller: request.caller)
    }

    static let all = cases + steps + lists + documents
}
