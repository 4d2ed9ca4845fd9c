import API
import Access
import Composition
import ArgumentParser
import Civil
import Foundation
import Kernel
import Recruitment

let caseWord = Text(zh: "案卷", en: "case")

extension DeadlineFilter: ExpressibleByArgument {}
extension CaseState: ExpressibleByArgument {}
extension Milestone: ExpressibleByArgument {}
extension Milestone.Stage: ExpressibleByArgument {
    package init?(argument: String) {
        guard let stage = Self.allCases.first(where: { $0.word == argument }) else { return nil }
        self = stage
    }

    package static var allValueStrings: [String] { allCases.map(\.word) }
}

/// Recruitment from application to full membership.
struct RecruitmentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recruitment",
        abstract: localized(zh: "发展党员：从申请到转正", en: "Recruitment, from application to full membership"),
        subcommands: [
            Open.self, Import.self, List.self, Show.self, Step.self, Annul.self, Leaving.self, Withdraw.self,
            RefuseRecognition.self, Chart.self, Document.self, Templates.self, Deadlines.self, Overview.self,
            Refresh.self, Rules.self,
        ])

    struct Open: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "为入党申请人立案卷", en: "Open a case for an applicant"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "人员编号", en: "Identifier of the person"))) var person: String
        @Option(help: ArgumentHelp(localized(zh: "立案日期", en: "Day"))) var on: Day?

        func run(_ session: Session) async throws {
            let id: Identifier<RecruitmentCase> = try identifier(person, Text(zh: "人员", en: "person"))
            if let on { try Plausible.past(on, "on", today: session.today) }
            let opened = try await session.services.recruitment.open(
                id.value, on: on ?? session.today, caller: session.caller)
            Terminal.write(opened.description + "\n")
        }
    }

    struct Import: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "从 CSV 导入纸质案卷", en: "Take cases kept on paper from a CSV file"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "CSV 文件，- 为标准输入", en: "CSV file, - for standard input"))) var file: String
        @Flag(help: ArgumentHelp(localized(zh: "只检查，不保存", en: "Check only, keep nothing"))) var dryRun = false

        func run(_ session: Session) async throws {
            let (outcome, irregular) = try await session.services.recruitment.importCases(
                readInput(file), on: session.today, dryRun: dryRun, caller: session.caller)
            outcome.show()
            if irregular > 0 {
                Terminal.talk(Text(zh: "其中不规范步骤 \(irregular) 个", en: "\(irregular) irregular steps among them").localized)
            }
        }
    }

    struct List: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "列出案卷", en: "List cases"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option(help: ArgumentHelp(localized(zh: "某组织及其下级", en: "An organisation and everything below"))) var scope: String?
        @Option var state: CaseState?
        @Option(help: ArgumentHelp(localized(zh: "阶段", en: "Stage"))) var stage: Milestone.Stage?
        @Option(help: ArgumentHelp(localized(zh: "一个人的全部案卷：人员编号", en: "All cases of one person, by identifier")))
        var person: String?

        func run(_ session: Session) async throws {
            if let person {
                let id: Identifier<RecruitmentCase> = try identifier(person, Text(zh: "人员", en: "person"))
                let cases = try await session.services.recruitment.cases(of: id.value, caller: session.caller)
                shape.show(
                    .cases(
                        cases.filter { one in
                            (state.map { $0 == one.state } ?? true) && (stage.map { $0 == one.stage } ?? true)
                        }))
                return
            }
            let page = try await session.services.recruitment.cases(
                under: session.scope(scope), stage: stage, state: state, paging.request(), caller: session.caller)
            shape.show(.cases(page.items))
            paging.more(page.next)
        }
    }

    struct Show: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一件案卷：办过的、接着要办的、到期的", en: "A case: what was done, what comes next, what is due"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @Argument var id: String
        @Option(help: ArgumentHelp(localized(zh: "截至某日", en: "As of a day"))) var asOf: Day?

        func run(_ session: Session) async throws {
            let file = try await session.services.recruitment.file(
                identifier(id, caseWord), on: asOf ?? session.today, caller: session.caller)
            shape.show(.steps(file.steps))
            guard shape.format == .table else { return }
            Terminal.write("\n" + Listing.cases([file.recruitment]).render(.table))
            if !file.outlook.isEmpty { Terminal.write("\n" + Listing.outlook(file.outlook).render(.table)) }
            if !file.deadlines.isEmpty { Terminal.write("\n" + Listing.deadlines(file.deadlines).render(.table)) }
        }
    }

    struct Step: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "登记一步；内容为 JSON，与接口相同", en: "Record a step; its content is JSON, as over the API"))
        @OptionGroup var globals: Globals
        @Argument var id: String
        @Argument(help: ArgumentHelp(localized(zh: "步骤，如 application", en: "The milestone, such as application")))
        var milestone: Milestone
        @Option(help: ArgumentHelp(localized(zh: "日期或月份", en: "A day, or a month"))) var on: String
        @Option(
            help: ArgumentHelp(
                localized(zh: "内容（JSON），如 {\"passed\":true}", en: "Content as JSON, such as {\"passed\":true}")))
        var content = "{}"
        @Option(help: ArgumentHelp(localized(zh: "已有材料，逗号分隔", en: "Materials that are there, separated by commas")))
        var evidence = ""
        @Option(
            help: ArgumentHelp(
                localized(zh: "不规范而确已发生：写明理由", en: "It happened against the rules: the reason for recording it")))
        var irregular: String?
        @Option(help: ArgumentHelp(localized(zh: "幂等键", en: "Key that makes a repetition harmless"))) var key: String?
        @Flag(help: ArgumentHelp(localized(zh: "与登记同样检查，但不登记", en: "Check as for recording, and record nothing")))
        var dryRun = false
        @Flag(
            help: ArgumentHelp(localized(zh: "只看规则怎么说，不要求登记权限", en: "Only ask what the rules say; needs no permission to record")))
        var judge = false

        func run(_ session: Session) async throws {
            let id: Identifier<RecruitmentCase> = try identifier(id, caseWord)
            let order = try self.order()
            if judge {
                let judged = try await session.services.recruitment.judge(order, of: id, caller: session.caller)
                Terminal.write(Listing.findings(judged.verdict.findings).render(.table))
                Terminal.talk(
                    (judged.verdict.isPermitted
                        ? Text(zh: "规则允许。", en: "The rules permit it.") : judged.verdict.wayOut(judged.step)).localized)
                return
            }
            let outcome = try await session.services.recruitment.record(
                order, of: id, on: session.today, dryRun: dryRun, caller: session.caller)
            if dryRun {
                Terminal.write(Listing.findings(outcome.verdict.findings).render(.table))
                Terminal.talk(Self.tried(outcome).localized)
                return
            }
            for finding in outcome.verdict.findings where finding.isBroken && !finding.refuses {
                Terminal.talk(finding.sentence.localized)
            }
            for line in outcome.seats where line.left < 0 {
                Terminal.talk(
                    Text(
                        zh: "「\(line.organisation)」全年名额 \(line.seats) 个，已用 \(line.used) 个，超出 \(-line.left) 个。",
                        en:
                            "“\(line.organisation)” has \(line.seats) seats this year and used \(line.used): \(-line.left) too many."
                    ).localized)
            }
            Terminal.talk(
                Text(
                    zh: "第 \(outcome.number) 步\(outcome.isNew ? "" : "（已登记过）")：\(outcome.stage.text.chinese)",
                    en: "Step \(outcome.number)\(outcome.isNew ? "" : " (known)"): \(outcome.stage.text.english)"
                ).localized)
        }

        private static func tried(_ outcome: StepOutcome) -> Text {
            if !outcome.isNew { return Text(zh: "已登记过。", en: "It is on file already.") }
            return outcome.step.isIrregular
                ? Text(zh: "将作为不规范步骤登记；什么也没有登记。", en: "It would be taken as irregular; nothing was recorded.")
                : Text(zh: "可以办理；什么也没有登记。", en: "It is permitted; nothing was recorded.")
        }

        private func order() throws -> StepOrder {
            guard let date = StatedDate(on) else {
                throw AppError.invalidValue(
                    "on", on, expected: Text(zh: "日期或月份，如 2014-05-09、2014-05", en: "2014-05-09 or 2014-05"))
            }
            return try StepOrder.reading(
                content, milestone: milestone, on: date.description, evidence: RecruitmentPolicy.keys(evidence),
                irregular: irregular, key: key)
        }
    }

    struct Annul: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "更正一步：留在案卷，不再作数", en: "Find a step to be wrong: it stays on file and counts for nothing"))
        @OptionGroup var globals: Globals
        @Argument var id: String
        @Argument(help: ArgumentHelp(localized(zh: "步骤号", en: "Number of the step"))) var number: Int
        @Option(help: ArgumentHelp(localized(zh: "理由", en: "Reason"))) var reason: String

        func run(_ session: Session) async throws {
            try await session.services.recruitment.annul(
                step: number, of: identifier(id, caseWord), reason: reason, on: session.today, caller: session.caller)
            Terminal.talk(Text(zh: "第 \(number) 步不再作数。", en: "Step \(number) counts for nothing now.").localized)
        }
    }

    struct Leaving: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "注明将离开单位的日期", en: "Note the day on which the person leaves the unit"))
        @OptionGroup var globals: Globals
        @Argument var id: String
        @Option(help: ArgumentHelp(localized(zh: "离开日期；不写为取消", en: "The day; without it the note is taken back"))) var on:
            Day?

        func run(_ session: Session) async throws {
            try await session.services.recruitment.note(
                leaving: on, identifier(id, caseWord), on: session.today, caller: session.caller)
            Terminal.talk(Text(zh: "已注明。", en: "Noted.").localized)
        }
    }

    struct RulingOptions: ParsableArguments {
        @Option(help: ArgumentHelp(localized(zh: "理由", en: "Reason"))) var reason: String
        @Option(help: ArgumentHelp(localized(zh: "决定的文号", en: "The decision's document"))) var document: String
        @Option(help: ArgumentHelp(localized(zh: "决定日期", en: "Day of the decision"))) var on: Day?

        func day(_ session: Session) throws -> Day {
            if let on { try Plausible.past(on, "on", today: session.today) }
            return on ?? session.today
        }
    }

    struct Withdraw: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "撤回没有决定的案卷", en: "End a case that no decision ended"))
        @OptionGroup var globals: Globals
        @OptionGroup var ruling: RulingOptions
        @Argument var id: String

        func run(_ session: Session) async throws {
            try await session.services.recruitment.withdraw(
                identifier(id, caseWord), reason: ruling.reason, document: ruling.document,
                on: ruling.day(session), caller: session.caller)
            Terminal.talk(Text(zh: "案卷已撤回。", en: "The case is withdrawn.").localized)
        }
    }

    struct RefuseRecognition: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "对违规接收的不予承认", en: "Refuse to recognise an admission against the rules"))
        @OptionGroup var globals: Globals
        @OptionGroup var ruling: RulingOptions
        @Argument var id: String

        func run(_ session: Session) async throws {
            try await session.services.recruitment.refuseRecognition(
                identifier(id, caseWord), reason: ruling.reason, document: ruling.document,
                on: ruling.day(session), caller: session.caller)
            Terminal.talk(Text(zh: "不予承认已登记，记录全部保留。", en: "Not recognised; every record stays.").localized)
        }
    }
}
