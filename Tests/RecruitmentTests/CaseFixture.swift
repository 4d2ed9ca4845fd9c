import Access
import Composition
import Civil
import Foundation
import Kernel
import Members
import Recruitment
import TestSupport

/// Synthetic applicants in a small tree, and the regular story to be told about them.
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

    func person(_ index: Int = 0) async throws -> UUID { try await fixture.person(index).id.value }

    func open(_ index: Int = 0, caller: Caller = Fixture.root) async throws -> Identifier<RecruitmentCase> {
        try await service.open(person(index), on: day("2024-03-01"), caller: caller)
    }

    /// The order that makes a step of the story.
    static func order(
        _ milestone: Milestone, _ date: String, content: StepContent? = nil, irregular: String? = nil,
        key: String? = nil
    ) -> StepOrder {
        let step = Story.step(milestone, date, content)
        return StepOrder(
            milestone: milestone, date: step.date, record: StepRecord(step.content), evidence: step.evidence,
            irregular: irregular, key: key ?? "\(milestone.rawValue):\(date)")
    }

    /// Records the story up to, but without, a milestone.
    func tell(
        until end: Milestone? = nil, of id: Identifier<RecruitmentCase>, on today: Day = CaseFixture.today
    ) async throws {
        for (milestone, date) in Story.days {
            if milestone == end { return }
            _ = try await service.record(Self.order(milestone, date), of: id, on: today, caller: Fixture.root)
        }
    }

    func statuses(_ index: Int = 0) async throws -> [(MembershipStatus, String)] {
        try await fixture.services.members.memberships(of: Identifier(person(index)), caller: Fixture.root).map {
            ($0.status, $0.since.description)
        }
    }
}
