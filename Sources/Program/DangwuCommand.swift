import Access
package import ArgumentParser
import Commands
import Demonstration
import Foundation
import Kernel
import Postgres
import Server

/// The root of the command line: nouns, then verbs.
package struct DangwuCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "dangwu",
        abstract: localized(zh: "基层党组织培训与党员管理", en: "Training and membership of primary Party organisations"),
        version: "0.1.0",
        groupedSubcommands: NounCommands.groups + [
            CommandGroup(
                name: localized(zh: "系统", en: "System"),
                subcommands: [ServeCommand.self] + NounCommands.system
                    + [DemoCommand.self, SyntheticCommand.self, BenchCommand.self])
        ])

    package init() {}

    /// Runs and ends the process: never a stack trace, always an exit status of `ExitStatus`.
    package static func run(arguments: [String]) async {
        MemoryArenas.limit()
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
            // A status that a command chose, a help screen or a mistake in the arguments.
            if let code = error as? ExitCode { Foundation.exit(code.rawValue) }
            let text = ParserWords.localized(fullMessage(for: error), in: CommandLanguage.current)
            let status = exitCode(for: error).rawValue
            if status == 0 { Terminal.write(text + "\n") } else { Terminal.talk(text) }
            Foundation.exit(status)
        }
    }
}
