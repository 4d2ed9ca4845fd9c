import ArgumentParser
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

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.training.enrol(
                    EnrolmentOrder(people: people), in: reference, caller: session.caller))
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
        @Option(help: member("expected_version")) var expectedVersion: Int?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.training.drop(
                    person, from: reference, DropOrder(reason: reason), expected: expectedVersion,
                    caller: session.caller))
        }
    }

    struct Roster: SessionCommand {
        static let route = "GET /v1/classes/{class}/enrolments"
        static let configuration = CommandConfiguration(abstract: localized(zh: "名单", en: "The list of a class"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Argument(help: classHelp) var reference: Reference<TrainingClass>

        func run(_ session: Session) async throws {
            try shape.show(
                try await session.services.training.enrolments(
                    of: reference, paging.request(), caller: session.caller))
        }
    }
}
