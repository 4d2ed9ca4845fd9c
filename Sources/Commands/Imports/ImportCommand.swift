import Access
import ArgumentParser
import Composition
import Foundation
import Kernel
import Organisations
import Sheets
import Training
import Wire

/// What imports expect of their files, and imports that were made.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: localized(
            zh: "可导入的表及其列，导入记录与撤销", en: "Sheets that can be imported and their columns, imports made and their undo"),
        subcommands: [List.self, Columns.self, Template.self, Runs.self, Undo.self])

    struct List: SessionCommand {
        static let route = "GET /v1/imports"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "列出可导入的表", en: "List the sheets that can be imported"))
        @OptionGroup var shape: Shape

        func run(_ session: Session) async throws { try shape.show(session.services.imports.lines) }
    }

    struct Columns: SessionCommand {
        static let route = "GET /v1/imports/{name}/columns"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "一个表的各列：表头、含义、示例和可用的值", en: "Columns of a sheet: headings, meaning, example, accepted words"))
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "表名，见 import list", en: "Name of the sheet, see import list")) var name: String

        func run(_ session: Session) async throws { try shape.show(try session.services.imports.columns(of: name)) }
    }

    struct Template: ServiceCommand {
        static let route = "GET /v1/imports/{name}/template"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "一个表的空白模板（xlsx）：表头、填写说明和下拉列表；用 > 写到文件",
                en: "An empty workbook for a sheet: headings, notes and lists to choose from; write it to a file with >"
            ))
        @OptionGroup var globals: Globals
        @Argument(help: help(zh: "表名，见 import list", en: "Name of the sheet, see import list")) var name: String

        func run(_ session: Session) async throws {
            try Terminal.write(workbook: session.services.imports.template(of: name, in: CommandLanguage.current))
        }
    }
}

extension ImportCommand {
    struct Runs: SessionCommand {
        static let route = "GET /v1/imports/runs"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "导入记录：何人何时导入了什么", en: "Imports as they were made: who, when, which sheet, how many rows"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option(help: member("scope")) var scope: Reference<Organisation>?

        func run(_ session: Session) async throws {
            try await shape.show(paging) {
                try await session.services.training.importedSheets(
                    ImportedSheetQuery(scope: scope), $0, caller: session.caller)
            }
        }
    }

    struct Undo: SessionCommand {
        static let route = "POST /v1/imports/runs/{import}/undo"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "整批撤销一次导入；之后有登记以它为依据的，列出并拒绝",
                en: "Take back everything that an import brought; refused where later entries rest on it"))
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "导入编号，见 import runs", en: "The import, see import runs"))
        var `import`: Identifier<ImportedSheet>
        @Option(help: member("reason")) var reason: String
        @Flag(help: member("dry_run")) var dryRun = false

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.training.undoImport(
                    `import`, ImportUndoOrder(reason: reason, dryRun: dryRun), caller: session.caller))
        }
    }
}

/// A sheet that somebody hands in: CSV or a workbook, as its content says.
struct SheetFile: ParsableArguments {
    @Argument(help: help(zh: "CSV 或 xlsx 文件，- 为标准输入", en: "CSV or xlsx file, - for standard input")) var file: String
    @Option(help: member("sheet")) var sheet: String?
    @Option(help: member("map")) var map: [String] = []
    @Option(
        help: help(
            zh: "有错误时，把原表写到此 xlsx 文件，错误处标红并说明",
            en: "Where cells are wrong, write the sheet to this xlsx file with them marked"))
    var errors: String?
    @Flag(help: member("dry_run")) var dryRun = false

    /// Passes the file to the verb that reads it. Where cells are wrong, the sheet is handed back with its errors.
    /// - Parameters:
    ///   - name: of the sheet, as its feature declares it.
    ///   - choices: what is stated about the file.
    func read<Done>(
        as name: String, _ session: Session, _ choices: SheetChoices? = nil,
        by verb: (_ bytes: [UInt8]) async throws -> Done
    ) async throws -> Done {
        let given = try given(name, session, choices)
        do {
            return try await verb(given.bytes)
        } catch let error as AppError where !error.cells.isEmpty {
            throw try handBack(given, error)
        }
    }

    /// The file with what is known of its columns, and where its errors go.
    fileprivate struct Given {
        let bytes: [UInt8]
        let choices: SheetChoices
        let columns: [SheetColumn]
        let output: OutputFile?
    }

    fileprivate func given(_ name: String, _ session: Session, _ choices: SheetChoices?) throws -> Given {
        let output = try errors.map { try OutputFile($0, besides: [file], option: "errors") }
        return Given(
            bytes: try readInput(file), choices: choices ?? SheetChoices(sheet: sheet, map: map),
            columns: session.services.imports.sheetColumns(of: name), output: output)
    }

    /// Hands a sheet back with its errors, where a file was named for it.
    /// - Returns: the errors with the headings of the sheet.
    fileprivate func handBack(_ given: Given, _ error: AppError) throws -> AppError {
        let error = MarkedSheet.named(error, given.bytes, as: given.choices, given.columns)
        guard let errors, let output = given.output else { return error }
        let marked: [UInt8]
        do {
            marked = try MarkedSheet.write(
                given.bytes, as: given.choices, given.columns, error.cells, in: CommandLanguage.current)
        } catch let unwritten {
            // What is wrong with the cells comes first.
            Terminal.talk(unwritten.message.localized)
            return error
        }
        try output.write(Data(marked), isPersonal: true)
        Terminal.talk(Text(zh: "标出错误的表已写到 \(errors)。", en: "The sheet with its errors is in \(errors).").localized)
        return error
    }
}

/// A file to import, as every import takes it.
struct ImportFile: ParsableArguments {
    @OptionGroup var source: SheetFile
    @Option(help: member("fill")) var fill: [String] = []
    @Flag(help: member("leave_columns")) var leaveColumns = false
    @Flag(help: member("again")) var again = false
    @Flag(help: member("good_rows")) var goodRows = false
    @Option(help: member("leave_row")) var leaveRow: [Int] = []

    private var choices: SheetChoices {
        SheetChoices(
            sheet: source.sheet, map: source.map, fixed: fill, leavesColumns: leaveColumns, leftRows: leaveRow)
    }

    /// Passes the file to the verb that imports it, all of its rows or those that are right.
    func imported<Done: SheetOutcome>(
        as name: String, _ session: Session, by verb: (_ bytes: [UInt8], _ order: ImportOrder) async throws -> Done
    ) async throws -> Done {
        let given = try source.given(name, session, choices)
        let order = ImportOrder(choices, dryRun: source.dryRun, again: again, goodRows: goodRows)
        do {
            var (done, left) = try await order.taking { try await verb(given.bytes, $0) }
            if !left.isEmpty {
                done.leave(try source.handBack(given, .rejected(left)).cells.map(CellNote.init))
            }
            return done
        } catch let error as AppError where !error.cells.isEmpty {
            throw try source.handBack(given, error)
        }
    }
}
