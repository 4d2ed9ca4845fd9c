import Access
package import Civil
package import Kernel
import Members
import Organisations
package import Planning
import Postgres
import SQLFiles

/// Plans: made from duties and classes on file, written only when accepted.
extension TrainingService {
    /// Makes a plan for the open duties and the classes to come of a subtree. Writes nothing.
    /// - Parameters:
    ///   - report: called whenever the plan or its bound improves.
    ///   - progress: the share of the time that has elapsed, where the caller keeps it; otherwise by the order's
    ///     seconds.
    package func proposePlan(
        _ order: PlanOrder, on today: Day, caller: Caller,
        report: (@Sendable (Planner.Progress) -> Void)? = nil, progress: (@Sendable () -> Double)? = nil
    ) async throws -> PlanDraft {
        try caller.require(.readTraining)
        let (limits, seconds) = try order.search(isLocal: caller.door == "cli")
        let asOf = order.asOf ?? today
        try Plausible.day(asOf, "as_of")
        let scope = try await organisations.scope(order.scope, caller: caller)
        let builder = try await instance(for: scope, asOf: asOf, caller: caller)
        let instance = builder.instance(named: "\(Places.place(scope.low)) \(asOf)")
        let problem = try Problem(instance)
        let planner = Planner(problem)
        let start = ContinuousClock.now
        let clock: @Sendable () -> Double = { (ContinuousClock.now - start) / .seconds(max(seconds, 0.001)) }
        let plan = try await planner.plan(limits, report: report ?? { _ in }, progress: progress ?? clock)
        return PlanDraft(
            instance: instance, plan: plan,
            proposal: PlanProposal(
                plan, of: problem, demands: instance.demands.count, reference: planner.firstCome(),
                people: builder.people, classes: builder.classes))
    }

    /// Duties and classes of a subtree, from which its planning problem is built.
    package func instance(for scope: Scope, asOf: Day, caller: Caller) async throws -> InstanceBuilder {
        try await database.snapshot(caller) { try await instance(for: scope, asOf: asOf, $0) }
    }

    private func instance(for scope: Scope, asOf: Day, _ transaction: ScopedTransaction) async throws
        -> InstanceBuilder
    {
        let rows = try await transaction.pipeline([
            .openDuties(asOf: asOf, low: scope.low, high: scope.high),
            .plannableClasses(low: scope.low, high: scope.high, asOf: asOf),
        ])
        var builder = InstanceBuilder(rules: rules, asOf: asOf)
        for row in rows[1] { try builder.addClass(row) }
        for row in rows[0] { try builder.addDuty(row) }
        return builder
    }

    /// Writes a plan: enrolments for its assignments, announcements for the drafts it uses. Its score is calculated
    /// here.
    /// - Throws: `plan.invalid` when it no longer holds against today's duties and classes.
    package func acceptPlan(_ order: PlanAcceptance, on today: Day, caller: Caller) async throws -> AcceptedPlan {
        try caller.require(.acceptPlan)
        let asOf = order.asOf ?? today
        try Plausible.day(asOf, "as_of")
        try Plausible.words(order.name, "name")
        let scope = try await organisations.scope(order.scope, caller: caller)
        let before = try await instance(for: scope, asOf: asOf, caller: caller).instance(named: order.name)
        let trainees = Dictionary(before.demands.map { ($0.id, $0.trainee) }, uniquingKeysWith: { $1 })
        let people = Set(order.assignments.compactMap { trainees[$0.demand] })
        let classes = Set(order.assignments.compactMap { Identifier<TrainingClass>($0.course) })
        return try await database.write(caller) { transaction in
            // What the plan is held against is read once nobody else changes it.
            _ = try await transaction.query(.lockClasses(ids: Array(classes)))
            try await transaction.lock(.people, people)
            let instance = try await instance(for: scope, asOf: asOf, transaction).instance(named: order.name)
            let given = Plan(assignments: order.assignments, score: Score())
            let violations = PlanCheck.violations(given, instance)
            guard violations.isEmpty else { throw AppError.planInvalid(violations) }
            let score = try Problem(instance).holding(given).score
            let accepted = AcceptedPlan(
                id: .new(), path: scope == .everything ? "0." : scope.low, accepted: asOf, name: order.name,
                score: score.total, assigned: order.assignments.count,
                unassigned: instance.demands.count - order.assignments.count)
            try await write(accepted, order.assignments, of: instance, score, transaction)
            return accepted
        }
    }

