import Civil
import FoundationEssentials
package import Kernel
import Members
import Policy

/// Puts a judgement into words, line by line in the order in which a clerk asks.
struct DutyWords {
    struct Opening {
        let duty: Duty
        let set: TrainingRuleSet?
        let cycleName: Text?
        let document: String?
        let place: String?
        let cycleWithdrawn: Day?
        /// Who owes it, as a name.
        let subject: Text?
        let tenureSince: Day?
    }

    /// A class that gave no credit.
    struct Missed {
        let name: String
        let ends: Day
        let state: EnrolmentState
    }

    /// A class to come that counts and is not full.
    struct Offer {
        let name: String
        let starts: Day
        let free: Int
        /// Whether there is a seat for this person, as far as the reader decides about the class.
        let seated: Bool?

        var text: Text {
            switch seated {
            case true?:
                Text(
                    zh: "「\(name)」（\(starts) 开班）还有席位，可用 class enrol 调训。",
                    en: "“\(name)”, which starts on \(starts), has a seat: class enrol.")
            case false?:
                Text(
                    zh: "「\(name)」（\(starts) 开班）余下的 \(free) 个席位为别处保留，释放名额（class quota）后即可调训。",
                    en: "The \(free) seats left in “\(name)”, which starts on \(starts), are kept for others: with "
                        + "a quota released (class quota) there is one.")
            case nil:
                Text(
                    zh: "「\(name)」（\(starts) 开班）还有 \(free) 个席位，由主办单位安排。",
                    en: "“\(name)”, which starts on \(starts), has \(free) seats; its host gives them.")
            }
        }
    }

    let opening: Opening
    let judgement: OverdueRule.Judgement
    let reliefs: [Relief]
    let missed: [Missed]
    var offers: [Offer] = []
    let asOf: Day

    private typealias Line = DutyExplanation.Line

    var lines: [DutyExplanation.Line] {
        [openedLine, dueLine] + needLines + reliefLines + creditLines + missedLines + [stateLine]
            + (settlingLine.map { [$0] } ?? [])
    }

    private var duty: Duty { opening.duty }

    private var openedLine: Line {
        let title = opening.subject ?? StandingSubject.member.text
        let text: Text
        switch duty.kind {
        case .rotation:
            let name = opening.cycleName ?? .verbatim("")
            text = Text(
                zh:
                    "\(duty.opened) 起：周期「\(name.chinese)」开始时任\(title.chinese)，"
                    + "应参加轮训一次（\(opening.document ?? "")\(opening.place ?? "")）。",
                en:
                    "From \(duty.opened): \(title.english) when the cycle “\(name.english)” opened, "
                    + "so owes one rotation training (\(opening.document ?? "") \(opening.place ?? ""))."
            )
        case .newlyAppointed:
            let words = duty.subject.map { [$0] } ?? CycleAudience.secretaries
            let rule = opening.set?.appointment(words, duty.field, nil)?.rule
            let source = rule?.source.text ?? .verbatim(duty.ruleSet)
            let months = rule?.months ?? 0
            text = Text(
                zh: "\(duty.opened) 起：当日新任\(title.chinese)，应在 \(months) 个月内参加任职培训（\(source.chinese)）。",
                en:
                    "From \(duty.opened): newly appointed \(title.english) that day, "
                    + "so owes training within \(months) months (\(source.english))."
            )
        case .annual:
            text = Text(
                zh:
                    "\(duty.opened) 起：\(title.chinese)每年应完成 \(duty.requiredHours) 学时（规则版本 \(duty.ruleSet)，"
                    + "\(duty.year.map(String.init) ?? "") 年）。",
                en:
                    "From \(duty.opened): a \(title.english) owes \(duty.requiredHours) hours a year (rule set "
                    + "\(duty.ruleSet), year \(duty.year.map(String.init) ?? ""))."
            )
        case .newMember:
            let source = opening.set?.newMembers?.source.text ?? .verbatim(duty.ruleSet)
            text = Text(
                zh: "\(duty.opened) 起：\(title.chinese)应参加一次集中培训（\(source.chinese)）。",
                en: "From \(duty.opened): a \(title.english) owes one concentrated training (\(source.english)).")
        }
        return Line(topic: Text(zh: "依据", en: "Rule"), text: text)
    }

