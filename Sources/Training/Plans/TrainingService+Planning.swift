import Access
package import Civil
package import Foundation
package import Kernel
import Members
import Organisations
package import Planning
import Postgres
import SQLFiles

/// A plan that nobody has accepted: what it was made from, what it says, and what the list of today would cost.
package struct PlanProposal: Sendable {
    package let instance: Instance
    package let plan: Plan
    /// The enrolments of today, scored by the same measure.
    package let current: Plan
    /// First come, first served.
    package let reference: Plan?
    package let explanation: Explanation
    package let personNames: [String: String]
    package let classNames: [String: String]
}

extension TrainingService {
    /// Makes a plan for the open duties and the classes to come of a subtree. Writes nothing.
    package func proposePlan(
        for scope: Scope?, asOf: Day, limits: Planner.Limits, caller: Caller,
        report: @escaping @Sendable (Planner.Progress) -> Void = { _ in }, progress: @escaping @Sendable () -> Double
    ) async throws -> PlanProposal {
        try caller.require(.readTraining)
        let (instance, people, classes) = try await instance(for: scope ?? caller.scope, asOf: asOf, caller: caller)
        let problem = try Problem(instance)
        let planner = Planner(problem)
        let plan = try await planner.plan(limits, report: report, progress: progress)
        return PlanProposal(
            instance: instance, plan: plan, current: problem.previousPlan, reference: planner.firstCome(),
            explanation: Explanation(plan, of: problem, most: 200), personNames: people, classNames: classes)
    }

    /// The planning problem of a subtree in the readThenWrite format.
    package func instance(
        for scope: Scope, asOf: Day, caller: Caller
    ) async throws -> (instance: Instance, people: [String: String], classes: [String: String]) {
        let rows = try await database.snapshot(caller) { transaction in
            try await transaction.pipeline([
                .openDuties(asOf: asOf, low: scope.low, high: scope.high),
                .plannableClasses(low: scope.low, high: scope.high, asOf: asOf),
            ])
        }
        var builder = InstanceBuilder(rules: rules, asOf: asOf)
        for row in rows[1] { try builder.addClass(row) }
        for row in rows[0] { try builder.addDuty(row) }
        return (builder.instance(named: "\(Places.place(scope.low)) \(asOf)"), builder.people, builder.classes)
    }

    /// Writes a plan: enrolments for its assignments, announcements for the drafts it uses.
    /// - Throws: `plan.invalid` when it no longer holds against the duties and classes of now.
    package func acceptPlan(
        _ plan: Plan, for scope: Scope?, asOf: Day, name: String, caller: Caller
    ) async throws -> UUID {
        try caller.require(.acceptPlan)
        let scope = scope ?? caller.scope
        let instance = try await instance(for: scope, asOf: asOf, caller: caller).instance
        let violations = PlanCheck.violations(plan, instance)
        guard violations.isEmpty else { throw AppError.planInvalid(violations) }
        let trainees = Dictionary(instance.demands.map { ($0.id, $0.trainee) }, uniquingKeysWith: { $1 })
        var rows = CopyText(reserving: plan.assignments.count * 160)
        for assignment in plan.assignments {
            guard let duty = UUID(uuidString: assignment.demand), let course = UUID(uuidString: assignment.course),
                let person = trainees[assignment.demand].flatMap({ UUID(uuidString: $0) })
            else { continue }
            rows.value(duty)
            rows.value(person)
            rows.value(course)
            rows.value(Identifier<Enrolment>.new())
            rows.endRow()
        }
        let (id, staged) = (Identifier<PlanProposal>.new().value, rows)
        let unassigned = instance.demands.count - plan.assignments.count
        try await database.write(caller) { transaction in
            try await transaction.stage(.stagePlan, table: "staged_plan", rows: staged)
            let auditEvent = try await transaction.record(
                "plan.accept", "plan", subject: id, path: scope == .everything ? nil : scope.low,
                after: JSONText(encoding: [
                    "assigned": String(plan.assignments.count), "score": String(plan.score.total),
                ]))
            for row in try await transaction.query(.draftClassesOfPlan) {
                try await enter(
                    .announced, try await lock(try row["class_id"], nil, transaction), on: asOf, reason: name,
                    transaction)
            }
            _ = try await transaction.query(.dropMovedEnrolments)
            _ = try await transaction.query(.reviveEnrolments)
            _ = try await transaction.query(.insertPlannedEnrolments(auditEvent: auditEvent))
            _ = try await transaction.query(.insertPlannedEvents(auditEvent: auditEvent, reason: name))
            if let full = try await transaction.query(.overfullClasses).first {
                throw AppError.planInvalid([
                    Text(
                        zh: "班次「\(try full["name"] as String)」已满",
                        en: "the class “\(try full["name"] as String)” is full")
                ])
            }
            _ = try await transaction.query(
                .insertPlan(
                    id: id, path: scope == .everything ? "0." : scope.low, acceptedOn: asOf, name: name,
                    score: plan.score.total, assigned: plan.assignments.count, unassigned: unassigned,
                    document: try JSONText(encoding: plan.score), auditEvent: auditEvent))
        }
        return id
    }

    package struct PlanLine: Sendable {
        package let id: UUID
        package let path: String
        package let accepted: Day
        package let name: String
        package let score: Int
        package let assigned: Int
        package let unassigned: Int
    }

    package func plans(_ page: PageRequest, caller: Caller) async throws -> Page<PlanLine> {
        try caller.require(.readTraining)
        let after = try page.after.map { try UUID.key($0) }
        let lines = try await database.read(
            caller, .plans(after: after, limit: page.limit + 1)
        ).map {
            PlanLine(
                id: try $0["id"], path: try $0["path"], accepted: try $0["accepted_on"], name: try $0["name"],
                score: try $0["score"],
                assigned: try $0["assigned"], unassigned: try $0["unassigned"])
        }
        return Page(lines, limit: page.limit) { $0.id.text }
    }
}

extension AppError {
    static func planInvalid(_ violations: [Text]) -> AppError {
        let shown = Text.list(Array(violations.prefix(5)))
        return AppError(
            .conflict, "plan.invalid",
            Text(
                zh: "计划与现在的任务和班次不符：\(shown.chinese)。",
                en: "The plan does not hold against the duties and classes of now: \(shown.english)."),
            hint: Text(zh: "请重新生成计划。", en: "Make the plan again."))
    }
}
