package import Access
package import Civil
package import Kernel
package import Wire

/// What an installation is set up with.
package struct SetupOrder: Sendable {
    /// Code of the organisation at the top.
    package var root: String
    /// Its full name; needed when it is not registered yet.
    package var name: String?
    package var level: Level?
    package var since: Day?
    /// Who the first administrator is.
    package var administrator: String
    /// What the first administrator signs in with, together with a password.
    package var signInName = "admin"
    /// How long the first token lasts.
    package var days: Int?
    /// Which of the three officers it is, where the duties are divided.
    package var officer: Officer?
    /// Whether a further administrator is wanted although there is one.
    package var isAnother = false
    /// Whether the administrator of the order, who is there already, gets another one-time secret.
    package var renewsSecret = false
    /// Whether the application role's password is set although the role existed before.
    package var resetsPassword = false

    package init(root: String, administrator: String) {
        self.root = root
        self.administrator = administrator
    }
}

/// One part of the setting-up and what became of it.
package struct SetupStep: Codable, Sendable {
    package enum Part: String, Choice {
        case server, privileges, schema, role, key, root, password, administrator

        package var text: Text {
            switch self {
            case .server: Text(zh: "服务器", en: "server")
            case .privileges: Text(zh: "所有者权限", en: "owner's privileges")
            case .schema: Text(zh: "表结构", en: "schema")
            case .role: Text(zh: "应用角色", en: "application role")
            case .key: Text(zh: "身份证号密钥", en: "key of ID numbers")
            case .root: Text(zh: "最高党组织", en: "root organisation")
            case .password: Text(zh: "应用口令", en: "role's password")
            case .administrator: Text(zh: "管理员", en: "administrator")
            }
        }
    }

    package let part: Part
    /// False when it was as it should be.
    package let isChanged: Bool
    package let note: Text

    package init(_ part: Part, changed: Bool = false, _ note: Text) {
        self.part = part
        isChanged = changed
        self.note = note
    }
}

extension SetupStep: Tabular {
    package static let columns: [Column<SetupStep>] = [
        Column("part", zh: "部分", en: "Part", \.part),
        Column("is_changed", zh: "有改动", en: "Changed", \.isChanged),
        Column("note", zh: "说明", en: "Note", \.note),
    ]
}

/// What the setting-up found and did. Secrets are in it once and nowhere else.
package struct SetupReport: Codable, Sendable {
    package internal(set) var steps: [SetupStep] = []
    /// The first administrator's way in; nil when there was one already.
    package internal(set) var administrator: NewToken?
    /// The same person's first sign-in with a password; nil when none was asked for.
    package internal(set) var signIn: NewAccount?
    /// The connection of the application with its new password, for the settings; nil when no password was made.
    package internal(set) var databaseURL: String?

    package var isChanged: Bool { steps.contains(where: \.isChanged) }
}
