import ArgumentParser
import Civil
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Training
import Wire

/// What offices owe.
struct DutyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duty", abstract: localized(zh: "应训任务", en: "Duties"),
        subcommands: [Explain.self, List.self, OpenYear.self])

    struct Explain: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: say(
                zh: "用文字说明一项任务：依据、期限、计入与不计入、如何完成",
                en: "A duty in words: rule, deadline, what counted, what did not, the way out"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "任务编号", en: "Identifier of the duty"))) var duty: String
        @Option(help: ArgumentHelp(localized(zh: "截至哪一天", en: "As of which day"))) var asOf: Day?
        @Option var format: OutputFormat = .table

        func run(_ session: Session) async throws {
            let explanation = try await session.services.training.explain(
                identifier(duty, Text(zh: "任务", en: "duty")), asOf: asOf ?? session.today, caller: session.caller)
            explanation.show(format)
        }
    }

    struct List: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "一个人的全部任务", en: "Every duty of a person"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @Argument var person: String
        @Option var asOf: Day?

        func run(_ session: Session) async throws {
            let id: Identifier<Person> = try identifier(person, Text(zh: "人员", en: "person"))
            var listing = Listing(columns: [
                .init(key: "id", title: Text(zh: "编号", en: "Identifier")),
                .init(key: "kind", title: Text(zh: "任务", en: "Kind")),
                .init(key: "opened", title: Text(zh: "开始", en: "Opened")),
                .init(key: "due", title: Text(zh: "期限", en: "Due")),
                .init(key: "state", title: Text(zh: "状态", en: "State")),
            ])
            let duties = try await session.services.training.duties(
                of: id.value, asOf: asOf ?? session.today, caller: session.caller)
            listing.rows = duties.map { duty, state in
                [
                    .text(duty.id.description), .word(duty.kind.rawValue, duty.kind.text), .day(duty.opened),
                    .day(duty.due), .both(state.text),
                ]
            }
            shape.show(listing)
        }
    }

    struct OpenYear: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "开启某年的年度学时任务", en: "Open the yearly hours of a year"))
        @OptionGroup var globals: Globals
        @Argument var year: Int
        @Option var scope: String?

        func run(_ session: Session) async throws {
            let opened = try await session.services.training.openYear(
                year, in: session.scope(scope), caller: session.caller)
            Terminal.write(Text(zh: "产生任务 \(opened) 项。", en: "\(opened) duties opened.").localized + "\n")
        }
    }
}

extension DutyExplanation {
    func show(_ format: OutputFormat = .table) {
        var listing = Listing(columns: [
            .init(
                key: "topic",
                title: Text(zh: "\(personName)，\(organisationName)", en: "\(personName), \(organisationName)")),
            .init(key: "text", title: .verbatim("")),
        ])
        listing.rows = lines.map { [.both($0.topic), .both($0.text)] }
        if format != .table {
            Terminal.write(listing.render(format))
            return
        }
        let width = lines.map { DisplayWidth.of($0.topic.localized) }.max() ?? 0
        Terminal.write(
            "\(personName)  \(organisationName)  \(duty.id)\n"
                + lines.map { "  \(DisplayWidth.pad($0.topic.localized, to: width))  \($0.text.localized)\n" }.joined())
    }
}
