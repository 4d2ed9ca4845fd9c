import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Points
import Wire

/// Accounts: for who manages access, and the caller's own.
struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: localized(zh: "账号", en: "Accounts"),
        subcommands: [
            List.self, Add.self, Change.self, Reset.self, Unlink.self, Issue.self, Sessions.self, End.self,
            Certificates.self, BindCertificate.self, UnbindCertificate.self,
            Password.self, Enrol.self, Confirm.self, Remove.self,
        ])

    struct List: SessionCommand {
        static let route = "GET /v1/accounts"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "列出账号及其状态", en: "List accounts and their state"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging

        func run(_ session: Session) async throws {
            try await shape.show(paging) { try await session.services.access.accounts($0, caller: session.caller) }
        }
    }

    struct Add: SessionCommand {
        static let route = "POST /v1/accounts"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "建账号：一次性密码只显示一次", en: "Make an account; its one-time secret is shown once"))
        @OptionGroup var shape: Shape
        @Option(help: member("name", of: AccountOrder.self)) var name: String
        @Option(help: member("sign_in_name", of: AccountOrder.self)) var signInName: String
        @Option(help: member("role", of: AccountOrder.self)) var role: Role?
        @Option(help: member("scope", of: AccountOrder.self)) var scope: Reference<GrantedScope>
        @Option(help: member("since", of: AccountOrder.self)) var since: Day?
        @Option(help: member("until", of: AccountOrder.self)) var until: Day?

        func run(_ session: Session) async throws {
            let order = AccountOrder(
                name: name, signInName: signInName, role: role, scope: scope, since: since, until: until)
            let made = try await session.services.access.add(order, on: session.today, caller: session.caller)
            try shape.show(made, secret: made.secret)
        }
    }

    struct Change: SessionCommand {
        static let route = "PATCH /v1/accounts/{account}"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "改名、停用或恢复账号", en: "Rename, deactivate or reactivate an account"))
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "账号编号", en: "Identifier of the account")) var account: Identifier<Account>
        @Option(help: member("name", of: AccountChangeOrder.self)) var name: String?
        @Option(help: member("sign_in_name", of: AccountChangeOrder.self)) var signInName: String?
        @Option(help: member("active", of: AccountChangeOrder.self)) var active: Bool?

        func run(_ session: Session) async throws {
            let order = AccountChangeOrder(name: name, signInName: signInName, active: active)
            try shape.report(
                try await session.services.access.change(account, order, caller: session.caller))
        }
    }

    struct Reset: SessionCommand {
        static let route = "POST /v1/accounts/{account}/reset"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "重置密码：一次性密码只显示一次", en: "Give an account a one-time secret; it is shown once"))
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "账号编号", en: "Identifier of the account")) var account: Identifier<Account>
        @Flag(help: member("second_factor", of: ResetOrder.self)) var secondFactor = false

        func run(_ session: Session) async throws {
            let made = try await session.services.access.reset(
                account, ResetOrder(secondFactor: secondFactor), caller: session.caller)
            try shape.show(made, secret: made.secret)
        }
    }

    struct Unlink: SessionCommand {
        static let route = "DELETE /v1/accounts/{account}/person"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "取消账号与人员的对应", en: "End the link between an account and a person"))
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "账号编号", en: "Identifier of the account")) var account: Identifier<Account>

        func run(_ session: Session) async throws {
            try shape.report(try await session.services.points.unlink(account, caller: session.caller))
        }
    }

    struct Issue: SessionCommand {
        static let route = "POST /v1/accounts/{account}/tokens"
        static let configuration = CommandConfiguration(
            commandName: "token",
            abstract: localized(zh: "给账号另发令牌：只显示一次", en: "Issue a further token of an account; it is shown once"))
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "账号编号", en: "Identifier of the account")) var account: Identifier<Account>
        @Option(help: member("label", of: LabelledTokenOrder.self)) var label: String
        @Option(help: member("days", of: LabelledTokenOrder.self)) var days: Int?

        func run(_ session: Session) async throws {
            let token = try await session.services.access.issue(
                LabelledTokenOrder(label: label, days: days), for: account, caller: session.caller)
            try shape.show(token, secret: token.secret)
        }
    }

    struct Sessions: PersonalCommand {
        static let route = "GET /v1/sessions"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "列出登录（范围内的，或本人的）", en: "List sessions of the scope, or one's own"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging

        func run(_ session: Session) async throws {
            try await shape.show(paging) { try await session.services.access.sessions($0, caller: session.caller) }
        }
    }

    struct End: PersonalCommand {
        static let route = "DELETE /v1/sessions/{id}"
        static let configuration = CommandConfiguration(
            commandName: "end-session", abstract: localized(zh: "结束一处登录", en: "End a session at once"))
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "登录的编号", en: "Identifier of the session")) var id: Identifier<AccessToken>

        func run(_ session: Session) async throws {
            try shape.report(try await session.services.access.endSession(id, caller: session.caller))
        }
    }
}
