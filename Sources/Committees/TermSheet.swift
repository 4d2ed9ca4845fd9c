import Access
package import Civil
package import Kernel
import Organisations
import Postgres
import SQLFiles
import Sheets
package import Wire

/// The sheet of committees and their terms (换届) as offices keep it.
enum TermSheet {
    static let terms = ImportSheet(
        "terms", zh: "各届委员会的任期", en: "Terms of committees",
        columns: [
            SheetColumn(
                "organisation", "组织编码", "所属党支部编码", "code", zh: "党组织编码，没有编码时填写名称",
                en: "Code of the organisation; its name where there is no code", example: "610116001001"),
            SheetColumn(
                "organisation_name", "所在党支部", "党组织", zh: "党组织名称，在范围内唯一时可代替编码",
                en: "Name of the organisation; in place of the code where it is unique within scope", example: ""),
            SheetColumn(
                "name", "届次", "支部委员会名称", "委员会名称", zh: "届次", en: "What the committee is called", example: "第五届委员会"),
            SheetColumn(
                "since", "任命时间", "当选日期", "本届当选时间", "本届任职时间", "当选", required: true, zh: "当选日期，可只到月",
                en: "Day of the election; a month will do", example: "2021-06-15"),
            SheetColumn(
                "due", "应换届时间", "应换届", "任期届满时间", "应换届日期", zh: "应换届日期，可只到月；不填时按任期规则推算",
                en: "Day of the next election; a month will do; by default as the rules say", example: "2024-06-15"),
            SheetColumn(
                "ended", "实际换届时间", "实际换届日期", zh: "这一届实际结束的日期，可只到月",
                en: "The day on which this committee ended; a month will do", example: ""),
            SheetColumn("document", "文号", "批复文号", zh: "批复的文号", en: "Number of the document", example: "长组发〔2021〕6号"),
        ])
}

/// One row of the sheet.
private struct TermEntry {
    let row: Sheet.Row
    let called: String
    let name: String?
    let since: Day
    let due: Day?
    let ended: Day?
    let document: String?
}

extension TermService {
    /// Imports terms, past and present, all or nothing. One that is on file already changes nothing; one that differs
    /// from it is named.
    package func importTerms(
        _ bytes: [UInt8], _ order: ImportOrder, on today: Day, caller: Caller
    ) async throws -> ImportOutcome {
        let caller = try caller.with(.writeRegistry)
        let sheet = try Sheet(bytes, columns: TermSheet.terms.columns, as: order.choices)
        var reader = CellReader()
        let (entries, notes) = Self.entries(sheet, on: today, &reader)
        let words = Array(Set(entries.map(\.called))).sorted()
        let rows = try await database.read(
            caller, .organisationsCalled(low: caller.scope.low, high: caller.scope.high, words: words))
        let known = Dictionary(
            grouping: try rows.map { (word: try $0["word"] as String, organisation: try ElectingOrganisation($0)) },
            by: \.word
        ).mapValues { $0.map(\.organisation) }
        var terms: [(entry: TermEntry, organisation: ElectingOrganisation, due: Day)] = []
        for entry in entries {
            let found = (known[entry.called] ?? []).filter { caller.covers($0.path) }
            guard let organisation = found.first, found.count == 1 else {
                reader.fail(
                    entry.row, entry.row["organisation"].isEmpty ? "organisation_name" : "organisation",
                    found.isEmpty
                        ? Text(zh: "没有这个党组织，或不在您的范围内", en: "no such organisation in your scope")
                        : Text(
                            zh: "有 \(found.count) 个同名的党组织，请填编码",
                            en: "\(found.count) organisations of that name; give the code"))
                continue
            }
            do throws(AppError) {
                let due = try due(of: organisation, since: entry.since, given: entry.due)
                terms.append((entry, organisation, due))
            } catch {
                reader.fail(entry.row, "since", error.message)
            }
        }
        Self.refuseOverlaps(terms.map { ($0.entry, $0.organisation) }, &reader)
        try reader.finish()
        let (checked, dryRun) = (terms, order.dryRun ?? false)
        return try await database.importing(caller, "terms", bytes, order) { transaction in
            let filed = try await transaction.query(
                .knownTerms(organisations: checked.map(\.organisation.id), since: checked.map(\.entry.since)))
            let file = Dictionary(
                try filed.map { row in
                    (
                        FiledTerm(organisation: try row["organisation_id"], since: try row["since"]),
                        (
                            due: try row["due"] as Day, ended: try row["ended"] as Day?,
                            name: try row["name"] as String?, document: try row["document"] as String?
                        )
                    )
                }, uniquingKeysWith: { first, _ in first })
            var new: [(entry: TermEntry, organisation: ElectingOrganisation, due: Day)] = []
            var problems: [CellError] = []
            for term in checked {
                let key = FiledTerm(organisation: term.organisation.id, since: term.entry.since)
                guard let there = file[key] else {
                    new.append(term)
                    continue
                }
                if term.entry.due != nil, there.due != term.due {
                    problems.append(.differs(term.entry.row, "due", there.due.description))
                }
                if let ended = term.entry.ended, there.ended != ended {
                    problems.append(.differs(term.entry.row, "ended", there.ended?.description ?? "-"))
                }
                if let name = term.entry.name, there.name != name {
                    problems.append(.differs(term.entry.row, "name", there.name ?? "-"))
                }
                if let document = term.entry.document, there.document != document {
                    problems.append(.differs(term.entry.row, "document", there.document ?? "-"))
                }
            }
            guard problems.isEmpty else { throw AppError.rejected(problems) }
            if !new.isEmpty {
                let auditEvent = try await transaction.record(
                    "term.import", "organisation", after: JSONText(encoding: ["rows": new.count]))
                _ = try await transaction.query(
                    .insertTerms(
                        ids: new.map { _ in Identifier<TermSubject>.new() }, organisations: new.map(\.organisation.id),
                        paths: new.map(\.organisation.path), names: NullableArray(new.map(\.entry.name)),
                        since: new.map(\.entry.since), due: new.map(\.due),
                        ended: NullableArray(new.map(\.entry.ended)),
                        documents: NullableArray(new.map(\.entry.document)), auditEvent: auditEvent))
            }
            return ImportOutcome(
                rows: checked.count, added: new.count, unchanged: checked.count - new.count, dryRun: dryRun,
                passedOver: sheet.passed, notes: notes)
        }
    }

