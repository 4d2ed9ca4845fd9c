package import Access
package import Civil
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
    /// The first day without the right by which it was linked: from then on posts of the person give nothing here.
    package let cutTo: Day?
    /// What others had set for the account and do not administer by now.
    package let ended: EndedKeys

    package var summary: Text {
        Text(zh: "账号 \(account) 对应「\(name)」。", en: "The account \(account) stands for “\(name)”.")
            .cut(to: cutTo).followed(by: ended)
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
    package func link(
        _ account: Identifier<Account>, _ order: AccountPersonOrder, caller given: Caller
    ) async throws -> AccountLinked {
        let manager = try given.managingAccounts()
        let person = try await members.person(
            members.identifier(of: order.person, caller: manager), caller: manager)
        let right = try await access.right(toChange: account, person: person.id.value, given) { who throws(AppError) in
            try who.managingAccounts()
        }
        // The link reaches as far as the right that it rests on.
        let caller = try right.caller.managingAccounts()
        let linked = try await database.write(caller) { transaction in
            try await transaction.requireOwn(account)
            try await transaction.requireOthers(account, person: person.id.value, by: right)
            guard try await transaction.query(.personIsWithin(person: person.id)).single?["person_is_within"] == true
            else {
                throw AppError.personBeyondScope(person.name)
            }
            let auditEvent = try await transaction.record(
                "account.person", "account", subject: account.value, path: person.path)
            _ = try await transaction.query(
                .insertAccountPerson(
                    account: account, person: person.id, path: person.path, reachUntil: right.end,
                    auditEvent: auditEvent))
            return AccountLinked(
                account: account, person: person.id, name: person.name, cutTo: right.end,
                ended: try await access.endOutgrown(account, by: right, auditEvent, transaction))
        }
        access.forgetCallers()
        return linked
    }
}
