import Civil
import Composition
import Demonstration
import Foundation
import Kernel
import Postgres
import TestSupport
import Testing
import Training

/// The demonstration on a few townships: everybody is planned, and who is overdue is so because a class failed.
struct DemoScenarioTests {
    /// The province, a city, a county and five of its townships with their villages.
    private static func divisions() throws -> [UInt8] {
        let path = CommandRunner.repository + "/config/codes/divisions-shaanxi.csv"
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let kept = lines.enumerated().filter { index, line in
            let code = line.prefix { $0 != "," }
            return index == 0 || ["61", "6101", "610116"].contains(code)
                || (1...5).contains { code.hasPrefix("61011600\($0)") }
        }
        return Array((kept.map(\.element).joined(separator: "\n") + "\n").utf8)
    }

    @Test func everybodyIsPlannedAndOverdueMeansThatAClassFailed() async throws {
        try await Fixture.with(tree: nil) { fixture in
            let steps = Steps()
            let scenario = DemoScenario(services: fixture.services, caller: Fixture.root, planSeconds: 2) { step in
                steps.add(step.text.english)
            }
            let outcome = try await scenario.run(divisions: Self.divisions(), seed: 7)
            #expect(steps.all.contains { $0.contains("certificates") }, "\(steps.all)")
            let leftOut = try await fixture.count("plan_seat WHERE change = 'left_out'")
            #expect(leftOut == 0, "\(steps.all)")
            let total = outcome.progress.total
            #expect(total.due > 100 && total.untrained > 0 && total.overdue == total.untrained)
            // Everybody who is overdue had a seat in a class that was cancelled, or stayed away from one that was held.
            let unexplained = try await fixture.owner.query(
                """
                SELECT j.person_id FROM duty_judgement(\(DemoScenario.asOf), 0, 0) j
                WHERE j.kind = 'rotation' AND j.level IN ('overdue', 'past_hard') AND NOT EXISTS (
                    SELECT FROM enrolment n JOIN training_class c ON c.id = n.class_id
                    WHERE n.person_id = j.person_id AND n.state = 'enrolled' AND c.state IN ('cancelled', 'closed'))
                """)
            #expect(unexplained.isEmpty)
            #expect(outcome.classClosed.state == .closed && outcome.explained != nil)
        }
    }

    /// What the scenario reports, from its own task.
    private final class Steps: @unchecked Sendable {
        private let lock = NSLock()
        private var texts: [String] = []

        var all: [String] { lock.withLock { texts } }

        func add(_ text: String) { lock.withLock { texts.append(text) } }
    }
}
