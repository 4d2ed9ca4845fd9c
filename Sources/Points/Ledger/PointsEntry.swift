import Access
package import Civil
package import Kernel
import Postgres
import SQLFiles
package import Schemes
package import Wire

/// One entry of the ledger as it is shown: what it is worth, what it rests on, and its seal.
package struct PointsEntry: Codable, Sendable {
    package let number: Int
    /// The key of the scheme.
    package let scheme: String
    package let version: String
    package let kind: PointEntry.Kind
    package let item: String
    package let value: Amount
    package let formula: String
    package let happenedOn: Day
    package let countsOn: Day
    package let postedOn: Day
    package let continuing: Bool
    package let act: String?
    package let level: String?
    package let cause: String?
    package let evidence: String?
    package let decision: String?
    package let follows: Int?
    package let reverses: Int?
    package let claim: Identifier<Claim>?
    package let key: String
    /// The seal of the entry before it, and its own: SHA-256.
    package let previous: String
    package let hash: String
}

extension PointsEntry: Tabular {
    package static let columns: [Column<PointsEntry>] = [
        Column("number", zh: "号", en: "No.", \.number),
        Column("scheme", zh: "办法", en: "Scheme", \.scheme),
        Column("kind", zh: "类型", en: "Kind", \.kind),
        Column("item", zh: "项目", en: "Item", \.item),
        Column("happened_on", zh: "发生", en: "Happened", \.happenedOn),
        Column("posted_on", zh: "记账", en: "Posted", \.postedOn),
        Column("value", zh: "分值", en: "Value", isNumeric: true) { .text($0.value.signed) },
        Column("formula", zh: "算式", en: "Arithmetic", \.formula),
        Column("follows", zh: "依据", en: "Follows", \.follows),
        Column("reverses", zh: "冲销", en: "Reverses", \.reverses),
        Column("evidence", zh: "佐证", en: "Evidence", \.evidence),
        Column("decision", zh: "决定", en: "Decision", \.decision),
        Column("hash", zh: "校验", en: "Seal") { .text(String($0.hash.prefix(8))) },
    ]
}

/// Which entries of a subject are wanted.
package struct EntryQuery: Codable, Described, Sendable {
    package var scheme: String?

    package init(scheme: String? = nil) { self.scheme = scheme }

    package static let memberTexts = [
        "scheme": Text(zh: "只看这个积分办法（键）的记账", en: "Only entries of this scheme, by its key")
    ]
}

extension PointsService {
    /// A subject's entries in their order.
    /// - Parameter reference: nil for the person behind the caller's account.
    /// - Throws: `points.scheme_missing` for a scheme that nobody uses.
    package func entries(
        of reference: Reference<PointsSubject>?, _ query: EntryQuery, _ page: PageRequest, caller: Caller
    ) async throws -> Page<PointsEntry> {
        var kind: SubjectKind?
        if let key = query.scheme {
            kind = try await catalogue.schemes(key).first?.subject
            guard kind != nil else { throw AppError.schemeMissing(key) }
        }
        let (subject, caller) = try await subjectToRead(reference, kind, caller: caller)
        let rows = try await database.readPage(
            caller,
            .ledgerEntries(
                subject: subject, schemeKey: query.scheme, after: page.position(), limit: page.limit + 1))
        return Page(try rows.map { try $0.pointsEntry() }, limit: page.limit) { String($0.number) }
    }

    /// A subject whose points the caller may read, and the caller where they may; the caller's own without a reference.
    func subjectToRead(_ reference: Reference<PointsSubject>?, _ kind: SubjectKind?, caller: Caller) async throws -> (
        subject: Identifier<PointsSubject>, reader: Caller
    ) {
        guard let reference else {
            let caller = try caller.with(anyOf: .readPoints, .readOwnPoints)
            return (Identifier(try await ownPerson(caller: caller)), caller)
        }
        let subject = try await subject(reference, kind, caller: caller)
        return (subject, try await reader(of: subject, caller: caller))
    }
}

extension PageRequest {
    /// The number after which the page begins, for lists in the order of numbers; zero for the first page.
    func position() throws(AppError) -> Int {
        guard let after else { return 0 }
        guard let number = Int(after), number >= 0 else {
            throw .invalidValue(
                "after", after, expected: Text(zh: "上一页给出的 next", en: "the next of the previous page"))
        }
        return number
    }
}

extension Row {
    fileprivate func pointsEntry() throws -> PointsEntry {
        let (previous, hash): (Bytes, Bytes) = (try self["previous"], try self["hash"])
        return PointsEntry(
            number: try self["number"], scheme: try self["scheme"], version: try self["version"],
            kind: try choice("kind"), item: try self["item"], value: try self["value"], formula: try self["formula"],
            happenedOn: try self["happened_on"], countsOn: try self["counts_on"], postedOn: try self["posted_on"],
            continuing: try self["continuing"], act: try self["deed"], level: try self["level"],
            cause: try self["cause"], evidence: try self["evidence"], decision: try self["decision"],
            follows: try self["follows"], reverses: try self["reverses"], claim: try self["claim_id"],
            key: try self["key"], previous: previous.hex, hash: hash.hex)
    }
}
