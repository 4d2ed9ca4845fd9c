package import Kernel
package import Workbooks

/// A list that leaves as a file: its pages one after another, in the memory of one of them.
package final class TableFile {
    package enum Form: Sendable {
        /// - Parameter mark: begins with the byte order mark.
        case csv(mark: Bool)
        case workbook
    }

    private enum Content {
        case csv(TemporaryFile)
        case workbook(WorkbookStream)
    }

    private let form: Form
    private let headings: Table.Headings
    private let language: Language
    private var content: Content?

    private init(_ form: Form, _ headings: Table.Headings, _ language: Language) {
        (self.form, self.headings, self.language) = (form, headings, language)
    }

    /// Reads a list to its end.
    /// - Parameters:
    ///   - after: the key of the row before the first one.
    ///   - page: reads one page.
    /// - Throws: `sheet.rows` for more than a workbook holds; `sheet.unwritten` when there is no room for the file.
    package static func whole<Item: Tabular>(
        _ form: Form, _ headings: Table.Headings, in language: Language, after: String? = nil,
        page: (PageRequest) async throws -> Page<Item>
    ) async throws -> TemporaryFile {
        let file = TableFile(form, headings, language)
        var after = after
        repeat {
            try Wanted.check()
            let page = try await page(PageRequest(limit: PageRequest.maximumLimit, after: after))
            try file.add(Table(page.items))
            after = page.next
        } while after != nil
        return try file.close()
    }

    private func add(_ table: Table) throws(AppError) {
        switch content {
        case .csv(let file)?: try file.append(table.lines(headings, in: language).utf8)
        case .workbook(let stream)?: try stream.add(table.workbookSheet(headings, in: language).rows)
        case nil:
            switch form {
            case .csv(let mark):
                let file = try TemporaryFile()
                try file.append(table.csv(headings, in: language, mark: mark).utf8)
                content = .csv(file)
            case .workbook: content = .workbook(try WorkbookStream(table.workbookSheet(headings, in: language)))
            }
        }
    }

    private func close() throws(AppError) -> TemporaryFile {
        switch content {
        case .csv(let file)?: file
        case .workbook(let stream)?: try stream.close()
        case nil: try TemporaryFile()
        }
    }
}
