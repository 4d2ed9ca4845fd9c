import Access
package import Kernel
package import Members
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

extension PointsService {
    /// Links an account to the person it stands for.
    package func link(_ account: Identifier<Account>, _ order: AccountPersonOrder, caller: Caller) async throws
        -> AccountLinked
    {
        try caller.require(.administer)
        let person = try await members.person(
            members.identifier(of: order.person, caller: caller), caller: caller)
        return try await database.write(caller) { transaction in
            try await transaction.requireAccount(account)
            let auditEvent = try await transaction.record(
                "account.person", "account", subject: account.value, path: person.path)
            _ = try await transaction.query(
                .insertAccountPerson(
                    account: account, person: person.id, path: person.path, auditEvent: auditEvent))
            return AccountLinked(account: account, person: person.id, name: person.name)
        }
    }
}
