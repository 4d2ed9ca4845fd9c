import Civil
import Kernel
import Organisations
import Policy

/// What can be wrong with a term, in words.
extension AppError {
    static func noElection(_ name: String, _ kind: OrganisationKind) -> AppError {
        AppError(
            .invalid, "term.no_election",
            Text(
                zh: "\(name)是\(kind.text.chinese)，不按任期换届。",
                en: "\(name) is a \(kind.text.english) and elects no committee for a term."),
            hint: Text(
                zh: "哪些组织换届由 policy/organisations/terms.yaml 规定。",
                en: "policy/organisations/terms.yaml lists which organisations do."))
    }

    static func termBeforeOrganisation(_ name: String, _ since: Day) -> AppError {
        AppError(
            .invalid, "term.before_organisation",
            Text(
                zh: "\(name)成立于 \(since)，不能早于这一天当选。",
                en: "\(name) was founded on \(since); nobody was elected before."),
            hint: Text(zh: "请核对当选日期。", en: "Check the day of the election."))
    }

    static func termAfterOrganisation(_ name: String, _ until: Day) -> AppError {
        AppError(
            .invalid, "term.after_organisation",
            Text(zh: "\(name)已于 \(until) 撤销。", en: "\(name) was dissolved on \(until)."),
            hint: Text(zh: "请核对组织和当选日期。", en: "Check the organisation and the day of the election."))
    }

    static func termDue(_ since: Day, _ due: Day) -> AppError {
        AppError(
            .invalid, "term.due",
            Text(
                zh: "当选 \(since)，应换届 \(due)：任期三年至五年。",
                en: "Elected on \(since) and due on \(due): a term lasts three to five years."),
            hint: Text(zh: "请核对两个日期。", en: "Check both days."), rule: "中国共产党章程第三十一条")
    }

    static func termWithoutRule(_ name: String) -> AppError {
        AppError(
            .invalid, "term.no_rule",
            Text(zh: "任期规则里没有\(name)这一类。", en: "No rule of terms fits \(name)."),
            hint: Text(zh: "请用 --due 写明应换届日期。", en: "Say with --due when the next election is."))
    }

    static func termOrder(_ name: String, _ since: Day, _ later: Day) -> AppError {
        AppError(
            .conflict, "term.order",
            Text(
                zh: "\(name)已登记 \(later) 当选的一届，不早于 \(since)。",
                en: "\(name) has a committee on file that was elected on \(later), not before \(since)."),
            hint: Text(
                zh: "登记有误的先用 term withdraw 撤回；更早的各届用 import terms 补登。",
                en: "Withdraw a wrong one with term withdraw; enter earlier ones with import terms."))
    }

    static func termShifted(_ name: String, by months: Int, atMost: Int, source: Citation) -> AppError {
        AppError(
            .invalid, "term.shifted",
            Text(
                zh: "\(name)这次换届\(months < 0 ? "提前" : "推迟") \(abs(months)) 个月；提前或延期一般不超过 \(atMost) 个月。",
                en: "This election of \(name) is \(abs(months)) months \(months < 0 ? "early" : "late"); "
                    + "as a rule it is moved by \(atMost) at most."),
            hint: Text(zh: "请核对日期；确实如此的写明 --reason。", en: "Check the day; where it is right, say why with --reason."),
            rule: source.text.both)
    }

    static func noTerm(_ name: String) -> AppError {
        AppError(
            .notFound, "term.none",
            Text(zh: "\(name)没有登记这一届。", en: "\(name) has no such term on file."),
            hint: Text(zh: "请先用 term begin 登记。", en: "Enter it with term begin first."))
    }

    static func termExtension(_ name: String, _ end: Day) -> AppError {
        AppError(
            .invalid, "term.extension",
            Text(
                zh: "\(name)应于 \(end) 换届，延期须晚于这一天。",
                en: "The election of \(name) is due on \(end); it is moved to a later day."),
            hint: Text(zh: "请核对日期。", en: "Check the day."))
    }

    static func termExtensionTooLong(_ name: String, due: Day, atMost: Int, source: Citation) -> AppError {
        AppError(
            .invalid, "term.extension_too_long",
            Text(
                zh: "\(name)应于 \(due) 换届；延期一般不超过 \(atMost) 个月。",
                en: "The election of \(name) is due on \(due); as a rule it is moved by \(atMost) months at most."),
            hint: Text(zh: "确经批准的加 --anyway。", en: "Where it was approved, add --anyway."), rule: source.text.both)
    }
}
