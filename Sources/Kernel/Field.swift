/// The eight fields (领域) of the source document, section 2.
package enum Field: String, Choice {
    case rural, community
    case enterpriseState = "enterprise_state"
    case organ, university, institution
    case enterprisePrivate = "enterprise_private"
    case social

    package var text: Text {
        switch self {
        case .rural: Text(zh: "农村", en: "rural")
        case .community: Text(zh: "街道社区", en: "community")
        case .enterpriseState: Text(zh: "国有企业", en: "state enterprise")
        case .organ: Text(zh: "机关", en: "organ")
        case .university: Text(zh: "高校", en: "university")
        case .institution: Text(zh: "事业单位", en: "institution")
        case .enterprisePrivate: Text(zh: "非公企业", en: "private enterprise")
        case .social: Text(zh: "社会组织", en: "social organisation")
        }
    }
}

/// The level of an organisation or of the host of a class, from the top.
package enum Level: String, Choice, Comparable {
    case province, city, county, township, primary

    package var rank: Int {
        switch self {
        case .province: 0
        case .city: 1
        case .county: 2
        case .township: 3
        case .primary: 4
        }
    }

    /// A level is less than another when it stands lower in the tree.
    package static func < (left: Level, right: Level) -> Bool { left.rank > right.rank }

    package var text: Text {
        switch self {
        case .province: Text(zh: "省级", en: "province")
        case .city: Text(zh: "市级", en: "city")
        case .county: Text(zh: "县级", en: "county")
        case .township: Text(zh: "乡镇级", en: "township")
        case .primary: Text(zh: "基层", en: "primary")
        }
    }
}
