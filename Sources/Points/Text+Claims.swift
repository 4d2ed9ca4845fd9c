import Civil
import Kernel
import Schemes

extension AppError {
    static func claimantNotAllowed(_ item: Item, _ claimant: ProcessRule.Claimant) -> AppError {
        let allowed = Text.list(item.process.claimants.map(\.text))
        return AppError(
            .forbidden, "claim.claimant",
            Text(
                zh: "项目 \(item.id) 不能由「\(claimant.text.chinese)」申报。",
                en: "The item \(item.id) is not claimed by \(claimant.text.english)."),
            hint: Text(zh: "可申报：\(allowed.chinese)。", en: "It is claimed by: \(allowed.english)."), rule: item.cited)
    }

    static func notOwner(_ item: Item) -> AppError {
        let (zh, en) =
            switch item.process.owner {
            case .organisation(let code): ("组织 \(code)", "the organisation \(code)")
            case .level(let level): ("\(level.text.chinese)及以上", "the level of the \(level.text.english) or above")
            case nil: ("乡镇级及以上", "the level of the township or above")
            }
        return AppError(
            .forbidden, "claim.not_owner",
            Text(
                zh: "项目 \(item.id) 的主管部门是\(zh)，您的范围不能以主管部门名义申报。",
                en: "The item \(item.id) belongs to \(en); from your scope it is not claimed as its department."),
            hint: Text(
                zh: "请由主管部门申报，或以党支部名义申报（claimant: branch）。",
                en: "Let the department claim it, or claim it as the branch (claimant: branch)."), rule: item.cited)
    }

    static var notOwn: AppError {
        AppError(
            .forbidden, "points.not_own",
            Text(zh: "只能查看和申报本人的积分。", en: "Members see and claim their own points only."),
            hint: Text(
                zh: "申报本人事项请写明 claimant: member；其他的请由党支部办理。",
                en: "To claim for yourself, give claimant: member; ask the branch for anything else."))
    }

    static func withdrawsOthers(_ item: Item) -> AppError {
        AppError(
            .forbidden, "claim.withdraws_others",
            Text(
                zh: "「\(item.id)」的申报不是本人提出的，不能由本人撤回。",
                en: "This claim under “\(item.id)” was made by others; the person it is about cannot withdraw it."),
            hint: Text(zh: "如不同意，请在公示期内提出异议。", en: "To contest it, object while it is published."), rule: item.cited)
    }

    static var decidesOwnPoints: AppError {
        AppError(
            .forbidden, "points.own_case",
            Text(
                zh: "不能给本人记账、冲销关于本人的记账，也不能给本人免予积分。",
                en: "Nobody posts or reverses an entry about themselves, or exempts themselves."),
            hint: Text(zh: "请由其他经办人办理。", en: "Somebody else has to do it."))
    }

    static func notPrincipal(_ item: Item, _ organisation: String, _ day: Day) -> AppError {
        AppError(
            .invalid, "claim.not_principal",
            Text(
                zh: "\(day) 时该对象不是「\(organisation)」的相应负责人。",
                en: "On \(day) this person did not hold the post of “\(organisation)” that is scored."),
            hint: Text(
                zh: "请按当日任职情况申报给实际负责人；任职登记有误的，先更正任职。",
                en:
                    "Claim it for the holder of the post on that day; if the record of the post is wrong, "
                    + "correct that first."
            ),
            rule: item.cited)
    }

    static func claimKeyReused(_ key: String) -> AppError {
        AppError(
            .conflict, "points.claim_key_reused",
            Text(
                zh: "键「\(key)」已用于该对象另一件内容不同的申报。",
                en: "The key “\(key)” belongs to another claim of this subject, with other content."),
            hint: Text(
                zh: "同一件申报请原样重发；另一件请换一个键。",
                en: "Repeat the same claim unchanged, or give another one a key of its own."))
    }

    static func claimState(_ state: ClaimState, _ allowed: [ClaimState]) -> AppError {
        let words = Text.list(allowed.map(\.text))
        return AppError(
            .conflict, "claim.state",
            Text(
                zh: "申报现在是「\(state.text.chinese)」，不能这样做。",
                en: "The claim is “\(state.text.english)”, which does not allow this."),
            hint: Text(zh: "需要的状态：\(words.chinese)。", en: "It would have to be: \(words.english)."))
    }

    static var claimChanged: AppError {
        AppError(
            .conflict, "claim.changed", Text(zh: "申报刚被他人处理过。", en: "Somebody else has just dealt with this claim."),
            hint: Text(zh: "请重新读取。", en: "Read it again."))
    }

    static func reviewsOwn(_ item: Item) -> AppError {
        AppError(
            .forbidden, "claim.own",
            Text(zh: "申报人不能审核自己的申报，也不能审核关于本人的申报。", en: "Nobody reviews a claim of their own, or one about themselves."),
            hint: Text(zh: "请由其他审核员审核。", en: "Somebody else has to review it."), rule: item.cited)
    }

    static func reviewedBefore(_ review: ProcessRule.Review) -> AppError {
        AppError(
            .forbidden, "claim.reviewed_before",
            Text(
                zh: "您已审核过这件申报，「\(review.name.chinese)」须由另一人审核。",
                en: "You have reviewed this claim before; “\(review.name.english)” takes another person."),
            hint: Text(zh: "请由没有审核过这件申报的人审核。", en: "Somebody who has not reviewed it has to do so."))
    }

    static func levelTooLow(_ review: ProcessRule.Review, _ level: Level) -> AppError {
        AppError(
            .forbidden, "claim.level",
            Text(
                zh: "「\(review.name.chinese)」须由\(level.text.chinese)以上审核。",
                en: "“\(review.name.english)” is reviewed at the level of the \(level.text.english) or above."),
            hint: Text(zh: "请报该级审核员办理。", en: "Pass it to a reviewer of that level."))
    }

    static func signatureMissing(_ review: ProcessRule.Review) -> AppError {
        AppError(
            .forbidden, "claim.signature",
            Text(
                zh: "「\(review.name.chinese)」须由本人完成；代为登记纸质签字的要写明依据。",
                en:
                    "“\(review.name.english)” is for the subject; to enter a signature on paper, give its reference."
            ),
            hint: Text(
                zh: "请由本人登录确认，或在理由中写明纸质签字的存放处。",
                en: "Let the person sign in and confirm, or name in the reason where the signed paper is kept."))
    }

    static var reasonMissing: AppError {
        AppError(
            .invalid, "claim.reason_missing", Text(zh: "要写明理由。", en: "Give the reason."),
            hint: Text(zh: "理由随处理记录一并保存，本人可以看到。", en: "It is kept with the decision, and the person can read it."))
    }

    static func publicityOver(_ day: Day) -> AppError {
        AppError(
            .conflict, "claim.publicity_over",
            Text(zh: "公示已于 \(day) 结束。", en: "The publicity ended on \(day)."),
            hint: Text(
                zh: "记账之后可以申诉，由有权机关决定冲销。", en: "Once it is posted one can appeal; a decision then reverses the entry."))
    }

    static var decidesOwnObjection: AppError {
        AppError(
            .forbidden, "claim.own_objection",
            Text(zh: "提出异议的人不能决定这个异议。", en: "The person who objected does not decide on the objection."),
            hint: Text(zh: "请由其他审核员决定。", en: "Another reviewer has to decide."))
    }
}
