import Access
import Civil
import Foundation
import Kernel
import Postgres
import SQLFiles
import Sheets

/// Imports sheets of people and of tenures: staged by COPY, matched, checked, then inserted set by set.
struct PeopleImport {
    let transaction: ScopedTransaction
    let vault: IdentityVault

    /// - Parameters:
    ///   - wrong: cells of other rows that could not be read; they are reported with those that do not fit.
    ///   - began: `registered`, or `transferred` of people who come from elsewhere.
    /// - Returns: rows that made a membership, those of people who got a post or an attribute only, the tenures
    ///   written, and rows that resemble somebody.
    func people(
        _ read: [PersonEntry], _ wrong: [CellError] = [], began: String = "registered",
        as action: String = "people.import"
    ) async throws -> (
        added: Int, changed: Int, tenures: [Identifier<Tenure>], resembling: [CellError]
    ) {
        var wrong = wrong
        let entries = try await coded(read, &wrong)
        let keys = try await stage(entries)
        // Who is new here is decided by what is on the list: one import at a time for each organisation.
        try await transaction.lock(.organisations, Set(entries.map(\.organisation)))
        _ = try await transaction.pipeline([
            .resolveStagedPeople, .claimReturning, .matchStagedPeopleByNumber, .matchStagedPeopleByName,
            .markStagedMemberships,
        ])
        wrong += try await problems(.stagedPeopleErrors)
        wrong += try await problems(.stagedAttributeErrors)
        _ = try await transaction.query(.stageTenures)
        _ = try await transaction.query(.stageTenuresOfPeople)
        // 入党日期 is `since` of a sheet of people.
        wrong += try await placeTenures().map { cell in
            cell.column == "since" ? CellError(row: cell.row, column: "tenure_since", reason: cell.reason) : cell
        }
        guard wrong.isEmpty else { throw AppError.rejected(wrong) }
        let resembling = try await resembling()
        let auditEvent = try await transaction.record(
            action, "person", after: JSONText(encoding: ["rows": entries.count]))
        _ = try await transaction.query(
            .insertStagedPeople(auditEvent: auditEvent, keyEdition: keys.writing.edition))
        _ = try await transaction.query(
            .insertStagedNumbers(keyEdition: keys.finding.edition, nextEdition: keys.writing.edition))
        let added = try await transaction.query(
            .insertStagedMemberships(auditEvent: auditEvent, beganAs: began)
        ).affected
        _ = try await transaction.query(.insertStagedProbations(auditEvent: auditEvent))
        let tenures = try await insertTenures(auditEvent)
        _ = try await transaction.query(.insertStagedAttributes(auditEvent: auditEvent))
        let changed: Int = try await transaction.query(.stagedChanges(auditEvent: auditEvent))[0]["changed"]
        return (added, changed, tenures, resembling)
    }

    /// Puts the rows into tables of the transaction.
    /// - Returns: the keys of their numbers.
    func stage(_ entries: [PersonEntry]) async throws -> (writing: KeyRing.Key, finding: KeyRing.Key) {
        let keys = try await vault.ring.share(transaction)
        let isRotating = keys.writing.edition != keys.finding.edition
        var rows = CopyText(reserving: entries.count * 400)
        for entry in entries {
            try Wanted.check(every: 256, entry.line)
            rows.value(entry.line)
            rows.value(Identifier<Person>.new())
            rows.value(entry.organisation)
            rows.value(entry.organisationName)
            rows.value(entry.name)
            rows.value(NameKey.of(entry.name))
            rows.value(entry.sex.rawValue)
            rows.value(entry.born)
            rows.value(entry.isBornWritten)
            rows.value(try entry.number.map { try keys.writing.seal($0) })
            rows.value(entry.number.map { keys.finding.hash($0) })
            rows.value(isRotating ? entry.number.map { keys.writing.hash($0) } : nil)
            rows.value(entry.synthetic)
            rows.value(entry.status.rawValue)
            rows.value(entry.since)
            rows.value(Identifier<Membership>.new())
            rows.value(entry.probationSince)
            rows.value(entry.probationSince == nil ? nil : Identifier<Membership>.new())
            rows.value(entry.title?.rawValue)
            rows.value(entry.nature.rawValue)
            rows.value(entry.tenureSince)
            rows.value(entry.title == nil ? nil : Identifier<Tenure>.new())
            rows.endRow()
        }
        let columns =
            "(line, person_id, organisation_code, organisation_name, name, name_key, sex, born_on, born_written, "
            + "id_cipher, id_hash, next_hash, synthetic, status, since, membership_id, probation_since, probation_id, "
            + "title, nature, tenure_since, tenure_id)"
        try await transaction.stage(.stagePeople, table: "staged_person \(columns)", rows: rows)
        try await stageAttributes(entries)
        return keys
    }

