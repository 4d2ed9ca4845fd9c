/// A sheet that is written: its columns, and rows of texts below them.
package struct WorkbookSheet: Sendable {
    package enum Kind: Sendable {
        case text, number, day
    }

    package struct Column: Sendable {
        package var heading: String
        package var kind = Kind.text
        /// In characters of half width.
        package var width = 12
        /// Shown where the pointer rests on the heading.
        package var note: String?
        package var isRequired = false
        /// What a cell may hold, offered as a list.
        package var choices: [String] = []

        package init(_ heading: String) { self.heading = heading }
    }

    package struct Row: Sendable {
        package let cells: [String]
        /// Places of cells that are coloured.
        package let marked: Set<Int>

        package init(_ cells: [String], marked: Set<Int> = []) { (self.cells, self.marked) = (cells, marked) }
    }

    package var name: String
    /// The first row, across all columns.
    package var title: String?
    package var columns: [Column]
    package var rows: [Row]

    package init(_ name: String, title: String? = nil, columns: [Column], rows: [Row] = []) {
        (self.name, self.title, self.columns, self.rows) = (name, title, columns, rows)
    }
}
