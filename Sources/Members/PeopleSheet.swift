package import Civil
import Kernel
package import Sheets

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
    let isSynthetic: Bool
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

package enum PeopleSheet {
    package static let columns = [
        SheetColumn("organisation", "组织编码", "所在党组织编码", required: true), SheetColumn("name", "姓名", required: true),
        SheetColumn("sex", "性别"), SheetColumn("birth_date", "出生日期"), SheetColumn("id_number", "身份证号", "公民身份号码"),
        SheetColumn("status", "党籍状态", "人员类别"), SheetColumn("since", "入党日期", "党籍日期", required: true),
        SheetColumn("title", "职务"), SheetColumn("nature", "任职性质"), SheetColumn("tenure_since", "任职日期"),
        SheetColumn("synthetic", "合成数据"),
    ]
    package static let tenureColumns = [
        SheetColumn("organisation", "组织编码", required: true), SheetColumn("name", "姓名", required: true),
        SheetColumn("id_number", "身份证号", "公民身份号码"), SheetColumn("title", "职务", required: true),
        SheetColumn("seat", "席位"),
        SheetColumn("nature", "任职性质"), SheetColumn("since", "任职日期", required: true), SheetColumn("until", "免职日期"),
    ]

    static func people(_ bytes: [UInt8]) throws(AppError) -> [PersonEntry] {
        let sheet = try Sheet(bytes, columns: columns)
        var reader = CellReader()
        var entries: [PersonEntry] = []
        entries.reserveCapacity(sheet.rows.count)
        var numbers: [IDNumber: Int] = [:]
        for row in sheet.rows {
            let number = readNumber(row, &reader)
            if let number, let first = numbers.updateValue(row.line, forKey: number) {
                reader.fail(row, "id_number", Text(zh: "与第 \(first) 行重复", en: "the same number stands in row \(first)"))
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
            let written: Sex? = reader.choice(row, "sex") { [$0.text.chinese] }
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
        let status: MembershipStatus? = reader.choice(row, "status", default: .full) { [$0.text.chinese] }
        let since = reader.day(row, "since")
        if let since, let born, since.age(bornOn: born) < 18 {
            // Party constitution, article 1: applicants are eighteen or older.
            reader.fail(
                row, "since",
                Text(zh: "当时未满18周岁（党章第一条）", en: "younger than eighteen on that day (Party constitution, article 1)"))
        }
        var title: PostTitle?
        var tenureSince: Day?
        let nature: TenureNature? = reader.choice(row, "nature", default: .substantive) { [$0.text.chinese] }
        if !row["title"].isEmpty {
            title = reader.choice(row, "title") { [$0.text.chinese] }
            tenureSince = reader.day(row, "tenure_since")
        }
        let synthetic = ["true", "yes", "1", "是"].contains(row["synthetic"].lowercased())
        guard let organisation, let name, let sex, let born, let status, let since, let nature else { return nil }
        return PersonEntry(
            line: row.line, organisation: organisation, name: name, sex: sex, born: born, number: number,
            status: status,
            since: since, isSynthetic: synthetic, title: title, nature: nature, tenureSince: tenureSince)
    }

    static func tenures(_ bytes: [UInt8]) throws(AppError) -> [TenureEntry] {
        let sheet = try Sheet(bytes, columns: tenureColumns)
        var reader = CellReader()
        var entries: [TenureEntry] = []
        for row in sheet.rows {
            let organisation = reader.text(row, "organisation", maximum: 40)
            let name = reader.text(row, "name", maximum: 100)
            let number = readNumber(row, &reader)
            let title: PostTitle? = reader.choice(row, "title") { [$0.text.chinese] }
            let nature: TenureNature? = reader.choice(row, "nature", default: .substantive) { [$0.text.chinese] }
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
