import ArgumentParser
import Foundation
import HTTPTypes
import Kernel
import Testing

@testable import API
@testable import Commands
@testable import Program

/// One use case, two doors: every command names the routes of its use case, and every route has a command.
struct DoorsTests {
    /// Every command that runs, with the words that call it.
    static func commands(
        _ root: any ParsableCommand.Type = DangwuCommand.self, _ path: [String] = []
    ) -> [(words: [String], type: any ParsableCommand.Type)] {
        let configuration = root.configuration
        let below = configuration.subcommands + configuration.groupedSubcommands.flatMap(\.subcommands)
        guard !below.isEmpty else { return [(path, root)] }
        return below.flatMap { commands($0, path + [$0._commandName]) }
    }

    private static let routes = Set(Routes.all.map { "\($0.method.rawValue) \($0.path)" })

    /// Routes that no command has, each with its reason.
    private static let apiOnly: [String: String] = [
        "GET /v1/overdue.ndjson": "the command pages through the same list",
        "POST /v1/sessions/certificate": "a proxy checks the certificate, and there is none before a command",
    ]

    @Test func everyCommandNamesExistingRoutes() {
        for (words, type) in Self.commands() {
            guard let command = type as? any ServiceCommand.Type else { continue }
            for route in command.route.split(separator: ", ") {
                #expect(Self.routes.contains(String(route)), "dangwu \(words.joined(separator: " ")): \(route)")
            }
        }
    }

    @Test func everyRouteHasACommand() {
        let named = Set(
            Self.commands().compactMap { $0.type as? any ServiceCommand.Type }
                .flatMap { $0.route.split(separator: ", ").map(String.init) })
        for route in Self.routes.subtracting(named).sorted() {
            #expect(Self.apiOnly[route] != nil, "no command for \(route)")
        }
    }

    /// Every text of every option, in both languages, and never empty.
    @Test func everyOptionHasAHelpText() throws {
        for (words, type) in Self.commands() {
            let help = type.helpMessage(columns: 400)
            let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() where line.hasPrefix("  -") || line.hasPrefix("  <") {
                // A label that is longer than its column has its text in the next line.
                let label = line.dropFirst(2).prefix { $0 != " " }
                let rest = line.dropFirst(2 + label.count).drop { $0 != ">" }.dropFirst()
                let next = index + 1 < lines.count ? lines[index + 1] : ""
                let hasText = !rest.allSatisfy(\.isWhitespace) || next.hasPrefix("      ") || label == "-h,"
                #expect(hasText || line.contains("  "), "dangwu \(words.joined(separator: " ")): \(line)")
            }
        }
    }

    @Test func everyMemberOfAnOrderHasItsText() {
        for endpoint in Routes.all {
            for parameter in endpoint.query {
                #expect(!parameter.summary.english.isEmpty, "\(endpoint.path): \(parameter.name)")
            }
        }
    }
}
