import ArgumentParser
import Civil
import Composition
import Kernel
import Members
import Organisations
import Recruitment
import Wire

/// Seats of a year, structure floors and what follows from them.
struct QuotaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quota", abstract: localized(zh: "发展党员名额和结构", en: "Seats of recruitment and their structure"),
        subcommands: [
            Show.self, Give.self, Bound.self, Floor.self, Propose.self, Project.self, Groups.self, SetGroups.self,
            Idle.self, Ageing.self,
        ])

    struct Place: ParsableArguments {
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>
        @Option(help: member("year", of: QuotaQuery.self)) var year: Int?
    }

    struct Show: SessionCommand {
        static let route = "GET /v1/recruitment/quotas/{organisation}"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "本级和直接下级的名额", en: "An organisation's seats and those directly below it"))
        @OptionGroup var shape: Shape
        @OptionGroup var place: Place

        func run(_ session: Session) async throws {
            let sheet = try await session.services.recruitment.quota(
                of: place.organisation, QuotaQuery(year: place.year), on: session.today, caller: session.caller)
            try shape.show(sheet, parts: [sheet.own] + sheet.units)
            shape.append(sheet.floors)
            shape.append(sheet.bounds)
            shape.append(sheet.changes)
        }
    }

    struct Give: SessionCommand {
        static let route = "POST /v1/recruitment/quotas"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "下达或收回名额（收回写负数）", en: "Give seats, or take some back with a negative number"))
        @OptionGroup var shape: Shape
        @OptionGroup var place: Place
        @Option(help: member("seats", of: QuotaOrder.self)) var seats: Int
        @Option(help: member("batch", of: QuotaOrder.self)) var batch: Int?
        @Option(help: member("document")) var document: String
        @Option(help: member("reason")) var reason: String
        @Option(help: member("on", of: QuotaOrder.self)) var on: Day?

        func run(_ session: Session) async throws {
            let order = QuotaOrder(
                organisation: place.organisation, year: place.year, seats: seats, batch: batch, document: document,
                reason: reason, on: on)
            try shape.report(
                try await session.services.recruitment.changeQuota(order, on: session.today, caller: session.caller))
        }
    }

    struct Bound: SessionCommand {
        static let route = "POST /v1/recruitment/bounds"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "保证名额和上限：有控有保", en: "Guarantee seats, and say how many there are at most"))
        @OptionGroup var shape: Shape
        @OptionGroup var place: Place
        @Option(help: member("at_least", of: BoundOrder.self)) var atLeast: Int
        @Option(help: member("at_most", of: BoundOrder.self)) var atMost: Int?
        @Option(help: member("document")) var document: String

        func run(_ session: Session) async throws {
            let order = BoundOrder(
                organisation: place.organisation, year: place.year, atLeast: atLeast, atMost: atMost,
                document: document)
            try shape.report(
                try await session.services.recruitment.setBound(order, on: session.today, caller: session.caller))
        }
    }

    struct Floor: SessionCommand {
        static let route = "POST /v1/recruitment/floors"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "规定某类人员至少多少名", en: "Ask for at least so many of a group"))
        @OptionGroup var shape: Shape
        @OptionGroup var place: Place
        @Argument(help: member("group", of: FloorOrder.self)) var group: StructureGroup
        @Option(help: member("at_least", of: FloorOrder.self)) var atLeast: Int
        @Option(help: member("document")) var document: String

        func run(_ session: Session) async throws {
            let order = FloorOrder(
                organisation: place.organisation, year: place.year, group: group, atLeast: atLeast,
                document: document)
            try shape.report(
                try await session.services.recruitment.setFloor(order, on: session.today, caller: session.caller))
        }
    }

    struct Propose: SessionCommand {
        static let route = "POST /v1/recruitment/allocations"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "提出分配方案；不下达", en: "Propose how to divide seats; nothing is given out"))
        @OptionGroup var shape: Shape
        @OptionGroup var place: Place
        @Option(help: member("total", of: AllocationOrder.self)) var total: Int?
        @Option(help: member("base_weight", of: AllocationOrder.self)) var base: Int?
        @Option(help: member("applicants_weight", of: AllocationOrder.self)) var applicants: Int?
        @Option(help: member("activists_weight", of: AllocationOrder.self)) var activists: Int?
        @Option(
            name: .customLong("bound"),
            help: help(zh: "下级的下限和上限：编码=下限-上限，可多个", en: "Bounds of a unit: code=least-most; may be repeated"))
        var bounds: [UnitBound] = []
        @Option(
            name: .customLong("floor"),
            help: help(zh: "结构下限：类别=人数，先写的优先，可多个", en: "Floor: group=number, the first has precedence; may be repeated")
        )
        var floors: [StructureFloor] = []

        func run(_ session: Session) async throws {
            let order = AllocationOrder(
                organisation: place.organisation, year: place.year, total: total, baseWeight: base,
                applicantsWeight: applicants, activistsWeight: activists, bounds: bounds.isEmpty ? nil : bounds,
                floors: floors.isEmpty ? nil : floors)
            let proposal = try await session.services.recruitment.proposeAllocation(
                order, on: session.today, caller: session.caller)
            try shape.show(proposal, parts: proposal.shares)
            shape.append(proposal.floors)
        }
    }

    struct Project: SessionCommand {
        static let route = "POST /v1/recruitment/projections"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "接收这些人之后各类比例", en: "The shares of each group after admitting people"))
        @OptionGroup var shape: Shape
        @OptionGroup var place: Place
        @Argument(help: member("people")) var people: [Reference<Person>]

        func run(_ session: Session) async throws {
            let projection = try await session.services.recruitment.project(
                ProjectionOrder(organisation: place.organisation, year: place.year, people: people),
                on: session.today, caller: session.caller)
            try shape.show(projection, parts: projection.lines)
        }
    }
}

extension StructureGroup: WordOption {}

extension UnitBound: ExpressibleByArgument {
    /// `610116001=2-5`.
    package init?(argument: String) {
        let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
        let numbers = parts.count == 2 ? parts[1].split(separator: "-").map { Int($0) } : []
        guard numbers.count == 2, let least = numbers[0], let most = numbers[1], !parts[0].isEmpty else { return nil }
        self.init(code: String(parts[0]), atLeast: least, atMost: most)
    }
}

extension StructureFloor: ExpressibleByArgument {
    /// `women=12`.
    package init?(argument: String) {
        let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
        guard parts.count == 2, let group = StructureGroup(rawValue: String(parts[0])), let number = Int(parts[1])
        else { return nil }
        self.init(group, atLeast: number)
    }
}
