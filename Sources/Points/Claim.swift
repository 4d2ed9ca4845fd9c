import Access
package import Civil
import Foundation
package import Kernel
import Postgres
package import Schemes
package import Wire

/// Where a claim (申报) stands. Rejected, withdrawn and expired ones never count.
package enum ClaimState: String, Choice {
    /// Waits for reviews.
    case claimed
    /// In its publicity; counts when that is over.
    case published
    /// Waits for the decision on an objection.
    case objected
    case posted, rejected, withdrawn, expired

    package var text: Text {
        switch self {
        case .claimed: Text(zh: "待审核", en: "claimed")
        case .published: Text(zh: "公示中", en: "published")
        case .objected: Text(zh: "有异议", en: "objected")
        case .posted: Text(zh: "已记账", en: "posted")
        case .rejected: Text(zh: "未通过", en: "rejected")
        case .withdrawn: Text(zh: "已撤回", en: "withdrawn")
        case .expired: Text(zh: "已失效", en: "expired")
        }
    }
}

/// A claim as it is shown.
package struct Claim: Codable, Placed, Sendable {
    package let id: Identifier<Claim>
    package let subject: Identifier<PointsSubject>
    package let path: String
    package let name: String?
    package let scheme: String
    package let item: String
    package let on: Day
    package let value: Amount
    package let formula: String
    package let evidence: String?
    package let note: String?
    package let awardLevel: String?
    package let act: String?
    package let follows: Int?
    package let continuing: Bool
    package let cause: String?
    package let claimant: ProcessRule.Claimant
    package let claimedOn: Day
    package let state: ClaimState
    /// Reviews passed.
    package let level: Int
    package let publishedFrom: Day?
    package let publishedThrough: Day?
    /// The end of the publicity rests on a year whose holidays are not known yet.
    package let provisional: Bool
    /// Everything that became of it; lists leave it out.
    package internal(set) var events: [ClaimEvent]?
}

extension Claim: Tabular {
    package static let columns: [Column<Claim>] = [
        Column("name", zh: "对象", en: "Subject", \.name),
        Column("scheme", zh: "办法", en: "Scheme", \.scheme),
        Column("item", zh: "项目", en: "Item", \.item),
        Column("on", zh: "日期", en: "Day", \.on),
        Column("value", zh: "分值", en: "Value", isNumeric: true) { .text($0.value.signed) },
        Column("state", zh: "状态", en: "State", \.state),
        Column("claimant", zh: "申报主体", en: "Claimant", \.claimant),
        Column("published_through", zh: "公示至", en: "Published until") {
            .day($0.publishedThrough, provisional: $0.provisional)
        },
        Column("evidence", zh: "佐证", en: "Evidence", \.evidence),
        Column("id", zh: "编号", en: "Identifier", \.id),
    ]
}

extension Cell {
    /// A day that may still change, since the holidays of its year are not known.
    static func day(_ day: Day?, provisional: Bool) -> Cell {
        guard let day else { return .text("") }
        return provisional ? .sentence(Text(zh: "\(day)（暂定）", en: "\(day) (provisional)")) : .text(day.description)
    }
}

/// One step of a claim.
package struct ClaimEvent: Codable, Sendable {
    package let number: Int
    package let state: ClaimState
    package let step: String
    package let on: Day
    package let by: String
    package let reason: String?
}

extension ClaimEvent: Tabular {
    package static let columns: [Column<ClaimEvent>] = [
        Column("number", zh: "序", en: "No.", \.number),
        Column("on", zh: "日期", en: "Day", \.on),
        Column("step", zh: "步骤", en: "Step", \.step),
        Column("state", zh: "状态", en: "State", \.state),
        Column("by", zh: "经办", en: "By", \.by),
        Column("reason", zh: "理由", en: "Reason", \.reason),
    ]
}

/// What is claimed besides subject, item and day, as it is stored.
struct ClaimContent: Sendable, Equatable, Codable {
    var seen: Observation
    var evidence: String?
    var note: String?
    var act: String?
    var follows: Int?
    var isContinuing: Bool
    var cause: String?
}

/// A claim as it is stored.
struct ClaimRecord: Sendable {
    let id: Identifier<Claim>
    let subject: Identifier<PointsSubject>
    let name: String?
    let scheme: String
    let path: String
    let item: String
    let happened: Day
    let content: ClaimContent
    let value: Amount
    let formula: String
    let claimant: ProcessRule.Claimant
    let claimedBy: Identifier<Account>
    let claimedOn: Day
    let state: ClaimState
    let level: Int
    let publishedFrom: Day?
    let publishedThrough: Day?
    let isProvisional: Bool
    let version: Int

    var published: ClosedRange<Day>? {
        guard let publishedFrom, let publishedThrough else { return nil }
        return publishedFrom...publishedThrough
    }

    var shown: Claim {
        Claim(
            id: id, subject: subject, path: path, name: name, scheme: scheme, item: item, on: happened,
            value: value, formula: formula, evidence: content.evidence, note: content.note,
            awardLevel: content.seen.level,
            act: content.act, follows: content.follows, continuing: content.isContinuing, cause: content.cause,
            claimant: claimant, claimedOn: claimedOn, state: state, level: level, publishedFrom: publishedFrom,
            publishedThrough: publishedThrough, provisional: isProvisional)
    }
}

/// One step of a claim as it is stored: with the account, which decides who may take the next.
struct ClaimStep: Sendable {
    let account: Identifier<Account>
    let event: ClaimEvent

    var step: String { event.step }
}

extension Row {
    func claim() throws -> ClaimRecord {
        ClaimRecord(
            id: try self["id"], subject: try self["subject_id"], name: try self["name"], scheme: try self["scheme"],
            path: try self["path"], item: try self["item"], happened: try self["happened_on"],
            content: try claimContent(), value: try self["value"], formula: try self["formula"],
            claimant: try choice("claimant"), claimedBy: try self["claimed_by"], claimedOn: try self["claimed_on"],
            state: try choice("state"), level: try self["level"], publishedFrom: try self["published_from"],
            publishedThrough: try self["published_through"], isProvisional: try self["provisional"],
            version: try self["version"])
    }

    func claimContent() throws -> ClaimContent {
        let content: JSONText = try self["content"]
        return try JSONDecoder().decode(ClaimContent.self, from: Data(content.text.utf8))
    }

    func claimState() throws -> ClaimState { try choice("state") }

    func claimStep() throws -> ClaimStep {
        ClaimStep(
            account: try self["account_id"],
            event: ClaimEvent(
                number: try self["number"], state: try choice("state"), step: try self["step"],
                on: try self["happened_on"], by: try self["account_name"], reason: try self["reason"]))
    }
}