    /// What the hours must contain beside their sum.
    private var needLines: [Line] {
        duty.needs.map { need in
            let isMissing = judgement.missing.contains(need)
            return Line(
                topic: Text(zh: "要求", en: "Requirement"),
                text: Text(
                    zh: "\(need.text.chinese)：\(isMissing ? "尚未达到" : "已达到")。",
                    en: "\(need.text.english): \(isMissing ? "not met yet" : "met")."))
        }
            + duty.caps.sorted { $0.key.rawValue < $1.key.rawValue }.map { form, most in
                Line(
                    topic: Text(zh: "要求", en: "Requirement"),
                    text: Text(
                        zh: "\(form.text.chinese)最多计 \(most) 学时。",
                        en: "At most \(most) hours count as \(form.text.english)."))
            }
    }

    private var dueLine: Line {
        let levels = Text.list(duty.accepts.map(\.text))
        return Line(
            topic: Text(zh: "期限", en: "Deadline"),
            text: Text(
                zh: "应于 \(duty.due) 前完成，最后期限 \(duty.hard)；认可\(levels.chinese)班次。",
                en: "Due by \(duty.due), hard end \(duty.hard); classes of these levels count: \(levels.english)."))
    }

    private var reliefLines: [Line] {
        reliefs.map { relief in
            let kind = Text(zh: relief.kind.text.chinese, en: relief.kind.text.english.capitalized)
            let end = relief.withdrawn.map { Text(zh: "，\($0) 撤回", en: ", withdrawn on \($0)") } ?? .verbatim("")
            return Line(
                topic: kind,
                text: Text(
                    zh:
                        "\(relief.granted) 批准至 \(relief.expires)（\(relief.document)，\(relief.approver)）："
                        + "\(relief.reason)\(end.chinese)。",
                    en:
                        "Granted \(relief.granted) until \(relief.expires) (\(relief.document), "
                        + "\(relief.approver)): \(relief.reason)\(end.english)."
                ))
        }
    }

    private var creditLines: [Line] {
        let counted = judgement.counted.map { credit in
            Line(
                topic: Text(zh: "计入", en: "Counted"),
                text: Text(
                    zh:
                        "\(credit.earned) \(credit.className)（\(credit.level.text.chinese)），"
                        + "\(credit.hours) 学时\(credit.completions < 0 ? "，冲销" : "")。",
                    en:
                        "\(credit.earned) \(credit.className) (\(credit.level.text.english)), "
                        + "\(credit.hours) hours\(credit.completions < 0 ? ", reversal" : "")."
                ))
        }
        let refused = judgement.refused.map { credit, why in
            Line(
                topic: why == .unconfirmed
                    ? CreditStanding.waiting.text : Text(zh: "不计入", en: "Not counted"),
                text: Text(
                    zh: "\(credit.earned) \(credit.className)：\(why.text(duty, credit).chinese)。",
                    en: "\(credit.earned) \(credit.className): \(why.text(duty, credit).english)."))
        }
        return counted + refused
    }

    private var missedLines: [Line] {
        // What ended before the duty opened, or is still to come, says nothing about it.
        missed.filter { $0.ends >= duty.opened && $0.ends <= asOf }.map { missed in
            let why: Text
            switch missed.state {
            case .waiting: why = Text(zh: "只在候补名单上", en: "only on the waiting list")
            case .dropped, .replaced: why = Text(zh: "已退出", en: "dropped out")
            case .enrolled: why = Text(zh: "考勤不合格，未结业", en: "attendance was insufficient, not completed")
            }
            return Line(
                topic: Text(zh: "未结业", en: "No credit"),
                text: Text(
                    zh: "\(missed.name)（\(missed.ends) 结束）：\(why.chinese)。",
                    en: "\(missed.name) (ended \(missed.ends)): \(why.english)."))
        }
    }

