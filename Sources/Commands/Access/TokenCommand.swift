import Organisations
import Composition
import Access
import ArgumentParser
import Civil
import Foundation
import Kernel
import Members
import Points
import Postgres

/// Tokens of the API.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: localized(zh: "令牌与授权", en: "Tokens and grants"),
        subcommands: [Issue.self, List.self, Roles.self, Grant.self, Revoke.self, Link.self])

    struct Issue: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "发令牌：只显示一次", en: "Issue a token; it is shown once"))
        @OptionGroup var globals: Globals
        @Option(help: ArgumentHelp(localized(zh: "持有人", en: "Who it is for"))) var name: String
        @Option(help: help(zh: "角色，见 dangwu token roles", en: "Role; dangwu token roles lists them")) var role: Role
        @Option(help: ArgumentHelp(localized(zh: "管辖组织的编码", en: "Code of the organisation whose subtree it covers")))
        var scope: String
        @Option(help: ArgumentHelp(localized(zh: "有效天数", en: "Days it lasts"))) var days = 90

        func run(_ session: Session) async throws {
            guard (1...3650).contains(days) else {
                throw AppError.invalidValue("days", String(days), expected: .verbatim("1…3650"))
            }
            let organisation = try await session.services.organisations.organisation(scope, caller: session.caller)
            let token = try await session.services.access.issue(
                name: name, role: role, path: organisation.path, since: session.today, until: nil,
                expires: Date().addingTimeInterval(Double(days) * 86_400), caller: session.caller)
            Terminal.write(token.secret + "\n")
            Terminal.talk(Text(zh: "账号：\(token.account.text)", en: "Account: \(token.account.text)").localized)
            Terminal.talk(
                Text(
                    zh: "请现在保存，以后不能再显示。到期：\(Instant.text(token.expires))",
                    en: "Keep it now; it cannot be shown again. It expires at \(Instant.text(token.expires))."
                ).localized)
        }
    }

    struct List: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "列出令牌", en: "List tokens"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging

        func run(_ session: Session) async throws {
            let page = try await session.services.access.tokens(paging.request(), caller: session.caller)
            var listing = Listing(columns: [
                .init(key: "id", title: Text(zh: "编号", en: "Identifier")),
                .init(key: "account", title: Text(zh: "持有人", en: "Account")),
                .init(key: "scope", title: Text(zh: "范围", en: "Scope")),
                .init(key: "expires", title: Text(zh: "到期", en: "Expires")),
                .init(key: "revoked", title: Text(zh: "撤销", en: "Revoked")),
            ])
            listing.rows = page.items.map {
                [
                    .text($0.id.text), .text($0.account), .text($0.path),
                    .text(Instant.text($0.expires)), .text($0.revoked ? "✓" : ""),
                ]
            }
            shape.show(listing)
            paging.more(page.next)
        }
    }

    struct Roles: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "列出角色及其权限", en: "List roles and their permissions"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape

        func run(_ session: Session) async throws {
            try shape.show(
                Page(whole: try await session.services.access.roles(on: session.today, caller: session.caller)))
        }
    }

    struct Grant: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "给账号另加一项授权", en: "Give an account one more grant"))
        @OptionGroup var globals: Globals
        @Argument var account: String
        @Option(help: help(zh: "角色，见 dangwu token roles", en: "Role; dangwu token roles lists them")) var role: Role
        @Option var scope: String
        @Option var since: Day?
        @Option var until: Day?

        func run(_ session: Session) async throws {
            let id: Identifier<TokenCommand> = try identifier(account, Text(zh: "账号", en: "account"))
            let organisation = try await session.services.organisations.organisation(scope, caller: session.caller)
            let grant = try await session.services.access.grant(
                account: id.value, role: role, path: organisation.path, since: since ?? session.today, until: until,
                caller: session.caller)
            Terminal.write(grant.text + "\n")
        }
    }

    struct Link: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "登记账号对应的人员", en: "Say which person an account stands for"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "账号编号", en: "Identifier of the account"))) var account: String
        @Option(help: ArgumentHelp(localized(zh: "人员编号", en: "Identifier of the person"))) var person: String

        func run(_ session: Session) async throws {
            let account: Identifier<TokenCommand> = try identifier(account, Text(zh: "账号", en: "account"))
            let person: Identifier<Person> = try identifier(person, Text(zh: "人员", en: "person"))
            try await session.services.points.link(account: account.value, to: person.value, caller: session.caller)
        }
    }

    struct Revoke: SessionCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "撤销令牌或授权", en: "Revoke a token or a grant"))
        @OptionGroup var globals: Globals
        @Argument var id: String

        func run(_ session: Session) async throws {
            let id: Identifier<TokenCommand> = try identifier(id, Text(zh: "令牌", en: "token"))
            try await session.services.access.revoke(id.value, caller: session.caller)
        }
    }
}

extension Role: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
