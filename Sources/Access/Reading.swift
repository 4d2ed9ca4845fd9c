package import Foundation
package import Kernel
import Postgres
import SQLFiles

/// A reading of personal data under way. What it shows is recorded before it leaves: once, or page by page.
package struct Reading: Sendable {
    private let id = Identifier<Reading>.new().value
    private let read: SensitiveRead
    private let purpose: ReadingPurpose?
    private let filters: String?
    private let database: ScopedDatabase
    private let caller: Caller

    fileprivate init(
        _ read: SensitiveRead, _ purpose: ReadingPurpose?, filters: String?, _ database: ScopedDatabase,
        _ caller: Caller
    ) {
        self.read = read
        self.purpose = purpose
        self.filters = filters
        self.database = database
        self.caller = caller
    }

    /// That something was recorded: what gives out personal data in clear asks for it.
    package struct Receipt: Sendable {
        fileprivate init() {}
    }

    /// Records a page of a list and returns it. The rows of each office are counted in the line that the office sees.
    package func keep<Item: Placed>(_ page: Page<Item>) async throws -> Page<Item> {
        try await keep(page.items, isLast: page.next == nil)
        return page
    }

    /// Records rows that leave.
    /// - Parameter isLast: whether the list ends with them.
    package func keep(_ rows: [some Placed], isLast: Bool = true) async throws {
        var offices: [String: Int] = [:]
        for row in rows { offices[row.path, default: 0] += 1 }
        try await database.write(caller) { [offices] transaction in
            let event = try await transaction.record(
                read.action, "reading", subject: id, after: try note(rows: rows.count, isLast: isLast))
            guard !offices.isEmpty else { return }
            let paths = offices.keys.sorted()
            _ = try await transaction.query(
                .countSensitiveRead(
                    reading: id, ids: paths.map { _ in Identifier<Reading>.new().value }, paths: paths,
                    rows: paths.map { offices[$0] ?? 0 }, account: caller.account, reader: caller.name,
                    place: caller.scope.low, door: caller.door, kind: read.kind.rawValue, subject: read.subject,
                    person: UUID?.none, purpose: purpose?.text, filters: filters, auditEvent: event))
        }
    }

    /// Records what one person's papers or numbers show, in a transaction of its own.
    @discardableResult
    package func keep(about person: UUID, at path: String) async throws -> Receipt {
        try await database.write(caller) { try await keep(about: person, at: path, $0) }
    }

    /// The same in the transaction that reads it.
    package func keep(about person: UUID, at path: String, _ transaction: ScopedTransaction) async throws -> Receipt {
        let event = try await transaction.record(
            read.action, "person", subject: person, path: caller.covers(path) ? path : nil,
            after: try note(rows: 1, isLast: true))
        _ = try await transaction.query(
            .keepSensitiveRead(
                id: Identifier<Reading>.new().value, reading: id, path: path, account: caller.account,
                reader: caller.name, place: caller.scope.low, door: caller.door, kind: read.kind.rawValue,
                subject: read.subject, person: person, purpose: purpose?.text, filters: filters, auditEvent: event))
        return Receipt()
    }

    private func note(rows: Int, isLast: Bool) throws -> JSONText {
        var note = ["rows": String(rows), "ends": String(isLast)]
        note["purpose"] = purpose?.text
        note["filters"] = filters
        return try JSONText(encoding: note)
    }
}

extension ScopedDatabase {
    /// Begins a reading of personal data. The verb has checked the permission.
    /// - Parameter filters: what was asked for: the members of a query.
    /// - Throws: `access.purpose_missing` where the setting `access.purpose` requires one.
    package func reading(
        _ read: SensitiveRead, filters: (some Encodable)? = String?.none, caller: Caller
    ) throws -> Reading {
        let purpose = ReadingPurpose.current
        guard purpose != nil || !needsPurpose else { throw ReadingPurpose.missing }
        let text = try filters.map { try JSONText(encoding: $0).text.withoutPersonalNumbers }
        return Reading(read, purpose, filters: text, self, caller)
    }
}
