import ArgumentParser
import Composition
import Kernel
import Procedures
import Recruitment
import Wire

/// Steps of a case: recorded, judged, found to be wrong.
extension RecruitmentCommand {
    struct Step: SessionCommand {
        static let route = "POST /v1/recruitment/cases/{case}/steps, POST /v1/recruitment/cases/{case}/verdicts"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "登记一步", en: "Record a step"),
            discussion: localized(
                zh: "内容为 JSON，成员与接口相同，如 --content '{\"passed\":true}'。",
                en: "The content is JSON with the members of the API, such as --content '{\"passed\":true}'."))
        @OptionGroup var shape: Shape
        @OptionGroup var subject: CaseArgument
        @Argument(help: member("milestone", of: StepOrder.self)) var milestone: Milestone
        @Option(help: member("on", of: StepOrder.self)) var on: StatedDate
        @Option(help: help(zh: "内容（JSON），如 {\"passed\":true}", en: "Content as JSON, such as {\"passed\":true}"))
        var content: String?
        @Option(help: member("evidence", of: StepOrder.self)) var evidence: [String] = []
        @Option(help: member("irregular", of: StepOrder.self)) var irregular: String?
        @Option(help: member("key", of: StepOrder.self)) var key: String?
        @Flag(help: member("dry_run")) var dryRun = false
        @Flag(help: help(zh: "只看规则怎么说，不需要登记权限", en: "Only ask what the rules say; needs no permission to record"))
        var judge = false

        func run(_ session: Session) async throws {
            let recruitment = session.services.recruitment
            let order = StepOrder(
                milestone, on: on,
                try WireDecoder.decode(
                    StepStatement.self, from: Array((content ?? "{}").utf8),
                    .option("--content", page: "Recruitment.md")),
                evidence: evidence.flatMap { $0.split(separator: ",").map(String.init) }, irregular: irregular,
                key: key)
            if judge {
                let verdict = try await recruitment.judge(order, of: subject.recruitment, caller: session.caller)
                return try shape.show(verdict, heading: Table([verdict]), parts: verdict.findings)
            }
            let outcome = try await recruitment.record(
                order, of: subject.recruitment, on: session.today, dryRun: dryRun, caller: session.caller)
            try shape.report(outcome)
            if dryRun { shape.append(outcome.verdict.findings) }
        }
    }

    struct Annul: SessionCommand {
        static let route = "POST /v1/recruitment/cases/{case}/steps/{number}/annulment"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "更正一步：留在案卷，不再作数", en: "Annul a wrong step: it stays on file and has no effect"))
        @OptionGroup var shape: Shape
        @OptionGroup var subject: CaseArgument
        @Argument(help: help(zh: "步骤号", en: "Number of the step")) var number: Int
        @Option(help: member("reason")) var reason: String

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.recruitment.annul(
                    step: number, of: subject.recruitment, StepAnnulmentOrder(reason: reason), on: session.today,
                    caller: session.caller))
        }
    }
}

extension Milestone: WordOption {}

extension StatedDate: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
