import Access
package import Civil
package import Kernel
import Postgres
package import Wire

package enum PostTitle: String, Choice {
    case secretary
    case firstSecretary = "first_secretary"
    case deputySecretary = "deputy_secretary"
    case organisationCommissioner = "organisation_commissioner"
    case publicityCommissioner = "publicity_commissioner"
    case disciplineCommissioner = "discipline_commissioner"
    case youthCommissioner = "youth_commissioner"
    case productionCommissioner = "production_commissioner"
    case unitedFrontCommissioner = "united_front_commissioner"
    case womenCommissioner = "women_commissioner"
    case massWorkCommissioner = "mass_work_commissioner"
    case confidentialityCommissioner = "confidentiality_commissioner"
    case committeeMember = "committee_member"

    package var officeWords: [String] {
        switch self {
        case .secretary: ["党支部书记", "支部书记", "党总支书记", "总支书记", "党委书记", "党工委书记", "村党支部书记", "村支书"]
        case .firstSecretary: ["驻村第一书记", "党支部第一书记"]
        case .deputySecretary: ["党支部副书记", "支部副书记", "党总支副书记", "总支副书记", "党委副书记", "党工委副书记"]
        case .organisationCommissioner: ["党支部组织委员", "支部组织委员"]
        case .publicityCommissioner: ["党支部宣传委员", "支部宣传委员"]
        case .disciplineCommissioner: ["纪律检查委员", "纪律委员", "党支部纪检委员", "支部纪检委员"]
        case .youthCommissioner: ["党支部青年委员"]
        case .productionCommissioner: ["党支部生产委员"]
        case .unitedFrontCommissioner: ["统一战线委员", "党支部统战委员"]
        case .womenCommissioner: ["党支部妇女委员"]
        case .massWorkCommissioner: ["群众工作委员", "党支部群工委员"]
        case .confidentialityCommissioner: ["党支部保密委员"]
        case .committeeMember: ["支委", "支部委员", "党支部委员", "支委委员", "总支委员", "党总支委员", "党委委员"]
        }
    }

    package var text: Text {
        switch self {
        case .secretary: Text(zh: "书记", en: "secretary")
        case .firstSecretary: Text(zh: "第一书记", en: "first secretary")
        case .deputySecretary: Text(zh: "副书记", en: "deputy secretary")
        case .organisationCommissioner: Text(zh: "组织委员", en: "organisation commissioner")
        case .publicityCommissioner: Text(zh: "宣传委员", en: "publicity commissioner")
        case .disciplineCommissioner: Text(zh: "纪检委员", en: "discipline commissioner")
        case .youthCommissioner: Text(zh: "青年委员", en: "youth commissioner")
        case .productionCommissioner: Text(zh: "生产委员", en: "production commissioner")
        case .unitedFrontCommissioner: Text(zh: "统战委员", en: "united front commissioner")
        case .womenCommissioner: Text(zh: "妇女委员", en: "women's commissioner")
        case .massWorkCommissioner: Text(zh: "群工委员", en: "mass work commissioner")
        case .confidentialityCommissioner: Text(zh: "保密委员", en: "confidentiality commissioner")
        case .committeeMember: Text(zh: "委员", en: "committee member")
        }
    }
}

/// How a post is held: in one's own right, for an absent holder, or beside another office.
package enum TenureNature: String, Choice {
    case substantive, acting, concurrent

    package var text: Text {
        switch self {
        case .substantive: Text(zh: "专任", en: "substantive")
        case .acting: Text(zh: "代理", en: "acting")
        case .concurrent: Text(zh: "兼任", en: "concurrent")
        }
    }

    package var officeWords: [String] {
        switch self {
        case .substantive: ["专职", "专职任职"]
        case .acting: ["代", "代理任职", "临时主持", "主持工作"]
        case .concurrent: ["兼职", "兼任职务", "兼职任职"]
        }
    }
}

/// Who held which post from when to when.
package struct Tenure: Codable, Placed, Sendable {
    package let id: Identifier<Tenure>
    package let person: Identifier<Person>
    package let path: String
    package let personName: String
    package let organisationCode: String
    package let organisationName: String
    package let title: PostTitle
    package let seat: Int
    package let nature: TenureNature
    package let since: Day
    /// The first day on which it is no longer held.
    package let until: Day?

    /// The post, such as 「中共东村支部委员会」书记.
    var post: Text {
        Text(
            zh: "「\(organisationName)」\(title.text.chinese)", en: "\(title.text.english) of “\(organisationName)”")
    }
}

extension Tenure: Tabular {
    package static let columns: [Column<Tenure>] = [
        Column("person_name", zh: "姓名", en: "Person", \.personName),
        Column("organisation_code", zh: "组织编码", en: "Code", \.organisationCode),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
        Column("title", zh: "职务", en: "Post", \.title),
        Column("seat", zh: "席位", en: "Seat", \.seat),
        Column("nature", zh: "性质", en: "Nature", \.nature),
        Column("since", zh: "自", en: "Since", \.since),
        Column("until", zh: "至（不含）", en: "Until", \.until),
        Column("id", zh: "编号", en: "Identifier", \.id),
    ]
}

extension Row {
    func tenure() throws -> Tenure {
        Tenure(
            id: try self["id"], person: try self["person_id"], path: try self["path"], personName: try self["person"],
            organisationCode: try self["code"], organisationName: try self["name"], title: try choice("title"),
            seat: try self["seat"], nature: try choice("nature"), since: try self["since"], until: try self["until"])
    }
}
