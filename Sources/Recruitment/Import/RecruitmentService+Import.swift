import Access
package import Civil
import Foundation
package import Kernel
import Members
import Postgres
import Procedures
import SQLFiles
import Sheets
package import Wire

/// What an import of cases did, or would do.
package struct CaseImportOutcome: Outcome, ImportCounted {
    package let rows: Int
    package let added: Int
    /// Cases that were on file already.
    package let unchanged: Int
    /// Steps recorded as irregular.
    package let irregular: Int
    package let dryRun: Bool
    /// What of the sheet was not imported; of one that came as a sheet.
    package var rest: SheetRest?

    /// A case on file is not changed by an import.
    package var changed: Int { 0 }

    package var summary: Text { .sentences([counts] + (rest?.sentences ?? [])) }

    private var counts: Text {
        let mark = dryRun ? Text(zh: "只检查，未保存。", en: " Dry run: nothing was saved.") : .verbatim("")
        return Text(
            zh: "案卷 \(rows) 件：新增 \(added)，已有 \(unchanged)，不规范步骤 \(irregular) 个。\(mark.chinese)",
            en: "\(rows) cases: \(added) new, \(unchanged) unchanged, \(irregular) irregular steps.\(mark.english)")
    }
}

extension CaseImportOutcome: SheetOutcome {
    package mutating func leave(_ cells: [CellNote]) { rest?.leftRows = cells }
}

extension RecruitmentService {
    /// Imports a table of cases that were kept on paper, whole or not at all: each row is judged as if its steps had
    /// been recorded one by one, by the rules of their own days. What a gate refuses is an error, or irregular where
    /// the row gives a reason. The register must say of each person what the steps make of them.
    package func importCases(
        _ bytes: [UInt8], _ order: ImportOrder = ImportOrder(), on today: Day, caller: Caller
    ) async throws -> CaseImportOutcome {
        let caller = try caller.with(.recordRecruitment).with(.approveRecruitment)
        let materials = rule.rules.sets.reduce(into: Set<String>()) { found, set in
            for rule in set.rules { if case .evidence(let keys) = rule.check { found.formUnion(keys) } }
        }
        let dryRun = order.dryRun ?? false
        let (entries, passed) = try CaseSheet.entries(bytes, as: order.choices, all: materials)
        let numbers: [IDNumber] = entries.compactMap { entry in
            if case .number(let number) = entry.person { number } else { nil }
        }
        try await members.count(numbers, for: "cases", dryRun: dryRun, caller: caller)
        return try await database.importing(caller, "cases", bytes, order) { transaction in
            let (rows, known) = try await self.people(entries, transaction)
            let auditEvent = try await transaction.record(
                "recruitment.import", "recruitment", after: JSONText(encoding: ["rows": entries.count]))
            let judge = CaseImport(
                rule: rule, today: today, auditEvent: auditEvent, recordedBy: transaction.caller.name,
                caller: caller)
            var shares: [Task<CaseImport.Share, any Error>] = []
            for start in stride(from: 0, to: rows.count, by: CaseImport.shareSize) {
                let part = rows[start..<min(rows.count, start + CaseImport.shareSize)]
                shares.append(Task { try judge.share(part) })
            }
            _ = try await transaction.pipeline([.stageCases, .stageSteps, .stageDues])
            var errors: [CellError] = []
            var irregular = 0
            for task in shares {
                let share = try await task.value
                errors += share.errors
                irregular += share.irregular
                guard errors.isEmpty else { continue }
                try await transaction.fill("staged_case", rows: share.cases)
                try await transaction.fill("staged_step", rows: share.steps)
                try await transaction.fill("staged_due", rows: share.dues)
            }
            guard errors.isEmpty else {
                throw AppError.rejected(errors)
            }
            _ = try await transaction.pipeline([
                .insertStagedCases, .insertStagedSteps, .insertStagedDues, .insertStagedAdmissions,
            ])
            return CaseImportOutcome(
                rows: entries.count, added: rows.count, unchanged: known, irregular: irregular, dryRun: dryRun,
                rest: SheetRest(passed))
        }
    }

