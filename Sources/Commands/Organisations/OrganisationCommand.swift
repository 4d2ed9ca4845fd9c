import Composition
import ArgumentParser
import Civil
import Kernel
import Organisations

/// The tree of organisations.
struct OrganisationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "org", abstract: localized(zh: "党组织", en: "Organisations"),
        subcommands: [Import.self, List.self, Show.self, Change.self, Close.self, Coverage.self])

    struct Import: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "从 CSV 导入党组织或区划", en: "Take organisations or divisions from a CSV file"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "CSV 文件，- 为标准输入", en: "CSV file, - for standard input"))) var file: String
        @Flag(
            help: ArgumentHelp(
                localized(zh: "文件是行政区划，一行建一个党组织", en: "The file lists divisions; each row becomes an organisation")))
        var divisions = false
        @Option(help: ArgumentHelp(localized(zh: "区划导入时的成立日期", en: "Founding day for divisions"))) var since: Day?
        @Flag(help: ArgumentHelp(localized(zh: "只检查，不保存", en: "Check only, keep nothing"))) var dryRun = false

        func run(_ session: Session) async throws {
            let bytes = try readInput(file)
            var form = OrganisationService.ImportForm.organisations
            if divisions {
                guard let since else { throw AppError.missingValue("since") }
                form = .divisions(session.services.divisions, since: since)
            }
            let outcome = try await session.services.organisations.importSheet(
                bytes, form: form, dryRun: dryRun, caller: session.caller)
            outcome.show()
        }
    }

    struct List: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "列出党组织", en: "List organisations"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option(help: ArgumentHelp(localized(zh: "某组织及其下级", en: "An organisation and everything below"))) var scope: String?

        func run(_ session: Session) async throws {
            let page = try await session.services.organisations.organisations(
                under: session.scope(scope), paging.request(), caller: session.caller)
            shape.show(.organisations(page.items))
            paging.more(page.next)
        }
    }

    struct Show: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一个党组织及其沿革", en: "One organisation and what it was before"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @Argument(help: ArgumentHelp(localized(zh: "编码或编号", en: "Code or identifier"))) var organisation: String

        func run(_ session: Session) async throws {
            let versions = try await session.services.organisations.history(organisation, caller: session.caller)
            var listing = Listing(columns: [
                .init(key: "version", title: Text(zh: "版本", en: "Version"), right: true),
                .init(key: "since", title: Text(zh: "自", en: "Since")),
                .init(key: "until", title: Text(zh: "至", en: "Until")),
                .init(key: "name", title: Text(zh: "名称", en: "Name")),
                .init(key: "kind", title: Text(zh: "类型", en: "Kind")),
                .init(key: "field", title: Text(zh: "领域", en: "Field")),
                .init(key: "parent", title: Text(zh: "上级", en: "Parent")),
            ])
            listing.rows = versions.map {
                [
                    .number($0.version), .day($0.since), .day($0.until), .text($0.name),
                    .word($0.kind.rawValue, $0.kind.text),
                    $0.field.map { .word($0.rawValue, $0.text) } ?? .text(nil), .text($0.parentCode),
                ]
            }
            shape.show(listing)
        }
    }

    struct Change: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "自某日起更名、改类型、改领域或划转", en: "Rename, convert or move from a day on"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "编码或编号", en: "Code or identifier"))) var organisation: String
        @Option(help: ArgumentHelp(localized(zh: "生效日期", en: "The day from which it holds"))) var since: Day
        @Option(help: ArgumentHelp(localized(zh: "新名称", en: "New name"))) var name: String?
        @Option(help: ArgumentHelp(localized(zh: "新类型", en: "New kind"))) var kind: OrganisationKind?
        @Option(help: ArgumentHelp(localized(zh: "新领域", en: "New field"))) var field: Field?
        @Option(help: ArgumentHelp(localized(zh: "新上级编码", en: "Code of the new parent"))) var parent: String?

        func run(_ session: Session) async throws {
            let old = try await session.services.organisations.organisation(organisation, caller: session.caller)
            let change = OrganisationChange(since: since, name: name, kind: kind, field: field, parentCode: parent)
            let new = try await session.services.organisations.change(
                old.id, change, expected: nil, today: session.today, caller: session.caller)
            Terminal.write(Listing.organisations([new]).render(.table))
        }
    }

    struct Close: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "撤销", en: "Dissolve"))
        @OptionGroup var globals: Globals
        @Argument var organisation: String
        @Option(name: .customLong("on"), help: ArgumentHelp(localized(zh: "撤销日期", en: "The day"))) var day: Day

        func run(_ session: Session) async throws {
            let old = try await session.services.organisations.organisation(organisation, caller: session.caller)
            let new = try await session.services.organisations.close(
                old.id, on: day, expected: nil, caller: session.caller)
            Terminal.write(Listing.organisations([new]).render(.table))
        }
    }

    struct Coverage: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "组织覆盖：有党组织的单位数", en: "Units with an organisation of their own"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @Option var scope: String?

        func run(_ session: Session) async throws {
            let lines = try await session.services.organisations.coverage(
                under: session.scope(scope), caller: session.caller)
            var listing = Listing(columns: [
                .init(key: "kind", title: Text(zh: "单位类别", en: "Kind of unit")),
                .init(key: "units", title: Text(zh: "单位", en: "Units"), right: true),
                .init(key: "covered", title: Text(zh: "已覆盖", en: "Covered"), right: true),
            ])
            listing.rows = lines.map { [.text($0.kind), .number($0.units), .number($0.covered)] }
            shape.show(listing)
        }
    }
}

extension OrganisationKind: ExpressibleByArgument {}
extension Field: ExpressibleByArgument {}

extension Listing {
    static func organisations(_ items: [Organisation]) -> Listing {
        var listing = Listing(columns: [
            .init(key: "code", title: Text(zh: "编码", en: "Code")),
            .init(key: "name", title: Text(zh: "名称", en: "Name")),
            .init(key: "level", title: Text(zh: "层级", en: "Level")),
            .init(key: "kind", title: Text(zh: "类型", en: "Kind")),
            .init(key: "field", title: Text(zh: "领域", en: "Field")),
            .init(key: "since", title: Text(zh: "成立", en: "Since")),
            .init(key: "until", title: Text(zh: "撤销", en: "Until")),
        ])
        listing.rows = items.map {
            [
                .text($0.code), .text($0.name), .word($0.level.rawValue, $0.level.text),
                .word($0.kind.rawValue, $0.kind.text),
                $0.field.map { .word($0.rawValue, $0.text) } ?? .text(nil), .day($0.since), .day($0.until),
            ]
        }
        return listing
    }
}

extension ImportOutcome {
    func show() {
        let mode =
            dryRun ? Text(zh: "试运行（没有保存）：", en: "Dry run, nothing was kept: ") : Text(zh: "已导入：", en: "Imported: ")
        let text = Text(
            zh: "\(mode.chinese)共 \(rows) 行，新增 \(added)，未变 \(unchanged)。",
            en: "\(mode.english)\(rows) rows, \(added) new, \(unchanged) unchanged.")
        Terminal.write(text.localized + "\n")
    }
}
