import Access
import Foundation
import Kernel
import Postgres
import SQLFiles
import Settings

/// The role that the program works as: no rights beyond the tables, and a password where the server asks for one.
struct ApplicationRole {
    /// As the first migration makes it.
    static let name = "dangwu_app"

    let startup: Startup
    let connection: Connection
    let owner: ConnectionSettings

    func exists() async throws -> Bool { try await connection.query(.roleFacts(role: Self.name)).first != nil }

    /// - Throws: `setup.privilege` with the statement that gives what is missing.
    func checkOwner(isNew: Bool) async throws -> SetupStep {
        guard let facts = try await connection.query(.ownerFacts).first else {
            throw AppError.defect("no facts about the owner")
        }
        let user = owner.parts?["user"] ?? "…"
        guard user != Self.name else {
            throw Self.missing(
                Text(zh: "database.owner_url 用的是应用角色", en: "database.owner_url uses the application's role"),
                "CREATE ROLE dangwu_owner LOGIN CREATEROLE PASSWORD '…'")
        }
        let isMigrated = try await Migrator(Services.migrations).status(connection).contains { $0.applied != nil }
        let isSuperuser: Bool = try facts["is_superuser"]
        let (makesTables, makesSchemas): (Bool, Bool) = (try facts["makes_tables"], try facts["makes_schemas"])
        guard makesTables, makesSchemas || isMigrated else {
            throw Self.missing(
                Text(zh: "所有者 \(user) 不能在此数据库建表", en: "The owner \(user) cannot create tables in this database"),
                "ALTER DATABASE … OWNER TO \(user)")
        }
        let createsRoles: Bool = try facts["creates_roles"]
        guard isSuperuser || createsRoles || isMigrated else {
            throw Self.missing(
                Text(
                    zh: "第一次迁移要建立角色 \(Self.name)，所有者 \(user) 没有 CREATEROLE",
                    en: "The first migration makes the role \(Self.name), and the owner \(user) lacks CREATEROLE"),
                "ALTER ROLE \(user) CREATEROLE")
        }
        return SetupStep(
            .privileges,
            isSuperuser
                ? Text(zh: "所有者 \(user) 是超级用户；普通所有者即可", en: "the owner \(user) is a superuser; a plain owner suffices")
                : Text(zh: "所有者 \(user) 的权限足够", en: "the owner \(user) may do what is needed"))
    }

    private static func missing(_ what: Text, _ statement: String) -> AppError {
        AppError(
            .forbidden, "setup.privilege", Text(zh: "\(what.chinese)。", en: "\(what.english)."),
            hint: Text(
                zh: "请以数据库管理员身份运行：\(statement)；完成后可以收回。",
                en: "As the administrator of the server run: \(statement). It can be withdrawn afterwards."))
    }

    /// - Throws: `setup.role` for a role that can do more than the program may.
    func check(isNew: Bool) async throws -> SetupStep {
        let faults = try await RoleFaults(role: Self.name).read(connection)
        guard faults.isEmpty else {
            throw AppError(
                .forbidden, "setup.role",
                Text(
                    zh: "角色 \(Self.name) 的权限过大：\(Text.list(faults.map(\.text)).chinese)。",
                    en: "The role \(Self.name) can do too much: \(Text.list(faults.map(\.text)).english)."),
                hint: Text(
                    zh: "请以数据库管理员身份运行：\(faults.map(\.remedy).joined(separator: "; "))",
                    en: "As the administrator of the server run: \(faults.map(\.remedy).joined(separator: "; "))"))
        }
        return SetupStep(
            .role, changed: isNew,
            isNew
                ? Text(zh: "\(Self.name) 已建立", en: "\(Self.name) was made")
                : Text(zh: "\(Self.name) 只有应有的权限", en: "\(Self.name) has what it should and no more"))
    }

    /// Gives a role that was just made the password of `database.url`, or a new one. A role that existed may be in use
    /// by another database of the server: its password is set on request only.
    /// - Returns: the step, and the connection for the settings where a password was made.
    func password(isNew: Bool, isReset: Bool) async throws -> (SetupStep, String?) {
        if startup.isLocal {
            return (SetupStep(.password, Text(zh: "本机私有数据库不用口令", en: "the private cluster needs none")), nil)
        }
        let url = startup.settings.database.url
        let given = url.isEmpty ? nil : ConnectionSettings(url: url).parts
        if !isNew, !isReset {
            guard !url.isEmpty else {
                return (
                    SetupStep(
                        .password,
                        Text(
                            zh: "未改动；database.url 为空，未试登录。--reset-password 另设口令",
                            en: "not changed; database.url is empty, so it was not tried. --reset-password sets another"
                        )),
                    nil
                )
            }
            try await tryOut(url)
            return (SetupStep(.password, Text(zh: "database.url 能登录", en: "database.url signs in")), nil)
        }
        let password = given?["password"] ?? Token.new().secret
        try await set(password)
        if let given, given["password"] != nil {
            try await tryOut(url)
            return (
                SetupStep(
                    .password, changed: true, Text(zh: "已设为 database.url 中的口令", en: "set to the one in database.url")),
                nil
            )
        }
        return (
            SetupStep(
                .password, changed: true,
                Text(zh: "已生成；请把打印的连接串写入 database.url", en: "made; put the printed connection into database.url")),
            Self.url(like: given ?? owner.parts ?? [:], password: password)
        )
    }

    private func set(_ password: String) async throws {
        let sealed = try await connection.encryptedPassword(password, role: Self.name)
        // What the function returns holds letters, digits and $ : + / = only.
        let quoted = "'" + sealed.filter { $0 != "'" && $0 != "\\" } + "'"
        do {
            try await connection.script("ALTER ROLE \(Self.name) PASSWORD \(quoted)")
        } catch let error as PostgresError where error.server?.state == .insufficientPrivilege {
            throw Self.missing(
                Text(zh: "所有者不能设置 \(Self.name) 的口令", en: "The owner cannot set the password of \(Self.name)"),
                "\\password \(Self.name)")
        }
    }

    /// - Throws: `setup.password` when the role cannot sign in.
    private func tryOut(_ url: String) async throws {
        do {
            _ = try await Connection.connect(ConnectionSettings(url: url))
        } catch PostgresError.connect(let message) {
            throw AppError(
                .forbidden, "setup.password",
                Text(zh: "database.url 不能登录：\(message)", en: "database.url does not sign in: \(message)"),
                hint: Text(
                    zh: "请核对口令；或加 --reset-password，把角色的口令改为 database.url 中的。",
                    en: "Check the password, or add --reset-password to set the role's to the one in database.url."))
        }
    }

    /// A connection URI with every part escaped.
    static func url(like parts: [String: String], password: String) -> String {
        let plain = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        func escaped(_ text: String, keeping more: String = "") -> String {
            text.addingPercentEncoding(withAllowedCharacters: plain.union(CharacterSet(charactersIn: more))) ?? ""
        }
        let named: Set = ["host", "port", "dbname", "user", "password"]
        let options = parts.filter { !named.contains($0.key) }.sorted { $0.key < $1.key }
            .map { "\($0.key)=\(escaped($0.value, keeping: "/"))" }.joined(separator: "&")
        let host = (parts["host"] ?? "").split(separator: ",").map { escaped(String($0)) }.joined(separator: ",")
        let port = parts["port"].map { ":" + $0 } ?? ""
        return "postgresql://\(name):\(escaped(password))@\(host)\(port)/\(escaped(parts["dbname"] ?? ""))"
            + (options.isEmpty ? "" : "?" + options)
    }
}
