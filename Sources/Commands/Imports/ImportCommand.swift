import ArgumentParser
import Composition
import Kernel
import Wire

/// What imports expect of their files.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: localized(zh: "可导入的表及其列", en: "Sheets that can be imported and their columns"),
        subcommands: [List.self, Columns.self])

    struct List: SessionCommand {
        static let route = "GET /v1/imports"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "列出可导入的表", en: "List the sheets that can be imported"))
        @OptionGroup var shape: Shape

        func run(_ session: Session) async throws { try shape.show(Features.imports.lines) }
    }

    struct Columns: SessionCommand {
        static let route = "GET /v1/imports/{name}/columns"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "一个表的各列：表头、含义、示例和可用的值", en: "Columns of a sheet: headings, meaning, example, accepted words"))
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "表名，见 import list", en: "Name of the sheet, see import list")) var name: String

        func run(_ session: Session) async throws { try shape.show(try Features.imports.columns(of: name)) }
    }
}

/// A file to import, as every import takes it.
struct ImportFile: ParsableArguments {
    @Argument(help: help(zh: "CSV 文件，- 为标准输入", en: "CSV file, - for standard input")) var file: String
    @Flag(help: member("dry_run")) var dryRun = false
    @Flag(help: member("again")) var again = false

    var bytes: [UInt8] { get throws { try readInput(file) } }
    var order: ImportOrder { ImportOrder(dryRun: dryRun, again: again) }
}
