package import Access
package import Civil
package import Foundation
package import Kernel
package import Organisations
package import Postgres
import SQLFiles
import Sheets

/// Hears of tenures that began, ended or were annulled, in the same transaction: duties follow the office.
package typealias TenureListener = @Sendable (ScopedTransaction, [UUID]) async throws -> Void

/// That a membership, or the way to it, ended here by a decision or by leaving for elsewhere.
package struct MembershipEnd: Sendable {
    package let person: UUID
    package let day: Day
    package let reason: String
    package let document: String
    /// The act that wrote it.
    package let auditEvent: UUID
}

/// Hears of an end in the same transaction.
package typealias MembershipListener = @Sendable (ScopedTransaction, MembershipEnd) async throws -> Void

/// The verbs of the member registry.
package struct MembersService: Sendable {
    let database: ScopedDatabase
    let vault: IdentityVault
    let tenuresChanged: TenureListener
    let membershipEnded: MembershipListener
    let life: LifeRules
    let letterLayout: String

    /// - Parameters:
    ///   - life: what can become of a membership, and on which grounds.
    ///   - letterLayout: a Mustache template for letters of introduction.
    package init(
        database: ScopedDatabase, vault: IdentityVault, life: LifeRules, letterLayout: String,
        tenuresChanged: @escaping TenureListener, membershipEnded: @escaping MembershipListener
    ) {
        self.database = database
        self.vault = vault
        self.life = life
        self.letterLayout = letterLayout
        self.tenuresChanged = tenuresChanged
        self.membershipEnded = membershipEnded
    }

    /// Takes a table of people, each with a membership and perhaps a post, whole or not at all.
    package func importPeople(_ bytes: [UInt8], dryRun: Bool, caller: Caller) async throws -> ImportOutcome {
        try caller.require(.writeRegistry)
        let entries = try PeopleSheet.people(bytes)
        return try await database.write(caller, dryRun: dryRun) { transaction in
            let (added, tenures) = try await PeopleImport(transaction: transaction, vault: vault).people(entries)
            try await refuseEarlyReturns(transaction)
            if !tenures.isEmpty { try await tenuresChanged(transaction, tenures) }
            return ImportOutcome(rows: entries.count, added: added, unchanged: entries.count - added, dryRun: dryRun)
        }
    }

    /// Nobody is entered anew while a decision still keeps them from applying.
    private func refuseEarlyReturns(_ transaction: ScopedTransaction) async throws {
        var errors: [CellError] = []
        for row in try await transaction.query(.stagedReturns) {
            let person: UUID = try row["person_id"]
            guard let bar = try await barred(Identifier(person), on: try row["since"], transaction) else { continue }
            errors.append(CellError(row: try row["line"], column: "since", reason: bar.cellReason))
        }
        guard errors.isEmpty else { throw AppError.rejected(Array(errors.prefix(200)), total: errors.count) }
    }

    /// Takes a table of tenures, past and present, whole or not at all.
    package func importTenures(_ bytes: [UInt8], dryRun: Bool, caller: Caller) async throws -> ImportOutcome {
        try caller.require(.writeRegistry)
        let entries = try PeopleSheet.tenures(bytes)
        return try await database.write(caller, dryRun: dryRun) { transaction in
            let tenures = try await PeopleImport(transaction: transaction, vault: vault).tenures(entries)
            if !tenures.isEmpty { try await tenuresChanged(transaction, tenures) }
            return ImportOutcome(
                rows: entries.count, added: tenures.count, unchanged: entries.count - tenures.count, dryRun: dryRun)
        }
    }

    package func person(_ id: Identifier<Person>, caller: Caller) async throws -> Person {
        try caller.require(.readRegistry)
        guard let row = try await database.read(caller, .personByID(id: id)).single else {
            throw AppError.notFound(Text(zh: "人员", en: "person"), id.description)
        }
        return try row.person(vault)
    }

    /// The people whose membership lies in a subtree.
    package func people(under: Scope?, _ page: PageRequest, caller: Caller) async throws -> Page<Person> {
        try caller.require(.readRegistry)
        let scope = under ?? caller.scope
        let (path, id) = try PathKey.read(page.after)
        let statement = Statement.people(
            low: scope.low, high: scope.high, afterPath: path, afterPerson: id, limit: page.limit + 1)
        let people = try await database.read(caller, statement).map { try $0.person(vault) }
        return Page(people, limit: page.limit) { PathKey.write($0.path, $0.id.value) }
    }

    /// The people whose name begins like this, spaces and case aside.
    package func people(named name: String, _ page: PageRequest, caller: Caller) async throws -> Page<Person> {
        try caller.require(.readRegistry)
        let key = NameKey.of(name)
        guard !key.isEmpty else { throw AppError.missingValue("name") }
        let after = try page.after.map { try UUID.key($0) }
        let statement = Statement.peopleByName(
            nameKey: key, endKey: NameKey.after(key), after: after, limit: page.limit + 1)
        let people = try await database.read(caller, statement).map { try $0.person(vault) }
        return Page(people, limit: page.limit, key: \.id.description)
    }

    /// The person with an ID number, found by its keyed hash.
    package func person(number: IDNumber, caller: Caller) async throws -> Person {
        try caller.require(.readIdentity)
        guard
            let row = try await database.read(caller, .personByNumber(idHash: vault.hash(number)))
                .single
        else {
            throw AppError.notFound(Text(zh: "人员", en: "person"), number.masked)
        }
        return try await person(try row["person_id"], caller: caller)
    }

    /// The ID number in clear. Each reading is an act of its own.
    package func number(of id: Identifier<Person>, caller: Caller) async throws -> String {
        try caller.require(.readIdentity)
        return try await database.write(caller) { transaction in
            guard let row = try await transaction.query(.personByID(id: id)).single else {
                throw AppError.notFound(Text(zh: "人员", en: "person"), id.description)
            }
            guard let cipher: Bytes = try row["id_cipher"] else {
                throw AppError.notFound(Text(zh: "身份证号", en: "ID number"), id.description)
            }
            try await transaction.record("identity.read", "person", subject: id.value, path: try row["path"])
            return try vault.open(cipher).characters
        }
    }

    package func memberships(of id: Identifier<Person>, caller: Caller) async throws -> [Membership] {
        try caller.require(.readRegistry)
        return try await database.read(caller, .membershipsOfPerson(person: id)).map {
            Membership(
                id: try $0["id"], status: try $0.choice("status"), since: try $0["since"], until: try $0["until"],
                endedAs: try $0["ended_as"], countsFrom: try $0["counts_from"], organisationCode: try $0["code"],
                organisationName: try $0["name"])
        }
    }

    package func tenures(of id: Identifier<Person>, caller: Caller) async throws -> [Tenure] {
        try caller.require(.readRegistry)
        return try await database.read(caller, .tenuresOfPerson(person: id)).map { try $0.tenure() }
    }

    package func tenures(in organisation: Identifier<Organisation>, caller: Caller) async throws -> [Tenure] {
        try caller.require(.readRegistry)
        return try await database.read(caller, .tenuresOfOrganisation(organisation: organisation)).map {
            try $0.tenure()
        }
    }

    package var lifeRules: LifeRules { life }

    /// Hashes numbers for another feature's import.
    package func hash(_ number: IDNumber) -> Bytes { vault.hash(number) }
}

/// The key of lists ordered by path and identifier.
package enum PathKey {
    package static let first = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

    package static func write(_ path: String, _ id: UUID) -> String { path + "~" + id.text }

    package static func read(_ key: String?) throws(AppError) -> (String, UUID) {
        guard let key else { return ("", first) }
        let parts = key.split(separator: "~", omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw .invalidValue(
                "after", String(key.prefix(60)), expected: Text(zh: "上一页给出的 next", en: "the next of the page before"))
        }
        return (String(parts[0]), try UUID.key(String(parts[1])))
    }
}
