import Composition
import Organisations
import ArgumentParser
import Civil
import Foundation
import Wire
import Kernel
import Members
import Training

/// Rotation cycles.
struct CycleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cycle", abstract: localized(zh: "轮训周期", en: "Rotation cycles"), subcommands: [Open.self, List.self])

    struct Open: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "为一个组织及其下级开启周期", en: "Open a cycle for an organisation and everything below"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "规则文件里的周期", en: "Key of the cycle in the rule file"))) var key: String
        @Option(name: .customLong("for"), help: ArgumentHelp(localized(zh: "组织编码", en: "Code of the organisation")))
        var organisation: String

        func run(_ session: Session) async throws {
            let found = try await session.services.organisations.organisation(organisation, caller: session.caller)
            let (cycle, opened) = try await session.services.training.openCycle(key, for: found, caller: session.caller)
            Terminal.write(
                Text(
                    zh: "已开启「\(cycle.name.chinese)」（\(cycle.opens) 至 \(cycle.hardEnd)），产生任务 \(opened) 项。",
                    en: "Opened “\(cycle.name.english)” (\(cycle.opens) to \(cycle.hardEnd)) with \(opened) duties."
                ).localized + "\n")
        }
    }

    struct List: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "列出周期", en: "List the cycles"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape

        func run(_ session: Session) async throws {
            var listing = Listing(columns: [
                .init(key: "key", title: Text(zh: "周期", en: "Key")),
                .init(key: "name", title: Text(zh: "名称", en: "Name")),
                .init(key: "opens", title: Text(zh: "开始", en: "Opens")),
                .init(key: "soft_end", title: Text(zh: "两年", en: "Soft end")),
                .init(key: "hard_end", title: Text(zh: "最后期限", en: "Hard end")),
                .init(key: "document", title: Text(zh: "文件", en: "Document")),
            ])
            listing.rows = try await session.services.training.cycles(caller: session.caller).map {
                [.text($0.key), .both($0.name), .day($0.opens), .day($0.softEnd), .day($0.hardEnd), .text($0.document)]
            }
            shape.show(listing)
        }
    }
}

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

/// The list of duties that are or will be late.
struct OverdueCommand: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "overdue", abstract: localized(zh: "逾期名单，可按任何一天查询", en: "Who is overdue, as of any day, and why"))
    @OptionGroup var globals: Globals
    @OptionGroup var shape: Shape
    @OptionGroup var paging: Paging
    @Option(help: ArgumentHelp(localized(zh: "截至哪一天", en: "As of which day"))) var asOf: Day?
    @Option(help: ArgumentHelp(localized(zh: "某组织及其下级", en: "An organisation and everything below"))) var scope: String?
    @Option(help: ArgumentHelp(localized(zh: "按 field、kind 或 child 计数", en: "Count by field, kind or child"))) var by:
        OverdueGrouping?
    @Option(help: ArgumentHelp(localized(zh: "只看这些程度", en: "Only these levels"))) var level: [OverdueLevel] = []
    @Option(help: ArgumentHelp(localized(zh: "只看一个领域", en: "Only one field"))) var field: Field?
    @Option(help: ArgumentHelp(localized(zh: "只看一种任务", en: "Only one kind of duty"))) var kind: DutyKind?

    func run(_ session: Session) async throws {
        let query = OverdueQuery(
            asOf: asOf ?? session.today, scope: try await session.scope(scope),
            levels: level.isEmpty ? OverdueLevel.allCases : level,
            field: field, kind: kind)
        if let by {
            shape.show(.counts(try await session.services.training.countOverdue(query, by: by, caller: session.caller)))
        } else {
            let page = try await session.services.training.overdue(query, paging.request(), caller: session.caller)
            shape.show(.overdue(page.items))
            paging.more(page.next)
        }
    }
}

extension OverdueGrouping: ExpressibleByArgument {}
extension OverdueLevel: ExpressibleByArgument {}
extension DutyKind: ExpressibleByArgument {}

extension Listing {
    static func overdue(_ items: [OverdueLine]) -> Listing {
        var listing = Listing(columns: [
            .init(key: "duty", title: Text(zh: "任务编号", en: "Duty")),
            .init(key: "person", title: Text(zh: "姓名", en: "Person")),
            .init(key: "organisation", title: Text(zh: "党组织", en: "Organisation")),
            .init(key: "kind", title: Text(zh: "任务", en: "Kind")),
            .init(key: "level", title: Text(zh: "程度", en: "Level")),
            .init(key: "due", title: Text(zh: "期限", en: "Due")),
            .init(key: "days_late", title: Text(zh: "逾期天数", en: "Days late"), right: true),
            .init(key: "reason", title: Text(zh: "原因", en: "Reason")),
        ])
        listing.rows = items.map {
            [
                .text($0.duty.description), .text($0.personName), .text($0.organisationName),
                .word($0.kind.rawValue, $0.kind.text),
                .word($0.level.rawValue, $0.level.text), .day($0.due), .number($0.daysLate), .both($0.reason),
            ]
        }
        return listing
    }

