import Access
package import Civil
import Foundation
package import Kernel
package import Members
import Organisations
import Postgres
import SQLFiles
import Wire

extension RecruitmentService {
    /// Months that the list of people who exceed the age of the young looks ahead by default.
    package static let ageingMonths = 12

    /// Says which groups a person is in from a day on; what is left out ends. Women and those of 35 and younger follow
    /// from the register and are not stated.
    package func setGroups(
        _ order: GroupsOrder, of reference: Reference<Person>, on today: Day, caller: Caller
    ) async throws -> GroupsSet {
        let caller = try caller.with(.recordRecruitment)
        let (groups, since) = (Set(order.groups), order.since ?? today)
        try Plausible.past(since, "since", today: today)
        let derived: Set<StructureGroup> = [.women, .young]
        if let wrong = groups.intersection(derived).min(by: { $0.rawValue < $1.rawValue }) {
            throw AppError.traitDerived(wrong)
        }
        let person = try await members.identifier(of: reference, caller: caller)
        return try await database.write(caller) { transaction in
            try await members.lock(person, transaction)
            guard let row = try await transaction.query(.recruitmentPerson(person: person)).single else {
                throw AppError.notFound(Text(zh: "人员", en: "person"), reference.text)
            }
            let path: String = try row["path"]
            let known = Set(
                try await transaction.query(.traitsOf(person: person)).map {
                    try $0.choice("trait") as StructureGroup
                })
            let words = groups.map(\.rawValue).sorted()
            let auditEvent = try await transaction.record(
                "person.traits", "person", subject: person.value, path: path, after: JSONText(encoding: words))
            for ended in known.subtracting(groups) {
                let changed = try await transaction.query(
                    .endTrait(person: person, trait: ended.rawValue, until: since)
                ).affected
                guard changed == 1 else { throw AppError.traitBegan(ended, since) }
            }
            for new in groups.subtracting(known) {
                _ = try await transaction.query(
                    .insertTrait(person: person, trait: new.rawValue, since: since, path: path, auditEvent: auditEvent))
            }
            return GroupsSet(person: person, name: try row["name"], groups: groups.inOrder, since: since)
        }
    }

    /// The groups a person is in, those that follow from the register included: 35 or younger at the end of the year.
    package func groups(of reference: Reference<Person>, on today: Day, caller: Caller) async throws
        -> Page<StructureGroup>
    {
        let caller = try caller.with(.readRecruitment)
        let young = try structure.youngAfter(today.year)
        let person = try await members.identifier(of: reference, caller: caller)
        let rows = try await database.read(caller, .structureOfPeople(people: [person], youngAfter: young))
        guard let row = try rows.single else {
            throw AppError.notFound(Text(zh: "人员", en: "person"), reference.text)
        }
        return Page(whole: try row.groups().inOrder)
    }

    /// Branches that admitted nobody in the years before a day.
    package func idleBranches(_ query: IdleQuery, _ page: PageRequest, on today: Day, caller: Caller) async throws
        -> Page<IdleBranch>
    {
        let caller = try caller.with(.readRecruitment)
        let years = query.years ?? structure.idleYears
        try IdleQuery.requireLimit("years", years)
        let scope = try await organisations.scope(query.scope, caller: caller)
        let branches = try await database.readPage(
            caller,
            .idleBranches(
                low: scope.low, high: scope.high, since: today.adding(years: -years), after: page.after ?? "",
                limit: page.limit + 1), as: IdleBranch.self)
        return Page(branches, limit: page.limit, key: \.path)
    }

    /// Activists and targets who exceed the age of the young within the given number of months, with the seats of the
    /// nearest organisation that has any this year and those who stand before them there: by stage, then by the day
    /// their case was opened.
    package func ageing(_ query: AgeingQuery, _ page: PageRequest, on today: Day, caller: Caller) async throws
        -> Page<AgeingCandidate>
    {
        let caller = try caller.with(.readRecruitment)
        let months = query.months ?? Self.ageingMonths
        try AgeingQuery.requireLimit("months", months)
        let scope = try await organisations.scope(query.scope, caller: caller)
        let (path, id) = try PathKey.read(page.after, within: scope)
        let rows = try await database.readPage(
            caller,
            .ageingCandidates(
                low: scope.low, high: scope.high, bornAfter: today.adding(years: -structure.youngBelow),
                bornBy: today.adding(months: months).adding(years: -structure.youngBelow), afterPath: path,
                afterCase: id, limit: page.limit + 1, year: today.year))
        return Page(
            try rows.map { row in
                let leavesOn = structure.growsOld(born: try row["born_on"])
                let (seats, ahead): (Int?, Int?) = (try row["seats"], try row["ahead"])
                return AgeingCandidate(
                    recruitment: try row["case_id"], person: try row["person_id"], name: try row["name"],
                    organisationName: try row["organisation_name"], path: try row["path"], stage: try row.stage(),
                    leavesOn: leavesOn, seats: seats, ahead: ahead,
                    overtaken: AgeingCandidate.isOvertaken(
                        seats: seats, ahead: ahead, leavesOn: leavesOn, on: today))
            }, limit: page.limit
        ) { PathKey.write($0.path, $0.recruitment.value) }
    }
}

extension Set<StructureGroup> {
    /// As they are declared.
    fileprivate var inOrder: [StructureGroup] { StructureGroup.allCases.filter(contains) }
}
