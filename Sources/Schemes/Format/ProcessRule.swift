package import Kernel

/// The way of a claim from the one who makes it to the ledger.
package struct ProcessRule: Sendable, Equatable {
    /// May be entered by those who keep the ledger without a claim.
    package var isDirect = false
    package var claimants = Claimant.allCases
    /// Whose items these are, for claims of the department; nil for anybody above the branches.
    package var owner: Owner?
    package var needsEvidence = true
    package var reviews: [Review] = []
    package var publicityWorkingDays = 0
    package var answerWorkingDays: Int?
    /// A claim that nobody decided in this many days lapses.
    package var expiresAfter: Term?
    /// How long after the event it may be claimed.
    package var claimWithin: Term?
    package var closedPeriod = ClosedPeriod.next
    package var place = ""

    package init() {}

    /// Who may claim (申报主体).
    package enum Claimant: String, Choice {
        case member, branch, department, `import`, fact

        package var text: Text {
            switch self {
            case .member: Text(zh: "党员本人", en: "the member")
            case .branch: Text(zh: "党支部", en: "the branch")
            case .department: Text(zh: "主管部门", en: "the department")
            case .import: Text(zh: "批量导入", en: "an import")
            case .fact: Text(zh: "系统事实", en: "a fact")
            }
        }
    }

    /// The department that an item belongs to (主管部门).
    package enum Owner: Sendable, Equatable {
        /// An organisation of at least this level.
        case level(Level)
        /// By its code.
        case organisation(String)
    }

    /// One level of review, in order.
    package struct Review: Sendable, Equatable {
        package let key: String
        package let name: Text
        /// Signed by the subject, and not decided by a reviewer.
        package let bySubject: Bool
        /// The reviewer's organisation has at least this level.
        package let from: Level?
        /// A refusal of the signature is noted and the claim goes on.
        package let refusalIsNoted: Bool
    }

    /// What becomes of something that belongs to a closed period.
    package enum ClosedPeriod: String, Sendable, CaseIterable {
        /// It counts from the first day of the next open one.
        case next
        /// It is refused until a decision has reopened the period.
        case reopen
    }
}
