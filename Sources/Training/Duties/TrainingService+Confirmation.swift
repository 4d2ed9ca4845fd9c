import Access
package import Civil
import Foundation
package import Kernel
package import Members
package import Organisations
import Postgres
import SQLFiles
package import Wire

/// Hours that wait for an office to confirm them.
package struct WaitingCredit: Codable, Placed, Sendable {
    package let id: Identifier<Credit>
    package let person: Identifier<Person>
    package let personName: String?
    package let organisationName: String?
    package let path: String
    package let className: String
    package let level: Level
    package let kinds: [DutyKind]
    package let earned: Day
    package let hours: Hours
    package let document: String?
    /// Who may decide, in words.
    package let decidedBy: Text
}

extension WaitingCredit: Tabular {
    package static let columns: [Column<WaitingCredit>] = [
        Column("person_name", zh: "姓名", en: "Person", \.personName),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
        Column("class_name", zh: "班次", en: "Class", \.className),
        Column("level", zh: "层级", en: "Level", \.level),
        Column("earned", zh: "日期", en: "Day", \.earned),
        Column("hours", zh: "待确认学时", en: "Unconfirmed hours", \.hours),
        Column("document", zh: "证明", en: "Proof", \.document),
        Column("decided_by", zh: "由谁确认", en: "Decided by", \.decidedBy),
        Column("id", zh: "编号", en: "Identifier", \.id),
    ]
}

/// Which unconfirmed hours are wanted.
package struct WaitingQuery: Codable, Described, Sendable {
    package var scope: Reference<Organisation>?

    package init(scope: Reference<Organisation>? = nil) { self.scope = scope }

    package static let memberTexts: [String: Text] = [:]
}

/// That training from above took place.
package struct CreditConfirmation: Codable, Described, Sendable {
    package let note: String?

    package init(note: String? = nil) { self.note = note }

    package static let memberTexts: [String: Text] = [:]
}

/// Why training from above is not believed.
package struct CreditRefusal: Codable, Described, Sendable {
    package let reason: String

    package init(reason: String) { self.reason = reason }

    package static let memberTexts: [String: Text] = [:]
}

package struct CreditDecided: Outcome {
    package let credit: Identifier<Credit>
    package let personName: String?
    package let className: String
    package let hours: Hours
    package let verdict: CreditVerdict
    package let day: Day

    package var summary: Text {
        let name = personName ?? ""
        return switch verdict {
        case .confirmed:
            Text(
                zh: "\(name)在「\(className)」的 \(hours) 学时已确认，自 \(day) 起计入。",
                en: "The \(hours) hours of \(name) in “\(className)” are confirmed and count from \(day).")
        case .refused:
            Text(
                zh: "\(name)在「\(className)」的 \(hours) 学时不予确认，不计入。",
                en: "The \(hours) hours of \(name) in “\(className)” are refused and do not count.")
        }
    }
}

/// Nobody gives themselves hours of a level above their own: the office of that level, or the department that answers
/// for training records, says whether they were earned. The rule file says who that is.
extension TrainingService {
    /// The level of the office that the caller works for, the lowest of several; the operator works for the whole
    /// register.
    func office(of caller: Caller) async throws -> (level: Level, name: String) {
        guard caller.scope != .everything else { return (.province, caller.name) }
        let places = try await database.read(caller, caller.ranges.map { .levelOfOffice(path: $0.low) })
        return try places.map { try office(caller, $0) }.min { $0.level < $1.level } ?? (.primary, caller.name)
    }

    private func office(_ caller: Caller, _ rows: Rows) throws -> (level: Level, name: String) {
        guard let row = try rows.single else { return (.primary, caller.name) }
        return (try row.choice("level"), try row["name"])
    }

    /// The office of the caller's that a place lies under.
    private func office(above path: String, _ transaction: ScopedTransaction) async throws -> (
        level: Level, name: String
    ) {
        let caller = transaction.caller
        guard caller.scope != .everything, let place = caller.ranges.first(where: { $0.contains(path) }) else {
            return (.province, caller.name)
        }
        return try office(caller, await transaction.query(.levelOfOffice(path: place.low)))
    }