    /// New rows that resemble people on the register: entered, and named.
    func resembling() async throws -> [CellError] {
        try await transaction.query(.stagedResemblances).map { row in
            CellError(
                row: try row["line"], column: "name",
                reason: .resembles(try row["name"], try row["organisation"] ?? "—", try row.choice("reason")))
        }
    }

    /// The rows with the code of each organisation that is named instead.
    func coded(_ entries: [PersonEntry], _ wrong: inout [CellError]) async throws -> [PersonEntry] {
        let names = Set(entries.lazy.map(\.organisation).filter { !Self.isCode($0) })
        guard !names.isEmpty else { return entries }
        var codes: [String: String] = [:]
        var several: [String: Int] = [:]
        for row in try await transaction.query(.organisationsNamed(names: names.sorted())) {
            let (name, count): (String, Int) = (try row["named"], try row["organisations"])
            if count > 1 { several[name] = count } else { codes[name] = try row["code"] }
        }
        let doubtful = entries.compactMap { entry in
            several[entry.organisation].map { count in
                CellError(
                    row: entry.line, column: "organisation", reason: .severalOrganisations(entry.organisation, count))
            }
        }
        wrong += doubtful
        return entries.filter { several[$0.organisation] == nil }.map { entry in
            guard let code = codes[entry.organisation] else { return entry }
            var entry = entry
            entry.organisation = code
            return entry
        }
    }

    /// Codes are ASCII letters, digits, `-` and `_`; names of organisations are not.
    private static func isCode(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
                || byte == 0x5F
        }
    }

    private func stageAttributes(_ entries: [PersonEntry]) async throws {
        guard entries.contains(where: { !$0.attributes.isEmpty }) else {
            _ = try await transaction.query(.stageAttributes)
            return
        }
        var rows = CopyText(reserving: entries.count * 200)
        for entry in entries {
            try Wanted.check(every: 256, entry.line)
            for cell in entry.attributes {
                rows.value(entry.line)
                rows.value(Identifier<AttributeFact>.new())
                rows.value(cell.key)
                rows.value(cell.value)
                rows.endRow()
            }
        }
        try await transaction.stage(.stageAttributes, table: "staged_attribute (line, id, key, value)", rows: rows)
    }

    /// - Parameter wrong: cells of other rows that could not be read.
    func tenures(_ entries: [TenureEntry], _ wrong: [CellError] = []) async throws -> [Identifier<Tenure>] {
        let finding = try await vault.ring.share(transaction).finding
        var rows = CopyText(reserving: entries.count * 150)
        for entry in entries {
            try Wanted.check(every: 256, entry.line)
            rows.value(entry.line)
            rows.value(Identifier<Tenure>.new())
            rows.value(entry.organisation)
            rows.value(entry.number.map { finding.hash($0) })
            rows.value(NameKey.of(entry.name))
            rows.value(entry.title.rawValue)
            rows.value(entry.seat)
            rows.value(entry.nature.rawValue)
            rows.value(entry.since)
            rows.value(entry.until)
            rows.endRow()
        }
        let columns = "(line, tenure_id, organisation_code, id_hash, name_key, title, seat, nature, since, until)"
        try await transaction.lock(.organisations, Set(entries.map(\.organisation)))
        try await transaction.stage(.stageTenures, table: "staged_tenure \(columns)", rows: rows)
        _ = try await transaction.pipeline([
            .resolveStagedTenures, .matchStagedTenuresByNumber, .matchStagedTenuresByName,
        ])
        let all = try await wrong + placeTenures()
        guard all.isEmpty else { throw AppError.rejected(all) }
        let auditEvent = try await transaction.record(
            "tenures.import", "tenure", after: JSONText(encoding: ["rows": entries.count]))
        return try await insertTenures(auditEvent)
    }

    /// - Returns: what does not fit.
    private func placeTenures() async throws -> [CellError] {
        _ = try await transaction.query(.matchStagedPosts)
        _ = try await transaction.query(.markKnownTenures)
        return try await problems(.stagedTenureErrors) + tenureDays()
    }

    /// Posts that begin before somebody was born or admitted, or before the organisation was founded.
    private func tenureDays() async throws -> [CellError] {
        try await transaction.query(.stagedTenureDays).map {
            CellError(
                row: try $0["line"], column: "since",
                reason: .importProblem(try $0["what"], value: try $0["value"]))
        }
    }

    private func insertTenures(_ auditEvent: UUID) async throws -> [Identifier<Tenure>] {
        _ = try await transaction.query(.insertStagedPosts(auditEvent: auditEvent))
        _ = try await transaction.query(.matchStagedPosts)
        _ = try await transaction.query(.insertStagedTenures(auditEvent: auditEvent))
        return try await transaction.query(.stagedTenureIDs).map { try $0["tenure_id"] }
    }

    /// Every error that the check finds, by row and column.
    private func problems(_ check: Statement) async throws -> [CellError] {
        try await transaction.query(check).map {
            CellError(
                row: try $0["line"], column: try $0["field"],
                reason: .importProblem(try $0["what"], value: try $0["value"] ?? ""))
        }
    }
}