    private var stateLine: Line {
        let text: Text
        switch judgement.state {
        case .notYetOpen: text = Text(zh: "截至 \(asOf) 尚未开始。", en: "Not yet open on \(asOf).")
        case .resting(let days):
            text = Text(
                zh: "\(days.lowerBound) 至 \(days.upperBound) 前由更近的周期（已撤销）要求，本任务不计。",
                en: "From \(days.lowerBound) until \(days.upperBound) a nearer cycle, withdrawn since, asked for it; "
                    + "this duty did not count.")
        case .settled(let day): text = Text(zh: "已于 \(day) 完成。", en: "Settled on \(day).")
        case .annulled(let day):
            text = Text(
                zh: "\(day) 起作废：任职或周期登记有误，不产生任务。",
                en: "Annulled on \(day): the appointment or cycle was entered by mistake, and nothing is owed.")
        case .closed(let day) where day == opening.cycleWithdrawn:
            text = Text(zh: "周期已于 \(day) 撤销，任务终止。", en: "The cycle was withdrawn on \(day); nothing is owed any more.")
        case .closed(let day) where opening.tenureSince == nil:
            text = Text(
                zh: "已于 \(day) 终止：不再属于应训人员。",
                en: "It ended on \(day): the person no longer belongs to those who owe it.")
        case .closed(let day):
            text = Text(
                zh: "任期已于 \(day) 结束，任务由继任者承担。", en: "The tenure ended on \(day); the successor owes from then on.")
        case .exempt(let relief): text = Text(zh: "免训至 \(relief.expires)。", en: "Exempt until \(relief.expires).")
        case .open(.open): text = Text(zh: "截至 \(asOf) 未到期。", en: "Not yet due on \(asOf).")
        case .open(let level):
            let late = max(0, asOf - judgement.due)
            let days =
                late > 0
                ? Text(zh: "，逾期 \(late) 天", en: ", \(late) days late")
                : Text(zh: "，还有 \(judgement.due - asOf) 天", en: ", \(judgement.due - asOf) days left")
            text = Text(
                zh: "截至 \(asOf)：\(level.text.chinese)\(days.chinese)。",
                en: "On \(asOf): \(level.text.english)\(days.english).")
        }
        return Line(topic: Text(zh: "状态", en: "State"), text: text)
    }

