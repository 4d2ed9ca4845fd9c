import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Wire

/// Tokens, grants and roles.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: localized(zh: "令牌与授权", en: "Tokens and grants"),
        subcommands: [
            Issue.self, Own.self, List.self, Rotate.self, Roles.self, Grant.self, Grants.self, Revoke.self, Link.self,
            WhoAmI.self,
        ])

    struct Issue: SessionCommand {
        static let route = "POST /v1/tokens"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "发令牌：只显示一次", en: "Issue a token; it is shown once"))
        @OptionGroup var shape: Shape
        @Option(help: member("name", of: TokenOrder.self)) var name: String
        @Option(help: member("role", of: TokenOrder.self)) var role: Role
        @Option(help: member("scope", of: TokenOrder.self)) var scope: Reference<GrantedScope>
        @Option(help: member("days", of: TokenOrder.self)) var days: Int?

        func run(_ session: Session) async throws {
            let order = TokenOrder(name: name, role: role, scope: scope, days: days)
            let token = try await session.services.access.issue(order, on: session.today, caller: session.caller)
            try shape.show(token, secret: token.secret)
        }
    }

    struct Own: SessionCommand {
        static let route = "POST /v1/me/tokens"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "给自己发令牌：只显示一次", en: "Issue a token of one's own account; it is shown once"))
        @OptionGroup var shape: Shape
        @Option(help: member("label", of: LabelledTokenOrder.self)) var label: String
        @Option(help: member("days", of: LabelledTokenOrder.self)) var days: Int?

        func run(_ session: Session) async throws {
            let token = try await session.services.access.issueOwn(
                LabelledTokenOrder(label: label, days: days), caller: session.caller)
            try shape.show(token, secret: token.secret)
        }
    }

    struct Rotate: SessionCommand {
        static let route = "POST /v1/tokens/{id}/rotation"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "换令牌：新的只显示一次", en: "Replace the secret of a token; the new one is shown once"))
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "令牌的编号", en: "Identifier of the token")) var id: Identifier<AccessToken>
        @Option(help: member("minutes", of: RotationOrder.self)) var minutes: Int?
        @Option(help: member("days", of: RotationOrder.self)) var days: Int?

        func run(_ session: Session) async throws {
            let token = try await session.services.access.rotate(
                id, RotationOrder(minutes: minutes, days: days), caller: session.caller)
            try shape.show(token, secret: token.secret)
        }
    }

    struct List: SessionCommand {
        static let route = "GET /v1/tokens"
        static let configuration = CommandConfiguration(abstract: localized(zh: "列出令牌", en: "List tokens"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging

        func run(_ session: Session) async throws {
            try await shape.show(paging) { try await session.services.access.tokens($0, caller: session.caller) }
        }
    }

    struct Roles: SessionCommand {
        static let route = "GET /v1/roles"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "列出角色及其权限", en: "List roles and their permissions"))
        @OptionGroup var shape: Shape

        func run(_ session: Session) async throws {
            try shape.show(
                Page(whole: try await session.services.access.roles(on: session.today, caller: session.caller)))
        }
    }

    struct Grant: SessionCommand {
        static let route = "POST /v1/grants"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "给账号另加一项授权", en: "Give an account one more grant"))
        @OptionGroup var shape: Shape
        @Argument(help: member("account", of: GrantOrder.self)) var account: Identifier<Account>
        @Option(help: member("role", of: GrantOrder.self)) var role: Role
        @Option(help: member("scope", of: GrantOrder.self)) var scope: Reference<GrantedScope>
        @Option(help: member("since", of: GrantOrder.self)) var since: Day?
        @Option(help: member("until", of: GrantOrder.self)) var until: Day?

        func run(_ session: Session) async throws {
            let order = GrantOrder(account: account, role: role, scope: scope, since: since, until: until)
            try shape.report(
                try await session.services.access.grant(order, on: session.today, caller: session.caller))
        }
    }

    struct Grants: SessionCommand {
        static let route = "GET /v1/grants"
        static let configuration = CommandConfiguration(abstract: localized(zh: "列出授权", en: "List grants"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging

        func run(_ session: Session) async throws {
            try await shape.show(paging) { try await session.services.access.grants($0, caller: session.caller) }
        }
    }

    struct WhoAmI: SessionCommand {
        static let route = "GET /v1/me"
        static let configuration = CommandConfiguration(
            commandName: "me", abstract: localized(zh: "当前账号", en: "Who the caller is"))
        @OptionGroup var shape: Shape

        func run(_ session: Session) async throws {
            try shape.show(one: session.services.access.caller(session.caller))
        }
    }

    struct Revoke: SessionCommand {
        static let route = "DELETE /v1/tokens/{id}"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "撤销令牌或授权", en: "Revoke a token or a grant"))
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "令牌或授权的编号", en: "Identifier of the token or grant"))
        var id: Identifier<AccessToken>

        func run(_ session: Session) async throws {
            try shape.report(try await session.services.access.revoke(id, caller: session.caller))
        }
    }
}

extension Role: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
