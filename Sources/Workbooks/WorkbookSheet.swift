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
        /// Its number at the left edge; by default the next one.
        package let number: Int?

        package init(_ cells: [String], marked: Set<Int> = [], number: Int? = nil) {
            (self.cells, self.marked, self.number) = (cells, marked, number)
        }
    }

    package var name: String
    /// The first row, across all columns.
    package var title: String?
    /// Rows above the headings, in place of a title.
    package var above: [Row] = []
    /// The number of the row of headings where it is not the next one.
    package var headingRow: Int?
    package var columns: [Column]
    package var rows: [Row]

    package init(_ name: String, title: String? = nil, columns: [Column], rows: [Row] = []) {
        (self.name, self.title, self.columns, self.rows) = (name, title, columns, rows)
    }
}
