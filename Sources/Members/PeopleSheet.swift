package import Civil
import Kernel
package import Sheets
import Wire

/// One row of a table of people, read and checked by itself.
struct PersonEntry: Sendable {
    let line: Int
    let organisation: String
    let name: String
    let sex: Sex
    let born: Day
    let number: IDNumber?
    let status: MembershipStatus
    let since: Day
    let synthetic: Bool
    let title: PostTitle?
    let nature: TenureNature
    let tenureSince: Day?
}

/// One row of a table of tenures.
struct TenureEntry: Sendable {
    let line: Int
    let organisation: String
    let name: String
    let number: IDNumber?
    let title: PostTitle
    let seat: Int
    let nature: TenureNature
    let since: Day
    let until: Day?
}

/// The two sheets of people that can be imported.
package enum PeopleSheet {
    static let people = ImportSheet(
        "people", zh: "人员与党籍，可带职务", en: "People and memberships, optionally with a post",
        columns: [
            SheetColumn(
                "organisation", "组织编码", "所在党组织编码", required: true, zh: "所在党组织的编码",
                en: "Code of the organisation", example: "610116001001"),
            SheetColumn("name", "姓名", required: true, zh: "姓名", en: "Name", example: "王芳"),
            SheetColumn(
                "sex", "性别", zh: "性别，有身份证号时可不填", en: "Sex; not needed with an ID number", words: Sex.self),
            SheetColumn(
                "birth_date", "出生日期", zh: "出生日期，有身份证号时可不填", en: "Birth date; not needed with an ID number",
                example: "1949-12-31"),
            SheetColumn(
                "id_number", "身份证号", "公民身份号码", zh: "公民身份号码", en: "ID number", example: "11010519491231002X"),
            SheetColumn(
                "status", "党籍状态", "人员类别", zh: "人员类别，默认正式党员", en: "Standing; full member by default",
                words: MembershipStatus.self, example: .full),
            SheetColumn(
                "since", "入党日期", "党籍日期", required: true, zh: "该类别从哪一天起", en: "The day from which on it holds",
                example: "1972-07-01"),
            SheetColumn("title", "职务", zh: "现任职务", en: "Post held", words: PostTitle.self),
            SheetColumn(
                "nature", "任职性质", zh: "任职性质，默认专任", en: "Nature; substantive by default", words: TenureNature.self),
            SheetColumn(
                "tenure_since", "任职日期", zh: "任职日期，有职务时必填", en: "Day of the appointment; needed with a post",
                example: "2012-01-01"),
            SheetColumn(flag: "synthetic", "合成数据", zh: "是否合成数据", en: "Whether the person is synthetic"),
        ])

    static let tenures = ImportSheet(
        "tenures", zh: "任职经历", en: "Tenures, past and present",
        columns: [
            SheetColumn(
                "organisation", "组织编码", required: true, zh: "任职党组织的编码", en: "Code of the organisation",
                example: "610116001001"),
            SheetColumn("name", "姓名", required: true, zh: "姓名", en: "Name", example: "王芳"),
            SheetColumn(
                "id_number", "身份证号", "公民身份号码", zh: "公民身份号码，组织内有同名的必填",
                en: "ID number; needed where others of the organisation share the name", example: "11010519491231002X"),
            SheetColumn("title", "职务", required: true, zh: "职务", en: "Post", words: PostTitle.self),
            SheetColumn("seat", "席位", zh: "同一职务的第几席，1 到 99，默认 1", en: "Seat, 1 to 99, by default 1", example: "1"),
            SheetColumn(
                "nature", "任职性质", zh: "任职性质，默认专任", en: "Nature; substantive by default", words: TenureNature.self),
            SheetColumn(
                "since", "任职日期", required: true, zh: "任职日期", en: "Day of the appointment", example: "2010-01-01"),
            SheetColumn(
                "until", "免职日期", zh: "不再任职的第一天，在任不填", en: "First day on which it is no longer held; empty while it is",
                example: "2012-01-01"),
        ])

    static func people(_ bytes: [UInt8]) throws(AppError) -> [PersonEntry] {
        let sheet = try Sheet(bytes, columns: people.columns)
        var reader = CellReader()
        var entries: [PersonEntry] = []
        entries.reserveCapacity(sheet.rows.count)
        var numbers: [IDNumber: Int] = [:]
        for row in sheet.rows {
            let number = readNumber(row, &reader)
            if let number, let first = numbers.updateValue(row.line, forKey: number) {
                reader.fail(row, "id_number", Text(zh: "与第 \(first) 行重复", en: "row \(first) has the same number"))
            }
            if let entry = person(row, number, &reader) { entries.append(entry) }
        }
        try reader.finish()
        return entries
    }

    private static func person(_ row: Sheet.Row, _ number: IDNumber?, _ reader: inout CellReader) -> PersonEntry? {
        let organisation = reader.text(row, "organisation", maximum: 40)
        let name = reader.text(row, "name", maximum: 100)
        var sex: Sex? = number.map { $0.isMale ? .male : .female }
        if !row["sex"].isEmpty {
            let written: Sex? = reader.choice(row, "sex")
            if let written, let implied = sex, written != implied {
                reader.fail(row, "sex", Text(zh: "与身份证号第17位不符", en: "it contradicts the 17th digit of the ID number"))
            }
            sex = written
        } else if number == nil, row["id_number"].isEmpty {
            reader.fail(row, "sex", Text(zh: "没有身份证号时必须填写", en: "needed where there is no ID number"))
        }
        var born = number?.birth
        if let written = reader.optionalDay(row, "birth_date") {
            if let implied = born, implied != written {
                reader.fail(
                    row, "birth_date", Text(zh: "与身份证号里的出生日期 \(implied) 不符", en: "the ID number says \(implied)"))
            }
            born = written
        } else if number == nil, row["birth_date"].isEmpty, row["id_number"].isEmpty {
            reader.fail(row, "birth_date", Text(zh: "没有身份证号时必须填写", en: "needed where there is no ID number"))
        }
        let status: MembershipStatus? = reader.choice(row, "status", default: .full)
        let since = reader.day(row, "since")
        if let since, let born, since.age(bornOn: born) < 18 {
            // Party constitution, article 1: applicants are eighteen or older.
            reader.fail(
                row, "since",
                Text(zh: "当时未满18周岁（党章第一条）", en: "younger than eighteen on that day (Party constitution, article 1)"))
        }
        var title: PostTitle?
        var tenureSince: Day?
        let nature: TenureNature? = reader.choice(row, "nature", default: .substantive)
        if !row["title"].isEmpty {
            title = reader.choice(row, "title")
            tenureSince = reader.day(row, "tenure_since")
        }
        let synthetic = reader.yesOrNo(row, "synthetic")
        guard let organisation, let name, let sex, let born, let status, let since, let nature, let synthetic else {
            return nil
        }
        return PersonEntry(
            line: row.line, organisation: organisation, name: name, sex: sex, born: born, number: number,
            status: status,
            since: since, synthetic: synthetic, title: title, nature: nature, tenureSince: tenureSince)
    }

    static func tenures(_ bytes: [UInt8]) throws(AppError) -> [TenureEntry] {
        let sheet = try Sheet(bytes, columns: tenures.columns)
        var reader = CellReader()
        var entries: [TenureEntry] = []
        for row in sheet.rows {
            let organisation = reader.text(row, "organisation", maximum: 40)
            let name = reader.text(row, "name", maximum: 100)
            let number = readNumber(row, &reader)
            let title: PostTitle? = reader.choice(row, "title")
            let nature: TenureNature? = reader.choice(row, "nature", default: .substantive)
            let since = reader.day(row, "since")
            let until = reader.optionalDay(row, "until")
            var seat = 1
            if !row["seat"].isEmpty {
                if let number = Int(row["seat"]), (1...99).contains(number) {
                    seat = number
                } else {
                    reader.fail(row, "seat", Text(zh: "应为 1 到 99", en: "expected 1 to 99"))
                }
            }
            if let since, let until, until <= since {
                reader.fail(
                    row, "until",
                    Text(
                        zh: "免职日期 \(until) 应晚于任职日期 \(since)", en: "the end \(until) must come after the start \(since)")
                )
            }
            guard let organisation, let name, let title, let nature, let since else { continue }
            entries.append(
                TenureEntry(
                    line: row.line, organisation: organisation, name: name, number: number, title: title, seat: seat,
                    nature: nature, since: since, until: until))
        }
        try reader.finish()
        return entries
    }

    package static func readNumber(_ row: Sheet.Row, _ reader: inout CellReader) -> IDNumber? {
        guard !row["id_number"].isEmpty else { return nil }
        do {
            return try IDNumber(row["id_number"])
        } catch {
            reader.fail(row, "id_number", error.text)
            return nil
        }
    }
}
