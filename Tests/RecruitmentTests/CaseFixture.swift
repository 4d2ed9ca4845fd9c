import Access
import Civil
import Composition
import Foundation
import Kernel
import Members
import Procedures
import Recruitment
import TestSupport

/// Synthetic applicants in a small tree, and the regular story to record for them.
struct CaseFixture {
    let fixture: Fixture

    var service: RecruitmentService { fixture.services.recruitment }
    static let today = day("2027-06-01")
    static let villages = ["610116001001", "610116001001", "610116001002", "610102001001"]

    static func with(_ body: (CaseFixture) async throws -> Void) async throws {
        try await Fixture.with { fixture in
            let table =
                "organisation,name,id_number,since,status,synthetic\n"
                + villages.enumerated().map { "\($1),申请人\($0),\(Fixture.number($0)),2024-03-01,applicant,true" }
                .joined(separator: "\n") + "\n"
            _ = try await fixture.importPeople(table)
            try await body(CaseFixture(fixture: fixture))
        }
    }

    func person(_ index: Int = 0) async throws -> Identifier<Person> { try await fixture.person(index).id }

    func open(
        _ index: Int = 0, on date: String = "2024-03-01", caller: Caller = Fixture.root
    ) async throws -> Reference<RecruitmentCase> {
        let order = CaseOrder(person: Reference(try await person(index)), on: day(date))
        return Reference(try await service.open(order, on: Self.today, caller: caller).id)
    }

    /// The order that makes a step of the story.
    static func order(
        _ milestone: Milestone, _ date: String, content: StepContent? = nil, irregular: String? = nil,
        key: String? = nil
    ) -> StepOrder {
        let step = Story.step(milestone, date, content)
        return StepOrder(
            milestone, on: step.date, StepStatement(step.content), evidence: step.evidence.sorted(),
            irregular: irregular, key: key)
    }

    /// Records the story up to, but without, a milestone.
    func record(
        until end: Milestone? = nil, of id: Reference<RecruitmentCase>, on today: Day = CaseFixture.today
    ) async throws {
        for (milestone, date) in Story.days {
            if milestone == end { return }
            _ = try await service.record(Self.order(milestone, date), of: id, on: today, caller: Fixture.root)
        }
    }

    func statuses(_ index: Int = 0) async throws -> [(MembershipStatus, String)] {
        try await memberships(index).map { ($0.status, $0.since.description) }
    }

    func memberships(_ index: Int = 0) async throws -> [Membership] {
        try await fixture.services.members.memberships(of: Reference(person(index)), caller: Fixture.root).items
    }
}

extension StepStatement {
    /// What states the content; people by their names.
    init(_ content: StepContent) {
        var people: [SponsorOrder]?
        if case .people(let sponsors) = content {
            people = sponsors.map {
                SponsorOrder(name: $0.name, fullMember: $0.isFullMember, underDiscipline: $0.isUnderDiscipline)
            }
        }
        self.init(people: people, details: StepDetails(content))
    }
}