    static func counts(_ items: [OverdueCount]) -> Listing {
        var listing = Listing(
            columns: [.init(key: "part", title: Text(zh: "类别", en: "Part"))]
                + OverdueLevel.allCases.map { .init(key: $0.rawValue, title: $0.text, right: true) }
                + [.init(key: "total", title: Text(zh: "合计", en: "Total"), right: true)])
        listing.rows = items.map { item in
            [.word(item.part, item.name)] + OverdueLevel.allCases.map { .number(item.counts[$0] ?? 0) } + [
                .number(item.total)
            ]
        }
        if items.count > 1 {
            let sums = OverdueLevel.allCases.map { level in items.reduce(0) { $0 + ($1.counts[level] ?? 0) } }
            listing.rows.append(
                [.word("total", Text(zh: "合计", en: "Total"))] + sums.map { .number($0) } + [.number(sums.reduce(0, +))])
        }
        return listing
    }
}

/// Extensions and exemptions.
struct ReliefCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "relief", abstract: localized(zh: "延期与免训", en: "Extensions and exemptions"),
        subcommands: [Grant.self, Withdraw.self])

    struct Grant: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "批准一项或多项任务的延期或免训", en: "Grant one for one duty or a list of them"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "任务编号", en: "Identifiers of duties"))) var duties: [String]
        @Option(help: ArgumentHelp("extension | exemption")) var kind: Relief.Kind
        @Option(help: ArgumentHelp(localized(zh: "批准日期", en: "Day of the grant"))) var granted: Day?
        @Option(help: ArgumentHelp(localized(zh: "有效至（含当日）", en: "The last day on which it helps"))) var expires: Day
        @Option var reason: String
        @Option var approver: String
        @Option(help: ArgumentHelp(localized(zh: "文号", en: "Number of the document"))) var document: String

        func run(_ session: Session) async throws {
            let order = ReliefOrder(
                kind: kind, granted: granted ?? session.today, expires: expires, reason: reason, approver: approver,
                document: document)
            let ids = try await session.services.training.grant(
                order, to: duties.map { try identifier($0, Text(zh: "任务", en: "duty")) }, caller: session.caller)
            for id in ids { Terminal.write(id.text + "\n") }
        }
    }

    struct Withdraw: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "撤回", en: "Withdraw one"))
        @OptionGroup var globals: Globals
        @Argument var relief: String
        @Option(name: .customLong("on")) var day: Day?
        @Option var reason: String

        func run(_ session: Session) async throws {
            let id: Identifier<Relief> = try identifier(relief, Text(zh: "延期或免训", en: "relief"))
            try await session.services.training.withdraw(
                relief: id.value, on: day ?? session.today, reason: reason, caller: session.caller)
        }
    }
}

extension Relief.Kind: ExpressibleByArgument {}

/// Training that was completed elsewhere or before.
struct CreditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credit", abstract: localized(zh: "学时", en: "Hours that count"), subcommands: [Import.self, List.self])

    struct Import: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "从 CSV 导入以往培训", en: "Take past training from a CSV file"))
        @OptionGroup var globals: Globals
        @Argument var file: String
        @Flag(help: ArgumentHelp(localized(zh: "只检查，不保存", en: "Check only, keep nothing"))) var dryRun = false

        func run(_ session: Session) async throws {
            try await session.services.training.importPast(
                readInput(file), members: session.services.members, dryRun: dryRun, caller: session.caller
            ).show()
        }
    }

    struct List: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "一个人的学时", en: "The hours of one person"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @Argument var person: String

        func run(_ session: Session) async throws {
            let id: Identifier<Person> = try identifier(person, Text(zh: "人员", en: "person"))
            var listing = Listing(columns: [
                .init(key: "earned", title: Text(zh: "日期", en: "Day")),
                .init(key: "class", title: Text(zh: "班次", en: "Class")),
                .init(key: "level", title: Text(zh: "层级", en: "Level")),
                .init(key: "hours", title: Text(zh: "学时", en: "Hours"), right: true),
                .init(key: "source", title: Text(zh: "来源", en: "Source")),
            ])
            listing.rows = try await session.services.training.credits(of: id.value, caller: session.caller).map {
                [
                    .day($0.credit.earned), .text($0.credit.className),
                    .word($0.credit.level.rawValue, $0.credit.level.text),
                    .hours($0.credit.hours), .text($0.source),
                ]
            }
            shape.show(listing)
        }
    }
}
