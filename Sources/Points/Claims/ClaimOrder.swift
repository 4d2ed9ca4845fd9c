package import Civil
package import Kernel
package import Organisations
import Schemes
package import Wire

/// In whose name somebody claims (申报主体). That a claim comes from an import or a fact is known by the way it comes in.
package enum Claimant: String, Choice {
    case member, branch, department

    package var text: Text { rule.text }

    var rule: ProcessRule.Claimant {
        switch self {
        case .member: .member
        case .branch: .branch
        case .department: .department
        }
    }
}

/// Something to claim.
package struct ClaimOrder: Codable, Described, Sendable {
    package let subject: Reference<PointsSubject>
    package let scheme: String
    package let item: String
    package let on: Day
    package let points: Amount?
    package let quantity: Amount?
    package let level: String?
    package let marks: [SourceMark]?
    package let act: String?
    package let follows: Int?
    package let continuing: Bool?
    package let evidence: String?
    package let note: String?
    package let cause: String?
    package let claimant: Claimant?
    /// One key, one claim of that subject under the scheme.
    package let key: String?

    /// Who claims unless an order says otherwise.
    package static let usualClaimant = Claimant.branch

    package init(
        subject: Reference<PointsSubject>, scheme: String, item: String, on: Day, points: Amount? = nil,
        quantity: Amount? = nil, level: String? = nil, marks: [SourceMark]? = nil, act: String? = nil,
        follows: Int? = nil, continuing: Bool? = nil, evidence: String? = nil, note: String? = nil,
        cause: String? = nil, claimant: Claimant? = nil, key: String? = nil
    ) {
        self.subject = subject
        self.scheme = scheme
        self.item = item
        self.on = on
        self.points = points
        self.quantity = quantity
        self.level = level
        self.marks = marks
        self.act = act
        self.follows = follows
        self.continuing = continuing
        self.evidence = evidence
        self.note = note
        self.cause = cause
        self.claimant = claimant
        self.key = key
    }

    package static let memberLimits: [String: MemberLimit] = ["follows": .count(Plausible.ordinals)]

    package static let memberTexts = PostOrder.memberTexts.merging([
        "claimant": Text(
            zh: "申报主体：\(Claimant.words)，默认 \(usualClaimant.rawValue)；党员申报本人事项填 member",
            en:
                "Who claims: \(Claimant.words); \(usualClaimant.rawValue) by default. Members who claim their "
                + "own give member"
        ),
        "key": Text(
            zh: "幂等键：同一对象的同一个键只申报一次；不填则每次都是新的一件",
            en: "Idempotency key: one claim of the subject for each; without one every order is another claim"),
    ]) { $1 }
}

/// A claim whose subject was found.
struct ClaimRequest: Sendable {
    let subject: Identifier<PointsSubject>
    let scheme: String
    let item: String
    let happened: Day
    let content: ClaimContent
    let claimant: ProcessRule.Claimant
    let key: String
}

extension ClaimOrder {
    func request(of subject: Identifier<PointsSubject>) throws(AppError) -> ClaimRequest {
        ClaimRequest(
            subject: subject, scheme: scheme, item: item, happened: on,
            content: ClaimContent(
                seen: try Observation(points: points, quantity: quantity, level: level, marks: marks),
                evidence: evidence, note: note, act: act, follows: follows, isContinuing: continuing ?? false,
                cause: cause),
            claimant: (claimant ?? Self.usualClaimant).rule, key: key ?? Identifier<Claim>.new().description)
    }
}

/// What became of a claim.
package struct ClaimOutcome: Outcome {
    package let id: Identifier<Claim>
    package let item: String
    package let state: ClaimState
    package let isNew: Bool

    package var summary: Text {
        Text(
            zh: "项目 \(item) 的申报：\(state.text.chinese)（编号 \(id)）。",
            en: "Claim of the item \(item): \(state.text.english) (\(id)).")
    }
}

package struct ClaimsImported: Outcome {
    /// Those that were new; in a dry run all that fit.
    package let count: Int
    package let dryRun: Bool
    /// What of the sheet was not imported; of one that came as a sheet.
    package var rest: SheetRest?

    package var summary: Text { .sentences([counts] + (rest?.sentences ?? [])) }

    private var counts: Text {
        dryRun
            ? Text(zh: "可以导入申报 \(count) 件（只检查，没有保存）。", en: "\(count) claims can be imported (checked only).")
            : Text(zh: "已导入新申报 \(count) 件。", en: "\(count) new claims imported.")
    }
}

extension ClaimsImported: SheetOutcome {
    package mutating func leave(_ cells: [CellNote]) { rest?.leftRows = cells }
}

/// Which claims are wanted.
package struct ClaimQuery: Codable, Described, Sendable {
    package var scheme: String?
    package var state: ClaimState?
    package var subject: Reference<PointsSubject>?
    package var scope: Reference<Organisation>?

    package init(
        scheme: String? = nil, state: ClaimState? = nil, subject: Reference<PointsSubject>? = nil,
        scope: Reference<Organisation>? = nil
    ) {
        self.scheme = scheme
        self.state = state
        self.subject = subject
        self.scope = scope
    }

    package static let memberTexts: [String: Text] = [
        "scheme": Text(zh: "只看这个积分办法（键）的申报", en: "Only claims of this scheme, by its key"),
        "state": Text(zh: "只看一种状态：\(ClaimState.words)", en: "Only claims in this state: \(ClaimState.words)"),
        "subject": .subjectNamed,
    ]
}

// MARK: decisions about a claim

/// One level of review.
package struct ClaimReviewOrder: Codable, Described, Sendable {
    package let approves: Bool
    package let reason: String?

    package init(approves: Bool, reason: String? = nil) {
        self.approves = approves
        self.reason = reason
    }

    package static let memberTexts = [
        "approves": Text(zh: "是否通过", en: "Whether it is approved"),
        "reason": Text(zh: "理由；不通过时必填", en: "Reason; required for a rejection"),
    ]
}

package struct ClaimObjectionOrder: Codable, Described, Sendable {
    package let reason: String

    package init(reason: String) { self.reason = reason }

    package static let memberTexts: [String: Text] = [:]
}

/// The decision on an objection.
package struct ClaimDecisionOrder: Codable, Described, Sendable {
    package let upholds: Bool
    package let reason: String

    package init(upholds: Bool, reason: String) {
        self.upholds = upholds
        self.reason = reason
    }

    package static let memberTexts = [
        "upholds": Text(zh: "异议成立，申报不通过", en: "The objection is right: the claim is rejected")
    ]
}

package struct ClaimWithdrawalOrder: Codable, Described, Sendable {
    package let reason: String?

    package init(reason: String? = nil) { self.reason = reason }

    package static let memberTexts: [String: Text] = [:]
}
