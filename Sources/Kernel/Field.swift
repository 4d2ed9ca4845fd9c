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

    /// 机关事业 is 机关 or 事业单位, and has to say which.
    package var officeWords: [String] {
        switch self {
        case .rural: ["村", "行政村", "农村基层", "农村党组织"]
        case .community: ["社区", "城市社区", "城镇社区", "街道（社区）", "居委会"]
        case .enterpriseState: ["国企", "国有", "国有控股企业", "国有及国有控股企业", "国有企业单位"]
        case .organ: ["党政机关", "机关单位", "行政机关"]
        case .university: ["高等学校", "高等院校", "普通高等学校", "大学"]
        case .institution: ["事业"]
        case .enterprisePrivate: ["非公", "非公有制企业", "非公有制经济组织", "非公经济组织", "民营企业", "私营企业"]
        case .social: ["社会团体", "民办非企业单位", "社会服务机构"]
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

    package var officeWords: [String] {
        switch self {
        case .province: ["省", "自治区", "直辖市", "省（自治区、直辖市）"]
        case .city: ["市", "地级", "地市", "地市级", "设区市", "市（州）"]
        case .county: ["县", "区", "区级", "县区", "区县", "区县级", "县区级", "县（区）", "县（市、区）", "县级市"]
        case .township: ["乡镇", "乡", "镇", "乡级", "镇级", "街道", "街道级", "乡镇（街道）", "乡（镇）", "乡镇街道"]
        case .primary: ["村", "村级", "社区", "村（社区）", "村社区", "基层级", "党支部", "支部级"]
        }
    }
}
