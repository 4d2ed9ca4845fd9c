import Demonstration
import Foundation
import Postgres
import TestSupport
import Testing

@testable import API

/// A repeated request is answered by what became of it, also where the database went away while its answer was kept.
struct AnswerKeepingTests {
    /// From now on the first COMMITs that fill in an answer lose their connection, and nothing of them is written.
    private func breakKeeping(_ fixture: Fixture, times: Int) async throws {
        for statement in [
            "CREATE SEQUENCE breaks",
            """
            CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
            BEGIN
                IF nextval('breaks') <= \(times) THEN
                    PERFORM pg_terminate_backend(pg_backend_pid());
                    PERFORM pg_sleep(1);
                END IF;
                RETURN NULL;
            END $$
            """,
            """
            CREATE CONSTRAINT TRIGGER idempotency_breaks AFTER UPDATE ON idempotency
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION break_off()
            """,
        ] { try await fixture.owner.script(statement) }
    }

    private func importTwice(_ served: ServedFixture) async throws -> (first: [String: Any], second: [String: Any]) {
        let token = try await served.token("61")
        let table = Fixture.secretaries(["610116001001"])
        func once() async throws -> [String: Any] {
            let answer = try await served.send(
                "POST", "/v1/imports/people", token: token, headers: ["Idempotency-Key": "k"], body: table)
            #expect([200, 204].contains(answer.status), "\(answer.text)")
            return answer.json
        }
        let answers = (try await once(), try await once())
        #expect(try await served.fixture.count("person") == 1)
        return answers
    }

    @Test func anAnswerWhoseCommitIsLostIsFilledInAgain() async throws {
        try await ServedFixture.with { served in
            try await breakKeeping(served.fixture, times: 1)
            let (first, second) = try await importTwice(served)
            #expect(first["added"] as? Int == 1 && second["added"] as? Int == 1)
        }
    }

    @Test func whatWasSavedIsNeverAnsweredAsUnavailable() async throws {
        try await ServedFixture.with { served in
            try await breakKeeping(served.fixture, times: 1000)
            let (first, second) = try await importTwice(served)
            #expect(first["added"] as? Int == 1)
            // Its answer is unknown, but it was done: 204.
            #expect(second.isEmpty)
        }
    }
}
