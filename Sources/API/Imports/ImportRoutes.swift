import Composition
import Kernel
import Wire

/// The routes that say what an import expects.
enum ImportRoutes {
    static let all: [Endpoint] = [
        .get("/v1/imports", "Sheets that can be imported, with their columns") { _ in Features.imports.lines },
        .get("/v1/imports/{name}/columns", "Columns of a sheet: headings, meaning, example and accepted words") {
            request in try Features.imports.columns(of: request.path("name"))
        },
    ]
}
