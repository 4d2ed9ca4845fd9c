package import ArgumentParser
import Foundation
import Access
import Kernel
import Postgres

/// The root of the command line: nouns, then verbs.
package struct DangwuCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "dangwu",
        abstract: localized(zh: "基层党组织培训与党员管理", en: "Training and membership of primary Party organisations"),
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(
                name: localized(zh: "名册", en: "Registry"),
                subcommands: [
                    OrganisationCommand.self, PersonCommand.self, TenureCommand.self, MembershipCommand.self,
                    TransferCommand.self,
                ]),
            CommandGroup(
                name: localized(zh: "培训", en: "Training"),
                subcommands: [
                    CycleCommand.self, DutyCommand.self, OverdueCommand.self, ReliefCommand.self, ClassCommand.self,
                    AttendanceCommand.self, CreditCommand.self, PlanCommand.self,
                ]),
            CommandGroup(
                name: localized(zh: "积分", en: "Points"),
                subcommands: [SchemeCommand.self, ClaimCommand.self, PointsCommand.self]),
            CommandGroup(
                name: localized(zh: "发展党员", en: "Recruitment"),
                subcommands: [RecruitmentCommand.self, QuotaCommand.self, NoticeCommand.self]),
            CommandGroup(
                name: localized(zh: "系统", en: "System"),
                subcommands: [
                    ServeCommand.self, TokenCommand.self, AuditCommand.self, ConfigCommand.self, DatabaseCommand.self,
                    LocalCommand.self, DemoCommand.self, SyntheticCommand.self, BenchCommand.self,
                ]),
        ])

    package init() {}

    /// Runs and ends the process: never a stack trace, always an exit status of `ExitStatus`.
    package static func run(arguments: [String]) async {
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as AppError {
            for line in error.lines(CommandLanguage.current) { Terminal.talk(line) }
            Foundation.exit(ExitStatus(error.kind).rawValue)
        } catch let error as PostgresError {
            let (explained, status) = (error.outsideServices, ExitStatus(error.outsideServices.kind))
            for line in explained.lines(CommandLanguage.current) { Terminal.talk(line) }
            Foundation.exit(status.rawValue)
        } catch {
            // A help screen or a mistake in the arguments.
            let text = ParserWords.localized(fullMessage(for: error), in: CommandLanguage.current)
            let status = exitCode(for: error).rawValue
            if status == 0 { Terminal.write(text + "\n") } else { Terminal.talk(text) }
            Foundation.exit(status)
        }
    }
}
