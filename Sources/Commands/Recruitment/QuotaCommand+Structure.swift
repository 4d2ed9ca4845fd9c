import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Members
import Organisations
import Recruitment
import Wire

/// Groups of people, and lists that follow from seats and admissions.
extension QuotaCommand {
    struct Groups: SessionCommand {
        static let route = "GET /v1/people/{person}/groups"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一个人属于哪些类别", en: "Which groups a person is in"))
        @OptionGroup var shape: Shape
        @Argument(help: member("person")) var person: Reference<Person>

        func run(_ session: Session) async throws {
            try shape.show(
                try await session.services.recruitment.groups(
                    of: person, on: session.today, caller: session.caller))
        }
    }

    struct SetGroups: SessionCommand {
        static let route = "PUT /v1/people/{person}/groups"
        static let configuration = CommandConfiguration(
            commandName: "set-groups",
            abstract: localized(zh: "登记一个人属于哪些类别", en: "Say which groups a person is in"))
        @OptionGroup var shape: Shape
        @Argument(help: member("person")) var person: Reference<Person>
        @Argument(help: member("groups", of: GroupsOrder.self)) var groups: [StructureGroup] = []
        @Option(help: member("since", of: GroupsOrder.self)) var since: Day?

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.recruitment.setGroups(
                    GroupsOrder(groups: groups, since: since), of: person, on: session.today, caller: session.caller))
        }
    }

    struct Idle: SessionCommand {
        static let route = "GET /v1/recruitment/idle-branches"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "多年没有发展党员的支部", en: "Branches that admitted nobody for years"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option(help: member("scope")) var scope: Reference<Organisation>?
        @Option(help: member("years", of: IdleQuery.self)) var years: Int?

        func run(_ session: Session) async throws {
            try await shape.show(paging) {
                try await session.services.recruitment.idleBranches(
                    IdleQuery(scope: scope, years: years), $0, on: session.today, caller: session.caller)
            }
        }
    }

    struct Ageing: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/recruitment/ageing"
        static let sensitive = SensitiveRead.cases
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "在轮到名额之前就要超龄的积极分子和发展对象", en: "Activists and targets who grow too old before a seat is free"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var purpose: PurposeOption
        @Option(help: member("scope")) var scope: Reference<Organisation>?
        @Option(help: member("months", of: AgeingQuery.self)) var months: Int?

        func run(_ session: Session) async throws {
            let query = AgeingQuery(scope: scope, months: months)
            try await shape.show(paging, Self.sensitive, query, session) {
                try await session.services.recruitment.ageing(query, $0, on: session.today, caller: session.caller)
            }
        }
    }
}
