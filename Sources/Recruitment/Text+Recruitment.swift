package import Access
import Civil
package import Kernel
import Members
import Procedures

extension AppError {
    static func noRuleSet(_ day: Day) -> AppError {
        AppError(
            .invalid, "recruitment.no_rules",
            Text(zh: "\(day) 时没有施行中的发展党员规则。", en: "On \(day) no rules of recruitment are known."),
            hint: Text(zh: "请核对日期；已收录 1990 年以来的规则。", en: "Check the day; the rules since 1990 are on file."))
    }

    static func contentMissing(_ shape: StepContent.Shape) -> AppError {
        AppError(
            .invalid, "recruitment.content",
            Text(zh: "这一步要写明\(shape.text.chinese)。", en: "This step needs \(shape.text.english)."),
            hint: Text(zh: "请补充后重发。", en: "Add that and send it again."))
    }

    static var noMembership: AppError {
        AppError(
            .conflict, "recruitment.no_membership",
            Text(zh: "此人没有登记在任何党组织。", en: "This person is not on the register of any organisation."),
            hint: Text(
                zh: "请先导入为「入党申请人」（dangwu person import，status 为 applicant）。",
                en: "Import the person as an applicant first (dangwu person import with status applicant)."))
    }

    static func memberAlready(_ status: MembershipStatus) -> AppError {
        AppError(
            .conflict, "recruitment.member",
            Text(zh: "此人已是\(status.text.chinese)。", en: "This person is a \(status.text.english) already."),
            hint: Text(zh: "不需要再办理入党申请；请核对人员。", en: "No application is needed; check that this is the right person."))
    }

    static func caseEnded(_ state: CaseState) -> AppError {
        AppError(
            .conflict, "recruitment.ended",
            Text(zh: "案卷已结束（\(state.text.chinese)）。", en: "The case has ended (\(state.text.english))."),
            hint: Text(
                zh: "再次申请请另立案卷（dangwu recruitment open）。",
                en: "Open a new case for a new application (dangwu recruitment open)."))
    }

    static func committeeElsewhere(_ milestone: Milestone, _ organisation: String) -> AppError {
        AppError(
            .forbidden, "recruitment.superior",
            Text(
                zh: "「\(milestone.text.chinese)」由「\(organisation)」的上级党委登记。",
                en: "“\(milestone.text.english)” is recorded by the superior committee of “\(organisation)”."),
            hint: Text(
                zh: "请用上级党委的账号登记：范围须包含该组织的上级。",
                en:
                    "Record it with an account of the superior committee, "
                    + "whose scope includes the organisation's superior."
            ))
    }

    static var deadlinesStale: AppError {
        AppError(
            .conflict, "recruitment.stale",
            Text(
                zh: "规则或节假日安排已变，此范围内案卷太多，须先重算。",
                en: "Rules or holidays have changed, and too many cases here must be recalculated first."),
            hint: Text(
                zh: "请运行 dangwu recruitment refresh，或缩小范围。",
                en: "Run dangwu recruitment refresh, or ask for a smaller scope."))
    }

    static func membershipSuspended(_ since: Day) -> AppError {
        AppError(
            .conflict, "recruitment.suspended",
            Text(
                zh: "党籍自 \(since) 起停止，不能办理转正。",
                en: "The membership has been suspended since \(since); it cannot go further."),
            hint: Text(
                zh: "恢复党籍后再办理（dangwu membership decide … restore）。",
                en: "Restore it first (dangwu membership decide … restore)."))
    }

    static var probationCannotBeWithdrawn: AppError {
        AppError(
            .conflict, "recruitment.probation",
            Text(zh: "已是预备党员，案卷不能撤回。", en: "A probationary member's case is not withdrawn."),
            hint: Text(
                zh: "请由支部大会讨论、上级党委审批取消预备党员资格。",
                en: "The branch meeting and the committee decide on a cancellation."))
    }

    static var nothingToRecognise: AppError {
        AppError(
            .conflict, "recruitment.not_admitted",
            Text(zh: "这件案卷没有接收为预备党员，无从不予承认。", en: "Nobody was admitted in this case; there is nothing to recognise."),
            hint: Text(zh: "尚未接收的请撤回案卷。", en: "Before an admission, withdraw the case."))
    }

    /// Something that may be given once was given twice.
    package static func statedTwice(_ field: String) -> AppError {
        AppError(
            .invalid, "value.twice",
            Text(zh: "「\(field)」里有一项重复。", en: "An entry of “\(field)” appears twice."),
            hint: Text(zh: "请删去重复的。", en: "Give each entry once."))
    }

    static func contentForeign(_ name: String, _ milestone: Milestone) -> AppError {
        AppError(
            .invalid, "recruitment.foreign",
            Text(
                zh: "「\(milestone.text.chinese)」没有「\(name)」这一项。",
                en: "“\(milestone.text.english)” does not take “\(name)”."),
            hint: Text(
                zh: "这一步要写明\(milestone.shape.text.chinese)；其他的请删去。",
                en: "It takes \(milestone.shape.text.english); leave out the rest."))
    }

    static func beforeOpening(_ name: String, _ day: Day, _ opened: Day) -> AppError {
        AppError.invalidValue(
            name, day.description,
            expected: Text(zh: "不早于立案之日 \(opened)", en: "not before the case was opened, \(opened)"))
    }

