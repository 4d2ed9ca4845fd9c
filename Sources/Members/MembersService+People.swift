import Access
package import Civil
import Foundation
package import Kernel
package import Organisations
import Postgres
import SQLFiles
import Sheets
package import Wire

/// Which people are wanted.
package struct PeopleQuery: Codable, Described, Sendable {
    package var scope: Reference<Organisation>?
    package var name: String?

    package init(scope: Reference<Organisation>? = nil, name: String? = nil) {
        self.scope = scope
        self.name = name
    }

    package static let memberTexts = ["name": Text(zh: "姓名开头", en: "Beginning of the name")]
}

/// How a sheet of people is imported.
package struct PeopleImportOrder: Codable, Described, Sendable {
    package var dryRun: Bool?
    package var again: Bool?
    package var keepColumns: Bool?
    /// Of a workbook.
    package var sheet: String?
    package var map: [String]?
    package var fill: [String]?
    package var leaveColumns: Bool?
    package var leaveRow: [Int]?
    package var goodRows: Bool?

    package init(dryRun: Bool? = nil, again: Bool? = nil, keepColumns: Bool? = nil, sheet: String? = nil) {
        self.dryRun = dryRun
        self.again = again
        self.keepColumns = keepColumns
        self.sheet = sheet
    }

    package init(_ order: ImportOrder, keepColumns: Bool) {
        self.init(dryRun: order.dryRun, again: order.again, keepColumns: keepColumns, sheet: order.sheet)
        (map, fill, leaveColumns) = (order.map, order.fill, order.leaveColumns)
        (leaveRow, goodRows) = (order.leaveRow, order.goodRows)
    }

    package static let memberLimits = SheetChoices.memberLimits
    package static let memberTexts = [
        "keep_columns": Text(
            zh: "不认识的列照原样存入人员档案", en: "Keep unknown columns as they are in the person's file")
    ]
}

extension PeopleImportOrder: RowsOrder {
    package var takesGoodRows: Bool { goodRows ?? false }

    /// What was stated about the file.
    var choices: SheetChoices {
        SheetChoices(sheet: sheet, map: map, fixed: fill, leavesColumns: leaveColumns, leftRows: leaveRow)
    }
}

extension MembersService {
    /// People of a subtree, those of a name or all; by the beginning of their name, spaces and case aside.
    package func people(_ query: PeopleQuery, _ page: PageRequest, caller: Caller) async throws -> Page<Person> {
        let caller = try caller.with(.readRegistry)
        let scope = try await organisations.scope(query.scope, caller: caller)
        if let name = query.name { return try await people(named: name, in: scope, page, caller) }
        let (path, id) = try PathKey.read(page.after, within: scope)
        let statement = Statement.people(
            low: scope.low, high: scope.high, afterPath: path, afterPerson: id, limit: page.limit + 1)
        let people = try await database.readPage(caller, statement).map { try $0.person() }
        return Page(people, limit: page.limit) { PathKey.write($0.path, $0.id) }
    }

    private func people(named name: String, in scope: Scope, _ page: PageRequest, _ caller: Caller) async throws
        -> Page<Person>
    {
        let key = NameKey.of(name)
        guard !key.isEmpty else { throw AppError.missingValue("name") }
        let after = try NamePathKey(page.after, from: key)
        let statement = Statement.peopleByName(
            nameKey: key, endKey: NameKey.after(key), low: scope.low, high: scope.high, afterName: after.name,
            afterPath: after.path, afterPerson: after.id, limit: page.limit + 1)
        let people = try await database.readPage(caller, statement).map { try $0.person() }
        return Page(people, limit: page.limit) { NamePathKey.write(NameKey.of($0.name), $0.path, $0.id) }
    }

    /// One person, as somebody names them.
    package func person(_ reference: Reference<Person>, caller: Caller) async throws -> Person {
        let caller = try caller.with(.readRegistry)
        return try await person(try await identifier(of: reference, caller: caller), caller: caller)
    }

    package func person(_ id: Identifier<Person>, caller: Caller) async throws -> Person {
        let caller = try caller.with(.readRegistry)
        guard let row = try await database.read(caller, .personByID(id: id)).single else {
            throw AppError.notFound(Self.word, id.description)
        }
        return try row.person()
    }

    /// The person with an ID number, found by its keyed hash.
    package func person(number: IDNumber, caller: Caller) async throws -> Person {
        let caller = try caller.with(.readIdentity)
        try await count([number], for: "person", caller: caller)
        guard let row = try await database.read(caller, .personByNumber(idHash: vault.hash(number))).single else {
            throw AppError.notFound(Self.word, number.description)
        }
        let id: Identifier<Person> = try row["person_id"]
        return try await person(id, caller: caller)
    }