    private func write(
        _ accepted: AcceptedPlan, _ assignments: [Plan.Assignment], of instance: Instance, _ score: Score,
        _ transaction: ScopedTransaction
    ) async throws {
        let trainees = Dictionary(instance.demands.map { ($0.id, $0.trainee) }, uniquingKeysWith: { $1 })
        var rows = CopyText(reserving: assignments.count * 160)
        for assignment in assignments {
            guard let duty = Identifier<Duty>(assignment.demand),
                let course = Identifier<TrainingClass>(assignment.course),
                let person = trainees[assignment.demand].flatMap({ Identifier<Person>($0) })
            else { continue }
            rows.value(duty)
            rows.value(person)
            rows.value(course)
            rows.value(Identifier<Enrolment>.new())
            rows.endRow()
        }
        try await transaction.stage(.stagePlan, table: "staged_plan", rows: rows)
        let auditEvent = try await transaction.record(
            "plan.accept", "plan", subject: accepted.id.value, path: accepted.path,
            after: JSONText(encoding: ["assigned": String(accepted.assigned), "score": String(accepted.score)]))
        for row in try await transaction.query(.draftClassesOfPlan) {
            try await enter(
                .announced, try await lock(try row["class_id"], nil, transaction), on: accepted.accepted,
                reason: accepted.name, transaction)
        }
        _ = try await transaction.query(.dropMovedEnrolments)
        _ = try await transaction.query(.reviveEnrolments)
        _ = try await transaction.query(.insertPlannedEnrolments(auditEvent: auditEvent))
        _ = try await transaction.query(.insertPlannedEvents(auditEvent: auditEvent, reason: accepted.name))
        if let full = try await transaction.query(.overfullClasses).first {
            let name: String = try full["name"]
            throw AppError.planInvalid([Text(zh: "班次「\(name)」已满", en: "the class “\(name)” is full")])
        }
        if let clash = try await transaction.query(.clashesOfPlan).single {
            let (one, other): (String, String) = (try clash["name"], try clash["other"])
            throw AppError.planInvalid([
                Text(zh: "有人同时在「\(one)」和「\(other)」", en: "somebody would be in “\(one)” and “\(other)” at once")
            ])
        }
        _ = try await transaction.query(
            .insertPlan(
                id: accepted.id, path: accepted.path, acceptedOn: accepted.accepted, name: accepted.name,
                score: accepted.score, assigned: accepted.assigned, unassigned: accepted.unassigned,
                document: try JSONText(encoding: score), auditEvent: auditEvent))
    }

    /// Plans that were accepted, by organisation; those of one organisation, the oldest first.
    package func plans(_ page: PageRequest, caller: Caller) async throws -> Page<AcceptedPlan> {
        try caller.require(.readTraining)
        let (path, id) = try PathKey.read(page.after, within: caller.scope)
        let plans = try await database.readPage(
            caller,
            .plans(
                low: caller.scope.low, high: caller.scope.high, afterPath: path, afterID: id, limit: page.limit + 1)
        ).map {
            AcceptedPlan(
                id: try $0["id"], path: try $0["path"], accepted: try $0["accepted_on"], name: try $0["name"],
                score: try $0["score"], assigned: try $0["assigned"], unassigned: try $0["unassigned"])
        }
        return Page(plans, limit: page.limit) { PathKey.write($0.path, $0.id) }
    }
}

extension AppError {
    static func planInvalid(_ violations: [Text]) -> AppError {
        let shown = Text.list(Array(violations.prefix(5)))
        return AppError(
            .conflict, "plan.invalid",
            Text(
                zh: "计划与当前的任务和班次不符：\(shown.chinese)。",
                en: "The plan does not fit today's duties and classes: \(shown.english)."),
            hint: Text(zh: "请重新生成计划。", en: "Make the plan again."))
    }
}
