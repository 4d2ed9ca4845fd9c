import Access
import Composition
import HTTPTypes
import Kernel
import Training
import Wire
import Workbooks

/// The routes that say what an import expects, list the imports made and take one back.
enum ImportRoutes {
    static let all: [Endpoint] = [
        .get("/v1/imports", "Sheets that can be imported, with their columns") { $0.services.imports.lines },
        .list(
            "/v1/imports/runs", "Imports as they were made: who, when, which sheet, how many rows",
            ImportedSheetQuery.self
        ) { request, query, page in
            try await request.services.training.importedSheets(query, page, caller: request.caller)
        },
        .write(
            .post, "/v1/imports/runs/{import}/undo", "Take back everything that an import brought",
            takes: ImportUndoOrder.self
        ) { request, order in
            try await request.services.training.undoImport(
                request.identifier("import"), order, caller: request.caller)
        },
        .get("/v1/imports/{name}/columns", "Columns of a sheet: headings, meaning, example and accepted words") {
            request in try request.services.imports.columns(of: request.path("name"))
        },
        Endpoint(
            method: .get, path: "/v1/imports/{name}/template",
            summary: "An empty workbook for a sheet: headings, notes and lists to choose from", answer: .workbook,
            isLong: true
        ) { request in
            let name = try request.path("name")
            return .file(
                type: WorkbookWriter.mediaType, try request.services.imports.template(of: name, in: request.language))
        },
    ]
}
