import Composition
import ArgumentParser
import Civil
import Foundation
import Kernel
import Organisations
import Recruitment

extension StructureGroup: ExpressibleByArgument {}

/// Seats of a year, structure floors and what follows from them.
struct QuotaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quota", abstract: localized(zh: "发展党员名额和结构", en: "Seats of recruitment and their structure"),
        subcommands: [
            Show.self, Give.self, Bound.self, Floor.self, Propose.self, Project.self, Groups.self, Idle.self,
            Ageing.self,
        ])

    struct Place: ParsableArguments {
        @Argument(help: ArgumentHelp(localized(zh: "党组织编码", en: "Code of the organisation"))) var organisation: String
        @Option(help: ArgumentHelp(localized(zh: "年度", en: "Year"))) var year: Int?

        func find(_ session: Session) async throws -> (Organisation, Int) {
            (
                try await session.services.organisations.organisation(organisation, caller: session.caller),
                year ?? session.today.year
            )
        }
    }

    struct Show: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "本级和直接下级的名额", en: "An organisation's seats and those directly below it"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @OptionGroup var place: Place

        func run(_ session: Session) async throws {
            let (organisation, year) = try await place.find(session)
            let sheet = try await session.services.recruitment.quota(
                of: organisation, year: year, caller: session.caller)
            shape.show(.quota(sheet))
            guard shape.format == .table else { return }
            if !sheet.floors.isEmpty { Terminal.write("\n" + Listing.floors(sheet.floors).render(.table)) }
            if !sheet.bounds.isEmpty { Terminal.write("\n" + Listing.bounds(sheet.bounds).render(.table)) }
            if !sheet.changes.isEmpty { Terminal.write("\n" + Listing.changes(sheet.changes).render(.table)) }
        }
    }

    struct Give: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "下达或收回名额（收回写负数）", en: "Give seats, or take some back with a negative number"))
        @OptionGroup var globals: Globals
        @OptionGroup var place: Place
        @Option(help: ArgumentHelp(localized(zh: "名额增减", en: "Change of seats"))) var seats: Int
        @Option(help: ArgumentHelp(localized(zh: "批次", en: "Batch of the plan"))) var batch: Int?
        @Option(help: ArgumentHelp(localized(zh: "文号", en: "Document"))) var document: String
        @Option(help: ArgumentHelp(localized(zh: "理由", en: "Reason"))) var reason: String

        @Option(name: .customLong("on"), help: ArgumentHelp(localized(zh: "决定日期", en: "Day of the decision"))) var day: Day?

        func run(_ session: Session) async throws {
            let (organisation, year) = try await place.find(session)
            if let day { try Plausible.past(day, "on", today: session.today) }
            try await session.services.recruitment.changeQuota(
                of: organisation, year: year, seats: seats, batch: batch, document: document, reason: reason,
                on: day ?? session.today,
                caller: session.caller)
            Terminal.talk(Text(zh: "已登记。", en: "Recorded.").localized)
        }
    }

    struct Bound: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "保证名额和上限：有控有保", en: "Guarantee seats, and say how many there are at most"))
        @OptionGroup var globals: Globals
        @OptionGroup var place: Place
        @Option(help: ArgumentHelp(localized(zh: "至少", en: "At least"))) var atLeast = 0
        @Option(help: ArgumentHelp(localized(zh: "至多；不写为不限", en: "At most; without it there is no limit"))) var atMost: Int?
        @Option(help: ArgumentHelp(localized(zh: "文号", en: "Document"))) var document: String

        func run(_ session: Session) async throws {
            let (organisation, year) = try await place.find(session)
            try await session.services.recruitment.setBound(
                of: organisation, year: year, atLeast: atLeast, atMost: atMost, document: document,
                caller: session.caller)
            Terminal.talk(localized(zh: "已登记。", en: "Noted."))
        }
    }

    struct Floor: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "规定某类人员至少多少名", en: "Ask for at least so many of a group"))
        @OptionGroup var globals: Globals
        @OptionGroup var place: Place
        @Argument(help: ArgumentHelp(localized(zh: "类别，如 women、young、farmer", en: "Group, such as women, young, farmer")))
        var group: StructureGroup
        @Option(help: ArgumentHelp(localized(zh: "至少", en: "At least"))) var atLeast: Int
        @Option(help: ArgumentHelp(localized(zh: "文号", en: "Document"))) var document: String

        func run(_ session: Session) async throws {
            let (organisation, year) = try await place.find(session)
            try await session.services.recruitment.setFloor(
                of: organisation, year: year, StructureFloor(group, atLeast: atLeast), document: document,
                caller: session.caller)
            Terminal.talk(Text(zh: "已登记。", en: "Recorded.").localized)
        }
    }

    struct Propose: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "提出分配方案；不下达", en: "Propose how to divide seats; nothing is given out"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @OptionGroup var place: Place
        @Option(help: ArgumentHelp(localized(zh: "总数；不写为本级名额", en: "Total; the organisation's own seats unless given")))
        var total: Int?
        @Option(
            name: .customLong("bound"),
            help: ArgumentHelp(localized(zh: "下级的下限和上限：编码=下限-上限", en: "Bounds of a unit: code=least-most")))
        var bounds: [String] = []
        @Option(
            name: .customLong("floor"),
            help: ArgumentHelp(localized(zh: "下限：类别=人数，先写的优先", en: "Floor: group=number, the first has precedence")))
        var floors: [String] = []

        @Option(help: ArgumentHelp(localized(zh: "上年名额的权重", en: "Weight of last year's seats"))) var base: Int?
        @Option(help: ArgumentHelp(localized(zh: "申请人的权重", en: "Weight of applicants"))) var applicants: Int?
        @Option(help: ArgumentHelp(localized(zh: "积极分子的权重", en: "Weight of activists"))) var activists: Int?

        private func weights(_ session: Session) throws -> AllocationWeights {
            let standard = session.services.recruitment.structure.weights
            let parts = [base ?? standard.base, applicants ?? standard.applicants, activists ?? standard.activists]
            guard parts.allSatisfy({ (0...1000).contains($0) }) else {
                throw AppError.invalidValue("weight", "\(parts)", expected: .verbatim("0…1000"))
            }
            return AllocationWeights(base: parts[0], applicants: parts[1], activists: parts[2])
        }

        func run(_ session: Session) async throws {
            let (organisation, year) = try await place.find(session)
            let allocation = try await session.services.recruitment.proposeAllocation(
                for: organisation, year: year, total: total, weights: weights(session), bounds: limits(),
                floors: floors.isEmpty ? nil : wanted(), caller: session.caller)
            shape.show(.allocation(allocation))
            guard shape.format == .table, !allocation.floors.isEmpty else { return }
            Terminal.write("\n" + Listing.outcomes(allocation.floors).render(.table))
        }

        private func limits() throws -> [String: ClosedRange<Int>] {
            var limits: [String: ClosedRange<Int>] = [:]
            for bound in bounds {
                let parts = bound.split(separator: "=").map(String.init)
                let numbers = parts.count == 2 ? parts[1].split(separator: "-").map { Int($0) } : []
                guard numbers.count == 2, let least = numbers[0], let most = numbers[1], least <= most else {
                    throw AppError.invalidValue(
                        "bound", bound, expected: Text(zh: "编码=下限-上限", en: "code=least-most"))
                }
                guard limits.updateValue(least...most, forKey: parts[0]) == nil else {
                    throw AppError.statedTwice("bound")
                }
            }
            return limits
        }

        private func wanted() throws -> [StructureFloor] {
            try floors.map { floor in
                let parts = floor.split(separator: "=").map(String.init)
                guard parts.count == 2, let group = StructureGroup(rawValue: parts[0]), let number = Int(parts[1])
                else {
                    throw AppError.invalidValue(
                        "floor", floor,
                        expected: Text(
                            zh: "类别=人数，如 women=12", en: "group=number, such as women=12"))
                }
                return StructureFloor(group, atLeast: number)
            }
        }
    }

    struct Project: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "接收这些人之后各类比例", en: "The shares of each group after admitting people"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @OptionGroup var place: Place
        @Argument(help: ArgumentHelp(localized(zh: "人员编号", en: "Identifiers of people"))) var people: [String]

        func run(_ session: Session) async throws {
            let (organisation, year) = try await place.find(session)
            let ids = try people.map { text -> UUID in
                let id: Identifier<RecruitmentCase> = try identifier(text, Text(zh: "人员", en: "person"))
                return id.value
            }
            let projection = try await session.services.recruitment.project(
                ids, for: organisation, year: year, caller: session.caller)
            shape.show(.projection(projection))
        }
    }

    struct Groups: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "登记一个人属于哪些类别", en: "Say which groups a person is in"))
        @OptionGroup var globals: Globals
        @Argument(help: ArgumentHelp(localized(zh: "人员编号", en: "Identifier of the person"))) var person: String
        @Argument var groups: [StructureGroup] = []
        @Option(help: ArgumentHelp(localized(zh: "起始日期", en: "Since"))) var since: Day?

        func run(_ session: Session) async throws {
            let id: Identifier<RecruitmentCase> = try identifier(person, Text(zh: "人员", en: "person"))
            if let since { try Plausible.past(since, "since", today: session.today) }
            try await session.services.recruitment.describe(
                id.value, as: Set(groups), since: since ?? session.today, caller: session.caller)
            Terminal.talk(Text(zh: "已登记。", en: "Recorded.").localized)
        }
    }

    struct Idle: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "多年没有发展党员的支部", en: "Branches that admitted nobody for years"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option(help: ArgumentHelp(localized(zh: "某组织及其下级", en: "An organisation and everything below"))) var scope: String?
        @Option(help: ArgumentHelp(localized(zh: "年数；不写按规则", en: "Years; as the policy says unless given"))) var years: Int?

        func run(_ session: Session) async throws {
            let page = try await session.services.recruitment.idleBranches(
                under: session.scope(scope), years: years, on: session.today, paging.request(), caller: session.caller)
            shape.show(.idle(page.items))
            paging.more(page.next)
        }
    }

    struct Ageing: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: say(
                zh: "在轮到名额之前就要超龄的积极分子和发展对象", en: "Activists and targets who grow too old before a seat is free"))
        @OptionGroup var globals: Globals
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @Option(help: ArgumentHelp(localized(zh: "某组织及其下级", en: "An organisation and everything below"))) var scope: String?
        @Option(help: ArgumentHelp(localized(zh: "月数", en: "Months"))) var months = 12

        func run(_ session: Session) async throws {
            let page = try await session.services.recruitment.ageing(
                under: session.scope(scope), months: months, on: session.today, paging.request(),
                caller: session.caller)
            shape.show(.ageing(page.items, on: session.today))
            paging.more(page.next)
        }
    }
}
