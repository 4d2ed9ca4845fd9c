import Access
package import Civil
package import Kernel
import Schemes
import Sheets
package import Wire

/// Claims of a table.
extension PointsService {
    /// Imports claims, all or nothing; errors name the rows.
    package func importClaims(
        _ bytes: [UInt8], _ order: ImportOrder = ImportOrder(), scheme key: String, on today: Day, caller: Caller
    ) async throws -> ClaimsImported {
        let caller = try caller.with(.claimPoints)
        let dryRun = order.dryRun ?? false
        let (scheme, _) = try await sheetScheme(key, on: today, caller: caller)
        let sheet = try Sheet(bytes, columns: SheetLayout.columns("claims", of: scheme), as: order.choices)
        let requests = try await requests(sheet, scheme, key, caller: caller)
        let schemes = try await catalogue.schemes(key)
        let made = try await database.importing(caller, "claims \(key)", bytes, order, rows: requests.count) {
            transaction in
            var cells: [CellError] = []
            var made: [ClaimOutcome] = []
            for (line, request) in requests {
                do {
                    made.append(try await self.claim(request, schemes, on: today, transaction))
                } catch let error as AppError where error.concernsOne {
                    let column = error.kind == .notFound ? "subject" : "item"
                    cells.append(CellError(row: line, column: column, reason: error.cellText))
                }
            }
            guard cells.isEmpty else { throw AppError.rejected(cells) }
            return made.count(where: \.isNew)
        }
        return ClaimsImported(
            count: dryRun ? requests.count : made, dryRun: dryRun, rest: SheetRest(sheet.passed))
    }

    /// What the rows claim.
    /// - Throws: `import.rejected` with every cell that cannot be read.
    private func requests(_ sheet: Sheet, _ scheme: Scheme, _ key: String, caller: Caller) async throws -> [(
        line: Int, request: ClaimRequest
    )] {
        var reader = CellReader()
        let names = try await named(sheet.rows.map { $0["subject"] }, scheme.subject, caller: caller)
        var requests: [(line: Int, request: ClaimRequest)] = []
        for row in sheet.rows {
            try Wanted.check(every: 256, row.line)
            let day = reader.day(row, "on")
            let item = reader.text(row, "item")
            let (points, quantity) = (reader.amount(row, "points"), reader.amount(row, "quantity"))
            let (level, marks) = (reader.optionalText(row, "level"), reader.marks(row, "marks"))
            let follows = reader.number(row, "follows")
            let isContinuing = (reader.yesOrNo(row, "continuing") ?? false)
            guard let subject = names.found[row["subject"]] else {
                reader.fail(row, "subject", names.reason(row["subject"], scheme.subject))
                continue
            }
            guard let item else { continue }
            let seen: Observation
            do {
                seen = try Observation(points: points, quantity: quantity, level: level, marks: marks)
                if let rule = scheme.item(item) {
                    _ = try Arithmetic(rule).value(seen)
                } else if scheme.local == nil {
                    // A village may have an item of its own, which is looked up with its subject.
                    reader.fail(row, "item", Text(zh: "办法没有这个项目", en: "the scheme has no such item"))
                }
            } catch {
                reader.fail(row, "item", error.cellText)
                continue
            }
            guard let day else { continue }
            let content = ClaimContent(
                seen: seen, evidence: reader.optionalText(row, "evidence"), note: reader.optionalText(row, "note"),
                act: reader.optionalText(row, "act"), follows: follows, isContinuing: isContinuing,
                cause: reader.optionalText(row, "cause"))
            requests.append(
                (
                    row.line,
                    ClaimRequest(
                        subject: subject, scheme: key, item: item, happened: day, content: content, claimant: .import,
                        key: reader.optionalText(row, "key") ?? Self.key(row, item, day))
                ))
        }
        try reader.finish()
        return requests
    }

    /// The key of a row that has none: what it says, so that a table can be taken again.
    private static func key(_ row: Sheet.Row, _ item: String, _ day: Day) -> String {
        let old = "\(item):\(day):\(row["act"]):\(row["points"]):\(row["quantity"]):\(row["level"])"
        let more = ["follows", "cause", "marks"].map { row[$0] }
        return more.allSatisfy(\.isEmpty) ? old : old + ":" + more.joined(separator: ":")
    }
}
