import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Members
import Organisations
import Wire

/// Members counted in parts, and the names behind each number.
extension MembershipCommand {
    struct Statistics: SessionCommand {
        static let route = "GET /v1/organisations/{organisation}/statistics"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "党员统计：按性别、年龄、入党时间、学历等，截至任何一天",
                en: "Members by sex, age, time of admission, education and more, as of any day"))
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>
        @Option(help: member("by", of: MemberStatisticsQuery.self)) var by: String
        @Option(help: member("as_of")) var asOf: Day?

        func run(_ session: Session) async throws {
            let found = try await session.services.members.statistics(
                of: organisation, MemberStatisticsQuery(by: by, asOf: asOf), on: session.today, caller: session.caller)
            try shape.show(found, heading: Table([found]), parts: found.lines)
        }
    }

    struct StatisticsPeople: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/organisations/{organisation}/statistics/people"
        static let sensitive = SensitiveRead.statistics
        static let configuration = CommandConfiguration(
            commandName: "statistics-people",
            abstract: localized(zh: "党员统计中某一组的人员名单", en: "The members of one part of a statistic"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var purpose: PurposeOption
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>
        @Option(help: member("by", of: MemberPartQuery.self)) var by: String
        @Option(help: member("part", of: MemberPartQuery.self)) var part: String
        @Option(help: member("as_of")) var asOf: Day?

        func run(_ session: Session) async throws {
            let query = MemberPartQuery(by: by, part: part, asOf: asOf)
            try await shape.show(paging, Self.sensitive, query, session) {
                try await session.services.members.people(
                    ofPart: query, of: organisation, $0, on: session.today, caller: session.caller)
            }
        }
    }
}
