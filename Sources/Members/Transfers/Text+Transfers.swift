package import Civil
package import Kernel
import Policy

extension AppError {
    /// The number itself is not repeated.
    static func contradictsNumber(_ field: String) -> AppError {
        AppError(
            .invalid, "arrival.contradicts_number",
            Text(zh: "「\(field)」与身份证号不符。", en: "“\(field)” does not agree with the ID number."),
            hint: Text(zh: "有身份证号时可以不写。", en: "Leave it out where the ID number is given."))
    }

    /// - Parameter text: as it was typed, which the error does not repeat.
    package static func idNumber(_ text: String?) throws(AppError) -> IDNumber? {
        guard let text else { return nil }
        do throws(IDNumber.Defect) {
            return try IDNumber(text)
        } catch {
            throw AppError(
                .invalid, "arrival.id_number", Text(zh: "身份证号无效。", en: "The ID number is not valid."),
                hint: Text(zh: "应为 18 位，末位为校验码。", en: "It has 18 characters, the last one checks the others."))
        }
    }

    static func letterDays(_ days: Int, until last: Day, _ rules: LifeRules) -> AppError {
        AppError(
            .invalid, "transfer.days",
            Text(
                zh:
                    "介绍信有效期 \(days) 天，应至少 1 天、最迟到 \(last)（\(rules.letterMonthsAtMost) 个月，"
                    + "\(rules.letterSource.text.chinese)）。",
                en:
                    "A letter holds at least a day and through \(last) at most (\(rules.letterMonthsAtMost) months, "
                    + "\(rules.letterSource.text.english)), not \(days) days."
            ),
            hint: Text(
                zh: "不填则为 \(rules.letterDays) 天；期限在 policy/membership/life.yaml 里规定。",
                en: "Without it a letter holds \(rules.letterDays) days; policy/membership/life.yaml says so."))
    }

    static func transferAnswered(_ transfer: Transfer, _ answer: Transfer.State) -> AppError {
        AppError(
            .conflict, "transfer.answered",
            Text(
                zh: "介绍信 \(transfer.letter) \(answer.text.chinese)。",
                en: "The letter \(transfer.letter) was \(answer.text.english)."),
            hint: Text(zh: "如需再转，请重新开具介绍信。", en: "For another transfer issue a new letter."))
    }

    static func transferEarly(_ transfer: Transfer, _ day: Day) -> AppError {
        AppError(
            .invalid, "transfer.early",
            Text(
                zh: "介绍信 \(transfer.letter) 于 \(transfer.issuedOn) 开具，不能在 \(day) 办理。",
                en: "The letter \(transfer.letter) was issued on \(transfer.issuedOn); it cannot be answered on \(day)."
            ),
            hint: Text(zh: "请核对日期。", en: "Check the day."))
    }

    static func transferExpired(_ transfer: Transfer, _ day: Day) -> AppError {
        AppError(
            .conflict, "transfer.expired",
            Text(
                zh: "介绍信 \(transfer.letter) 有效期到 \(transfer.validThrough)，\(day) 已不能接收。",
                en:
                    "The letter \(transfer.letter) held through \(transfer.validThrough); "
                    + "it cannot be accepted on \(day)."
            ),
            hint: Text(zh: "请原组织重新开具介绍信。", en: "Ask the old organisation for a new letter."))
    }

    static func receiverDissolved(_ name: String) -> AppError {
        AppError(
            .conflict, "transfer.dissolved",
            Text(
                zh: "接收组织「\(name.quotable)」已撤销，不能接收组织关系。",
                en: "The receiving organisation “\(name.quotable)” is dissolved and takes nobody."),
            hint: Text(zh: "请转到承接它的组织。", en: "Address the organisation that took its place."))
    }

    static func transferMoved(_ transfer: Transfer) -> AppError {
        AppError(
            .conflict, "transfer.moved",
            Text(
                zh: "\(transfer.name) 的党籍已不在「\(transfer.from.name)」，或在这一天之后才到那里。",
                en:
                    "The membership of \(transfer.name) no longer lies in “\(transfer.from.name)”, "
                    + "or came there only later."
            ),
            hint: Text(zh: "请原组织核对后撤销或重开介绍信。", en: "The old organisation checks it, then cancels or renews the letter.")
        )
    }

    static func transferNotYours(_ transfer: Transfer, receiver: Bool) -> AppError {
        let (zh, en) = receiver ? ("接收", "receiving") : ("开具", "issuing")
        return AppError(
            .forbidden, "transfer.not_yours",
            Text(
                zh: "只有\(zh)方可以这样办理介绍信 \(transfer.letter)。",
                en: "Only the \(en) side may do this to the letter \(transfer.letter)."),
            hint: Text(
                zh: "\(zh)方是「\(receiver ? transfer.to.name : transfer.from.name)」。",
                en: "That is “\(receiver ? transfer.to.name : transfer.from.name)”."))
    }

    static func arrivalOutside(_ letter: String, _ from: Day, _ through: Day, _ day: Day) -> AppError {
        AppError(
            .conflict, "transfer.expired",
            Text(
                zh: "介绍信 \(letter) 在 \(from) 到 \(through) 之间有效，到达日 \(day) 不在其中。",
                en: "The letter \(letter) held from \(from) through \(through); the arrival, \(day), lies outside."),
            hint: Text(zh: "请原组织重新开具介绍信，或核对日期。", en: "Ask the old organisation for a new letter, or check the days."))
    }

    static func arrivedAlready(_ name: String, _ organisation: String) -> AppError {
        AppError(
            .conflict, "transfer.arrived",
            Text(zh: "\(name) 已登记在「\(organisation)」。", en: "\(name) is on the register of “\(organisation)” already."),
            hint: Text(
                zh: "在册人员之间请用 dangwu transfer issue 转接。",
                en: "Between organisations of this register use dangwu transfer issue."))
    }

    static var transferToItself: AppError {
        AppError(
            .invalid, "transfer.same",
            Text(zh: "转入组织就是现在所在的组织。", en: "The membership lies in that organisation already."),
            hint: Text(zh: "请核对组织编码。", en: "Check the code of the organisation."))
    }

    static func suspendedStays(_ name: String) -> AppError {
        AppError(
            .conflict, "transfer.suspended",
            Text(
                zh: "\(name) 已停止党籍，不能转接组织关系。", en: "The membership of \(name) is suspended and cannot be transferred."),
            hint: Text(zh: "恢复党籍后再转接。", en: "Transfer it once it has been restored."))
    }
}
