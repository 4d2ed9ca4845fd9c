import Access
package import Civil
package import Kernel
import Members
import Postgres
import SQLFiles
package import Sheets
package import Wire

/// The import of past training from a table.
extension TrainingService {
    package static let pastColumns = [
        SheetColumn(
            "id_number", "身份证号", "公民身份号码", zh: "参训人员的公民身份号码；范围内姓名唯一的可不填",
            en: "ID number of the person; not needed where the name is unique within scope",
            example: "11010519491231002X"),
        SheetColumn(
            "name", "姓名", zh: "姓名，与身份证号一起填写时与登记的姓名核对",
            en: "Name; beside an ID number it must be the one on the register", example: "王芳"),
        SheetColumn(
            "class", "班次", "培训班名称", required: true, zh: "培训班名称", en: "Name of the class",
            example: "2013年支部书记示范班"),
        SheetColumn(
            "level", "层级", "办班层级", required: true, zh: "办班单位的层级", en: "Level of the host", words: Level.self,
            example: .county),
        SheetColumn(
            "kinds", "任务类型", "培训班类型", zh: "计入哪些任务，用 / 分隔", en: "Kinds of duties it counts for, separated by /",
            example: "rotation"),
        SheetColumn(
            "form", "形式", "培训形式", zh: "培训形式，默认集中培训", en: "Form of the training, by default concentrated",
            words: TrainingForm.self, example: .concentrated),
        SheetColumn(
            "course", "课程", "课程类别", zh: "规则文件 courses 中的课程，决定其后可参加什么班",
            en: "A course of the rule file, which others may build on", example: "primary"),
        SheetColumn(
            "started_on", "开班日期", zh: "开班日期；跨年度的班按天数分到两个年度",
            en: "Day on which it started; one over the turn of the year is split by its days", example: "2013-11-04"),
        SheetColumn(
            "ended_on", "结业日期", required: true, zh: "结业日期", en: "Day on which it ended", example: "2013-11-08"),
        SheetColumn(
            "hours", "学时", zh: "学时，最多一位小数；不填时由天数折算", en: "Hours, one decimal at most; or the days below",
            example: "24"),
        SheetColumn(
            "days", "天数", zh: "天数，可为半天（2.5），按规则文件折算", en: "Days, also halves (2.5), counted as the rule file says",
            example: ""),
        SheetColumn("evenings", "晚间次数", zh: "晚间培训次数", en: "Evenings", example: ""),
        SheetColumn(
            "conversion", "折算标准", zh: "规则文件 conversions 中的折算标准，默认第一个",
            en: "A conversion of the rule file, by default the first", example: ""),
        SheetColumn(
            "document", "文号", zh: "结业通报或证书的文号，高于本级的培训必填",
            en: "Number of the document or certificate; needed for training above the own level",
            example: "长组发〔2013〕12号"),
    ]

    /// Imports training that was completed elsewhere or before, all or nothing.
    package func importPast(_ bytes: [UInt8], _ order: ImportOrder, on today: Day, caller: Caller) async throws
        -> ImportOutcome
    {
        let caller = try caller.with(.writeTraining)
        let dryRun = order.dryRun ?? false
        let sheet = try Sheet(bytes, columns: Self.pastColumns, as: order.choices)
        let office = try await office(of: caller)
        var reader = CellReader()
        var numbers: [IDNumber] = []
        var rows = CopyText(reserving: sheet.rows.count * 150)
        for row in sheet.rows where !reader.isFull {
            try Wanted.check(every: 256, row.line)
            let isNamed = row["id_number"].isEmpty
            if isNamed, row["name"].isEmpty {
                reader.fail(
                    row, row.has("name") ? "name" : "id_number",
                    Text(zh: "身份证号和姓名至少填一项", en: "give the ID number or the name"))
            }
            let number = PeopleSheet.readNumber(row, &reader)
            let person = row["name"].isEmpty ? nil : reader.name(row, "name")
            let name = reader.text(row, "class")
            let level: Level? = reader.choice(row, "level")
            let stated = Self.kinds(row, &reader)
            let ended = reader.pastDay(row, "ended_on", today: today)
            let form: TrainingForm? = reader.choice(row, "form", default: .concentrated) {
                [$0.text.chinese, $0.text.english] + $0.words
            }
            let kinds = row["kinds"].isEmpty ? form?.kinds : stated
            if let form, let kinds, !kinds.allSatisfy(form.kinds.contains) {
                reader.fail(row, "kinds", form.completing)
            }
            let course = rules.course(row, &reader)
            let length = PastLength(row, &reader, rules.conversions)
            let document = reader.optionalText(row, "document")
            let isClaim = level.map { rules.confirmation.isClaim($0, enteredBy: office.level) } ?? false
            if isClaim, row["document"].isEmpty {
                reader.fail(
                    row, "document",
                    Text(
                        zh: "培训高于本级（\(office.level.text.chinese)），须填证明的文号或名称",
                        en:
                            "training above your own level (\(office.level.text.english)) needs a proof"
                    ))
            }
            guard number != nil || isNamed, let name, let level, let form, let kinds, let ended, let length else {
                continue
            }
            if let number { numbers.append(number) }
            for part in length.parts(through: ended) {
                rows.value(row.line)
                rows.value(Identifier<Credit>.new())
                rows.value(number.map { members.hash($0) })
                rows.value(person.map { NameKey.of($0) })
                rows.value(name)
                rows.value(level.rawValue)
                rows.value(form.rawValue)
                rows.value(course)
                rows.value(kinds.map(\.rawValue))
                rows.value(part.completions)
                rows.value(part.earned)
                rows.value(length.started)
                rows.value(part.hours)
                rows.value(document)
                rows.value(isClaim)
                rows.endRow()
            }
        }
        var wrong: [CellError] = []
        try reader.finish(into: &wrong)
        let misread = wrong
        try await members.count(numbers, for: "training", dryRun: dryRun, caller: caller)
        let (count, staged) = (sheet.rows.count, rows)
        return try await database.importing(caller, "training", bytes, order) { transaction in
            let columns =
                "(line, id, id_hash, name_key, class_name, level, form, course, kinds, completions, earned_on, "
                + "started_on, hours, document, claimed)"
            try await transaction.stage(.stageCredits, table: "staged_credit \(columns)", rows: staged)
            _ = try await transaction.query(.resolveStagedCredits)
            _ = try await transaction.query(.resolveStagedCreditsByName)
            _ = try await transaction.query(.markKnownCredits)
            let errors = try await transaction.query(.stagedCreditErrors)
            guard errors.isEmpty, misread.isEmpty else {
                throw AppError.rejected(
                    try misread
                        + errors.map {
                            CellError(
                                row: try $0["line"], column: try $0["field"],
                                reason: .pastProblem(try $0["what"], value: try $0["value"] ?? ""))
                        })
            }
            let auditEvent = try await transaction.record(
                "training.import", "credit", after: JSONText(encoding: ["rows": count]))
            let added: Int = try await transaction.query(.stagedCreditLines)[0]["lines"]
            _ = try await transaction.query(.insertStagedCredits(auditEvent: auditEvent))
            return ImportOutcome(
                rows: count, added: added, unchanged: count - added, dryRun: dryRun, passedOver: sheet.passed)
        }
    }

