import Demonstration
import Foundation
import Postgres
import TestSupport
import Testing

/// `/readyz` says whether new connections can work, not whether old ones still do.
@Suite(.timeLimit(.minutes(30)))
struct ReadinessTests {
    @Test func aServerThatCannotRunFunctionsIsNotReady() async throws {
        try await ServedFixture.with { served in
            #expect(try await served.send("GET", "/readyz", token: nil).status == 200)
            let language = "WHERE proname LIKE 'plpgsql%'"
            let file: String = try await served.fixture.owner.query(
                "SELECT min(probin) AS file FROM pg_proc \(unsafeSQL: language)")[0]["file"]
            // As after an upgrade of the package: connections of the pool have the language loaded, new ones fail.
            try await served.fixture.owner.script("UPDATE pg_proc SET probin = '$libdir/gone' \(language)")
            try await Task.sleep(for: .milliseconds(1100))
            let answer = try await served.send("GET", "/readyz", token: nil)
            #expect(answer.status == 503 && answer.code == "database.unusable", "\(answer.text)")
            #expect(try await served.send("GET", "/healthz", token: nil).status == 200)
            try await served.fixture.owner.script("UPDATE pg_proc SET probin = '\(file)' \(language)")
            #expect(try await served.send("GET", "/readyz", token: nil).status == 200)
        }
    }

    /// A question that everybody may ask does not cost a connection each time.
    @Test func manyQuestionsAtOnceShareAnAnswer() async throws {
        try await ServedFixture.with { served in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<40 { group.addTask { try await served.send("GET", "/readyz", token: nil).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: 200, count: 40))
        }
    }
}
