import Access
package import Civil
import Foundation
package import Kernel
import Postgres
import SQLFiles
import Sheets
package import Wire

/// How a list of administrative divisions is imported.
package struct DivisionOrder: Codable, Described, Sendable {
    package var since: Day
    package var dryRun: Bool?
    package var again: Bool?
    package var sheet: String?
    package var map: [String]?
    package var fill: [String]?
    package var leaveColumns: Bool?
    package var leaveRow: [Int]?
    package var goodRows: Bool?

    package init(since: Day, dryRun: Bool? = nil, again: Bool? = nil, sheet: String? = nil) {
        self.since = since
        self.dryRun = dryRun
        self.again = again
        self.sheet = sheet
    }

    package init(since: Day, _ order: ImportOrder) {
        self.init(since: since, dryRun: order.dryRun, again: order.again, sheet: order.sheet)
        (map, fill, leaveColumns) = (order.map, order.fill, order.leaveColumns)
        (leaveRow, goodRows) = (order.leaveRow, order.goodRows)
    }

    package static let memberLimits = SheetChoices.memberLimits

    package static let memberTexts = [
        "since": Text(zh: "各党组织的成立日期", en: "Founding day of the organisations")
    ]
}

extension DivisionOrder: RowsOrder {
    package var takesGoodRows: Bool { goodRows ?? false }

    /// What was stated about the file.
    fileprivate var choices: SheetChoices {
        SheetChoices(sheet: sheet, map: map, fixed: fill, leavesColumns: leaveColumns, leftRows: leaveRow)
    }
}

extension OrganisationService {
    /// Imports organisations, all or nothing. Rows that the registry has as they are change nothing.
    package func importOrganisations(
        _ bytes: [UInt8], _ order: ImportOrder = ImportOrder(), on today: Day, caller: Caller
    ) async throws -> ImportOutcome {
        try await insert("organisations", bytes, order, caller) {
            try OrganisationSheet.entries(bytes, as: order.choices, on: today)
        }
    }

    /// Imports administrative divisions, each of which becomes an organisation, all or nothing.
    package func importDivisions(
        _ bytes: [UInt8], _ order: DivisionOrder, on today: Day, caller: Caller
    ) async throws -> ImportOutcome {
        try Plausible.past(order.since, "since", today: today)
        let how = ImportOrder(order.choices, dryRun: order.dryRun, again: order.again)
        return try await insert("divisions", bytes, how, caller) {
            try OrganisationSheet.entries(divisions: bytes, order.choices, mapping: divisions, since: order.since)
        }
    }

    private func insert(
        _ source: String, _ bytes: [UInt8], _ order: ImportOrder, _ caller: Caller,
        _ read: () throws -> OrganisationSheet.Read
    ) async throws -> ImportOutcome {
        let caller = try caller.with(.writeRegistry)
        let ((entries, passed, wrong), dryRun) = (try read(), order.dryRun ?? false)
        return try await database.importing(caller, source, bytes, order) { transaction in
            try await transaction.lock(.organisations, Set(entries.map(\.code)).union(entries.compactMap(\.parentCode)))
            var work = OrganisationImport(transaction: transaction)
            let (added, unchanged) = try await work.apply(entries, wrong, source: source)
            return ImportOutcome(
                rows: entries.count, added: added, unchanged: unchanged, dryRun: dryRun, passedOver: passed)
        }
    }
}

/// Places the rows of a sheet in the tree and inserts those that are new: all or nothing.
struct OrganisationImport {
    let transaction: ScopedTransaction
    private var reader = CellReader()

    init(transaction: ScopedTransaction) { self.transaction = transaction }

    private struct Place {
        let id: UUID
        let path: String
        let level: Level
        var until: Day?
    }

    /// - Parameter wrong: cells of other rows that could not be read; they are reported with those that do not fit.
    mutating func apply(
        _ entries: [OrganisationEntry], _ wrong: [CellError] = [], source: String
    ) async throws -> (added: Int, unchanged: Int) {
        let known = try await existing(entries)
        var places: [String: Place] = known.mapValues {
            Place(id: $0.id.value, path: $0.path, level: $0.level, until: $0.until)
        }
        var byCode: [String: OrganisationEntry] = [:]
        for entry in entries {
            if let first = byCode.updateValue(entry, forKey: entry.code) {
                reader.fail(
                    line: entry.line, "code",
                    Text(zh: "编码与第 \(first.line) 行重复", en: "row \(first.line) has the same code"))
            }
            if let now = known[entry.code] { compare(entry, now, isFounding: source == "organisations") }
        }
        // A row that could not be read may be the parent of another.
        guard wrong.isEmpty else { throw AppError.rejected(wrong + reader.errors) }
        var rows = CopyText(reserving: entries.count * 200)
        var added = 0
        for entry in entries {
            try Wanted.check(every: 256, entry.line)
            place(entry, byCode, &places, [], &rows, &added)
        }
        try reader.finish()
        guard added > 0 else { return (0, entries.count) }
        try await transaction.stage(.stageOrganisations, table: "staged_organisation", rows: rows)
        let auditEvent = try await transaction.record(
            "organisation.import", "organisation",
            after: JSONText(encoding: ["added": String(added), "source": source]))
        _ = try await transaction.pipeline([
            .insertStagedOrganisations(auditEvent: auditEvent), .insertStagedVersions(auditEvent: auditEvent),
            .insertStagedPlaces, .insertStagedUnits(auditEvent: auditEvent),
        ])
        return (added, entries.count - added)
    }

