import Kernel
import Postgres
import SQLFiles

/// What a server and a database must be for the program to use them, whatever else they are set to.
struct ServerRequirements {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    static let oldestVersion = 150_000
    /// Capitals before small letters, ASCII before Chinese.
    static let byteOrder = "A B a b ~ 中"

    /// - Throws: `setup.server_version`, `setup.encoding`, `setup.ordering`.
    func check() async throws -> SetupStep {
        guard let facts = try await connection.query(.serverFacts).first else {
            throw AppError.defect("no facts about the server")
        }
        let version: Int = try facts["version"]
        guard version >= Self.oldestVersion else {
            throw AppError(
                .invalid, "setup.server_version",
                Text(
                    zh: "数据库是 PostgreSQL \(version / 10_000)，需要 15 或更新的版本。",
                    en: "The server is PostgreSQL \(version / 10_000); version 15 or newer is needed."),
                hint: Text(zh: "请升级数据库服务器。", en: "Upgrade the server."))
        }
        let encoding: String = try facts["encoding"]
        guard encoding == "UTF8" else {
            throw AppError(
                .invalid, "setup.encoding",
                Text(
                    zh: "数据库的编码是 \(encoding)，应为 UTF8。",
                    en: "The encoding of the database is \(encoding); UTF8 is needed."
                ),
                hint: Text(
                    zh: "编码不能更改，请另建：CREATE DATABASE dangwu ENCODING 'UTF8' TEMPLATE template0。",
                    en:
                        "Create another one: CREATE DATABASE dangwu ENCODING 'UTF8' TEMPLATE template0."
                ))
        }
        let words: String? = try await connection.query(.byteOrder).first.map { try $0["words"] }
        guard words == Self.byteOrder else {
            throw AppError(
                .invalid, "setup.ordering",
                Text(
                    zh: "排序规则 \"C\" 不按字节排序：\(words ?? "")。",
                    en: "The collation \"C\" of this server does not order by bytes: \(words ?? "")."),
                hint: Text(zh: "请使用标准的 PostgreSQL。", en: "Use a standard PostgreSQL server."))
        }
        let collation: String = try facts["collation"]
        return SetupStep(
            .server,
            Text(
                zh: "PostgreSQL \(version / 10_000)，UTF8，数据库排序规则 \(collation)（列表按字节排序，与它无关）",
                en: "PostgreSQL \(version / 10_000), UTF8, collation of the database \(collation) "
                    + "(lists are in byte order and do not depend on it)"))
    }
}
