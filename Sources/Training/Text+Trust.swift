import Civil
import Kernel
import Policy

/// Refusals where somebody would give themselves what a higher office gives.
extension Text {
    static func officeFrom(_ level: Level) -> Text {
        Text(zh: "\(level.text.chinese)及以上组织", en: "an organisation of the level “\(level.text.english)” or above")
    }
}

extension AppError {
    static func classAboveHost(_ level: Level, host: String, _ hostLevel: Level) -> AppError {
        AppError(
            .invalid, "class.level",
            Text(
                zh: "「\(host.quotable)」是\(hostLevel.text.chinese)组织，不能主办\(level.text.chinese)班次。",
                en:
                    "“\(host.quotable)” is of the level “\(hostLevel.text.english)” and cannot host a class of the "
                    + "level “\(level.text.english)”."),
            hint: Text(
                zh: "层级最高填\(hostLevel.text.chinese)；\(level.text.chinese)班次由\(Text.officeFrom(level).chinese)主办。",
                en:
                    "Its classes have the level “\(hostLevel.text.english)” at most; this one would have to be "
                    + "hosted by \(Text.officeFrom(level).english)."))
    }

    static var creditNotClaimed: AppError {
        AppError(
            .conflict, "credit.not_claimed",
            Text(zh: "这些学时不需要确认。", en: "These hours need no confirmation."),
            hint: Text(zh: "待确认的学时见 credit waiting。", en: "See credit waiting for those that do."))
    }

    static func creditNotYours(_ level: Level, office: (level: Level, name: String), needed: Level, source: Citation)
        -> AppError
    {
        AppError(
            .forbidden, "credit.not_yours",
            Text(
                zh: "「\(office.name.quotable)」（\(office.level.text.chinese)）不能确认\(level.text.chinese)培训的学时。",
                en:
                    "“\(office.name.quotable)” (\(office.level.text.english)) cannot confirm hours of training of the "
                    + "level “\(level.text.english)”."),
            hint: Text(
                zh: "应由\(Text.officeFrom(needed).chinese)确认。", en: "It takes \(Text.officeFrom(needed).english)."),
            rule: source.text.both)
    }

    static func creditOwnEntry(source: Citation) -> AppError {
        AppError(
            .forbidden, "credit.own_entry",
            Text(
                zh: "这些学时是您自己登记的，要由另一个账号确认。",
                en: "You entered these hours yourself; another account confirms them."),
            hint: Text(
                zh: "请同级或上级的另一人确认；登记错了可以由您自己不予确认。",
                en: "Have somebody else of this level or above confirm them; a wrong entry you may refuse yourself."),
            rule: source.text.both)
    }

    static func creditDecided(_ verdict: CreditVerdict, on day: Day) -> AppError {
        AppError(
            .conflict, "credit.decided",
            Text(
                zh: "这些学时已于 \(day) 处理：\(verdict.text.chinese)。",
                en: "It was decided about these hours on \(day): \(verdict.text.english)."),
            hint: Text(zh: "不必再办。", en: "Nothing is left to do."))
    }
}