    private func existing(_ entries: [OrganisationEntry]) async throws -> [String: Organisation] {
        let codes = Set(entries.map(\.code)).union(entries.compactMap(\.parentCode)).sorted()
        let rows = try await transaction.query(.organisationsByCodes(codes: codes))
        var known: [String: Organisation] = [:]
        for row in rows {
            let path: String = try row["path"]
            let organisation = Organisation(
                id: try row["id"], code: try row["code"], path: path, parentId: nil,
                parentCode: Organisation.parentCode(of: path), level: try row.choice("level"),
                kind: try row.choice("kind"), field: try row.choice("field"), name: try row["name"],
                since: try row["since"], until: try row["until"], version: 0)
            known[organisation.code] = organisation
        }
        return known
    }

    /// - Parameter isFounding: whether the sheet says of each row when it was founded.
    private mutating func compare(_ entry: OrganisationEntry, _ now: Organisation, isFounding: Bool) {
        func differs(_ column: String, _ old: Text, by verb: String = "change") {
            reader.fail(
                line: entry.line, column,
                Text(
                    zh: "已登记的是「\(old.chinese)」；变更请用 organisation \(verb)",
                    en: "the registry has “\(old.english)”; use organisation \(verb) for a change"))
        }
        if entry.name != now.name { differs("name", .verbatim(now.name)) }
        if entry.kind != now.kind { differs("kind", now.kind.text) }
        if entry.level != now.level { differs("level", now.level.text) }
        if entry.field != now.field { differs("field", now.field?.text ?? .verbatim("")) }
        if entry.parentCode != now.parentCode { differs("parent_code", .verbatim(now.parentCode ?? "")) }
        if isFounding, entry.since != now.since {
            differs("since", .verbatim(now.since.description), by: "correct")
        }
    }

    /// Places the ancestors first; a chain that comes back to itself is an error.
    private mutating func place(
        _ entry: OrganisationEntry, _ byCode: [String: OrganisationEntry], _ places: inout [String: Place],
        _ below: [String], _ rows: inout CopyText, _ added: inout Int
    ) {
        guard places[entry.code] == nil else { return }
        guard !below.contains(entry.code), below.count < 12 else {
            reader.fail(
                line: entry.line, "parent_code",
                Text(zh: "上级关系成环或超过12级", en: "the parents form a ring or are more than 12 levels deep"))
            return
        }
        var parentPath = ""
        var parentID: UUID?
        if let code = entry.parentCode {
            if places[code] == nil, let parent = byCode[code] {
                place(parent, byCode, &places, below + [entry.code], &rows, &added)
            }
            guard let parent = places[code] else {
                reader.fail(line: entry.line, "parent_code", Text(zh: "找不到上级「\(code)」", en: "no parent “\(code)”"))
                return
            }
            if let until = parent.until {
                reader.fail(
                    line: entry.line, "parent_code",
                    Text(zh: "上级「\(code)」已于 \(until) 撤销", en: "the parent “\(code)” was dissolved on \(until)"))
            }
            if parent.level < entry.level {
                reader.fail(line: entry.line, "level", Text(zh: "层级高于上级", en: "the level is above the parent's"))
            }
            (parentPath, parentID) = (parent.path, parent.id)
        }
        let id = Identifier<Organisation>.new().value
        let path = parentPath + entry.code + "."
        places[entry.code] = Place(id: id, path: path, level: entry.level)
        added += 1
        rows.value(entry.line)
        rows.value(id)
        rows.value(path)
        rows.value(entry.code)
        rows.value(parentID)
        rows.value(entry.level.rawValue)
        rows.value(entry.kind.rawValue)
        rows.value(entry.field?.rawValue)
        rows.value(entry.name)
        rows.value(entry.since)
        rows.value(entry.unitKind)
        rows.value(entry.unitName)
        rows.value(entry.unitKind == nil ? nil : Identifier<Organisation>.new().value)
        rows.endRow()
    }
}
