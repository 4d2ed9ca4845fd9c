import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Members
import Organisations
import Wire

/// One person entered by hand, and corrections of what is on file.
extension PersonCommand {
    struct Add: SessionCommand {
        static let route = "POST /v1/people"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "登记一个人", en: "Enter one person with their membership"))
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>
        @Option(help: member("name", of: RegistrationOrder.self)) var name: String
        @Option(help: member("sex", of: RegistrationOrder.self)) var sex: Sex?
        @Option(help: member("born", of: RegistrationOrder.self)) var born: Day?
        @Option(help: member("number", of: RegistrationOrder.self)) var number: String?
        @Option(help: member("status", of: RegistrationOrder.self)) var status: MembershipStatus
        @Option(help: member("since", of: RegistrationOrder.self)) var since: Day
        @Option(help: member("converted", of: RegistrationOrder.self)) var converted: Day?
        @Flag(help: member("synthetic", of: RegistrationOrder.self)) var synthetic = false
        @Option(
            name: .customLong("attribute"),
            help: help(zh: "档案内容：键=值，可写多次", en: "What else the file says: key=value, several times"))
        var attributes: [AttributeOrder] = []

        func run(_ session: Session) async throws {
            let order = RegistrationOrder(
                organisation: organisation, name: name, sex: sex, born: born, number: number, status: status,
                since: since, converted: converted, synthetic: synthetic, attributes: attributes)
            try shape.report(
                try await session.services.members.register(order, on: session.today, caller: session.caller))
        }
    }

    struct Correct: SessionCommand {
        static let route = "POST /v1/people/{person}/corrections"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "更正一个人的登记内容", en: "Correct what is on file about a person"))
        @OptionGroup var shape: Shape
        @Argument(help: member("person")) var person: Reference<Person>
        @Argument(help: member("field", of: CorrectionOrder.self)) var field: String
        @Argument(help: member("value", of: CorrectionOrder.self)) var value: String
        @Option(help: member("reason")) var reason: String
        @Option(help: member("document")) var document: String?
        @Option(help: member("since", of: CorrectionOrder.self)) var since: Day?

        func run(_ session: Session) async throws {
            let order = CorrectionOrder(
                field: field, value: value, reason: reason, document: document, since: since)
            try shape.report(
                try await session.services.members.correct(
                    person, order, on: session.today, caller: session.caller))
        }
    }

    struct Corrections: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/corrections"
        static let sensitive = SensitiveRead.corrections
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "列出更正及其结果", en: "List corrections with what became of them"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var purpose: PurposeOption
        @Option(help: member("scope")) var scope: Reference<Organisation>?
        @Option(help: member("person")) var person: Reference<Person>?
        @Flag(help: member("waiting", of: CorrectionQuery.self)) var waiting = false

        func run(_ session: Session) async throws {
            let query = CorrectionQuery(scope: scope, person: person, waiting: waiting)
            try await shape.show(paging, Self.sensitive, query, session) {
                try await session.services.members.corrections(query, $0, caller: session.caller)
            }
        }
    }

    struct Decide: SessionCommand {
        static let route = "POST /v1/corrections/{correction}/decision"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "同意一项更正；--refuse 为不同意", en: "Agree to a correction that waits; --refuse refuses it")
        )
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "更正编号，见 person corrections", en: "The correction, see person corrections"))
        var correction: Identifier<PersonCorrection>
        @Flag(help: help(zh: "不同意", en: "Refuse it")) var refuse = false
        @Option(help: member("reason", of: CorrectionDecisionOrder.self)) var reason: String?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.members.decide(
                    correction, CorrectionDecisionOrder(approves: !refuse, reason: reason), on: session.today,
                    caller: session.caller))
        }
    }
}

extension AttributeOrder: ExpressibleByArgument {
    package init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        self.init(attribute: parts[0], value: parts[1])
    }
}
