import Access
import ArgumentParser
import Composition
import Kernel
import Organisations
import Training
import Wire

/// Hours of training from above that wait for the office that may confirm them.
extension CreditCommand {
    struct Waiting: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/credits/waiting"
        static let sensitive = SensitiveRead.waitingCredits
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "待确认的学时", en: "Hours that wait for confirmation"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var purpose: PurposeOption
        @Option(help: member("scope")) var scope: Reference<Organisation>?

        func run(_ session: Session) async throws {
            let query = WaitingQuery(scope: scope)
            try await shape.show(paging, Self.sensitive, query, session) {
                try await session.services.training.waitingCredits(query, $0, caller: session.caller)
            }
        }
    }

    struct Confirm: SessionCommand {
        static let route = "POST /v1/credits/{credit}/confirmation"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "确认上级培训的学时", en: "Confirm hours of training from above"))
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "学时编号，见 credit waiting", en: "Identifier of the hours, see credit waiting"))
        var credit: Identifier<Credit>
        @Option(help: member("note")) var note: String?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.training.confirm(
                    credit, CreditConfirmation(note: note), on: session.today, caller: session.caller))
        }
    }

    struct Refuse: SessionCommand {
        static let route = "POST /v1/credits/{credit}/refusal"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "不予确认上级培训的学时", en: "Refuse hours of training from above"))
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "学时编号，见 credit waiting", en: "Identifier of the hours, see credit waiting"))
        var credit: Identifier<Credit>
        @Option(help: member("reason")) var reason: String

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.training.refuse(
                    credit, CreditRefusal(reason: reason), on: session.today, caller: session.caller))
        }
    }
}
