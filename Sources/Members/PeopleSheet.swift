package import Civil
import Kernel
package import Sheets
import Wire

/// One row of a table of people, read and checked by itself.
struct PersonEntry: Sendable {
    let line: Int
    /// A code, or a name that is unique in the caller's scope.
    var organisation: String
    /// The name beside the code.
    var organisationName: String?
    let name: String
    let sex: Sex
    let born: Day
    /// Whether the birth day is the one of the file, and not only that of the number.
    let isBornWritten: Bool
    let number: IDNumber?
    let status: MembershipStatus
    let since: Day
    /// The day of the admission of somebody who is a full member since a later one.
    let probationSince: Day?
    /// Nil where the sheet does not say it.
    let synthetic: Bool?
    let title: PostTitle?
    let nature: TenureNature
    let tenureSince: Day?
    /// What the row says of attributes, by their keys.
    var attributes: [AttributeCell] = []
}

/// One attribute as a row says it.
struct AttributeCell: Sendable, Equatable {
    let key: String
    let value: String
}

/// What a sheet of people says, row by row.
struct PeopleRows: Sendable {
    var entries: [PersonEntry] = []
    var passed: [Sheet.Passed] = []
    /// Cells that say something which cannot be kept and is no error.
    var notes: [CellError] = []
    /// Birth days that are kept as the file has them though the ID number has another (档案年龄).
    var differences: [CellError] = []
}

/// Whether a membership on the roll is in force (党籍状态), beside what kind of member somebody is.
enum RollState: String, Choice {
    case normal, suspended

