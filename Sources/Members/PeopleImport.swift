import Access
import Foundation
import Kernel
import Postgres
import SQLFiles
import Sheets

/// Imports sheets of people and of tenures: staged by COPY, matched, checked, then inserted set by set.
struct PeopleImport {
    let transaction: ScopedTransaction
    let vault: IdentityVault

    /// - Parameter began: `registered`, or `transferred` of people who come from elsewhere.
    /// - Returns: rows that made a membership, those of people who got a post only, and the tenures written.
    func people(_ entries: [PersonEntry], began: String = "registered") async throws -> (
        added: Int, changed: Int, tenures: [Identifier<Tenure>]
    ) {
        var rows = CopyText(reserving: entries.count * 400)
        for entry in entries {
            rows.value(entry.line)
            rows.value(Identifier<Person>.new())
            rows.value(entry.organisation)
            rows.value(entry.name)
            rows.value(NameKey.of(entry.name))
            rows.value(entry.sex.rawValue)
            rows.value(entry.born)
            rows.value(try entry.number.map(vault.seal))
            rows.value(entry.number.map(vault.hash))
            rows.value(entry.synthetic)
            rows.value(entry.status.rawValue)
            rows.value(entry.since)
            rows.value(Identifier<Membership>.new())
            rows.value(entry.title?.rawValue)
            rows.value(entry.nature.rawValue)
            rows.value(entry.tenureSince)
            rows.value(entry.title == nil ? nil : Identifier<Tenure>.new())
            rows.endRow()
        }
        let columns =
            "(line, person_id, organisation_code, name, name_key, sex, born_on, id_cipher, id_hash, synthetic, "
            + "status, since, membership_id, title, nature, tenure_since, tenure_id)"
        // Who is new here is decided by what is on the list: one import at a time for each organisation.
        try await transaction.lock(.organisations, Set(entries.map(\.organisation)))
        try await transaction.stage(.stagePeople, table: "staged_person \(columns)", rows: rows)
        _ = try await transaction.pipeline([
            .resolveStagedPeople, .claimReturning, .matchStagedPeopleByNumber, .matchStagedPeopleByName,
            .markStagedMemberships,
        ])
        try await refuse(.stagedPeopleErrors)
        let auditEvent = try await transaction.record(
            "people.import", "person", after: JSONText(encoding: ["rows": entries.count]))
        _ = try await transaction.query(.insertStagedPeople(auditEvent: auditEvent))
        _ = try await transaction.query(.insertStagedNumbers)
        let added = try await transaction.query(
            .insertStagedMemberships(auditEvent: auditEvent, beganAs: began)
        ).affected
        _ = try await transaction.query(.stageTenures)
        _ = try await transaction.query(.stageTenuresOfPeople)
        let tenures = try await applyTenures(auditEvent)
        let changed: Int = tenures.isEmpty ? 0 : try await transaction.query(.stagedChanges)[0]["changed"]
        return (added, changed, tenures)
    }

    func tenures(_ entries: [TenureEntry]) async throws -> [Identifier<Tenure>] {
        var rows = CopyText(reserving: entries.count * 150)
        for entry in entries {
            rows.value(entry.line)
            rows.value(Identifier<Tenure>.new())
            rows.value(entry.organisation)
            rows.value(entry.number.map(vault.hash))
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
        let auditEvent = try await transaction.record(
            "tenures.import", "tenure", after: JSONText(encoding: ["rows": entries.count]))
        return try await applyTenures(auditEvent)
    }

    private func applyTenures(_ auditEvent: UUID) async throws -> [Identifier<Tenure>] {
        _ = try await transaction.query(.matchStagedPosts)
        _ = try await transaction.query(.markKnownTenures)
        try await refuse(.stagedTenureErrors)
        _ = try await transaction.query(.insertStagedPosts(auditEvent: auditEvent))
        _ = try await transaction.query(.matchStagedPosts)
        _ = try await transaction.query(.insertStagedTenures(auditEvent: auditEvent))
        return try await transaction.query(.stagedTenureIDs).map { try $0["tenure_id"] }
    }

    /// Throws every error that the check finds, by row and column.
    private func refuse(_ check: Statement) async throws {
        let rows = try await transaction.query(check)
        guard !rows.isEmpty else { return }
        throw AppError.rejected(
            try rows.map {
                CellError(
                    row: try $0["line"], column: try $0["field"],
                    reason: .importProblem(try $0["what"], value: try $0["value"] ?? ""))
            })
    }
}
