import Access
package import Kernel
package import Members
import Postgres
import SQLFiles
import Wire

/// Which person an account stands for.
package struct AccountPersonOrder: Codable, Described, Sendable {
    package let person: Reference<Person>

    package init(person: Reference<Person>) { self.person = person }

    package static let memberTexts: [String: Text] = [:]
}

package struct AccountLinked: Outcome {
    package let account: Identifier<Account>
    package let person: Identifier<Person>
    package let name: String

    package var summary: Text {
        Text(zh: "账号 \(account) 对应「\(name)」。", en: "The account \(account) stands for “\(name)”.")
    }
}

package struct AccountUnlinked: Outcome {
    package let account: Identifier<Account>
    package let person: Identifier<Person>

    package var summary: Text {
        Text(zh: "账号 \(account) 不再对应人员。", en: "The account \(account) no longer stands for a person.")
    }
}

extension PointsService {
    /// Ends the link between an account and the person it stands for.
    package func unlink(_ account: Identifier<Account>, caller: Caller) async throws -> AccountUnlinked {
        let caller = try caller.managingAccounts()
        return try await database.write(caller) { transaction in
            let found = try await transaction.requireOwn(account)
            let auditEvent = try await transaction.record(
                "account.unlink", "account", subject: account.value, path: found.path)
            let end = Statement.endAccountPerson(account: account, auditEvent: auditEvent)
            guard let row = try await transaction.query(end).single else {
                throw AppError.notFound(Text(zh: "账号对应的人员", en: "person of the account"), account.description)
            }
            return AccountUnlinked(account: account, person: try row["person_id"])
        }
    }

    /// Links an account to the person it stands for.
    package func link(_ account: Identifier<Account>, _ order: AccountPersonOrder, caller: Caller) async throws
        -> AccountLinked
    {
        let caller = try caller.managingAccounts()
        let person = try await members.person(
            members.identifier(of: order.person, caller: caller), caller: caller)
        return try await database.write(caller) { transaction in
            try await transaction.requireOwn(account)
            guard try await transaction.query(.personIsWithin(person: person.id)).single?["person_is_within"] == true
            else {
                throw AppError.personBeyondScope(person.name)
            }
            let auditEvent = try await transaction.record(
                "account.person", "account", subject: account.value, path: person.path)
            _ = try await transaction.query(
                .insertAccountPerson(
                    account: account, person: person.id, path: person.path, auditEvent: auditEvent))
            return AccountLinked(account: account, person: person.id, name: person.name)
        }
    }
}