    var text: Text {
        switch self {
        case .normal: Text(zh: "正常", en: "in force")
        case .suspended: Text(zh: "停止党籍", en: "suspended")
        }
    }
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
                "organisation", "组织编码", "所在党组织编码", zh: "所在党组织的编码；没有编码时填写名称",
                en: "Code of the organisation; its name where there is no code", example: "610116001001"),
            SheetColumn(
                "organisation_name", "所在党支部", zh: "所在党组织的名称，在范围内唯一时可代替编码",
                en: "Name of the organisation; in place of the code where it is unique within scope", example: ""),
            SheetColumn("name", "姓名", required: true, zh: "姓名", en: "Name", example: "王芳"),
            SheetColumn(
                "sex", "性别", zh: "性别，有身份证号时可不填", en: "Sex; not needed with an ID number", words: Sex.self),
            SheetColumn(
                "birth_date", "出生日期", zh: "出生日期，有身份证号时可不填；与身份证号不同时按本列登记",
                en: "Birth date; not needed with an ID number, which may have another one",
                example: "1949-12-31"),
            SheetColumn(
                "id_number", "身份证号", "公民身份号码", zh: "公民身份号码", en: "ID number", example: "11010519491231002X"),
            SheetColumn(
                "status", "人员类别", zh: "人员类别；没有这一列、党籍状态和政治面貌的表都是正式党员",
                en: "Standing; a sheet without this column, 党籍状态 and 政治面貌 is one of full members",
                words: MembershipStatus.self, example: .full),
            SheetColumn(
                "standing", "党籍状态", zh: "党籍状态，没有这一列时为正常", en: "Whether the membership is in force; by default it is",
                words: RollState.self),
            SheetColumn(
                "since", "入党日期", "党籍日期", "自", required: true,
                zh: "入党日期；没有转正日期时，为该类别从哪一天起",
                en: "Day of admission; without a day of conversion, the day from which on the standing holds",
                example: "1972-07-01"),
            SheetColumn(
                "converted", "转正日期", zh: "转正日期，只有正式党员填写", en: "Day on which a full member's probation ended",
                example: "1973-07-01"),
            SheetColumn("title", "职务", zh: "现任职务", en: "Post held", words: PostTitle.self),
            SheetColumn(
                "nature", "任职性质", zh: "任职性质，默认专任", en: "Nature; substantive by default", words: TenureNature.self),
            SheetColumn(
                "tenure_since", "任职日期", zh: "任职日期，有职务时必填", en: "Day of the appointment; needed with a post",
                example: "2012-01-01"),
            SheetColumn(flag: "synthetic", "合成数据", "合成", zh: "是否合成数据", en: "Whether the person is synthetic"),
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
                "nature", "任职性质", "性质", zh: "任职性质，默认专任", en: "Nature; substantive by default",
                words: TenureNature.self),
            SheetColumn(
                "since", "任职日期", "自", required: true, zh: "任职日期", en: "Day of the appointment", example: "2010-01-01"),
            SheetColumn(
                "until", "免职日期", "至", zh: "不再任职的第一天，在任不填",
                en: "First day on which it is no longer held; empty while it is",
                example: "2012-01-01"),
        ])

    /// - Throws: `import.rejected` for cells that are wrong; what `Sheet` throws.
    static func people(
        _ bytes: [UInt8], _ attributes: AttributeTable = .empty, on today: Day
    ) throws(AppError) -> PeopleRows {
        var wrong: [CellError] = []
        let rows = try people(bytes, as: .none, attributes, on: today, wrong: &wrong)
        guard wrong.isEmpty else { throw .rejected(wrong) }
        return rows
    }

    /// - Parameters:
    ///   - choices: the sheet of a workbook, and what its columns are.
    ///   - keepsColumns: whether columns that are not known are kept as further attributes.
    ///   - today: the last day on which somebody can have been born, admitted or converted.
    ///   - wrong: gets the cells that are wrong, whose rows are left out.
    static func people(
        _ bytes: [UInt8], as choices: SheetChoices, _ attributes: AttributeTable, keepsColumns: Bool = false,
        on today: Day, wrong: inout [CellError]
    ) throws(AppError) -> PeopleRows {
        let sheet = try columns(of: bytes, choices, attributes, keepsColumns)
        var reader = CellReader()
        var rows = PeopleRows(passed: sheet.passed)
        rows.entries.reserveCapacity(sheet.rows.count)
        var numbers: [IDNumber: Int] = [:]
        let (cells, category) = (AttributeCells(attributes, sheet), CategoryColumn(sheet))
        for row in sheet.rows where !reader.isFull {
            try Wanted.check(every: 256, row.line)
            let number = unmasked(row, &reader)
            if let number, let first = numbers.updateValue(row.line, forKey: number) {
                reader.fail(row, "id_number", Text(zh: "与第 \(first) 行重复", en: "row \(first) has the same number"))
            }
            let attributes = cells.read(row, &reader, &rows.notes)
            if var entry = person(row, number, category, on: today, &reader, &rows) {
                entry.attributes = attributes
                rows.entries.append(entry)
            }
        }
        try reader.finish(into: &wrong)
        return rows
    }

    /// The sheet below its headings.
    private static func columns(
        of bytes: [UInt8], _ choices: SheetChoices, _ attributes: AttributeTable, _ keepsColumns: Bool
    ) throws(AppError) -> Sheet {
        let known = people.columns + attributes.columns
        do {
            return try Sheet(
                bytes, columns: known, as: choices, keepsUnknown: keepsColumns, otherForm: Self.matrixOfPosts)
        } catch {
            throw error.code == "sheet.columns" && !keepsColumns ? error.withHintToKeep : error
        }
    }

    /// A column for each post and 是 below those that somebody holds.
    private static func matrixOfPosts(_ unknown: [String]) -> Text? {
        let words = Set(PostTitle.allCases.flatMap { [$0.text.chinese] + $0.officeWords })
        let posts = unknown.filter { words.contains($0.filter { !$0.isWhitespace }) }
        guard posts.count > 2 else { return nil }
        let named = posts.prefix(3).map(\.quotable)
        return Text(
            zh: "「\(named.joined(separator: "」「"))」等每种职务一列，这种表不读取：请改为一行一个职务（dangwu import template tenures）",
            en: "a column for each post (\(named.joined(separator: ", ")), …) is a form that is not read: "
                + "write a row for each post (dangwu import template tenures)")
    }

    private static func person(
        _ row: Sheet.Row, _ number: IDNumber?, _ category: CategoryColumn, on today: Day, _ reader: inout CellReader,
        _ rows: inout PeopleRows
    ) -> PersonEntry? {
        let organisation = organisation(row, &reader)
        let name = reader.name(row, "name")
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
        let born = born(row, number, on: today, &reader, &rows)
        let status = category.status(row, &reader)
        let since = reader.pastDay(row, "since", today: today)
        if let since, let born, since.age(bornOn: born) < 18 {
            // Party constitution, article 1: applicants are eighteen or older.
            reader.fail(
                row, "since",
                Text(zh: "当时未满18周岁（党章第一条）", en: "younger than eighteen on that day (Party constitution, article 1)"))
        }
        let roll = category.roll(row, &reader)
        let converted = conversion(row, status, since, on: today, &reader)
        var title: PostTitle?
        var tenureSince: Day?
        let nature: TenureNature? = reader.choice(row, "nature", default: .substantive)
        if !row["title"].saysNothing {
            if row.has("tenure_since") {
                title = readTitle(row, &reader)
                tenureSince = reader.day(row, "tenure_since")
            } else if rows.notes.count < AppError.listedCells {
                rows.notes.append(CellError(row: row.line, column: row.heading("title"), reason: .postWithoutDay))
            }
        }
        let synthetic = reader.yesOrNo(row, "synthetic")
        guard let organisation, let name, let sex, let born, let status, let roll, let since, let nature, let synthetic
        else { return nil }
        let named = row["organisation_name"]
        return PersonEntry(
            line: row.line, organisation: organisation,
            organisationName: named.isEmpty || named == organisation ? nil : named, name: name, sex: sex, born: born,
            isBornWritten: !row["birth_date"].saysNothing, number: number,
            status: roll == .suspended && status.isMember ? .suspended : status, since: converted ?? since,
            probationSince: converted == since ? nil : converted.map { _ in since },
            synthetic: row["synthetic"].isEmpty ? nil : synthetic, title: title,
            nature: nature, tenureSince: tenureSince)
    }

    /// The birth day of the file, which is the one that counts (组通字〔2006〕41号: the first record of the file). An ID
    /// number with another one is named and changes nothing.
    private static func born(
        _ row: Sheet.Row, _ number: IDNumber?, on today: Day, _ reader: inout CellReader, _ rows: inout PeopleRows
    ) -> Day? {
        guard let written = reader.optionalDay(row, "birth_date") else {
            if number == nil, row["birth_date"].isEmpty, row["id_number"].isEmpty {
                reader.fail(row, "birth_date", Text(zh: "没有身份证号时必须填写", en: "needed where there is no ID number"))
            }
            return (number?.birth).flatMap { reader.past($0, row, "id_number", today: today) }
        }
        if let implied = number?.birth, implied != written, rows.differences.count < AppError.listedCells {
            rows.differences.append(
                CellError(
                    row: row.line, column: row.heading("birth_date"), reason: .birthDiffers(written, number: implied)))
        }
        return reader.past(written, row, "birth_date", today: today)
    }

    /// The code where there is one, else the name.
    private static func organisation(_ row: Sheet.Row, _ reader: inout CellReader) -> String? {
        row["organisation"].isEmpty && row.has("organisation_name")
            ? reader.text(row, "organisation_name") : reader.text(row, "organisation")
    }

    /// 1977-08-11. From the constitution of 1969-04-01 until then there was no probation; before, it had other lengths.
    private static let probationOfOneYear = Day(number: 2779)

    /// The day of conversion, checked against that of the admission by the constitution of its time.
    private static func conversion(
        _ row: Sheet.Row, _ status: MembershipStatus?, _ admitted: Day?, on today: Day, _ reader: inout CellReader
    ) -> Day? {
        guard let converted = reader.optionalPastDay(row, "converted", today: today), let admitted else { return nil }
        if let status, status == .probationary || !status.isMember {
            reader.fail(
                row, "converted",
                Text(
                    zh: "\(status.text.chinese)不填转正日期", en: "a \(status.text.english) has no day of conversion"))
        } else if converted < admitted {
            reader.fail(
                row, "converted",
                Text(zh: "转正日期早于入党日期 \(admitted)", en: "it comes before the admission on \(admitted)"))
        } else if admitted >= probationOfOneYear, converted < admitted.adding(years: 1) {
            reader.fail(
                row, "converted",
                Text(
                    zh: "预备期为一年（党章第七条），最早 \(admitted.adding(years: 1))",
                    en:
                        "probation is one year (Party constitution, article 7): not before \(admitted.adding(years: 1))"
                ))
        }
        return converted
    }

    /// - Parameter wrong: gets the cells that are wrong, whose rows are left out.
    static func tenures(
        _ bytes: [UInt8], as choices: SheetChoices, wrong: inout [CellError]
    ) throws(AppError) -> (entries: [TenureEntry], passed: [Sheet.Passed]) {
        let sheet = try Sheet(bytes, columns: tenures.columns, as: choices, otherForm: matrixOfPosts)
        var reader = CellReader()
        var entries: [TenureEntry] = []
        for row in sheet.rows where !reader.isFull {
            try Wanted.check(every: 256, row.line)
            let organisation = reader.text(row, "organisation", maximum: 40)
            let name = reader.name(row, "name")
            let number = readNumber(row, &reader)
            let title = readTitle(row, &reader)
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
        try reader.finish(into: &wrong)
        return (entries, sheet.passed)
    }

    private static func readTitle(_ row: Sheet.Row, _ reader: inout CellReader) -> PostTitle? {
        reader.choice(row, "title")
    }

    /// The number of somebody who is found by name and birth day where a list of ours masks it.
    private static func unmasked(_ row: Sheet.Row, _ reader: inout CellReader) -> IDNumber? {
        guard row["id_number"].hasPrefix(String.numberMask) else { return readNumber(row, &reader) }
        if row["birth_date"].isEmpty || row["sex"].isEmpty {
            reader.fail(
                row, "id_number",
                Text(zh: "号码打了星号，须有性别和出生日期", en: "the number is masked: sex and birth date are needed"))
        }
        return nil
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

extension Text {
    fileprivate static func birthDiffers(_ written: Day, number: Day) -> Text {
        Text(
            zh: "身份证号里的出生日期是 \(number)，按表中的 \(written) 登记",
            en: "the ID number says \(number); the \(written) of the sheet is kept")
    }

    fileprivate static let postWithoutDay = Text(
        zh: "没有任职日期一列，职务没有登记：请用任职表（tenure import）",
        en: "was not kept, for there is no day of the appointment: import posts as tenures")
}