    /// The ID number in clear. Each reading is audited, and the person's office sees it.
    package func number(of reference: Reference<Person>, caller: Caller) async throws -> PersonNumber {
        let caller = try caller.with(.readIdentity)
        let reading = try database.reading(.number, caller: caller)
        let id = try await identifier(of: reference, caller: caller)
        return try await database.write(caller) { transaction in
            guard let row = try await transaction.query(.personByID(id: id)).single else {
                throw AppError.notFound(Self.word, id.description)
            }
            guard let cipher: Bytes = try row["id_cipher"] else {
                throw AppError.notFound(Text(zh: "身份证号", en: "ID number"), id.description)
            }
            let receipt = try await reading.keep(about: id.value, at: try row["path"], transaction)
            return PersonNumber(number: ClearNumber(try vault.open(cipher, for: receipt)))
        }
    }

    /// Every standing of a person, the first first.
    package func memberships(of reference: Reference<Person>, caller: Caller) async throws -> Page<Membership> {
        let caller = try caller.with(.readRegistry)
        let id = try await identifier(of: reference, caller: caller)
        return Page(
            whole: try await about(id, .membershipsOfPerson(person: id), caller).map { try $0.membership() })
    }

    /// What a statement says about a person who can be seen.
    /// - Throws: `not_found` for one who is not there or out of sight.
    func about(_ id: Identifier<Person>, _ statement: Statement, _ caller: Caller) async throws -> Rows {
        let rows = try await database.read(caller, [.personByID(id: id), statement])
        guard try rows[0].single != nil else { throw AppError.notFound(Self.word, id.description) }
        return rows[1]
    }

    // MARK: imports

    /// Imports people, each with a membership and, optionally, a post; all or nothing.
    package func importPeople(
        _ bytes: [UInt8], _ order: PeopleImportOrder = PeopleImportOrder(), on today: Day, caller: Caller
    ) async throws -> ImportOutcome {
        let caller = try caller.with(.writeRegistry)
        var wrong: [CellError] = []
        let rows = try PeopleSheet.people(
            bytes, as: order.choices, attributes, keepsColumns: order.keepColumns ?? false, on: today,
            wrong: &wrong)
        let misread = wrong
        let (entries, dryRun) = (rows.entries, order.dryRun ?? false)
        try await count(entries.compactMap(\.number), for: "people", dryRun: dryRun, caller: caller)
        let file = ImportOrder(dryRun: dryRun, again: order.again, sheet: order.sheet)
        return try await database.importing(caller, "people", bytes, file) { transaction in
            let done = try await PeopleImport(transaction: transaction, vault: vault).people(entries, misread)
            try await refuseEarlyReturns(transaction)
            if !done.tenures.isEmpty { try await tenuresChanged(transaction, done.tenures) }
            let people = try await transaction.query(.stagedStandings).map { try $0["person_id"] as Identifier<Person> }
            try await standingsChanged(transaction, people)
            return ImportOutcome(
                rows: entries.count, added: done.added, changed: done.changed,
                unchanged: entries.count - done.added - done.changed, dryRun: dryRun, passedOver: rows.passed,
                notes: rows.notes + rows.differences + done.resembling)
        }
    }

    /// Nobody is registered again while a decision still keeps them from applying.
    private func refuseEarlyReturns(_ transaction: ScopedTransaction) async throws {
        var errors: [CellError] = []
        for row in try await transaction.query(.stagedReturns) {
            let person: Identifier<Person> = try row["person_id"]
            guard let bar = try await barred(person, on: try row["since"], transaction) else { continue }
            errors.append(CellError(row: try row["line"], column: "since", reason: bar.cellReason))
        }
        guard errors.isEmpty else {
            throw AppError.rejected(errors)
        }
    }

    /// Imports tenures, past and present, all or nothing.
    package func importTenures(_ bytes: [UInt8], _ order: ImportOrder = ImportOrder(), caller: Caller) async throws
        -> ImportOutcome
    {
        let caller = try caller.with(.writeRegistry)
        var wrong: [CellError] = []
        let (entries, passed) = try PeopleSheet.tenures(bytes, as: order.choices, wrong: &wrong)
        let (dryRun, misread) = (order.dryRun ?? false, wrong)
        try await count(entries.compactMap(\.number), for: "tenures", dryRun: dryRun, caller: caller)
        return try await database.importing(caller, "tenures", bytes, order) { transaction in
            let tenures = try await PeopleImport(transaction: transaction, vault: vault).tenures(entries, misread)
            if !tenures.isEmpty { try await tenuresChanged(transaction, tenures) }
            return ImportOutcome(
                rows: entries.count, added: tenures.count, unchanged: entries.count - tenures.count, dryRun: dryRun,
                passedOver: passed)
        }
    }
}
