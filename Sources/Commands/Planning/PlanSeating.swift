import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Members
import Organisations
import Training
import Wire

/// Decisions about seats that every plan keeps.
extension PlanCommand {
    struct Pin: SeatingCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "决定某人必进某班，今后的计划都照办", en: "Pin somebody to a class, in every plan"))
        static let kind = Seating.Kind.pinned
        @OptionGroup var shape: Shape
        @OptionGroup var subject: SeatingOptions
    }

    struct Exclude: SeatingCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "决定某人不进某班，今后的计划都照办", en: "Keep somebody out of a class, in every plan"))
        static let kind = Seating.Kind.excluded
        @OptionGroup var shape: Shape
        @OptionGroup var subject: SeatingOptions
    }

    struct Unpin: SessionCommand {
        static let route = "POST /v1/seatings/withdrawals"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "撤回对某人某班的决定", en: "Withdraw the decision about somebody and a class"))
        @OptionGroup var shape: Shape
        @OptionGroup var subject: SeatingOptions

        func run(_ session: Session) async throws {
            let order = SeatingWithdrawal(
                person: subject.person, class: subject.class, on: subject.on, reason: subject.reason)
            try shape.report(
                try await session.services.training.withdrawSeating(
                    order, on: session.today, caller: session.caller))
        }
    }

    struct Pins: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/seatings"
        static let sensitive = SensitiveRead.seats
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "谁必进、谁不进哪个班", en: "Who is pinned to a class or kept out of one"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var purpose: PurposeOption
        @Option(help: member("scope")) var scope: Reference<Organisation>?

        func run(_ session: Session) async throws {
            let query = SeatingQuery(scope: scope)
            try await shape.show(paging, Self.sensitive, query, session) {
                try await session.services.training.seatings(query, $0, caller: session.caller)
            }
        }
    }
}

/// Who and which class a decision is about.
struct SeatingOptions: ParsableArguments {
    @Argument(help: member("person")) var person: Reference<Person>
    @Argument(help: classHelp) var `class`: Reference<TrainingClass>
    @Option(help: member("on")) var on: Day?
    @Option(help: member("reason")) var reason: String
}

/// A verb that decides about somebody and a class.
protocol SeatingCommand: SessionCommand {
    static var kind: Seating.Kind { get }
    var shape: Shape { get }
    var subject: SeatingOptions { get }
}

extension SeatingCommand {
    static var route: String { "POST /v1/seatings" }

    func run(_ session: Session) async throws {
        let order = SeatingOrder(
            person: subject.person, class: subject.class, kind: Self.kind, on: subject.on, reason: subject.reason)
        try shape.report(
            try await session.services.training.decideSeating(order, on: session.today, caller: session.caller))
    }
}
