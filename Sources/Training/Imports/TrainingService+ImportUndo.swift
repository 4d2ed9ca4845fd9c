package import Access
import Civil
import Foundation
package import Kernel
import Members
import Organisations
import Postgres
import SQLFiles
import Wire

/// Imports as they were made, and their undo: every fact that one brought is taken back in one act, or none.
extension TrainingService {
    /// Entries that a refusal names.
    private static let named = 10

    /// Imports for a part of the tree, the last of each place first.
    package func importedSheets(_ query: ImportedSheetQuery, _ page: PageRequest, caller: Caller) async throws
        -> Page<ImportedSheet>
    {
        let caller = try caller.with(.readRegistry)
        let scope = try await organisations.scope(query.scope, caller: caller)
        let (path, id) =
            page.after == nil ? (scope.high, PathKey.first) : try PathKey.read(page.after, within: scope)
        let sheets = try await database.readPage(
            caller,
            .importedSheets(low: scope.low, high: scope.high, afterPath: path, afterID: id, limit: page.limit + 1),
            as: ImportedSheet.self)
        return Page(sheets, limit: page.limit) { PathKey.write($0.path, $0.id) }
    }

    /// Takes an import back: what it brought leaves the register and is kept as it was.
    /// - Throws: `import.undone` the second time, `import.kind` for what cannot be undone as one act, `import.rests`
    ///   with names and reasons where something later rests on it.
    package func undoImport(
        _ id: Identifier<ImportedSheet>, _ order: ImportUndoOrder, caller: Caller
    ) async throws -> ImportUndone {
        let caller = try caller.with(anyOf: .writeRegistry, .writeTraining)
        try Plausible.words(order.reason, "reason")
        let dryRun = order.dryRun ?? false
        return try await database.write(caller, dryRun: dryRun) { transaction in
            // What was done with it is read once nobody else can change it.
            _ = try await transaction.query(.lockImportedSheet(id: id))
            guard let row = try await transaction.query(.importedSheet(id: id)).single else {
                throw AppError.notFound(Self.importWord, id.description)
            }
            let sheet = try row.value(ImportedSheet.self)
            guard let kind = UndoableImport(kind: sheet.kind) else { throw AppError.importKind(sheet.kind) }
            _ = try caller.with(kind.permission)
            guard sheet.undoneOn == nil else { throw AppError.importUndone(sheet) }
            try await refuseWhatRests(on: id, transaction)
            let auditEvent = try await transaction.record(
                "import.undo", "import", subject: id.value, path: sheet.path,
                after: JSONText(encoding: ["kind": sheet.kind, "reason": order.reason]))
            let withdrawn = try await transaction.query(
                .withdrawImport(id: id, reason: order.reason, auditEvent: auditEvent))
            let people: [Identifier<Person>] = try await transaction.query(.withdrawnFrom(id: id)).map {
                try $0["person_id"]
            }
            _ = try await DutyRefresh(transaction: transaction, rules: rules).people(people)
            return ImportUndone(
                id: id, kind: sheet.kind,
                facts: try withdrawn.map {
                    let relation: String = try $0["relation"]
                    return ImportUndone.Facts(
                        relation: relation, name: .imported(relation), count: try $0["facts"])
                }, dryRun: dryRun)
        }
    }

    private func refuseWhatRests(
        on id: Identifier<ImportedSheet>, _ transaction: ScopedTransaction
    ) async throws {
        let hindrances = try await transaction.query(.importHindrances(id: id))
        guard !hindrances.isEmpty else { return }
        let named = try hindrances.prefix(Self.named).map { row in
            let (relation, day): (String, Day?) = (try row["relation"], try row["day"])
            let what = Text.imported(relation)
            let when = day.map { " \($0)" } ?? ""
            return (
                subject: try row["subject"] as String,
                what: Text(zh: what.chinese + when, en: what.english + when)
            )
        }
        throw AppError.importRests(named, total: hindrances.count)
    }

    static let importWord = Text(zh: "导入记录", en: "import")
}
