import Organisations
import Access
package import Civil
package import Foundation
package import Kernel
import Members
import Postgres
import SQLFiles

extension RecruitmentService {
    /// Says which groups a person is in from a day on; what is left out ends. Women and those of 35 and younger follow from
    /// the register and are not said.
    package func describe(_ person: UUID, as groups: Set<StructureGroup>, since day: Day, caller: Caller) async throws {
        try caller.require(.recordRecruitment)
        let derived: Set<StructureGroup> = [.women, .young]
        if let wrong = groups.intersection(derived).min(by: { $0.rawValue < $1.rawValue }) {
            throw AppError.traitDerived(wrong)
        }
        try await database.write(caller) { transaction in
            try await members.lock(Identifier(person), transaction)
            guard let row = try await transaction.query(.recruitmentPerson(person: person)).single else {
                throw AppError.notFound(Text(zh: "人员", en: "person"), person.text)
            }
            let known = Set(
                try await transaction.query(.traitsOf(person: person)).map {
                    try $0.choice("trait") as StructureGroup
                })
            let auditEvent = try await transaction.record(
                "person.traits", "person", subject: person, path: try row["path"],
                after: JSONText(encoding: groups.map(\.rawValue).sorted()))
            for ended in known.subtracting(groups) {
                let changed = try await transaction.query(.endTrait(person: person, trait: ended.rawValue, until: day))
                    .affected
                guard changed == 1 else { throw AppError.traitBegan(ended, day) }
            }
            let path: String = try row["path"]
            for new in groups.subtracting(known) {
                _ = try await transaction.query(
                    .insertTrait(person: person, trait: new.rawValue, since: day, path: path, auditEvent: auditEvent))
            }
        }
    }

    /// The groups a person is in, those that follow from the register included: 35 or younger at the end of the year.
    package func groups(of person: UUID, on today: Day, caller: Caller) async throws -> Set<StructureGroup> {
        try caller.require(.readRecruitment)
        let young = try structure.youngAfter(today.year)
        let rows = try await database.read(
            caller, .structureOfPeople(people: [person], youngAfter: young))
        guard let row = try rows.single else { throw AppError.notFound(Text(zh: "人员", en: "person"), person.text) }
        return try row.groups()
    }

    /// Branches that admitted nobody in the years before a day.
    package func idleBranches(
        under scope: Scope?, years: Int?, on today: Day, _ page: PageRequest, caller: Caller
    ) async throws -> Page<IdleBranch> {
        try caller.require(.readRecruitment)
        if let years { try Plausible.count(years, "years", in: 1...50) }
        let scope = scope ?? caller.scope
        let (path, id) = try PathKey.read(page.after)
        let rows = try await database.read(
            caller,
            .idleBranches(
                low: scope.low, high: scope.high, since: today.adding(years: -(years ?? structure.idleYears)),
                afterPath: path, afterID: id, limit: page.limit + 1))
        return Page(
            try rows.map {
                IdleBranch(
                    organisation: try $0["id"], code: try $0["code"], name: try $0["name"], path: try $0["path"],
                    lastOn: try $0["last_on"])
            }, limit: page.limit
        ) { PathKey.write($0.path, $0.organisation) }
    }

    /// Activists and targets who grow too old for the young within so many months, with the seats of the nearest organisation that
    /// has any this year and those who stand before them there: by stage, then by the day their case was opened.
    package func ageing(
        under scope: Scope?, months: Int, on today: Day, _ page: PageRequest, caller: Caller
    ) async throws -> Page<AgeingCandidate> {
        try caller.require(.readRecruitment)
        try Plausible.count(months, "months", in: 1...120)
        let scope = scope ?? caller.scope
        let (path, id) = try PathKey.read(page.after)
        let rows = try await database.read(
            caller,
            .ageingCandidates(
                low: scope.low, high: scope.high, bornAfter: today.adding(years: -structure.youngBelow),
                bornBy: today.adding(months: months).adding(years: -structure.youngBelow), afterPath: path,
                afterCase: id, limit: page.limit + 1, year: today.year))
        return Page(
            try rows.map { row in
                let (stage, born): (Int, Day) = (try row["stage"], try row["born_on"])
                return AgeingCandidate(
                    recruitment: try row["case_id"], person: try row["person_id"], name: try row["name"],
                    organisationName: try row["organisation_name"],
                    stage: Milestone.Stage(number: stage) ?? .activist, path: try row["path"],
                    leavesOn: structure.growsOld(born: born), seats: try row["seats"], ahead: try row["ahead"])
            }, limit: page.limit
        ) { PathKey.write($0.path, $0.recruitment) }
    }
}
