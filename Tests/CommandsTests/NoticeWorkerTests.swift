import Civil
import Composition
import Foundation
import Kernel
import Logging
import Settings
import TestSupport
import Testing
import Training

@testable import Server

/// What the server writes and sends by itself.
struct NoticeWorkerTests {
    /// Reminders of training were written only when somebody typed the command.
    @Test func remindersOfTrainingAreWrittenOnceADay() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/dangwu-notices-\(UUID())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var settings = Settings()
        settings.notices.folder = folder
        try await Fixture.with(settings: settings) { fixture in
            _ = try await fixture.importPeople(Fixture.secretaries(["610116001001", "610116001002"]))
            _ = try await fixture.services.training.openCycle(
                CycleOrder(key: "shaanxi-2014", organisation: "61"), caller: Fixture.root)
            let worker = NoticeWorker(services: fixture.services, logger: Logger(label: "test"))
            var day: Day?
            await worker.once(remindedOn: &day)
            #expect(day == ChinaTime.today())
            #expect(try await fixture.count("notice WHERE key LIKE 'duty:%'") > 1)
            let events = try await fixture.count("audit_event WHERE action = 'duty.remind'")
            #expect(events > 0)
            // The next round of the day reads no duties.
            await worker.once(remindedOn: &day)
            #expect(try await fixture.count("audit_event WHERE action = 'duty.remind'") == events)
        }
    }
}
