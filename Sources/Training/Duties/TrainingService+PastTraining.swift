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
            "id_number", "身份证号", "公民身份号码", required: true, zh: "参训人员的公民身份号码",
            en: "ID number of the person", example: "11010519491231002X"),
        SheetColumn(
            "class", "班次", "培训班名称", required: true, zh: "培训班名称", en: "Name of the class",
            example: "2013年支部书记示范班"),
        SheetColumn(
            "level", "层级", "办班层级", required: true, zh: "办班单位的层级", en: "Level of the host", words: Level.self,
            example: .county),
        SheetColumn(
            "kinds", "任务类型", zh: "计入哪些任务，用 / 分隔", en: "Kinds of duties it counts for, separated by /",
            example: "rotation"),
        SheetColumn(
            "ended_on", "结业日期", required: true, zh: "结业日期", en: "Day on which it ended", example: "2013-11-08"),
        SheetColumn("hours", "学时", required: true, zh: "学时，最多一位小数", en: "Hours, one decimal at most", example: "24"),
        SheetColumn(
            "document", "文号", zh: "结业通报或证书的文号，高于本级的培训必填",
            en: "Number of the document or certificate; needed for training above the own level",
            example: "长组发〔2013〕12号"),
    ]

    /// Imports training that was completed elsewhere or before, all or nothing.
    package func importPast(_ bytes: [UInt8], _ order: ImportOrder, on today: Day, caller: Caller) async throws
        -> ImportOutcome
    {
        try caller.require(.writeTraining)
        let dryRun = order.dryRun ?? false
        let sheet = try Sheet(bytes, columns: Self.pastColumns)
        let office = try await office(of: caller)
        var reader = CellReader()
        var numbers: [IDNumber] = []
        var rows = CopyText(reserving: sheet.rows.count * 150)
        for row in sheet.rows {
            if row["id_number"].isEmpty { reader.fail(row, "id_number", Text(zh: "不能为空", en: "must not be empty")) }
            let number = PeopleSheet.readNumber(row, &reader)
            let name = reader.text(row, "class")
            let level: Level? = reader.choice(row, "level") { [$0.text.chinese] }
            let kinds = Self.kinds(row, &reader)
            let ended = reader.day(row, "ended_on")
            if let ended, ended > today {
                reader.fail(row, "ended_on", Text(zh: "不能晚于今天（\(today)）", en: "must not be after today (\(today))"))
            }
            let hours = reader.hours(row, "hours")
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
            guard let number, let name, let level, let kinds, let ended, let hours else { continue }
            numbers.append(number)
            rows.value(row.line)
            rows.value(Identifier<Credit>.new())
            rows.value(members.hash(number))
            rows.value(name)
            rows.value(level.rawValue)
            rows.value(kinds.map(\.rawValue))
            rows.value(ended)
            rows.value(hours)
            rows.value(document)
            rows.value(isClaim)
            rows.endRow()
        }
        try reader.finish()
        try await members.count(numbers, for: "training", dryRun: dryRun, caller: caller)
        let (count, staged) = (sheet.rows.count, rows)
        return try await database.importing(caller, "training", bytes, order) { transaction in
            let columns = "(line, id, id_hash, class_name, level, kinds, earned_on, hours, document, claimed)"
            try await transaction.stage(.stageCredits, table: "staged_credit \(columns)", rows: staged)
            _ = try await transaction.query(.resolveStagedCredits)
            _ = try await transaction.query(.markKnownCredits)
            let errors = try await transaction.query(.stagedCreditErrors)
            guard errors.isEmpty else {
                throw AppError.rejected(
                    try errors.map {
                        CellError(
                            row: try $0["line"], column: try $0["field"],
                            reason: .pastProblem(try $0["what"], value: try $0["value"] ?? ""))
                    })
            }
            let auditEvent = try await transaction.record(
                "training.import", "credit", after: JSONText(encoding: ["rows": count]))
            let added = try await transaction.query(.insertStagedCredits(auditEvent: auditEvent)).affected
            return ImportOutcome(rows: count, added: added, unchanged: count - added, dryRun: dryRun)
        }
    }

    /// `轮训、年度学时` or `rotation;annual`; empty means all three.
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

extension Text {
    static func pastProblem(_ what: String, value: String) -> Text {
        switch what {
        case "missing": Text(zh: "没有这个身份证号的人，或不在您的范围内", en: "nobody with this ID number in your scope")
        case "twice": Text(zh: "「\(value)」在文件里出现两次", en: "“\(value)” appears twice in the file")
        default: Text(zh: "登记的是 \(value)", en: "the registry has \(value)")
        }
    }
}
