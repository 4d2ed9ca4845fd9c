import Access
import Civil
import Composition
import Foundation
import Kernel
import LocalPostgres
import Members
import Organisations
import Postgres
import SQLFiles
import Training

/// Four classes of fifty people, marked again and again: every batch of fifty writes fifty new revisions.
package struct MarkBurst: Sendable {
    private struct Class: Sendable {
        let id: String
        let people: [String]
    }

    private let classes: [Class]

    static func prepare(services: Services, caller: Caller) async throws -> MarkBurst {
        var classes: [Class] = []
        for (number, code) in ["610116", "610102", "610103", "610104"].enumerated() {
            let people = try await services.members.people(
                PeopleQuery(scope: Reference(code)), PageRequest(limit: 50), caller: caller
            ).items.map(\.id)
            let day = Day(number: 20_000 + number)
            let (training, today) = (services.training, services.today())
            let made = try await training.createClass(
                ClassOrder(
                    host: Reference(code), code: "bench", name: "bench \(code)", level: .county,
                    fields: Field.allCases, kinds: [.rotation], starts: day, ends: day, minimum: 1, capacity: 100,
                    venue: "-", costPerPersonDay: .zero,
                    sessions: [
                        ClassSession(
                            number: 1, day: day, half: .morning, topic: .ideals, title: "-", hours: Hours(tenths: 40),
                            teacher: "-")
                    ]), on: today, caller: caller)
            let reference = Reference(made.id)
            _ = try await training.move(
                reference, ClassMoveOrder(state: .announced, on: day), expected: nil, on: today, caller: caller)
            _ = try await training.enrol(
                EnrolmentOrder(people: people.map { Reference($0) }), in: reference, caller: caller)
            _ = try await training.move(
                reference, ClassMoveOrder(state: .running, on: day), expected: nil, on: today, caller: caller)
            classes.append(Class(id: made.id.description, people: people.map(\.description)))
        }
        return MarkBurst(classes: classes)
    }

    /// - Returns: marks written a second over HTTP.
    func run(port: Int, token: String, writers: Int, seconds: Double) async throws -> Int {
        let total = try await withThrowingTaskGroup(of: Int.self) { group in
            for writer in 0..<writers {
                let target = classes[writer % classes.count]
                group.addTask {
                    let client = LoopbackClient(port: port)
                    let start = ContinuousClock.now
                    var (written, batch) = (0, 0)
                    while (ContinuousClock.now - start).seconds < seconds {
                        let mark = batch % 2 == 0 ? "present" : "late"
                        let marks = target.people.map { "{\"person\":\"\($0)\",\"mark\":\"\(mark)\"}" }.joined(
                            separator: ",")
                        let answer = try await client.send(
                            "POST", "/v1/classes/\(target.id)/sessions/1/marks",
                            headers: [
                                "Authorization": "Bearer \(token)", "Content-Type": "application/json",
                                "Idempotency-Key": "\(writer)-\(batch)",
                            ], body: Array("{\"marks\":[\(marks)]}".utf8))
                        guard answer.status == 200 else {
                            throw AppError.defect("marks \(answer.status) \(answer.text.prefix(200))")
                        }
                        batch += 1
                        written += target.people.count
                    }
                    return written
                }
            }
            return try await group.reduce(0, +)
        }
        return Int(Double(total) / seconds)
    }

    /// The same statements by pgbench, prepared, as the application's role and under its scope.
    /// - Returns: marks written a second.
    func pgbench(
        server: LocalServer, database: String, signer: ScopeSigner, clients: Int, seconds: Int
    ) async throws -> Int {
        let account = UUID().text
        let proof = signer.proof(.everything, account: account)
        // The statement alone: pgbench fills in values of its own.
        let none = String?.none
        var insert = Statement.insertMarks(
            class: none, session: none, people: none, marks: none, approvers: none, madeUpIn: none,
            madeUpSessions: none, madeUpClasses: none, madeUpOn: none, reasons: none, keeps: none, auditEvent: none
        ).sql
        func array(_ values: [String], _ type: String) -> String {
            "ARRAY[" + values.map { "'\($0)'" }.joined(separator: ",") + "]::\(type)[]"
        }
        var script = "\\set mark random(0, 1000000)\n"
        for (index, target) in classes.enumerated() {
            var sql = insert
            func filled(_ value: String) -> String { "array_fill(\(value), ARRAY[\(target.people.count)])" }
            let nulls = filled("NULL::text")
            let marks = "array_fill((ARRAY['present','late'])[:mark % 2 + 1], ARRAY[\(target.people.count)])"
            let values = [
                "'\(target.id)'::uuid", "1", array(target.people, "uuid"), marks, nulls, nulls,
                filled("NULL::bigint"), filled("NULL::uuid"), filled("NULL::date"), nulls, filled("false"),
                "'\(UUID().uuidString)'::uuid",
            ]
            for (number, value) in values.enumerated().reversed() { sql = sql.replacing("$\(number + 1)", with: value) }
            script +=
                "\\if :client_id = \(index)\nBEGIN;\nSELECT set_config('app.scope_lo','!',true), "
                + "set_config('app.scope_hi','~',true), set_config('app.scope_gaps','',true), "
                + "set_config('app.account','\(account)',true), "
                + "set_config('app.scope_proof','\(proof)',true);\n"
                + "SELECT id FROM training_class WHERE id = '\(target.id)' FOR SHARE;\n"
                + "INSERT INTO audit_event (id, account_id, account_name, door, action, subject_kind, path) "
                + "VALUES (gen_random_uuid(), '\(account)', 'bench', 'api', 'attendance.mark', 'class', '61.');\n"
                + sql + ";\nCOMMIT;\n\\endif\n"
        }
        insert = script.split(separator: "\n").joined(separator: "\n")
        _ = try await server.runClient("psql", ["-q", "-d", database, "-c", "ANALYZE"])
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("dangwu-\(UUID().uuidString).pgbench")
            .path
        // pgbench wants each statement on one line of its own or ended by a semicolon, which the blocks are.
        try insert.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let output = try await server.runClient(
            "pgbench",
            ["-n", "-M", "prepared", "-c", "\(clients)", "-j", "2", "-T", "\(seconds)", "-f", path, database],
            user: "dangwu_app")
        let rate =
            output.split(separator: "\n").first { $0.hasPrefix("tps = ") }.flatMap {
                $0.split(separator: " ").dropFirst(2).first.flatMap { Double($0) }
            } ?? 0
        return Int(rate * Double(classes.first?.people.count ?? 0))
    }
}