    /// `轮训、年度学时` or `rotation;annual`; empty means all that the form can complete.
    private static func kinds(_ row: Sheet.Row, _ reader: inout CellReader) -> [DutyKind]? {
        let text = row["kinds"]
        if text.isEmpty { return DutyKind.allCases }
        var kinds: [DutyKind] = [.annual]
        for word in text.split(whereSeparator: { ";；、/ ".contains($0) }) {
            guard let kind = DutyKind.allCases.first(where: { $0.rawValue == word || $0.text.chinese == word }) else {
                reader.fail(row, "kinds", Text(zh: "不认识「\(word)」", en: "unknown “\(word)”"))
                return nil
            }
            if !kinds.contains(kind) { kinds.append(kind) }
        }
        return kinds
    }
}

extension TrainingRules {
    /// The key of a course by its key or name; nil for an empty cell.
    fileprivate func course(_ row: Sheet.Row, _ reader: inout CellReader) -> String? {
        let word = row["course"]
        guard !word.isEmpty else { return nil }
        let found = courses.first { $0.key == word || $0.name.chinese == word || $0.name.english == word }
        if found == nil {
            let known = courses.map { "\($0.key)（\($0.name.chinese)）" }.joined(separator: "、")
            let listed = courses.map(\.key).joined(separator: ", ")
            reader.fail(row, "course", Text(zh: "没有这种课程；可用：\(known)", en: "unknown course; one of \(listed)"))
        }
        return found?.key
    }
}

extension Text {
    static func pastProblem(_ what: String, value: String) -> Text {
        switch what {
        case "missing": Text(zh: "没有这个身份证号的人，或不在您的范围内", en: "nobody with this ID number in your scope")
        case "nameless":
            Text(zh: "没有这个人，或有同名的：请填身份证号", en: "nobody, or several of that name: give the ID number")
        case "twice": Text(zh: "「\(value)」在文件里出现两次", en: "“\(value)” appears twice in the file")
        case "born": .beforeBirth(value)
        case "level": filed(Level(rawValue: value)?.text ?? .verbatim(value))
        case "kinds":
            filed(
                .joined(
                    value.split(separator: "/").map { word in
                        DutyKind(rawValue: String(word))?.text ?? .verbatim(String(word))
                    }))
        default: filed(.verbatim(value))
        }
    }
    /// What lies before somebody's birth happened to somebody else, or on another day.
    static func beforeBirth(_ born: String) -> Text {
        let rule = Plausible.notBeforeBirth(born)
        return Text(zh: "应\(rule.chinese)", en: "expected \(rule.english)")
    }

    /// Training on file stays as it was confirmed; one with another name or day is another one.
    private static func filed(_ value: Text) -> Text {
        Text(
            zh: "登记的是「\(value.chinese)」，没有改动：同一个班以登记的为准",
            en: "the registry has “\(value.english)”, which stays: what is on file of a class is not replaced")
    }

    private static func joined(_ words: [Text]) -> Text {
        Text(
            zh: words.map(\.chinese).joined(separator: "、"), en: words.map(\.english).joined(separator: ", "))
    }
}
