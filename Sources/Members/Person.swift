package import Civil
package import Foundation
package import Kernel
import Organisations
import Postgres

package enum Sex: String, Sendable, CaseIterable, Codable {
    case female, male

    package var text: Text {
        switch self {
        case .female: Text(zh: "女", en: "female")
        case .male: Text(zh: "男", en: "male")
        }
    }
}

/// The standings of a person towards the organisation, in the order of recruitment; then a membership that is suspended
/// (停止党籍), which counts for nothing until it is restored.
package enum MembershipStatus: String, Sendable, CaseIterable, Codable {
    case applicant, activist
    case developmentTarget = "development_target"
    case probationary, full, suspended

    /// Somebody who is in the Party, on probation or suspended included.
    package var isMember: Bool { self == .probationary || self == .full || self == .suspended }

    package var text: Text {
        switch self {
        case .applicant: Text(zh: "入党申请人", en: "applicant")
        case .activist: Text(zh: "入党积极分子", en: "activist")
        case .developmentTarget: Text(zh: "发展对象", en: "development target")
        case .probationary: Text(zh: "预备党员", en: "probationary member")
        case .full: Text(zh: "正式党员", en: "full member")
        case .suspended: Text(zh: "停止党籍", en: "suspended member")
        }
    }
}

package enum PostTitle: String, Sendable, CaseIterable, Codable {
    case secretary
    case firstSecretary = "first_secretary"
    case deputySecretary = "deputy_secretary"
    case organisationCommissioner = "organisation_commissioner"
    case publicityCommissioner = "publicity_commissioner"
    case disciplineCommissioner = "discipline_commissioner"
    case committeeMember = "committee_member"

    package var text: Text {
        switch self {
        case .secretary: Text(zh: "书记", en: "secretary")
        case .firstSecretary: Text(zh: "第一书记", en: "first secretary")
        case .deputySecretary: Text(zh: "副书记", en: "deputy secretary")
        case .organisationCommissioner: Text(zh: "组织委员", en: "organisation commissioner")
        case .publicityCommissioner: Text(zh: "宣传委员", en: "publicity commissioner")
        case .disciplineCommissioner: Text(zh: "纪检委员", en: "discipline commissioner")
        case .committeeMember: Text(zh: "委员", en: "committee member")
        }
    }
}

/// How a post is held: in one's own right, for an absent holder, or beside another office.
package enum TenureNature: String, Sendable, CaseIterable, Codable {
    case substantive, acting, concurrent

    package var text: Text {
        switch self {
        case .substantive: Text(zh: "专任", en: "substantive")
        case .acting: Text(zh: "代理", en: "acting")
        case .concurrent: Text(zh: "兼任", en: "concurrent")
        }
    }
}

/// One person and the membership of today.
package struct Person: Sendable {
    package let id: Identifier<Person>
    package let path: String
    package let name: String
    package let sex: Sex
    package let born: Day
    /// Masked, such as `6101**********1234`; nil when no number is on file.
    package let maskedNumber: String?
    package let isSynthetic: Bool
    package let version: Int
    package let status: MembershipStatus?
    package let memberSince: Day?
    package let organisationCode: String?
    package let organisationName: String?
    let membership: UUID?
}

package struct Membership: Sendable {
    package let id: UUID
    package let status: MembershipStatus
    package let since: Day
    package let until: Day?
    package let endedAs: String?
    package let organisationCode: String?
    package let organisationName: String?
    /// From which day the standing counts, where that is before the day it was entered here.
    package let countsFrom: Day?

    package init(
        id: UUID, status: MembershipStatus, since: Day, until: Day?, endedAs: String?,
        countsFrom: Day? = nil, organisationCode: String?, organisationName: String?
    ) {
        self.id = id
        self.status = status
        self.since = since
        self.until = until
        self.endedAs = endedAs
        self.organisationCode = organisationCode
        self.organisationName = organisationName
        self.countsFrom = countsFrom
    }
}

extension Membership {
    /// How a standing ended, in words.
    package static func ending(_ word: String) -> Text {
        switch word {
        case "advanced": Text(zh: "进入下一阶段", en: "went on to the next")
        case "transferred": Text(zh: "转出", en: "transferred")
        case "withdrawn": Text(zh: "退出", en: "withdrew")
        case "persuaded": Text(zh: "劝退", en: "persuaded to withdraw")
        case "removed": Text(zh: "除名", en: "removed")
        case "expelled": Text(zh: "开除党籍", en: "expelled")
        case "died": Text(zh: "死亡", en: "died")
        case "cancelled": Text(zh: "取消资格", en: "cancelled")
        case "suspended": Text(zh: "停止党籍", en: "suspended")
        case "restored": Text(zh: "恢复党籍", en: "restored")
        default: .verbatim(word)
        }
    }
}

package struct Tenure: Sendable {
    package let id: Identifier<Tenure>
    package let person: Identifier<Person>
    package let personName: String
    package let organisationCode: String
    package let organisationName: String
    package let title: PostTitle
    package let seat: Int
    package let nature: TenureNature
    package let since: Day
    package let until: Day?
}

/// The name as it is searched: without spaces and middle dots, in lower case.
package enum NameKey {
    package static func of(_ name: String) -> String {
        String(name.lowercased().filter { !$0.isWhitespace && $0 != "·" && $0 != "•" })
    }

    /// The first key that no name beginning with this one reaches.
    static func after(_ key: String) -> String { key + "\u{10FFFF}" }
}

extension Row {
    func person(_ vault: IdentityVault) throws -> Person {
        let cipher: Bytes? = try self["id_cipher"]
        return Person(
            id: try self["id"], path: try self["path"], name: try self["name"], sex: try choice("sex"),
            born: try self["born_on"],
            maskedNumber: try cipher.map { try vault.open($0).masked }, isSynthetic: try self["synthetic"],
            version: try self["version"], status: try choice("status"), memberSince: try self["since"],
            organisationCode: try self["organisation_code"], organisationName: try self["organisation_name"],
            membership: try self["membership_id"])
    }

    func tenure() throws -> Tenure {
        Tenure(
            id: try self["id"], person: try self["person_id"], personName: try self["person"],
            organisationCode: try self["code"],
            organisationName: try self["name"], title: try choice("title"), seat: try self["seat"],
            nature: try choice("nature"), since: try self["since"], until: try self["until"])
    }
}
