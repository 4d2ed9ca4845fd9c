import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Training
import Wire

/// From the draft of a class to its end.
extension ClassCommand {
    struct Announce: MovingCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "发通知", en: "Announce"))
        static let move = ClassMove.announced
        @OptionGroup var shape: Shape
        @OptionGroup var subject: StateOptions
        @Option(help: member("reason")) var reason: String?
    }

    struct Start: MovingCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "开班", en: "Start"))
        static let move = ClassMove.running
        @OptionGroup var shape: Shape
        @OptionGroup var subject: StateOptions
        @Option(help: member("reason")) var reason: String?
    }

    struct Cancel: MovingCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "取消", en: "Cancel"))
        static let move = ClassMove.cancelled
        @OptionGroup var shape: Shape
        @OptionGroup var subject: StateOptions
        @Option(help: member("reason")) var reason: String?
    }

    struct Close: SessionCommand, SensitiveCommand {
        static let route = "POST /v1/classes/{class}/close"
        static let sensitive = SensitiveRead.roster
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "结班：按结业规则判定并计学时", en: "Close: judge attendance and results, and credit the hours"))
        @OptionGroup var shape: Shape
        @OptionGroup var purpose: PurposeOption
        @OptionGroup var subject: StateOptions
        @Option(help: member("unmarked", of: ClassClosing.self)) var unmarked: UnmarkedDecision?
        @Option(help: member("unassessed", of: ClassClosing.self)) var unassessed: UnassessedDecision?
        @Option(help: member("reason", of: ClassClosing.self)) var reason: String?

        func run(_ session: Session) async throws {
            let order = ClassClosing(
                on: subject.on, unmarked: unmarked, unassessed: unassessed, reason: reason)
            let closed = try await session.services.training.closeClass(
                subject.reference, order, expected: subject.expectedVersion, on: session.today,
                caller: session.caller)
            try await shape.show(
                closed, parts: closed.items, Self.sensitive, ["class": subject.reference.text], session)
            Terminal.talk(closed.summary.localized)
        }
    }

    struct Reopen: SessionCommand {
        static let route = "POST /v1/classes/{class}/reopen"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "取消结班：冲销已计学时", en: "Reopen: reverse the credited hours"))
        @OptionGroup var shape: Shape
        @OptionGroup var subject: StateOptions
        @Option(help: member("reason")) var reason: String

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.training.reopenClass(
                    subject.reference, ClassReopening(on: subject.on, reason: reason),
                    expected: subject.expectedVersion, on: session.today, caller: session.caller))
        }
    }
}

/// The class whose state changes, and when.
struct StateOptions: ParsableArguments {
    @Argument(help: classHelp) var reference: Reference<TrainingClass>
    @Option(help: member("on")) var on: Day?
    @Option(help: member("expected_version")) var expectedVersion: Int?
}

/// A verb that takes a class to another state and writes nothing else.
protocol MovingCommand: SessionCommand {
    static var move: ClassMove { get }
    var shape: Shape { get }
    var subject: StateOptions { get }
    var reason: String? { get }
}

extension MovingCommand {
    static var route: String { "POST /v1/classes/{class}/state" }

    func run(_ session: Session) async throws {
        try shape.report(
            try await session.services.training.move(
                subject.reference, ClassMoveOrder(state: Self.move, on: subject.on, reason: reason),
                expected: subject.expectedVersion, on: session.today, caller: session.caller))
    }
}

extension UnmarkedDecision: WordOption {}
extension UnassessedDecision: WordOption {}
