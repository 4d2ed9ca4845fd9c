package import Access
import Civil
import Kernel

extension Text {
    /// What a check of a staged table found, by its key in `members.sql`.
    static func importProblem(_ what: String, value: String) -> Text {
        switch what {
        case "missing" where value.isEmpty: Text(zh: "找不到这个人，请填写身份证号", en: "nobody found; give the ID number")
        case "missing":
            Text(zh: "找不到组织「\(value)」，或不在您的范围内", en: "no organisation “\(value)”, or it lies outside your scope")
        case "ambiguous": Text(zh: "有同名的人，请填写身份证号", en: "several people of that name; give the ID number")
        case "differs": .differs(.verbatim(value))
        case "sex": Text.differs(Sex(rawValue: value)?.text ?? .verbatim(value))
        case "synthetic": Text(zh: "登记的是合成数据", en: "the registry has a synthetic person")
        case "real": Text(zh: "登记的不是合成数据", en: "the registry has no synthetic person")
        case "standing":
            .dated(
                value, { MembershipStatus(rawValue: $0)?.text },
                Text(
                    zh: "变动请用发展党员的步骤或 membership decide 登记",
                    en: "changes are steps of recruitment or decisions (membership decide)"))
        case "post":
            .dated(
                value, { PostTitle(rawValue: $0)?.text },
                Text(
                    zh: "改任请先免职（tenure end），兼任请用任职表导入",
                    en: "end it first (tenure end), or import a second post from a sheet of tenures"))
        case "elsewhere": Text(zh: "党籍在「\(value)」，请用转接", en: "the membership lies in “\(value)”; use a transfer")
        case "ended":
            .dated(
                value, { MembershipEnding(rawValue: $0)?.text },
                Text(
                    zh: "名单是此前的：请删去这一行，重新入党的填新的日期",
                    en: "the list is older: delete the row, or give the new day of admission"))
        case "organisation_name": Text(zh: "这个编码的组织叫「\(value)」", en: "the organisation of that code is “\(value)”")
        case "file_elsewhere":
            Text(zh: "此人党籍在别处，档案由对方登记", en: "the membership lies elsewhere, where the file is kept")
        case "closed":
            Text(zh: "该组织已于 \(value) 撤销，任期须在此前结束", en: "it was dissolved on \(value); the tenure must end by then")
        case "twice":
            Text(zh: "同一组织里姓名和出生日期相同，请填写身份证号", en: "same name and birth date in one organisation; give the ID number")
        case "before_birth": Text.expected(Plausible.notBeforeBirth(value))
        case "before_admission": .expected(.notBeforeAdmission(value))
        case "before_founding": .expected(.notBeforeFounding(value))
        case "overlaps": Text(zh: "与已登记的任期重叠：\(value)", en: "it overlaps a tenure on file: \(value)")
        case "overlaps_row": Text(zh: "与第 \(value) 行的任期重叠", en: "it overlaps the tenure in row \(value)")
        default: Text(zh: "无法接受：\(value)", en: "not acceptable: \(value)")
        }
    }
}

extension Text {
    static func severalOrganisations(_ name: String, _ count: Int) -> Text {
        Text(
            zh: "有 \(count) 个组织叫「\(name.quotable)」，请填写编码",
            en: "\(count) organisations are called “\(name.quotable)”; give the code")
    }

    /// What the first day of a tenure has to be: posts of the Party are held by its members.
    static func notBeforeAdmission(_ day: String) -> Text {
        Text(
            zh: "不早于入党日期 \(day)；登记的入党日期有误的，用 person correct 更正（joined）",
            en: "not before the admission on \(day); a wrong day on file is corrected with person correct (joined)")
    }

    static func notBeforeFounding(_ day: String) -> Text {
        Text(
            zh: "不早于组织成立日期 \(day)；登记的成立日期有误的，用 org correct 更正",
            en: "not before the organisation was founded, \(day); a wrong day on file is corrected with "
                + "org correct")
    }

    fileprivate static func expected(_ rule: Text) -> Text {
        Text(zh: "应\(rule.chinese)", en: "expected \(rule.english)")
    }

