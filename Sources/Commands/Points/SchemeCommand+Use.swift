import Composition
import ArgumentParser
import Civil
import Foundation
import Kernel
import Organisations
import Points
import Policy

/// Schemes in use: the verbs that need the database.
extension SchemeCommand {
    struct List: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "列出施行中的办法", en: "List the schemes in use"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging

        func run(_ session: Session) async throws {
            let page = try await session.services.points.schemes(paging.request(), caller: session.caller)
            var listing = Listing(columns: [
                .init(key: "key", title: Text(zh: "办法", en: "Scheme")),
                .init(key: "version", title: Text(zh: "版", en: "Edition")),
                .init(key: "from", title: Text(zh: "施行", en: "In force")),
                .init(key: "until", title: Text(zh: "止", en: "Until")),
                .init(key: "path", title: Text(zh: "组织", en: "Owner")),
                .init(key: "name", title: Text(zh: "名称", en: "Name")),
                .init(key: "document", title: Text(zh: "来源", en: "Source")),
            ])
            listing.rows = page.items.map {
                [
                    .text($0.key), .text($0.version), .day($0.from), .day($0.until), .text($0.path), .both($0.name),
                    .text($0.document),
                ]
            }
            shape.show(listing)
            paging.more(page.next)
        }
    }

    struct Import: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "导入一版办法，供组织及其下级施行", en: "Take an edition in for an organisation and everything below"))
        @OptionGroup var globals: Globals
        @OptionGroup var source: Source
        @Option(help: ArgumentHelp(localized(zh: "组织编码", en: "Code of the organisation"))) var organisation: String
        @Flag(help: ArgumentHelp(localized(zh: "只检查，不保存", en: "Check only, keep nothing"))) var dryRun = false

        func run(_ session: Session) async throws {
            let file = try source.open(globals)
            let owner = try await session.services.organisations.organisation(organisation, caller: session.caller)
            let line = try await session.services.points.importScheme(
                file, for: owner, dryRun: dryRun, caller: session.caller)
            Terminal.talk(
                Text(
                    zh:
                        "\(dryRun ? "可以导入" : "已导入")「\(line.name.chinese)」\(line.version) 版：项目 \(file.scheme.items.count) 个，自 \(line.from) 施行",
                    en:
                        "\(dryRun ? "Fit to be taken in" : "Taken in"): “\(line.name.english)”, edition \(line.version), \(file.scheme.items.count) items, in force from \(line.from)"
                ).localized)
        }
    }

    struct Local: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "导入村、支部的自设项目", en: "Take a village's or branch's own items in"))
        @OptionGroup var globals: Globals
        @Argument var file: String
        @Option(help: ArgumentHelp(localized(zh: "办法", en: "Key of the scheme"))) var scheme: String
        @Option(help: ArgumentHelp(localized(zh: "村或支部的组织编码", en: "Code of the village or branch"))) var organisation: String
        @Option(help: ArgumentHelp(localized(zh: "起用日期", en: "From which day on"))) var from: Day?

        func run(_ session: Session) async throws {
            let owner = try await session.services.organisations.organisation(organisation, caller: session.caller)
            let count = try await session.services.points.importLocal(
                String(decoding: readInput(file), as: UTF8.self), scheme: scheme, for: owner,
                from: from ?? session.today, caller: session.caller)
            Terminal.talk(Text(zh: "自设项目 \(count) 个", en: "\(count) items of its own").localized)
        }
    }
}
