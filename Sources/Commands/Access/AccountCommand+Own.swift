import Access
import ArgumentParser
import Composition
import Kernel
import Wire

/// What a person does with their own account.
extension AccountCommand {
    struct Password: PersonalCommand {
        static let route = "POST /v1/me/password"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "修改本人密码", en: "Change one's own password"))
        @OptionGroup var shape: Shape
        @Option(
            help: help(
                zh: "含原密码的文件，- 为标准输入；不给则提示输入",
                en: "File with the old password, - for standard input; asked for without it"))
        var oldFile: String?
        @Option(help: help(zh: "含新密码的文件；不给则提示输入", en: "File with the new password; asked for without it"))
        var newFile: String?

        func run(_ session: Session) async throws {
            let old = try Secret.read(oldFile, prompt: Text(zh: "原密码：", en: "Old password: "))
            let new = try Secret.read(newFile, prompt: Text(zh: "新密码：", en: "New password: "), twice: true)
            let order = PasswordOrder(old: old, new: new)
            try shape.report(try await session.services.access.changePassword(order, caller: session.caller))
        }
    }

    struct Enrol: PersonalCommand {
        static let route = "POST /v1/me/second-factor"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "登记验证器：密钥只显示一次", en: "Begin a second factor; its secret is shown once"))
        @OptionGroup var shape: Shape
        @OptionGroup var password: PasswordOption
        @Option(help: member("code", of: FactorOrder.self)) var code: String?

        func run(_ session: Session) async throws {
            let order = FactorOrder(password: try password.read(), code: code)
            try shape.report(try await session.services.access.enrol(order, caller: session.caller))
        }
    }

    struct Confirm: PersonalCommand {
        static let route = "POST /v1/me/second-factor/confirmation"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "用第一个验证码启用双因素", en: "Put a second factor in force by its first code"))
        @OptionGroup var shape: Shape
        @Option(help: member("ticket", of: FactorConfirmation.self)) var ticket: String
        @Option(help: member("code", of: FactorConfirmation.self)) var code: String

        func run(_ session: Session) async throws {
            let order = FactorConfirmation(ticket: ticket, code: code)
            try shape.report(try await session.services.access.confirm(order, caller: session.caller))
        }
    }

    struct Remove: PersonalCommand {
        static let route = "POST /v1/me/second-factor/removal"
        static let configuration = CommandConfiguration(
            commandName: "remove-factor", abstract: localized(zh: "取消本人双因素", en: "Remove one's own second factor"))
        @OptionGroup var shape: Shape
        @OptionGroup var password: PasswordOption
        @Option(help: member("code", of: FactorOrder.self)) var code: String?

        func run(_ session: Session) async throws {
            let order = FactorOrder(password: try password.read(), code: code)
            try shape.report(try await session.services.access.removeFactor(order, caller: session.caller))
        }
    }
}
