import Civil
import Composition
import Kernel
import Members
import Planning
import Postgres
import TestSupport
import Testing
import Wire

@testable import Training

/// Seats that a plan takes somebody out of go to those who wait for them.
struct PlanFreedSeatTests {
    /// Somebody with the only seat of A has to leave it for B, and somebody else waits for A who owes nothing.
    private func with(
        waiting: Bool = true, _ body: (ClassOffice, PlanProposal) async throws -> Void
    ) async throws {
        try await ClassOffice.with { office in
            _ = try await office.fixture.importPeople(
                "organisation,name,id_number,since,synthetic\n"
                    + "610116001001,党员甲,\(Fixture.number(100)),2005-07-01,true\n")
            let (full, other) = (
                try await office.announced("A", host: "610116", capacity: 1),
                try await office.announced("B", host: "610116", starts: "2014-11-03")
            )
            try await office.enrol(0, in: full)
            try await office.enrol(1, 2, 3, in: other)
            if waiting { try await office.enrol(100, in: full) }
            _ = try await office.training.decideSeating(
                SeatingOrder(person: office.person(0), class: full, kind: .excluded, reason: "另有任务"),
                on: office.today, caller: Fixture.root)
            let proposal = try await office.training.proposePlan(
                PlanOrder(scope: "610116", asOf: day("2014-06-01"), steps: 300), on: office.today,
                caller: Fixture.root, progress: { 0 }
            ).proposal
            try await body(office, proposal)
        }
    }

    private func preview(_ office: ClassOffice, _ assignments: [Plan.Assignment]) async throws -> PreviewedPlan {
        try await office.training.previewPlan(
            PlanPreview(scope: "610116", asOf: day("2014-06-01"), assignments: assignments), on: office.today,
            caller: Fixture.root)
    }

    private func accept(
        _ office: ClassOffice, _ assignments: [Plan.Assignment], withdraw: Bool? = nil
    ) async throws -> AcceptedPlan {
        try await office.training.acceptPlan(
            PlanAcceptance(
                name: "秋季计划", scope: "610116", asOf: day("2014-06-01"), assignments: assignments, withdraw: withdraw),
            on: office.today, caller: Fixture.root)
    }

    /// The freed seat stayed empty until somebody filled the class by hand.
    @Test func aSeatThatAPlanFreedStayedEmpty() async throws {
        try await with { office, proposal in
            #expect(proposal.changes.map(\.change) == [.moved] && proposal.changes.first?.afterCode == "B")
            let before = try await office.fixture.count("enrolment_event")
            let shown = try await preview(office, proposal.assignments)
            #expect(shown.movesUp.map(\.personName) == ["党员甲"] && shown.movesUp.map(\.code) == ["A"])
            // Shown, and nothing written.
            #expect(try await office.fixture.count("enrolment_event") == before)
            #expect(try await office.list("A")["党员甲"]?.state == .waiting)
            let accepted = try await accept(office, proposal.assignments)
            #expect(accepted.movedUp?.map(\.personName) == ["党员甲"])
            #expect(accepted.summary.chinese.contains("党员甲") && accepted.summary.english.contains("党员甲"))
            #expect(try await office.list("A")["党员甲"]?.state == .enrolled)
            #expect(try await office.list("A")["测试0"]?.state == .replaced)
            #expect(try await office.fixture.count("enrolment_event WHERE state = 'enrolled' AND reason = '秋季计划'") == 2)
        }
    }

    @Test func withNobodyWaitingNobodyMovesUp() async throws {
        try await with(waiting: false) { office, proposal in
            #expect(try await preview(office, proposal.assignments).movesUp.isEmpty)
            let accepted = try await accept(office, proposal.assignments)
            #expect(accepted.movedUp?.isEmpty ?? false)
            #expect(try await office.fixture.count("enrolment WHERE state = 'enrolled'") == 4)
        }
    }

    /// A seat that is withdrawn is free, too; one that a quota keeps is not.
    @Test func aWithdrawnSeatIsFreeForThoseWhoMayHaveIt() async throws {
        try await with { office, proposal in
            _ = try await office.training.setQuota(
                "A", ClassQuotaOrder(organisation: "610116002", seats: 1), caller: Fixture.root)
            #expect(try await preview(office, proposal.assignments).movesUp.isEmpty)
            _ = try await office.training.removeQuota(
                "A", ClassQuotaRemoval(organisation: "610116002"), caller: Fixture.root)
            let none = try await accept(office, [], withdraw: true)
            #expect(none.movedUp?.map(\.personName) == ["党员甲"])
        }
    }
}