    private static func entries(
        _ sheet: Sheet, on today: Day, _ reader: inout CellReader
    ) -> ([TermEntry], [CellError]) {
        var (entries, notes): ([TermEntry], [CellError]) = ([], [])
        for row in sheet.rows where !reader.isFull {
            let called = row["organisation"].isEmpty ? row["organisation_name"] : row["organisation"]
            if called.isEmpty {
                reader.fail(
                    row, "organisation",
                    Text(zh: "党组织的编码或名称不能为空", en: "give the code or the name of the organisation"))
            }
            // An election and the end of a term have happened; the next election is still to come.
            let since = reader.dayOrMonth(row, "since", isLast: false, &notes).flatMap {
                reader.past($0, row, "since", today: today)
            }
            let due = row["due"].isEmpty ? nil : reader.dayOrMonth(row, "due", isLast: true, &notes)
            let ended = reader.dayOrMonth(row, "ended", isLast: false, &notes).flatMap {
                reader.past($0, row, "ended", today: today)
            }
            if row["since"].isEmpty { reader.fail(row, "since", Text(zh: "不能为空", en: "must not be empty")) }
            guard let since, !called.isEmpty else { continue }
            if let ended, ended <= since {
                reader.fail(row, "ended", Text(zh: "不晚于当选日期", en: "is not later than the election"))
            }
            entries.append(
                TermEntry(
                    row: row, called: called, name: reader.optionalText(row, "name"), since: since, due: due,
                    ended: ended,
                    document: reader.optionalText(row, "document")))
        }
        return (entries, notes)
    }

    /// Two committees of one organisation do not serve at once.
    private static func refuseOverlaps(
        _ terms: [(entry: TermEntry, organisation: ElectingOrganisation)], _ reader: inout CellReader
    ) {
        for own in Dictionary(grouping: terms, by: \.organisation.id).values where own.count > 1 {
            let sorted = own.sorted { ($0.entry.since, $0.entry.row.line) < ($1.entry.since, $1.entry.row.line) }
            for (first, second) in zip(sorted, sorted.dropFirst()) {
                if first.entry.since == second.entry.since {
                    reader.fail(
                        second.entry.row, "since",
                        Text(zh: "与第 \(first.entry.row.line) 行是同一届", en: "is the term of row \(first.entry.row.line)"))
                } else if let ended = first.entry.ended, ended > second.entry.since {
                    reader.fail(
                        first.entry.row, "ended",
                        Text(
                            zh: "下一届 \(second.entry.since) 已当选（第 \(second.entry.row.line) 行）",
                            en:
                                "the next committee was elected on \(second.entry.since) "
                                + "(row \(second.entry.row.line))"))
                }
            }
        }
    }
}

/// What tells a term on file.
private struct FiledTerm: Hashable {
    let organisation: Identifier<Organisation>
    let since: Day
}

extension ElectingOrganisation {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row["id"], path: try row["path"], name: try row["name"], kind: try row.choice("kind"),
            level: try row.choice("level"), field: try row.choice("field"), since: try row["since"],
            until: try row["until"])
    }
}

extension CellError {
    fileprivate static func differs(_ row: Sheet.Row, _ column: String, _ filed: String) -> CellError {
        CellError(
            row: row.line, column: row.heading(column),
            reason: Text(
                zh: "登记的是 \(filed)；登记有误的用 term withdraw 撤回后重新登记，经批准延期的用 term extend",
                en: "on file is \(filed); withdraw a wrong term with term withdraw; an approved delay is a term extend")
        )
    }
}

extension CellReader {
    /// A day, or a month as its first or last day with a note.
    fileprivate mutating func dayOrMonth(
        _ row: Sheet.Row, _ key: String, isLast: Bool, _ notes: inout [CellError]
    ) -> Day? {
        guard !row[key].isEmpty else { return nil }
        do throws(Day.Defect) {
            return try Day.read(row[key])
        } catch {
            guard case .month(let month) = error else { return day(row, key) }
            let day = isLast ? month.first.adding(months: 1).adding(days: -1) : month.first
            notes.append(
                CellError(
                    row: row.line, column: row.heading(key),
                    reason: Text(zh: "只有月份，按 \(day) 登记", en: "is a month: taken as \(day)")))
            return day
        }
    }
}