    private var settlingLine: Line? {
        guard case .open = judgement.state else { return nil }
        let levels = Text.list(duty.accepts.map(\.text))
        var text: Text
        let missing = max(.zero, duty.requiredHours - judgement.hours)
        let isShort = missing > .zero && judgement.counted.contains { $0.completions > 0 }
        if duty.kind == .annual || isShort {
            let needs = judgement.missing.map(\.text)
            let parts =
                (missing > .zero || needs.isEmpty
                    ? [Text(zh: "还差 \(missing) 学时", en: "\(missing) hours are missing")] : [])
                + needs.map { Text(zh: "还须\($0.chinese)", en: "still needed: \($0.english)") }
            text = Text(
                zh: "\(parts.map(\.chinese).joined(separator: "，"))，须在 \(duty.due) 前取得。",
                en: "\(parts.map(\.english).joined(separator: "; ")), to be earned by \(duty.due).")
        } else if let seat = judgement.seat {
            // One class is enough, and there is a seat in it.
            text = Text(
                zh: "在已安排的「\(seat.className)」结业即可。", en: "Completing “\(seat.className)” settles it.")
        } else {
            text = Text(
                zh: "参加一期\(levels.chinese)的\(duty.kind.text.chinese)班次并结业即可；或由批准机关办理延期、免训。",
                en:
                    "Completing one \(duty.kind.text.english) class of these levels settles it: \(levels.english). "
                    + "An extension or exemption may be granted."
            )
        }
        if let seat = judgement.seat {
            text = .sentences([
                text,
                judgement.seatIsLate
                    ? Text(
                        zh: "已安排「\(seat.className)」（\(seat.classEnds) 结束，晚于期限）；要按期完成，须换到更早的班次或办理延期。",
                        en: "There is a seat in “\(seat.className)”, which ends late, on \(seat.classEnds): an earlier "
                            + "class or an extension would keep it in time.")
                    : Text(
                        zh: "已安排「\(seat.className)」（\(seat.classEnds) 结束）。",
                        en: "There is a seat in “\(seat.className)”, which ends on \(seat.classEnds)."),
            ])
        }
        for offer in judgement.seat == nil && judgement.awaited == nil ? offers : [] {
            text = .sentences([text, offer.text])
        }
        if let awaited = judgement.awaited {
            text = .sentences([
                text,
                Text(
                    zh: "已参加「\(awaited.className)」（\(awaited.classEnds) 结束），尚未结班。",
                    en:
                        "“\(awaited.className)” ended on \(awaited.classEnds), was attended and is not closed yet."
                ),
            ])
        }
        if let unmarked = judgement.unmarked {
            text = .sentences([
                text,
                Text(
                    zh: "「\(unmarked.className)」（\(unmarked.classEnds) 结束）未登记考勤，也未结班。",
                    en: "“\(unmarked.className)” ended on \(unmarked.classEnds); nobody has marked or closed it."),
            ])
        }
        return Line(topic: Text(zh: "如何完成", en: "How to settle it"), text: text)
    }
}

extension OverdueRule.Refusal {
    func text(_ duty: Duty, _ credit: Credit) -> Text {
        switch self {
        case .wrongKind:
            Text(
                zh: "该班次不含「\(duty.kind.text.chinese)」",
                en: "the class does not meet the kind “\(duty.kind.text.english)”")
        case .lowLevel:
            Text(
                zh: "\(credit.level.text.chinese)班次低于认可的层级",
                en: "a class of the level “\(credit.level.text.english)” is not accepted")
        case .beforeOpening: Text(zh: "在任务开始（\(duty.opened)）之前", en: "before the duty opened on \(duty.opened)")
        case .afterYear: Text(zh: "在年度结束（\(duty.due)）之后", en: "after the year ended on \(duty.due)")
        case .unconfirmed:
            Text(
                zh: "\(credit.hours) 学时由下级登记（\(credit.level.text.chinese)，\(credit.document ?? "")），确认后才计入",
                en:
                    "\(credit.hours) hours entered by an office below that level (\(credit.level.text.english), "
                    + "\(credit.document ?? "")); they count once they are confirmed")
        case .notConfirmed:
            Text(
                zh: "\(credit.decision?.day.description ?? "") 不予确认：\(credit.decision?.reason ?? "")",
                en: "refused on \(credit.decision?.day.description ?? ""): \(credit.decision?.reason ?? "")")
        case .notYetKnown: Text(zh: "\(credit.countsFrom) 才起算", en: "it counts from \(credit.countsFrom) only")
        }
    }
}

extension DutyState {
    /// The standing with its day.
    package var text: Text {
        switch self {
        case .settled(let day): Text(zh: "\(day) 完成", en: "settled on \(day)")
        case .closed(let day): Text(zh: "\(day) 离任", en: "left office on \(day)")
        case .exempt(let relief): Text(zh: "免训至 \(relief.expires)", en: "exempt until \(relief.expires)")
        case .annulled(let day): Text(zh: "\(day) 作废", en: "annulled on \(day)")
        case .resting(let days): Text(zh: "\(days.upperBound) 前不计", en: "not counted before \(days.upperBound)")
        case .notYetOpen, .open: standing.text
        }
    }
}
