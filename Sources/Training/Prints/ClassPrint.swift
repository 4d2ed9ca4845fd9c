package import Kernel
import Wire

/// What can be printed of a class.
package enum ClassPrint: String, Choice {
    case notice, roster
    case signIn = "sign-in"
    case groups, completion, certificates, changes

    package var text: Text {
        switch self {
        case .notice: Text(zh: "调训通知", en: "notice of the class")
        case .roster: Text(zh: "学员名册", en: "roster")
        case .signIn: Text(zh: "签到表", en: "sign-in sheet")
        case .groups: Text(zh: "分组和座次表", en: "groups and seats")
        case .completion: Text(zh: "结业名单", en: "list of completions")
        case .certificates: Text(zh: "结业证书", en: "certificates")
        case .changes: Text(zh: "变更通知", en: "notice of changes")
        }
    }

    /// Whether it is a letter, which has a number.
    package var isLetter: Bool { self == .notice || self == .changes }

    /// Whether it shows how people are reached.
    var showsPhones: Bool { self == .roster || self == .notice }

    /// Whether it needs a class that is closed.
    var needsClosing: Bool { self == .completion || self == .certificates }
}

/// What a letter about a class shows besides what is on file.
package struct ClassLetterQuery: Codable, Described, Sendable {
    package var document: String?

    package init(document: String? = nil) { self.document = document }

    package static let memberTexts = [
        "document": Text(
            zh: "通知文号，如 县组通〔2026〕12号；不填则留空待填", en: "The number of the letter; room is left for it otherwise")
    ]
}
