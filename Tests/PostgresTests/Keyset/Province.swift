import Access
import Foundation
import Kernel
import LocalPostgres
import Postgres
import SQLFiles
import TestSupport

/// A database of the size of a province, made once for all tests that only read it.
actor Province {
    static let shared = Province()

    static let whole = Scope(path: "61.")
    static let firstCounty = Scope(path: "61.6101.610101.")
    static let lastCounty = Scope(path: "61.6104.610410.")
    /// The last township: a hundred people come after it.
    static let latePath = "61.6104.610410.610410005."

    static let signer = Result { ScopeSigner(try MasterKey(TestCluster.key)) }

    /// What samples name.
    struct Subjects: Sendable {
        let scheme: UUID
        let period: UUID
        let trainingClass: UUID
        /// A plan of the last county.
        let plan: UUID
        let township: UUID
        /// An organisation and a member with much data.
        let organisation: UUID
        let member: UUID
    }

    private var made: Task<(connection: ConnectionSettings, subjects: Subjects), any Error>?

    func database() async throws -> (connection: ConnectionSettings, subjects: Subjects) {
        if let made { return try await made.value }
        let task = Task { () -> (connection: ConnectionSettings, subjects: Subjects) in
            let name = try await TestCluster.shared.makeDatabase()
            let owner = try await TestCluster.shared.server().owner(database: name).statementTimeout(.zero)
            let connection = try await Connection.connect(owner)
            try await connection.script(ProvinceStock.script)
            let row = try await connection.query(
                """
                SELECT (SELECT id FROM points_scheme WHERE key = 's61') AS scheme,
                    (SELECT min(id::text)::uuid FROM points_period WHERE path = '61.'
                        AND id IN (SELECT period_id FROM points_sheet)) AS period,
                    (SELECT class_id FROM enrolment LIMIT 1) AS class,
                    (SELECT plan_id FROM plan_seat LIMIT 1) AS plan,
                    (SELECT id FROM organisation WHERE path = '61.6104.610410.610410005.') AS township,
                    (SELECT id FROM organisation WHERE code = '61') AS organisation,
                    (SELECT subject_id FROM ledger_entry LIMIT 1) AS member
                """)[0]
            return (
                owner.user("dangwu_app"),
                Subjects(
                    scheme: try row["scheme"], period: try row["period"], trainingClass: try row["class"],
                    plan: try row["plan"],
                    township: try row["township"], organisation: try row["organisation"], member: try row["member"])
            )
        }
        made = task
        return try await task.value
    }

    /// Runs a statement as the program does for a page and returns its plan.
    static func plan(_ statement: Statement, caller: Scope, on connection: Connection) async throws -> PlanNode? {
        try await connection.transaction(.read, prelude: []) { transaction in
            _ = try await transaction.query(signer.get().statement(caller))
            _ = try await transaction.query(.preferIndexOrder)
            // What a session reads of the catalogue at its first proof is not part of a page.
            _ = try await transaction.query("SELECT scope_is_proven(), shown_rights()")
            return try PlanNode.read(try await transaction.plan(statement, options: PlanNode.options))
        }
    }
}
