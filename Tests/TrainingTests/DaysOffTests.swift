import Civil
import Composition
import Kernel
import TestSupport
import Testing
import Training

/// Classes over weekends and holidays: they get the sessions that were asked for, or none is written.
struct DaysOffTests {
    private func make(
        _ starts: String, _ ends: String, weekends: Bool? = nil, _ check: @Sendable ([ClassSession]) -> Void
    ) async throws {
        try await Fixture.with { fixture in
            let training = fixture.services.training
            let made = try await training.createClass(
                ClassOrder(
                    host: "610116", code: "W", name: "周末班", fields: [.rural], starts: day(starts), ends: day(ends),
                    capacity: 30, venue: "党校", weekends: weekends),
                on: day(starts), caller: Fixture.root)
            check(try await training.sessions(of: Reference(made.id), caller: Fixture.root).items)
        }
    }

    private func code(_ body: () async throws -> Void) async throws -> String {
        try #require(await #expect(throws: AppError.self) { try await body() }).code
    }

    /// Friday 26 to Sunday 28 December 2025 had 8 of its 24 hours.
    @Test func aClassFromFridayToSundayGetsAllItsHours() async throws {
        try await make("2025-12-26", "2025-12-28", weekends: true) { sessions in
            #expect(sessions.count == 6)
            #expect(sessions.map(\.hours).sum() == Hours(tenths: 240))
        }
    }

    @Test(arguments: [
        ("2025-12-26", "2025-12-28"), ("2025-12-27", "2025-12-28"), ("2026-09-28", "2026-10-02"),
        ("2027-02-05", "2027-02-06"),
    ])
    func withoutADecisionNothingIsShortened(_ starts: String, _ ends: String) async throws {
        #expect(try await code { try await make(starts, ends) { _ in } } == "class_session.days_off")
    }

    /// A class of which no day would be left is refused even so.
    @Test func leavingOutEveryDayIsRefused() async throws {
        #expect(
            try await code { try await make("2025-12-27", "2025-12-28", weekends: false) { _ in } }
                == "class_session.days_off")
    }

    @Test func daysOffAreLeftOutOnRequest() async throws {
        try await make("2025-12-26", "2025-12-29", weekends: false) { sessions in
            #expect(Set(sessions.map(\.day)) == [day("2025-12-26"), day("2025-12-29")])
        }
    }

    /// A Saturday that the notice makes a working day is one.
    @Test func exchangedWorkingDaysNeedNoDecision() async throws {
        try await make("2026-10-08", "2026-10-10") { #expect($0.count == 6) }
    }
}