    fileprivate static func differs(_ value: Text) -> Text {
        Text(zh: "登记的是「\(value.chinese)」", en: "the registry has “\(value.english)”")
    }

    /// A word and a day that are on file, and what to do about them.
    fileprivate static func dated(_ value: String, _ word: (String) -> Text?, _ advice: Text) -> Text {
        let parts = value.split(separator: " ").map(String.init)
        let (key, day) = (parts.first ?? "", parts.dropFirst().joined(separator: " "))
        let name = word(key) ?? .verbatim(key)
        return Text(
            zh: "登记的是「\(name.chinese)」，自 \(day) 起；\(advice.chinese)",
            en: "the registry has “\(name.english)” since \(day); \(advice.english)")
    }
}

extension AppError {
    static func tenureEnded(on day: Day) -> AppError {
        AppError(
            .conflict, "tenure.ended", Text(zh: "这个任期已于 \(day) 结束。", en: "This tenure ended on \(day)."),
            hint: Text(zh: "如登记有误，请作废后重新登记。", en: "If the entry is wrong, annul it and enter it again."))
    }

    static func tenureDates(since: Day, until: Day) -> AppError {
        AppError(
            .invalid, "tenure_dates",
            Text(zh: "结束日期 \(until) 应晚于开始日期 \(since)。", en: "The end \(until) must come after the start \(since)."))
    }
}

extension ConstraintTexts {
    package static let members = ConstraintTexts([
        "person_attribute_value": Entry(.invalid, Text(zh: "内容应为 1 到 500 个字。", en: "A value has 1 to 500 characters.")),
        "person_correction_one_open": Entry(
            .conflict, Text(zh: "这一项已有更正待同意。", en: "A correction of this field waits already."),
            hint: Text(
                zh: "请先办结：dangwu person corrections --waiting。",
                en: "Decide that one first: dangwu person corrections --waiting.")),
        "person_attribute_key": Entry(
            .invalid, Text(zh: "列名应为 1 到 60 个字。", en: "The heading of a column has 1 to 60 characters.")),
        "tenure_one_holder": Entry(
            .conflict, Text(zh: "这个职务在该期间已有任职者。", en: "The post has a holder at that time."),
            hint: Text(
                zh: "请先登记前任的免职日期；临时主持的登记为代理。",
                en: "End the predecessor's tenure first; somebody standing in is entered as acting.")),
        "tenure_one_acting": Entry(
            .conflict, Text(zh: "这个职务在该期间已有代理人。", en: "Somebody is acting in that post at that time.")),
        "tenure_dates": Entry(.invalid, Text(zh: "免职日期应晚于任职日期。", en: "A tenure must end after it begins.")),
        "person_id_number_unique": Entry(
            .conflict, Text(zh: "身份证号已登记，可能在您看不到的范围内。", en: "The ID number is registered, perhaps outside your scope."),
            hint: Text(zh: "请与对方组织部门联系办理转接。", en: "Ask the other organisation department for a transfer.")),
        "person_id_number_key": Entry(
            .unavailable, Text(zh: "密钥刚刚更换，没有保存。", en: "The key was just changed; nothing was saved."),
            hint: Text(
                zh: "请重试；若仍出现，请用新旧两个密钥重新启动服务。",
                en: "Try again; if that does not help, start the service again with the new key and the old one.")),
        "membership_overlap": Entry(.conflict, Text(zh: "同一时间只能有一个党籍。", en: "A person has one membership at a time.")),
        "membership_dates": Entry(.invalid, Text(zh: "党籍结束日期应晚于开始日期。", en: "A membership must end after it begins.")),
        "person_born": Entry(
            .invalid, Text(zh: "出生日期不在 1900 到 2100 年之间。", en: "The birth date lies outside 1900 to 2100.")),
        "post_seat": Entry(.invalid, Text(zh: "席位应为 1 到 99。", en: "A seat is a number from 1 to 99.")),
        "person_name_length": Entry(.invalid, Text(zh: "姓名应为 1 到 100 个字。", en: "A name has 1 to 100 characters.")),
    ])
}
