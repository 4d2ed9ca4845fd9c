import ArgumentParser
import Composition
import Kernel
import Members
import Points
import Wire

/// The proof that the ledger is whole.
extension AuditCommand {
    struct Ledger: SessionCommand {
        static let route = "POST /v1/points/verifications"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "核对积分账：哈希链、公布分、分录之和", en: "Check the ledger: hash chains, published scores, sums"))
        @OptionGroup var shape: Shape
        @OptionGroup var scope: ScopeOption

        func run(_ session: Session) async throws {
            let found = try await session.services.points.verify(
                scope.part, caller: session.caller,
                progress: { count in
                    guard Terminal.isWatched else { return }
                    Terminal.talk(Text(zh: "已核对 \(count) 个对象", en: "\(count) subjects checked").localized)
                })
            if !found.faults.isEmpty, shape.format != .json { try shape.write(Table(found.faults)) }
            try shape.report(found)
            try found.requireWhole()
        }
    }
}

/// Which person an account stands for.
extension TokenCommand {
    struct Link: SessionCommand {
        static let route = "POST /v1/accounts/{account}/person"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "登记账号对应的人员", en: "Link an account to the person it stands for"))
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "账号编号", en: "Identifier of the account")) var account: Identifier<Account>
        @Option(help: member("person", of: AccountPersonOrder.self)) var person: Reference<Person>

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.points.link(
                    account, AccountPersonOrder(person: person), caller: session.caller))
        }
    }
}
