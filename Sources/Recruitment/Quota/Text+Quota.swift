import Civil
package import Kernel

extension StructureGroup {
    package var text: Text {
        switch self {
        case .women: Text(zh: "女性", en: "women")
        case .young: Text(zh: "35 岁及以下", en: "35 or younger")
        case .educated: Text(zh: "大专及以上学历", en: "junior college or above")
        case .frontLine: Text(zh: "生产工作一线", en: "front line")
        case .worker: Text(zh: "工人", en: "workers")
        case .farmer: Text(zh: "农民", en: "farmers")
        case .youngIntellectual: Text(zh: "青年知识分子", en: "young intellectuals")
        case .exServiceman: Text(zh: "退役军人", en: "ex-servicemen")
        case .minority: Text(zh: "少数民族", en: "ethnic minorities")
        case .student: Text(zh: "学生", en: "students")
        case .nonPublic: Text(zh: "非公有制经济组织", en: "non-public enterprises")
        case .socialOrganisation: Text(zh: "社会组织", en: "social organisations")
        }
    }
}

extension AppError {
    static func quotaBounds(total: Int, least: Int, most: Int) -> AppError {
        AppError(
            .invalid, "quota.bounds",
            least > total
                ? Text(
                    zh: "各单位保证名额合计 \(least)，超过总数 \(total)。",
                    en: "The units are guaranteed \(least) seats, more than the \(total) there are.")
                : Text(
                    zh: "各单位最多名额合计 \(most)，不足总数 \(total)。",
                    en: "The units may take \(most) seats at most, fewer than the \(total) there are."),
            hint: least > total
                ? Text(zh: "请减少保证名额，或增加总数。", en: "Lower the guarantees or raise the total.")
                : Text(zh: "请放宽上限，或减少总数。", en: "Raise the limits or lower the total."),
            facts: [Fact("total", "\(total)"), Fact("least", "\(least)"), Fact("most", "\(most)")])
    }
}
