import Civil
package import Kernel
package import Wire

/// Something that the ledger or a published sheet should not be.
package struct LedgerFault: Codable, Sendable {
    package enum Kind: String, Choice {
        /// The chain breaks at this number: an entry is missing, was changed or put in.
        case chain
        /// A published score that its entries do not give.
        case sheet
        /// A closed period whose entries do not add up to its score.
        case sum
        /// A published line whose standing, base or grade its entries do not give.
        case line
        /// A sheet that is not the one that was published: a line was changed, is missing or was put in.
        case seal
        /// A claim that was posted, without its entry.
        case unposted

        package var text: Text {
            switch self {
            case .chain: Text(zh: "断链", en: "broken chain")
            case .sheet: Text(zh: "公布分不符", en: "published score")
            case .sum: Text(zh: "分录之和不符", en: "sum of entries")
            case .line: Text(zh: "公示行不符", en: "published line")
            case .seal: Text(zh: "公示表被改动", en: "changed sheet")
            case .unposted: Text(zh: "缺少记账", en: "missing entry")
            }
        }
    }

    package let kind: Kind
    /// Name of the subject.
    package internal(set) var name: String?
    package let text: Text
    /// Of the entry, or the revision of the sheet.
    package let number: Int?
    /// The column of the line.
    package let field: String?
    package let subject: Identifier<PointsSubject>?
    package let period: Identifier<PointsPeriod>?
    package let claim: Identifier<Claim>?

    private init(
        _ kind: Kind, _ text: Text, number: Int? = nil, field: String? = nil,
        subject: Identifier<PointsSubject>? = nil, period: Identifier<PointsPeriod>? = nil,
        claim: Identifier<Claim>? = nil
    ) {
        self.kind = kind
        self.text = text
        self.number = number
        self.field = field
        self.subject = subject
        self.period = period
        self.claim = claim
    }

    static func chain(_ subject: Identifier<PointsSubject>, number: Int) -> LedgerFault {
        LedgerFault(
            .chain, Text(zh: "第 \(number) 号起断链", en: "the chain breaks at entry \(number)"), number: number,
            subject: subject)
    }

    static func sheet(
        _ subject: Identifier<PointsSubject>, _ period: Identifier<PointsPeriod>, published: Amount, calculated: Amount
    ) -> LedgerFault {
        LedgerFault(
            .sheet,
            Text(zh: "公布 \(published)，重算 \(calculated)", en: "published \(published), calculated \(calculated)"),
            subject: subject, period: period)
    }

    static func sum(
        _ subject: Identifier<PointsSubject>, _ period: Identifier<PointsPeriod>, published: Amount, sum: Amount
    ) -> LedgerFault {
        LedgerFault(
            .sum,
            Text(zh: "公布 \(published)，分录之和 \(sum)", en: "published \(published), the entries add up to \(sum)"),
            subject: subject, period: period)
    }

    static func line(_ subject: Identifier<PointsSubject>, _ period: Identifier<PointsPeriod>, field: String)
        -> LedgerFault
    {
        LedgerFault(
            .line, Text(zh: "\(field) 与重算不符", en: "\(field) differs from its calculation"), field: field,
            subject: subject, period: period)
    }

    static func seal(_ period: Identifier<PointsPeriod>, revision: Int) -> LedgerFault {
        LedgerFault(
            .seal,
            Text(
                zh: "第 \(revision) 版公示表被改动、缺行或多行",
                en: "revision \(revision) of the sheet: lines were changed, removed or added"),
            number: revision, period: period)
    }

    static func unposted(_ subject: Identifier<PointsSubject>, claim: Identifier<Claim>) -> LedgerFault {
        LedgerFault(
            .unposted, Text(zh: "申报已记账，却没有分录", en: "the claim was posted and has no entry"), subject: subject,
            claim: claim)
    }
}

extension LedgerFault: Tabular {
    package static let columns: [Column<LedgerFault>] = [
        Column("kind", zh: "问题", en: "Fault", \.kind),
        Column("name", zh: "对象", en: "Subject", \.name),
        Column("text", zh: "说明", en: "What", \.text),
        Column("subject", zh: "对象编号", en: "Subject identifier", \.subject),
        Column("period", zh: "周期编号", en: "Period", \.period),
        Column("claim", zh: "申报编号", en: "Claim", \.claim),
    ]
}

/// What a check of the ledger found.
package struct Verification: Outcome {
    package let subjects: Int
    package let entries: Int
    package let sheets: Int
    /// How many faults there are; the list ends after the first of them.
    package let faultCount: Int
    package let faults: [LedgerFault]

    package var summary: Text {
        Text(
            zh: "核对对象 \(subjects) 个、记账 \(entries) 笔、公布分 \(sheets) 行，问题 \(faultCount) 处。",
            en: "\(subjects) subjects, \(entries) entries and \(sheets) published lines checked: \(faultCount) faults.")
    }

    /// - Throws: `audit.faults` when there are any: for programs that look at nothing but the exit status.
    package func requireWhole() throws(AppError) {
        guard faultCount > 0 else { return }
        throw AppError(
            .conflict, "audit.faults",
            Text(zh: "积分账有 \(faultCount) 处不符。", en: "The ledger has \(faultCount) faults."),
            hint: Text(zh: "请保留现场并核对数据库备份。", en: "Keep everything as it is and compare with the backups."))
    }
}

/// What a check has found so far.
struct VerificationTally {
    /// So many faults are listed; all are counted.
    private static let listed = 500

    var subjects = 0
    var entries = 0
    var sheets = 0
    private(set) var faults: [LedgerFault] = []
    private var count = 0

    mutating func add(_ fault: LedgerFault) {
        count += 1
        if faults.count < Self.listed { faults.append(fault) }
    }

    /// The subjects of the listed faults.
    var concerned: [Identifier<PointsSubject>] { Array(Set(faults.compactMap(\.subject))) }

    mutating func name(_ names: [Identifier<PointsSubject>: String]) {
        for index in faults.indices { faults[index].name = faults[index].subject.flatMap { names[$0] } }
    }

    var verification: Verification {
        Verification(subjects: subjects, entries: entries, sheets: sheets, faultCount: count, faults: faults)
    }
}
