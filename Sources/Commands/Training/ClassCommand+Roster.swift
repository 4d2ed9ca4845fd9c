import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Members
import Training
import Wire

/// Who is on the list of a class.
extension ClassCommand {
    struct Enrol: SessionCommand {
        static let route = "POST /v1/classes/{class}/enrolments"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "调训：先坐满名额，余者候补", en: "Enrol people: seats first, then the waiting list"))
        @OptionGroup var shape: Shape
        @Argument(help: classHelp) var reference: Reference<TrainingClass>
        @Argument(help: member("people")) var people: [Reference<Person>]
        @Flag(help: member("anyway", of: EnrolmentOrder.self)) var anyway = false
        @Option(help: member("reason", of: EnrolmentOrder.self)) var reason: String?
        @Option(help: member("since", of: EnrolmentOrder.self)) var since: Day?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.training.enrol(
                    EnrolmentOrder(
                        people: people, since: since, anyway: anyway ? true : nil, reason: reason), in: reference,
                    caller: session.caller))
        }
    }

    struct Drop: SessionCommand {
        static let route = "POST /v1/classes/{class}/enrolments/{person}/drop"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "退出，候补者递补", en: "Take somebody off the list; the next in waiting enters"))
        @OptionGroup var shape: Shape
        @Argument(help: classHelp) var reference: Reference<TrainingClass>
        @Argument(help: member("person")) var person: Reference<Person>
        @Option(help: member("reason")) var reason: String
        @Option(help: member("on", of: DropOrder.self)) var on: Day?
        @Option(help: member("expected_version")) var expectedVersion: Int?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.training.drop(
                    person, from: reference, DropOrder(reason: reason, on: on), expected: expectedVersion,
                    caller: session.caller))
        }
    }

    struct Restore: SessionCommand {
        static let route = "POST /v1/classes/{class}/enrolments/{person}/restore"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "恢复误退的人", en: "Bring somebody back who was dropped by mistake"))
        @OptionGroup var shape: Shape
        @Argument(help: classHelp) var reference: Reference<TrainingClass>
        @Argument(help: member("person")) var person: Reference<Person>
        @Option(help: member("reason")) var reason: String
        @Option(help: member("expected_version")) var expectedVersion: Int?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.training.restore(
                    person, to: reference, RestoreOrder(reason: reason), expected: expectedVersion,
                    caller: session.caller))
        }
    }

    struct Joined: SessionCommand {
        static let route = "POST /v1/classes/{class}/enrolments/{person}/joining"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "更正到班日期", en: "Correct the day from which somebody is there"))
        @OptionGroup var shape: Shape
        @Argument(help: classHelp) var reference: Reference<TrainingClass>
        @Argument(help: member("person")) var person: Reference<Person>
        @Option(help: member("on", of: JoiningOrder.self)) var on: Day?
        @Option(help: member("reason")) var reason: String
        @Option(help: member("expected_version")) var expectedVersion: Int?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.training.correctJoining(
                    of: person, in: reference, JoiningOrder(on: on, reason: reason), expected: expectedVersion,
                    caller: session.caller))
        }
    }

    struct Fill: SessionCommand {
        static let route = "POST /v1/classes/{class}/seats"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "空出的名额由候补者递补", en: "Give free seats to those who wait"))
        @OptionGroup var shape: Shape
        @Argument(help: classHelp) var reference: Reference<TrainingClass>

        func run(_ session: Session) async throws {
            try shape.report(try await session.services.training.fillSeats(of: reference, caller: session.caller))
        }
    }

    struct Roster: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/classes/{class}/enrolments"
        static let sensitive = SensitiveRead.roster
        static let configuration = CommandConfiguration(abstract: localized(zh: "名单", en: "The list of a class"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var purpose: PurposeOption
        @Argument(help: classHelp) var reference: Reference<TrainingClass>

        func run(_ session: Session) async throws {
            try await shape.show(paging, Self.sensitive, ["class": reference.text], session) {
                try await session.services.training.enrolments(of: reference, $0, caller: session.caller)
            }
        }
    }
}
