import Composition
import HTTPTypes
import Kernel
import Wire
import Workbooks

/// The routes that say what an import expects.
enum ImportRoutes {
    static let all: [Endpoint] = [
        .get("/v1/imports", "Sheets that can be imported, with their columns") { $0.services.imports.lines },
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
