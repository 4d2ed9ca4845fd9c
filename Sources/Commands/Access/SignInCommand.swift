import Access
import ArgumentParser
import Composition
import Foundation
import Kernel
import Postgres
import Wire

/// Signing in and out. The session is kept in a file that only its owner reads.
struct SignInCommand: ServiceCommand {
    static let route = "POST /v1/sessions"
    static let configuration = CommandConfiguration(
        commandName: "sign-in", abstract: localized(zh: "登录", en: "Sign in"))
    @OptionGroup var shape: Shape
    @Argument(help: member("name", of: SignInOrder.self)) var name: String
    @OptionGroup var password: PasswordOption
    @Option(help: member("code", of: SignInOrder.self)) var code: String?

    var globals: Globals { shape.globals }

    func run() async throws {
        let session = try await Session.openUnknown(globals)
        try await run(session)
        await session.services.pool.close()
    }

    func run(_ session: Session) async throws {
        let order = SignInOrder(name: name, password: try password.read(), code: code)
        let made = try await session.services.access.signIn(
            order, door: session.caller.door, from: .address("-"))
        // A program keeps the session itself.
        guard shape.format != .json else { return try shape.json(made) }
        try KeptSession(try globals.startup()).write(made.secret)
        try shape.report(made)
    }
}

/// The first sign-in: the one-time secret is replaced by a password.
struct FirstSignInCommand: ServiceCommand {
    static let route = "POST /v1/sessions/first"
    static let configuration = CommandConfiguration(
        commandName: "first-sign-in",
        abstract: localized(
            zh: "首次登录：用一次性密码设密码", en: "Sign in for the first time: set a password by the one-time secret"))
    @OptionGroup var shape: Shape
    @Argument(help: member("name", of: FirstSignInOrder.self)) var name: String
    @Option(
        help: help(
            zh: "含一次性密码的文件，- 为标准输入；不给则提示输入",
            en: "File with the one-time secret, - for standard input; asked for without it"))
    var secretFile: String?
    @OptionGroup var password: NewPasswordOption
    @Option(help: member("code", of: FirstSignInOrder.self)) var code: String?

    var globals: Globals { shape.globals }

    func run() async throws {
        let session = try await Session.openUnknown(globals)
        try await run(session)
        await session.services.pool.close()
    }

    func run(_ session: Session) async throws {
        let secret = try Secret.read(secretFile, prompt: Text(zh: "一次性密码：", en: "One-time secret: "))
        let order = FirstSignInOrder(name: name, secret: secret, password: try password.read(), code: code)
        let made = try await session.services.access.signInFirst(
            order, door: session.caller.door, from: .address("-"))
        // A program keeps the session itself.
        guard shape.format != .json else { return try shape.json(made) }
        try KeptSession(try globals.startup()).write(made.secret)
        try shape.report(made)
    }
}

struct SignOutCommand: ServiceCommand {
    static let route = "DELETE /v1/sessions/{id}"
    static let configuration = CommandConfiguration(
        commandName: "sign-out", abstract: localized(zh: "退出登录", en: "Sign out"))
    @OptionGroup var shape: Shape

    var globals: Globals { shape.globals }

    /// The file goes in any case: a session that has ended needs no end.
    func run() async throws {
        let kept = KeptSession(try globals.startup())
        let isThere = try kept.read() != nil
        do {
            guard isThere else { throw AppError.sessionMissing }
            let session = try await Session.open(globals, isPersonal: true)
            try await run(session)
            await session.services.pool.close()
        } catch let error as AppError where isThere && error.kind == .unauthenticated {
            try kept.remove()
            Terminal.talk(error.message.localized)
            return
        }
        try kept.remove()
    }

    func run(_ session: Session) async throws {
        guard let credential = session.caller.credential else { throw AppError.sessionMissing }
        try shape.report(
            try await session.services.access.endSession(
                Identifier(credential.token), caller: session.caller))
    }
}

extension AppError {
    static var sessionMissing: AppError {
        AppError(
            .conflict, "access.no_session", Text(zh: "没有保存的登录。", en: "No session is kept here."),
            hint: Text(zh: "请用 dangwu sign-in 登录。", en: "Use dangwu sign-in."))
    }
}
