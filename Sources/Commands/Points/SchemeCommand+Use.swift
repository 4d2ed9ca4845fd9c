import ArgumentParser
import Civil
import Composition
import Kernel
import Organisations
import Points
import Wire

/// Schemes in use: the verbs that need the database.
extension SchemeCommand {
    struct List: SessionCommand {
        static let route = "GET /v1/points/schemes"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "列出施行中的办法", en: "List the schemes in use"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging

        func run(_ session: Session) async throws {
            try await shape.show(paging) { try await session.services.points.schemes($0, caller: session.caller) }
        }
    }

    struct Items: SessionCommand {
        static let route = "GET /v1/points/schemes/{scheme}/items"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "施行中办法的全部项目，含自设项目", en: "The items of a scheme in use, own items included"))
        @OptionGroup var shape: Shape
        @OptionGroup var place: PlaceOptions

        func run(_ session: Session) async throws {
            try shape.show(
                try await session.services.points.items(
                    place.place, scheme: place.scheme, on: session.today, caller: session.caller))
        }
    }

    struct Import: SessionCommand {
        static let route = "POST /v1/points/schemes"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "导入一版办法，供组织及其下级施行", en: "Import an edition for an organisation and everything below"))
        @OptionGroup var shape: Shape
        @OptionGroup var source: Source
        @Option(help: member("organisation", of: SchemeImportOrder.self)) var organisation: Reference<Organisation>
        @Flag(help: member("dry_run")) var dryRun = false

        func run(_ session: Session) async throws {
            let order = SchemeImportOrder(try source.open(shape.globals), organisation: organisation, dryRun: dryRun)
            try shape.report(try await session.services.points.importScheme(order, caller: session.caller))
        }
    }

    struct Local: SessionCommand {
        static let route = "POST /v1/points/schemes/{scheme}/local"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "导入村、支部的自设项目", en: "Import a village's or branch's own items"))
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "自设项目文件", en: "File of own items")) var file: String
        @OptionGroup var scheme: SchemeOption
        @Option(help: member("organisation", of: LocalItemsOrder.self)) var organisation: Reference<Organisation>
        @Option(help: member("from", of: LocalItemsOrder.self)) var from: Day?

        func run(_ session: Session) async throws {
            let text = String(decoding: try readInput(file), as: UTF8.self)
            try shape.report(
                try await session.services.points.importLocal(
                    LocalItemsOrder(organisation: organisation, from: from, text: text), scheme: scheme.scheme,
                    on: session.today, caller: session.caller))
        }
    }
}
