import Crypto
import Foundation
package import Kernel
import Postgres
import SQLFiles
package import Wire

/// Imports are keyed acts: the same file, imported for the same part of the tree on the same day, is one import. Two
/// at once are done once, and a repetition says so.
extension ScopedDatabase {
    /// A transaction that imports a file.
    /// - Parameter kind: what is imported, and into what, such as `marks` of a class.
    /// - Throws: `import.repeated` unless the order asks for a repetition.
    package func importing<Counted: ImportCounted>(
        _ caller: Caller, _ kind: String, _ bytes: [UInt8], _ order: ImportOrder,
        _ body: (ScopedTransaction) async throws -> Counted
    ) async throws -> Counted {
        try await importing(caller, kind, bytes, order, counted: { ($0.rows, $0.added, $0.changed) }, body)
    }

    /// The same for sheets that say in words of their own what became of them.
    /// - Parameters:
    ///   - rows: of the sheet.
    ///   - body: returns how many of them were new.
    package func importing(
        _ caller: Caller, _ kind: String, _ bytes: [UInt8], _ order: ImportOrder, rows: Int,
        _ body: (ScopedTransaction) async throws -> Int
    ) async throws -> Int {
        try await importing(caller, kind, bytes, order, counted: { (rows, $0, 0) }, body)
    }

    private func importing<Value: Sendable>(
        _ caller: Caller, _ kind: String, _ bytes: [UInt8], _ order: ImportOrder,
        counted: (Value) -> (rows: Int, added: Int, changed: Int),
        _ body: (ScopedTransaction) async throws -> Value
    ) async throws -> Value {
        let dryRun = order.dryRun ?? false
        return try await write(caller, dryRun: dryRun) { transaction in
            // Each sheet of a workbook is an import of its own.
            let part = order.sheet.map { "\(kind) \($0.prefix(40))" } ?? kind
            if dryRun { return try await body(transaction) }
            let run = try await transaction.begin(part, bytes, again: order.again ?? false)
            let value = try await body(transaction)
            try await transaction.keep(run, counted(value))
            try await transaction.refreshStatistics(afterRows: bytes.count / ScopedTransaction.rowBytes)
            return value
        }
    }
}

extension ScopedTransaction {
    /// Bytes of a short row of a sheet.
    static let rowBytes = 60
    /// Rows that change what the server knows of a table.
    private static let manyRows = 5000

    /// Has the server look at the tables again after many rows were written: until it does by itself, a minute later,
    /// it plans lists of the whole province for tables that were empty.
    package func refreshStatistics(afterRows count: Int) async throws {
        if count >= Self.manyRows { _ = try await query(.refreshStatistics) }
    }

    fileprivate struct Run {
        let path: String
        let kind: String
        let hash: Bytes
        let auditEvent: UUID
    }

    fileprivate func begin(_ kind: String, _ bytes: [UInt8], again: Bool) async throws -> Run {
        let path = caller.scope.place
        let hash = Bytes(SHA256.hash(data: Data(bytes)))
        try await lock(.imports, ["\(path) \(kind) \(hash.hex)"])
        let last = try await query(.importRuns(path: path, kind: kind, fileHash: hash)).single
        if let last, !again, try !last["undone"] { throw AppError.importRepeated(at: try last["at"]) }
        let number: Int = try last?["number"] ?? 0
        let auditEvent = try await record(
            "import.begin", "import", after: JSONText(encoding: ["kind": kind, "file": hash.hex]))
        _ = try await query(
            .insertImportRun(path: path, kind: kind, fileHash: hash, number: number + 1, auditEvent: auditEvent))
        return Run(path: path, kind: kind, hash: hash, auditEvent: auditEvent)
    }

    /// Keeps which facts the import brought, so that they can be taken back together.
    fileprivate func keep(_ run: Run, _ counts: (rows: Int, added: Int, changed: Int)) async throws {
        _ = try await query(
            .keepImportedSheet(
                id: Identifier<ImportedSheet>.new(), path: run.path, kind: run.kind, fileHash: run.hash,
                rows: counts.rows, added: counts.added, changed: counts.changed, auditEvent: run.auditEvent))
    }
}

extension AppError {
    static func importRepeated(at date: Date) -> AppError {
        AppError(
            .conflict, "import.repeated",
            Text(
                zh: "这个文件今天已导入过（\(Instant.text(date))），什么也没有改变。",
                en: "This file was imported today already (\(Instant.text(date))); nothing was changed."),
            hint: Text(
                zh: "确要再导入一次，请加 --again（接口：again=true）。",
                en: "To import it once more, add --again (in the API: again=true)."))
    }
}
