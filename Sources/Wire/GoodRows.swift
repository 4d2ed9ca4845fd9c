/// The import of those rows of a sheet that are right, where somebody chose it: the others are left out and named.
package import Kernel
import Sheets

/// How a sheet is imported, with rows that are left out.
package protocol RowsOrder: Sendable {
    /// Numbers of rows, as the file counts them.
    var leaveRow: [Int]? { get set }
    /// Whether the rows that are wrong are left out; by default they refuse the whole sheet.
    var takesGoodRows: Bool { get }
}

/// What became of a sheet of which rows may have been left out.
package protocol SheetOutcome: Outcome {
    mutating func leave(_ cells: [CellNote])
}

extension RowsOrder {
    /// Imports a sheet, and again without the rows that are wrong as long as some are: a row may rest on one that was
    /// left out. Each try is an import of its own, whole or not at all, so what is kept is the last one.
    /// - Returns: what was done, and what is wrong with the rows that were left out.
    /// - Throws: what the import throws; `import.rejected` when no row is left, or when rows still turn out to be wrong
    ///   after many tries.
    package func taking<Done>(
        by verb: (Self) async throws -> Done
    ) async throws -> (done: Done, left: [CellError]) {
        guard takesGoodRows else { return (try await verb(self), []) }
        var (order, left) = (self, [CellError]())
        for _ in 0..<GoodRows.tries {
            do {
                return (try await verb(order), left)
            } catch let error as AppError {
                let known = Set(order.leaveRow ?? [])
                let rows = Set(error.cells.map(\.row)).subtracting(known)
                guard !rows.isEmpty else { throw left.isEmpty || !error.leavesNoRow ? error : .rejected(left) }
                left += error.cells
                order.leaveRow = known.union(rows).sorted()
            }
        }
        throw AppError.rejected(left)
    }
}

private enum GoodRows {
    /// Times that a sheet is read. What rows rest on is at most as deep as the tree of organisations.
    static let tries = 12
}

extension AppError {
    fileprivate var leavesNoRow: Bool { code == AppError.noRowLeft.code }
}
