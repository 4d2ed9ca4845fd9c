import Access
package import ArgumentParser
package import Civil
package import Composition
import Foundation
package import Kernel
package import Logging
import Postgres
package import Settings

/// Options that every command takes.
package struct Globals: ParsableArguments {
    @Option(help: ArgumentHelp(localized(zh: "设置文件", en: "Settings file")))
    package var config: String?

    @Option(help: ArgumentHelp(localized(zh: "语言：zh-Hans 或 en", en: "Language: zh-Hans or en")))
    package var lang: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(localized(zh: "临时改一项设置：键=值", en: "Change a setting for this run: key=value")))
    package var settings: [String] = []

    package init() {}

    package func load() throws -> SettingsLoader.Loaded {
        if let lang, Language(tag: lang) == nil {
            throw AppError.invalidValue("lang", lang, expected: Text.verbatim("zh-Hans, en"))
        }
        var flags: [String: String] = [:]
        for setting in settings {
            let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw AppError.invalidValue("set", setting, expected: Text(zh: "键=值", en: "key=value"))
            }
            flags[parts[0]] = parts[1]
        }
        return try SettingsLoader(file: config).load(flags: flags)
    }

    /// For commands that need no settings: what was typed is looked at all the same.
    package func check() throws { _ = try load() }

    package func startup() throws -> Startup {
        let settings = try load().settings
        return Startup(settings: settings, logger: Self.logger(settings))
    }

    package static func logger(_ settings: Settings) -> Logger {
        // Every line that is written for a request carries its identifier.
        let request = Logger.MetadataProvider {
            RequestMark.current.map { ["request": "\($0.id)"] } ?? [:]
        }
        var logger = Logger(label: "dangwu") { label in
            guard settings.log.format == "json" else {
                return StreamLogHandler.standardError(label: label, metadataProvider: request)
            }
            return LineLogHandler(metadataProvider: request)
        }
        logger.logLevel = Logger.Level(rawValue: settings.log.level) ?? .notice
        return logger
    }
}

/// Services and the person at the command line.
package struct Session: Sendable {
    package let services: Services
    package let caller: Caller
    package let today: Day

    /// `DANGWU_TOKEN` says who asks, or else the session of `dangwu sign-in`; without either, with the private cluster,
    /// it is the operator, who is the owner of its socket.
    /// - Parameter isPersonal: for what concerns the caller's own account alone.
    package static func open(_ globals: Globals, isPersonal: Bool = false) async throws -> Session {
        let startup = try globals.startup()
        let services = try await startup.open()
        let today = ChinaTime.today()
        let environment = ProcessInfo.processInfo.environment
        var secret = environment["DANGWU_TOKEN"].flatMap { $0.isEmpty ? nil : $0 }
        if secret == nil { secret = try KeptSession(startup).read() }
        if let secret {
            let caller = try await services.access.authenticate(
                secret, wanted: environment["DANGWU_SCOPE"], isPersonal: isPersonal, on: today, door: "cli")
            return Session(services: services, caller: caller, today: today)
        }
        guard startup.isLocal else { throw AppError.tokenMissing }
        return Session(services: services, caller: .localOperator(), today: today)
    }

    /// For who has not signed in yet.
    static func openUnknown(_ globals: Globals) async throws -> Session {
        let services = try await globals.startup().open()
        return Session(services: services, caller: .unknown(door: "cli"), today: ChinaTime.today())
    }
}

/// A command that needs the services: one use case, which the API has as well.
package protocol ServiceCommand: AsyncParsableCommand {
    /// The route of the same use case, such as `GET /v1/cycles`; several are separated by a comma and a space. With
    /// `--format json` the command prints what the route answers.
    static var route: String { get }
    var globals: Globals { get }
    func run(_ session: Session) async throws
    /// Runs it under what its options say besides the order.
    func perform(_ session: Session) async throws
}

/// One that shows a value or says what it did.
package protocol SessionCommand: ServiceCommand {
    var shape: Shape { get }
}

/// A command about the caller's own account: there before the password is changed and without any grant.
package protocol PersonalCommand: SessionCommand {}

extension PersonalCommand {
    package func run() async throws {
        let session = try await Session.open(globals, isPersonal: true)
        try await run(session)
        await session.services.pool.close()
    }
}

extension SessionCommand {
    package var globals: Globals { shape.globals }
}

extension ServiceCommand {
    package func run() async throws {
        let session = try await Session.open(globals)
        try await perform(session)
        await session.services.pool.close()
    }

    package func perform(_ session: Session) async throws { try await run(session) }
}

extension Day: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension Month: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension Hours: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

/// The bytes of a file that the user named; `-` is standard input.
package func readInput(_ path: String) throws -> [UInt8] {
    if path == "-" { return [UInt8](FileHandle.standardInput.readDataToEndOfFile()) }
    // Through a handle, which reads pipes too.
    guard let file = FileHandle(forReadingAtPath: path), let data = try? file.readToEnd() ?? Data() else {
        throw AppError(
            .notFound, "file.missing", Text(zh: "无法读取文件 \(path)。", en: "The file \(path) cannot be read."),
            hint: Text(zh: "请检查路径和权限。", en: "Check the path and its permissions."))
    }
    return [UInt8](data)
}

func identifier<Subject>(_ text: String, _ subject: Text) throws -> Identifier<Subject> {
    guard let id = Identifier<Subject>(text) else {
        throw AppError.invalidValue(
            subject.english, text, expected: Text(zh: "\(subject.chinese)编号（UUID）", en: "an identifier (UUID)"))
    }
    return id
}