    /// The very same step was annulled: sent again, most likely by a program, it is not recorded a second time.
    static func stepAnnulled(_ step: RecordedStep) -> AppError {
        AppError(
            .conflict, "recruitment.step_annulled",
            Text(
                zh: "同样的第 \(step.number) 步已经作废。", en: "The same step, number \(step.number), was annulled."),
            hint: Text(
                zh: "更正的步骤请写正确的日期或内容；确实无误的，请换一个键。",
                en:
                    "Give the corrected step its right day or content; "
                    + "if the step was right after all, give it another key."
            ))
    }

    static func stepKeyAnnulled(_ key: String) -> AppError {
        AppError(
            .conflict, "recruitment.key_annulled",
            Text(zh: "键「\(key)」的步骤已经作废。", en: "The step with the key “\(key)” was annulled."),
            hint: Text(zh: "更正的步骤请换一个键。", en: "Give the corrected step another key."))
    }

    static func stepKeyReused(_ key: String) -> AppError {
        AppError(
            .conflict, "recruitment.key_reused",
            Text(zh: "键「\(key)」已用于这件案卷的另一步骤。", en: "The key “\(key)” belongs to another step of this case."),
            hint: Text(
                zh: "同一步骤请原样重发；另一步骤请换一个键。", en: "Repeat the same step unchanged, or give the other one another key.")
        )
    }

    static func stepAhead(_ milestone: Milestone, _ day: Day, _ today: Day) -> AppError {
        AppError(
            .invalid, "recruitment.ahead",
            Text(
                zh: "「\(milestone.text.chinese)」的日期 \(day) 在今天（\(today)）之后。",
                en: "“\(milestone.text.english)” on \(day) is after today (\(today))."),
            hint: Text(
                zh: "发生之后再登记；能否办理可以先试算（--dry-run）。",
                en: "Record it once it has happened; --dry-run shows whether it will be permitted."))
    }

    static func stepRests(_ recorded: RecordedStep, on wrong: RecordedStep) -> AppError {
        AppError(
            .conflict, "recruitment.rests",
            Text(
                zh: "第 \(recorded.number) 步「\(recorded.step.milestone.text.chinese)」以第 \(wrong.number) 步为依据。",
                en:
                    "Step \(recorded.number), “\(recorded.step.milestone.text.english)”, "
                    + "depends on step \(wrong.number)."
            ),
            hint: Text(
                zh: "请先更正第 \(recorded.number) 步，或先补记正确的步骤。",
                en: "Annul step \(recorded.number) first, or record the right step before."))
    }

    static func standingRests(_ wrong: RecordedStep) -> AppError {
        AppError(
            .conflict, "recruitment.standing_rests",
            Text(
                zh: "人员的身份由第 \(wrong.number) 步「\(wrong.step.milestone.text.chinese)」而来，不能更正这一步。",
                en:
                    "The person's standing came from step \(wrong.number), “\(wrong.step.milestone.text.english)”, "
                    + "which cannot be annulled."
            ),
            hint: Text(
                zh: "日期误登的，先按正确日期再登记这一步，然后更正这一条；接收有误的，由上级决定不予承认（dangwu recruitment refuse-recognition）。",
                en:
                    "For a mistyped day record the step again on the right one first, then annul this; "
                    + "a wrong admission is refused recognition by a decision (dangwu recruitment refuse-recognition)."
            ))
    }

    static func standingLater(_ status: MembershipStatus, _ since: Day, _ day: Day) -> AppError {
        AppError(
            .conflict, "recruitment.standing_later",
            Text(
                zh: "登记簿上从 \(since) 起是\(status.text.chinese)，晚于这一步（\(day)）。",
                en: "The register says \(status.text.english) since \(since), which is not before this step (\(day))."),
            hint: Text(zh: "请先核对登记簿上的起始日期。", en: "Check that day in the register first."))
    }
}

extension ConstraintTexts {
    package static let recruitment = ConstraintTexts([
        "recruitment_case_one_open": Entry(
            .conflict, Text(zh: "此人已有办理中的案卷。", en: "This person has a case open."),
            hint: Text(zh: "请在原案卷中继续办理。", en: "Continue with that case.")),
        "recruitment_step_key": Entry(
            .conflict, Text(zh: "这个键刚被另一请求使用。", en: "Another request has just used this key."),
            hint: Text(zh: "请重新读取案卷。", en: "Read the case again.")),
        "recruitment_step_pk": Entry(
            .conflict, Text(zh: "案卷正有另一步骤登记。", en: "Another step was recorded first."),
            hint: Text(zh: "请重试。", en: "Try again.")),
        "recruitment_step_reason_length": Entry(
            .invalid, Text(zh: "理由为 1 到 500 字。", en: "A reason has 1 to 500 characters."),
            hint: Text(zh: "请缩短理由。", en: "Shorten it.")),
        "recruitment_ruling_reason": Entry(
            .invalid, Text(zh: "理由为 1 到 500 字。", en: "A reason has 1 to 500 characters."),
            hint: Text(zh: "请缩短理由。", en: "Shorten it.")),
        "recruitment_ruling_document": Entry(
            .invalid, Text(zh: "文号为 1 到 200 字。", en: "A document has 1 to 200 characters."),
            hint: Text(zh: "请写明决定的文号。", en: "Name the decision's document.")),
    ])
}