    /// Hours that wait for confirmation, by place.
    package func waitingCredits(_ query: WaitingQuery, _ page: PageRequest, caller: Caller) async throws
        -> Page<WaitingCredit>
    {
        let caller = try caller.with(.readTraining)
        let scope = try await organisations.scope(query.scope, caller: caller)
        let (path, id) = try PathKey.read(page.after, within: scope)
        let rows = try await database.readPage(
            caller,
            .creditsWaiting(low: scope.low, high: scope.high, afterPath: path, afterID: id, limit: page.limit + 1))
        let credits = try rows.map { row in
            let (kinds, level): ([String], Level) = (try row["kinds"], try row.choice("level"))
            return WaitingCredit(
                id: try row["id"], person: try row["person_id"], personName: try row["person"],
                organisationName: try row["organisation"], path: try row["path"], className: try row["class_name"],
                level: level, kinds: kinds.compactMap(DutyKind.init), earned: try row["earned_on"],
                hours: try row["hours"], document: try row["document"],
                decidedBy: .officeFrom(rules.confirmation.lowest(about: level)))
        }
        return Page(credits, limit: page.limit) { PathKey.write($0.path, $0.id.value) }
    }

    /// Confirms hours that were claimed: they count from today on.
    package func confirm(
        _ credit: Identifier<Credit>, _ order: CreditConfirmation, on today: Day, caller: Caller
    ) async throws -> CreditDecided {
        try Plausible.words(optional: order.note, "note")
        return try await decide(credit, .confirmed, because: order.note, on: today, caller: caller)
    }

    /// Refuses hours that were claimed: they count nothing.
    package func refuse(
        _ credit: Identifier<Credit>, _ order: CreditRefusal, on today: Day, caller: Caller
    ) async throws -> CreditDecided {
        try Plausible.words(order.reason, "reason")
        return try await decide(credit, .refused, because: order.reason, on: today, caller: caller)
    }

    private func decide(
        _ credit: Identifier<Credit>, _ verdict: CreditVerdict, because reason: String?, on today: Day, caller: Caller
    ) async throws -> CreditDecided {
        let caller = try caller.with(.confirmCredit)
        return try await database.write(caller) { transaction in
            _ = try await transaction.query(.lockCredit(id: credit))
            guard let row = try await transaction.query(.creditToDecide(id: credit)).single else {
                throw AppError.notFound(Text(zh: "学时", en: "credit"), credit.description)
            }
            let path: String = try row["path"]
            let office = try await office(above: path, transaction)
            let level: Level = try row.choice("level")
            guard try row["claimed"] else { throw AppError.creditNotClaimed }
            guard rules.confirmation.mayDecide(office.level, about: level) else {
                throw AppError.creditNotYours(
                    level, office: office, needed: rules.confirmation.lowest(about: level),
                    source: rules.confirmation.source)
            }
            if let before: CreditVerdict = try row.choice("verdict"), let day: Day = try row["decided_on"] {
                throw AppError.creditDecided(before, on: day)
            }
            if verdict == .confirmed {
                let author = try await transaction.query(.creditAuthor(id: credit)).single
                guard try author?["account"] != caller.account else {
                    throw AppError.creditOwnEntry(source: rules.confirmation.source)
                }
            }
            let auditEvent = try await transaction.record(
                "credit.\(verdict.rawValue)", "credit", subject: credit.value, path: path,
                after: JSONText(encoding: ["reason": reason ?? "", "office": office.name]))
            let person: Identifier<Person> = try row["person_id"]
            _ = try await transaction.query(
                .decideCredit(
                    person: person, credit: credit, path: path, verdict: verdict.rawValue, decidedOn: today,
                    reason: reason, office: office.name, auditEvent: auditEvent))
            return CreditDecided(
                credit: credit, personName: try row["person"], className: try row["class_name"],
                hours: try row["hours"], verdict: verdict, day: today)
        }
    }
}