    /// The person of each row; rows of cases that are on file already are counted apart: a person and the day on which
    /// the case was opened are one case.
    /// - Throws: `import.rejected` for people who are not there, are hidden, have a case open, or may not apply yet.
    private func people(_ entries: [CaseEntry], _ transaction: ScopedTransaction) async throws -> (
        rows: [(entry: CaseEntry, person: CasePerson)], known: Int
    ) {
        var keys = CopyText(reserving: entries.count * 80)
        for (index, entry) in entries.enumerated() {
            keys.value(index)
            switch entry.person {
            case .number(let number):
                keys.value(members.hash(number))
                keys.value(nil as UUID?)
            case .identifier(let id):
                keys.value(nil as Bytes?)
                keys.value(id)
            case .name:
                keys.value(nil as Bytes?)
                keys.value(nil as UUID?)
            }
            if case .name(let name) = entry.person {
                keys.value(NameKey.of(name))
            } else {
                keys.value(nil as String?)
            }
            keys.endRow()
        }
        try await transaction.stage(
            .stageCasePeople, table: "staged_case_person (line, id_hash, person_id, name_key)", rows: keys)
        _ = try await transaction.pipeline([.matchCasePeople, .matchCasePeopleByName])
        var found = [CasePerson?](repeating: nil, count: entries.count)
        _ = try await transaction.query(.walkIndexes)
        for row in try await transaction.query(.casePeople) {
            found[try row["line"]] = CasePerson(
                id: try row["person_id"], name: try row["name"], path: try row["path"], born: try row["born_on"],
                status: try row.choice("status"), hasOpenCase: try row["open"],
                opened: try row["opened"], recorded: try row["recorded"],
                steps: try (row["steps"] as [String]).map { try FiledStep($0) }, transfers: try row["transfers"],
                wasDecidedAbout: try row["decided"])
        }
        var errors: [CellError] = []
        var rows: [(entry: CaseEntry, person: CasePerson)] = []
        var known = 0
        // One row may name the person by number and another by identifier.
        var lines: [UUID: Int] = [:]
        rows.reserveCapacity(entries.count)
        for (entry, person) in zip(entries, found) {
            guard let person else {
                errors.append(
                    CellError(
                        row: entry.line, column: "person",
                        reason: entry.person.isName
                            ? Text(
                                zh: "登记簿上没有这个人，或有同名的：请填身份证号",
                                en: "nobody on the register, or several of that name: give the ID number")
                            : Text(zh: "登记簿上没有这个人员", en: "nobody on the register")))
                continue
            }
            if let name = entry.name, NameKey.of(name) != NameKey.of(person.name) {
                errors.append(
                    CellError(
                        row: entry.line, column: "name",
                        reason: Text(zh: "登记的是 \(person.name)", en: "the register has \(person.name)")))
            }
            if let before = lines.updateValue(entry.line, forKey: person.id) {
                errors.append(
                    CellError(
                        row: entry.line, column: "person",
                        reason: Text(zh: "与第 \(before) 行是同一人", en: "the same person as in row \(before)")))
                continue
            }
            if let first = entry.steps.first, let index = person.opened.firstIndex(of: first.date.first) {
                known += 1
                let filed = person.steps.filter { $0.opened == first.date.first }
                for step in entry.steps {
                    // A milestone that is not on file at all is a further step, of which the error below says more.
                    let there = filed.filter { $0.milestone == step.milestone }
                    guard let last = there.last, try !there.contains(where: { try $0.isSame(as: step) }) else {
                        continue
                    }
                    errors.append(
                        CellError(
                            row: entry.line, column: step.milestone.rawValue,
                            reason: last.differs))
                }
                if entry.steps.count > person.recorded[index] {
                    errors.append(
                        CellError(
                            row: entry.line, column: "person",
                            reason: Text(
                                zh: "这件案卷已在册（\(person.recorded[index]) 步），新的步骤请逐步登记",
                                en:
                                    "this case is on file (steps: \(person.recorded[index])); "
                                    + "record the further ones one by one"
                            )))
                }
                continue
            }
            if person.hasOpenCase {
                errors.append(
                    CellError(
                        row: entry.line, column: "person", reason: Text(zh: "已有办理中的案卷", en: "a case is open already")))
            }
            if person.wasDecidedAbout, let first = entry.steps.first,
                let bar = try await members.barred(Identifier(person.id), on: first.date.first, transaction)
            {
                errors.append(CellError(row: entry.line, column: "person", reason: bar.cellReason))
            }
            rows.append((entry, person))
        }
        guard errors.isEmpty else {
            throw AppError.rejected(errors)
        }
        return (rows, known)
    }
}
