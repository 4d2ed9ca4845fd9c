package import Civil
package import Foundation
package import Kernel
import Organisations
import Postgres

/// Where a claim (申报) stands. Rejected, withdrawn and expired ones never count.
package enum ClaimState: String, Sendable, CaseIterable, Codable {
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

/// What is claimed besides subject, item and day.
package struct ClaimContent: Sendable, Equatable, Codable {
    package var seen: Observation
    package var evidence: String?
    package var note: String?
    package var act: String?
    package var follows: Int?
    package var isContinuing: Bool
    package var cause: String?

    package init(
        seen: Observation = Observation(), evidence: String? = nil, note: String? = nil, act: String? = nil,
        follows: Int? = nil, isContinuing: Bool = false, cause: String? = nil
    ) {
        self.seen = seen
        self.evidence = evidence
        self.note = note
        self.act = act
        self.follows = follows
        self.isContinuing = isContinuing
        self.cause = cause
    }
}

package struct ClaimOrder: Sendable {
    package let subject: UUID
    package let scheme: String
    package let item: String
    package let happened: Day
    package let content: ClaimContent
    package let claimant: ProcessRule.Claimant
    /// One key, one claim of that subject under the scheme.
    package let key: String

    package init(
        subject: UUID, scheme: String, item: String, happened: Day, content: ClaimContent,
        claimant: ProcessRule.Claimant, key: String
    ) {
        self.subject = subject
        self.scheme = scheme
        self.item = item
        self.happened = happened
        self.content = content
        self.claimant = claimant
        self.key = key
    }
}

package struct Claim: Sendable {
    package let id: UUID
    package let subject: UUID
    package let name: String
    package let schemeID: UUID
    package let scheme: String
    package let path: String
    package let item: String
    package let happened: Day
    package let content: ClaimContent
    package let value: Amount
    package let formula: String
    package let claimant: ProcessRule.Claimant
    package let claimedBy: Identifier<Account>
    package let claimedOn: Day
    package let state: ClaimState
    /// Reviews passed.
    package let level: Int
    package let publishedFrom: Day?
    package let publishedThrough: Day?
    /// The end of the publicity rests on a year whose holidays are not known yet.
    package let isProvisional: Bool
    package let version: Int
    package let key: String
}

package struct ClaimEvent: Sendable {
    package let number: Int
    package let state: ClaimState
    package let step: String
    package let happened: Day
    package let account: Identifier<Account>
    package let accountName: String
    package let reason: String?
}

extension Row {
    func claim() throws -> Claim {
        Claim(
            id: try self["id"], subject: try self["subject_id"], name: try self["name"],
            schemeID: try self["scheme_id"],
            scheme: try self["scheme"], path: try self["path"], item: try self["item"],
            happened: try self["happened_on"],
            content: try claimContent(),
            value: try self["value"],
            formula: try self["formula"], claimant: try choice("claimant"), claimedBy: try self["claimed_by"],
            claimedOn: try self["claimed_on"], state: try choice("state"), level: try self["level"],
            publishedFrom: try self["published_from"], publishedThrough: try self["published_through"],
            isProvisional: try self["provisional"], version: try self["version"], key: try self["key"])
    }

    func claimContent() throws -> ClaimContent {
        let content: JSONText = try self["content"]
        return try JSONDecoder().decode(ClaimContent.self, from: Data(content.text.utf8))
    }

    func claimState() throws -> ClaimState { try choice("state") }

    func claimEvent() throws -> ClaimEvent {
        ClaimEvent(
            number: try self["number"], state: try choice("state"), step: try self["step"],
            happened: try self["happened_on"], account: try self["account_id"], accountName: try self["account_name"],
            reason: try self["reason"])
    }
}
