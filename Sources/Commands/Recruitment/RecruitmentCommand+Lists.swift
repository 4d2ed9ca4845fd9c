import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Organisations
import Recruitment
import Wire

/// What is due, the rules, and cases as charts and documents.
extension RecruitmentCommand {
    struct Deadlines: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/recruitment/deadlines"
        static let sensitive = SensitiveRead.deadlines
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "逾期、无合法日期和将到期的事项", en: "What is late, blocked or due"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var purpose: PurposeOption
        @Option(help: member("scope")) var scope: Reference<Organisation>?
        @Option(help: member("filter", of: DeadlineQuery.self)) var filter: DeadlineFilter?
        @Option(help: member("days", of: DeadlineQuery.self)) var days: Int?

        func run(_ session: Session) async throws {
            let query = DeadlineQuery(scope: scope, filter: filter, days: days)
            try await shape.show(paging, Self.sensitive, query, session) {
                try await session.services.recruitment.deadlines(query, $0, on: session.today, caller: session.caller)
            }
        }
    }

    struct Overview: SessionCommand {
        static let route = "GET /v1/recruitment/overview"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "各阶段案卷数和到期事项数", en: "Cases by stage, and what is due by rule"))
        @OptionGroup var shape: Shape
        @Option(help: member("scope")) var scope: Reference<Organisation>?
        @Option(help: member("days", of: OverviewQuery.self)) var days: Int?

        func run(_ session: Session) async throws {
            let overview = try await session.services.recruitment.overview(
                OverviewQuery(scope: scope, days: days), on: session.today, caller: session.caller)
            try shape.show(overview, parts: overview.stages)
            shape.append(overview.deadlines)
        }
    }

    struct Refresh: SessionCommand {
        static let route = "POST /v1/recruitment/refresh"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "新规则施行后重算到期事项", en: "Recalculate deadlines after rules or holidays changed"))
        @OptionGroup var shape: Shape
        @Option(help: member("scope")) var scope: Reference<Organisation>?

        func run(_ session: Session) async throws {
            let refreshed = try await session.services.recruitment.refresh(
                CaseRefreshOrder(scope: scope), on: session.today, caller: session.caller
            ) { done in Terminal.talk(localized(zh: "已重算 \(done) 件", en: "\(done) cases")) }
            try shape.report(refreshed)
        }
    }

    struct Rules: SessionCommand {
        static let route = "GET /v1/recruitment/rules"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "规则及其出处", en: "The rules and where they stand"))
        @OptionGroup var shape: Shape
        @Option(help: member("as_of", of: RuleQuery.self)) var asOf: Day?

        func run(_ session: Session) async throws {
            try shape.show(
                try session.services.recruitment.ruleList(RuleQuery(asOf: asOf), caller: session.caller))
        }
    }

    struct Chart: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/recruitment/cases/{case}/chart"
        static let sensitive = SensitiveRead.caseFile
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "按流程模板看一件案卷", en: "A case in the steps of a chart"))
        @OptionGroup var shape: Shape
        @OptionGroup var subject: CaseArgument
        @OptionGroup var purpose: PurposeOption
        @Option(help: member("template", of: ChartQuery.self)) var template: String?

        func run(_ session: Session) async throws {
            try shape.show(
                try await session.services.recruitment.chart(
                    of: subject.recruitment, ChartQuery(template: template), on: session.today,
                    caller: session.caller))
        }
    }

    struct Document: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/recruitment/cases/{case}/document, GET /v1/recruitment/cases/{case}/document.html"
        static let sensitive = SensitiveRead.document
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "打印全程记实表或某一步的表（HTML）", en: "Print the record of the whole process or one form (HTML)"))
        @OptionGroup var shape: Shape
        @OptionGroup var subject: CaseArgument
        @OptionGroup var purpose: PurposeOption
        @Option(help: member("template", of: DocumentQuery.self)) var template: String?
        @Option(help: member("form", of: DocumentQuery.self)) var form: String?
        @Flag(help: help(zh: "作为数据（表格）输出", en: "As data, in a table")) var data = false

        func run(_ session: Session) async throws {
            let recruitment = session.services.recruitment
            let document = try await recruitment.document(
                of: subject.recruitment, DocumentQuery(template: template, form: form), on: session.today,
                caller: session.caller)
            guard data || shape.format != .table else {
                return Terminal.write(try recruitment.html(document, CommandLanguage.current))
            }
            try shape.show(document, parts: DocumentFieldLine.lines(document))
        }
    }

    struct Templates: SessionCommand {
        static let route = "GET /v1/recruitment/templates"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "流程模板及其步骤", en: "Templates and their steps"))
        @OptionGroup var shape: Shape

        func run(_ session: Session) async throws {
            let templates = try session.services.recruitment.templateList(caller: session.caller)
            try shape.show(templates, parts: TemplateStepLine.lines(templates.items))
        }
    }
}

extension DeadlineFilter: WordOption {}
