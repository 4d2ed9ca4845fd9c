import Composition
import ArgumentParser
import Civil
import Foundation
import Kernel
import Recruitment

extension RecruitmentCommand {
    struct Deadlines: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "逾期、无合法日期和将到期的事项", en: "What is late, blocked or due"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option(help: ArgumentHelp(localized(zh: "某组织及其下级", en: "An organisation and everything below"))) var scope: String?
        @Option(help: ArgumentHelp(localized(zh: "all、late 或 blocked", en: "all, late or blocked")))
        var filter: DeadlineFilter = .all
        @Option(help: ArgumentHelp(localized(zh: "多少天内到期", en: "Due within so many days"))) var days = RecruitmentService
            .daysAhead

        func run(_ session: Session) async throws {
            let page = try await session.services.recruitment.deadlines(
                under: session.scope(scope), filter, within: days, on: session.today,
                paging.request(), caller: session.caller)
            shape.show(.deadlines(page.items, session.services.recruitment.rule.rules, on: session.today))
            paging.more(page.next)
        }
    }

    struct Overview: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "各阶段案卷数和到期事项数", en: "Cases by stage, and what is due by rule"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @Option(help: ArgumentHelp(localized(zh: "某组织及其下级", en: "An organisation and everything below"))) var scope: String?
        @Option(help: ArgumentHelp(localized(zh: "多少天内到期", en: "Due within so many days"))) var days = RecruitmentService
            .daysAhead

        func run(_ session: Session) async throws {
            let overview = try await session.services.recruitment.overview(
                under: session.scope(scope), within: days, on: session.today,
                caller: session.caller)
            shape.show(.stages(overview.stages))
            guard shape.format == .table, !overview.deadlines.isEmpty else { return }
            Terminal.write(
                "\n"
                    + Listing.deadlineCounts(
                        overview.deadlines, session.services.recruitment.rule.rules, on: session.today
                    )
                    .render(.table))
        }
    }

    struct Refresh: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "新规则施行后重算到期事项", en: "Reckon what is due anew after new rules came into force"))
        @OptionGroup var globals: Globals
        @Option(help: ArgumentHelp(localized(zh: "某组织及其下级", en: "An organisation and everything below"))) var scope: String?

        func run(_ session: Session) async throws {
            let count = try await session.services.recruitment.refresh(
                under: session.scope(scope), on: session.today, caller: session.caller
            ) { done in Terminal.talk(Text(zh: "已重算 \(done) 件", en: "\(done) cases").localized) }
            Terminal.talk(Text(zh: "重算完毕：\(count) 件。", en: "Done: \(count) cases.").localized)
        }
    }

    struct Rules: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "某日施行的规则及其出处", en: "The rules in force on a day and where they stand"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @Option(help: ArgumentHelp(localized(zh: "日期", en: "Day"))) var on: Day?

        func run(_ session: Session) async throws {
            let day = on ?? session.today
            shape.show(.rules(session.services.recruitment.rule.rules.set(on: day)?.rules ?? []))
        }
    }

    struct Chart: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "按流程模板看一件案卷", en: "A case in the steps of a chart"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @Argument var id: String
        @Option(help: ArgumentHelp(localized(zh: "模板：dev-25、dev-29 或 dev-27", en: "Template: dev-25, dev-29 or dev-27")))
        var template = "dev-25"

        func run(_ session: Session) async throws {
            let (_, progress) = try await session.services.recruitment.chart(
                identifier(id, caseWord), template: template, on: session.today, caller: session.caller)
            shape.show(.chart(progress))
        }
    }

    struct Document: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "打印全程记实表或某一步的表（HTML）", en: "Print the record of the whole process or one form (HTML)"))
        @OptionGroup var globals: Globals
        @Argument var id: String
        @Option(help: ArgumentHelp(localized(zh: "模板", en: "Template"))) var template = "dev-25"
        @Option(help: ArgumentHelp(localized(zh: "编号；不写为全程记实表", en: "Number; without, the whole record"))) var form: String?
        @Flag(help: ArgumentHelp(localized(zh: "作为数据（表格）输出", en: "As data, in a table"))) var data = false
        @OptionGroup var shape: Shape

        func run(_ session: Session) async throws {
            let recruitment = session.services.recruitment
            let document = try await recruitment.document(
                identifier(id, caseWord), template: template, form: form, on: session.today, caller: session.caller)
            guard data else {
                Terminal.write(try recruitment.html(document, CommandLanguage.current))
                return
            }
            shape.show(.document(document))
        }
    }

    struct Templates: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "流程模板及其步骤", en: "Templates and their steps"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape

        func run(_ session: Session) async throws {
            shape.show(.templates(session.services.recruitment.templates))
        }
    }
}
