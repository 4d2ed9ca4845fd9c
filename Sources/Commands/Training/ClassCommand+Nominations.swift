import Access
import ArgumentParser
import Composition
import Kernel
import Members
import Organisations
import Training
import Wire

/// Nominations: an office below proposes, the host decides.
extension ClassCommand {
    struct Nominate: SessionCommand {
        static let route = "POST /v1/classes/{class}/nominations"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "向上级班次推荐或更换本组织的人", en: "Nominate own people for a class of a superior, or replace some"))
        @OptionGroup var shape: Shape
        @Argument(help: classHelp) var reference: Reference<TrainingClass>
        @Argument(help: member("people")) var people: [Reference<Person>]
        @Option(help: member("replaces", of: NominationOrder.self)) var replaces: Reference<Person>?
        @Option(help: member("reason")) var reason: String?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.training.nominate(
                    NominationOrder(people: people, replaces: replaces, reason: reason), for: reference,
                    caller: session.caller))
        }
    }

    struct Nominations: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/classes/{class}/nominations"
        static let sensitive = SensitiveRead.roster
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "推荐和办理结果", en: "Nominations and what became of them"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var purpose: PurposeOption
        @Argument(help: classHelp) var reference: Reference<TrainingClass>

        func run(_ session: Session) async throws {
            try await shape.show(paging, Self.sensitive, ["class": reference.text], session) {
                try await session.services.training.nominations(for: reference, $0, caller: session.caller)
            }
        }
    }

    struct Confirm: NominationCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "确认推荐：调训，更换的退出", en: "Confirm a nomination: the person is enrolled"))
        static let verdict = NominationVerdict.confirmed
        @OptionGroup var shape: Shape
        @OptionGroup var subject: NominationOptions
        @Option(help: member("reason")) var reason: String?
    }

    struct Refuse: NominationCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "不同意推荐，须写明理由", en: "Refuse a nomination, with the reason"))
        static let verdict = NominationVerdict.refused
        @OptionGroup var shape: Shape
        @OptionGroup var subject: NominationOptions
        @Option(help: member("reason")) var reason: String?
    }

    struct Withdraw: NominationCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "撤回自己的推荐，须写明理由", en: "Withdraw a nomination of one's own, with the reason"))
        static let verdict = NominationVerdict.withdrawn
        @OptionGroup var shape: Shape
        @OptionGroup var subject: NominationOptions
        @Option(help: member("reason")) var reason: String?
    }
}

extension ClassCommand {
    struct Remind: SessionCommand {
        static let route = "POST /v1/training/reminders"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "写培训提醒：调训、取消、考勤未登记、未结班、任务到期",
                en: "Write reminders: called up, cancelled, marks missing, not closed, duties due"))
        @OptionGroup var shape: Shape
        @Option(help: member("scope")) var scope: Reference<Organisation>?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.training.remind(
                    TrainingReminderOrder(scope: scope), on: session.today, caller: session.caller))
        }
    }
}

/// Who was nominated for which class.
struct NominationOptions: ParsableArguments {
    @Argument(help: classHelp) var reference: Reference<TrainingClass>
    @Argument(help: member("person")) var person: Reference<Person>
}

/// A decision about one nomination.
protocol NominationCommand: SessionCommand {
    static var verdict: NominationVerdict { get }
    var shape: Shape { get }
    var subject: NominationOptions { get }
    var reason: String? { get }
}

extension NominationCommand {
    static var route: String { "POST /v1/classes/{class}/nominations/{person}/decision" }

    func run(_ session: Session) async throws {
        try shape.report(
            try await session.services.training.decideNomination(
                of: subject.person, for: subject.reference, NominationDecisionOrder(Self.verdict, reason: reason),
                caller: session.caller))
    }
}
