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
        let caller = try caller.with(.readTraining)
        let (limits, seconds) = try order.search(isLocal: caller.door == "cli")
        let asOf = order.asOf ?? today
        try Plausible.day(asOf, "as_of")
        let scope = try await organisations.place(order.scope, caller: caller)
        let plannable = try await plannable(for: scope, asOf: asOf, caller: caller)
        let instance = plannable.instance(named: "\(Places.place(scope.low)) \(asOf)")
        let problem = try Problem(instance)
        let planner = Planner(problem)
        let start = ContinuousClock.now
        let clock: @Sendable () -> Double = { (ContinuousClock.now - start) / .seconds(max(seconds, 0.001)) }
        let plan = try await planner.plan(limits, report: report ?? { _ in }, progress: progress ?? clock)
        let needed = try await needed(
            plan, instance, hosts: try await hosts(for: scope, caller: caller), from: asOf)
        let later = try await dutiesToCome(
            for: scope, after: asOf, planned: instance.demands.count, caller: caller)
        return PlanDraft(
            instance: instance, plan: plan,
            proposal: PlanProposal(
                plan, of: problem, plannable, reference: planner.firstCome(), needed: needed, later: later))
    }

    /// Duties, classes and present seats of a subtree, of which its planning problem is built.
    /// - Parameter cycles: the cycles whose duties alone are planned; nil for every duty.
    package func plannable(
        for scope: Scope, asOf: Day, of cycles: Set<Identifier<Cycle>>? = nil, caller: Caller
    ) async throws -> PlannableInstance {
        try await database.snapshot(caller) { try await plannable(for: scope, asOf: asOf, of: cycles, $0) }
    }

    private func plannable(
        for scope: Scope, asOf: Day, of cycles: Set<Identifier<Cycle>>? = nil, _ transaction: ScopedTransaction
    ) async throws -> PlannableInstance {
        let (low, high) = (scope.low, scope.high)
        let rows = try await transaction.pipeline([
            .openDuties(asOf: asOf, low: low, high: high),
            .plannableClasses(low: low, high: high, asOf: asOf),
            .heldSeats(low: low, high: high, asOf: asOf),
            .seatsOfClasses(low: low, high: high, asOf: asOf),
            .quotasOfClasses(low: low, high: high, asOf: asOf),
            .absencesInForce(low: low, high: high, asOf: asOf),
            .seatingInForce(low: low, high: high),
        ])
        var builder = InstanceBuilder(rules: rules, asOf: asOf, of: cycles)
        for row in rows[0] { try builder.addDuty(row) }
        for row in rows[1] { try builder.addClass(row) }
        for row in rows[2] { try builder.addHeld(row) }
        for row in rows[3] { try builder.addSeat(row) }
        for row in rows[4] { try builder.addQuota(row) }
        for row in rows[5] { try builder.addAbsence(row) }
        for row in rows[6] { try builder.addDecision(row) }
        if !builder.demanding.isEmpty {
            let people = Set(builder.duties.map(\.person))
            try builder.addTrainees(try await transaction.query(.traineeFacts(people: Array(people), asOf: asOf)))
        }
        return try builder.plannable()
    }

    /// Reads a plan by name: who would sit where, and whose seat would change. Writes nothing.
    /// - Throws: `plan.invalid` when it does not hold against today's duties and classes.
    package func previewPlan(_ order: PlanPreview, on today: Day, caller: Caller) async throws -> PreviewedPlan {
        let caller = try caller.with(.readTraining)
        let asOf = order.asOf ?? today
        try Plausible.day(asOf, "as_of")
        let scope = try await organisations.place(order.scope, caller: caller)
        let plannable = try await plannable(for: scope, asOf: asOf, caller: caller)
        let plan = Plan(assignments: plannable.complete(order.assignments), score: Score())
        let violations = PlanCheck.violations(plan, plannable.instance(named: ""))
        guard violations.isEmpty else { throw AppError.planInvalid(violations.prefix(5).map(plannable.named)) }
        let reading = PlanReading(plan.assignments, of: plannable)
        return PreviewedPlan(
            changes: reading.seats.count { $0.change.isChange }, seats: reading.seats,
            announces: reading.announced(among: plannable))
    }

    /// Writes a plan: enrolments for its assignments, announcements for the drafts it uses. Its score is calculated
    /// here. Nothing changes but what the plan, read by name, shows as changed; that reading is filed with it.
    /// - Throws: `plan.invalid` when it no longer holds against today's duties and classes, `plan.withdraws` when it
    ///   takes a seat away without saying so.
    package func acceptPlan(_ order: PlanAcceptance, on today: Day, caller: Caller) async throws -> AcceptedPlan {
        let caller = try caller.with(.acceptPlan)
        let asOf = order.asOf ?? today
        try Plausible.day(asOf, "as_of")
        try Plausible.words(order.name, "name")
        let scope = try await organisations.place(order.scope, caller: caller)
        let before = try await plannable(for: scope, asOf: asOf, caller: caller)
        let people = Set(before.trainees.map(\.id))
        let classes = Set(order.assignments.compactMap { Identifier<TrainingClass>($0.course) })
            .union(before.previous.values.map(\.course))
        return try await database.write(caller) { transaction in
            // What the plan is held against is read once nobody else changes it.
            _ = try await transaction.query(.lockClasses(ids: Array(classes)))
            try await transaction.lock(.people, people)
            let plannable = try await plannable(for: scope, asOf: asOf, transaction)
            let instance = plannable.instance(named: order.name)
            let given = Plan(assignments: plannable.complete(order.assignments), score: Score())
            let violations = PlanCheck.violations(given, instance)
            guard violations.isEmpty else { throw AppError.planInvalid(violations.prefix(5).map(plannable.named)) }
            let reading = PlanReading(given.assignments, of: plannable)
            guard order.withdraw ?? false || reading.withdrawn.isEmpty else {
                throw AppError.planWithdraws(reading.withdrawn)
            }
            let score = try Problem(instance).holding(given).score
            var accepted = AcceptedPlan(
                id: .new(), path: scope.place, accepted: asOf, name: order.name,
                score: score.total, assigned: given.assignments.count,
                unassigned: instance.demands.count - given.assignments.count)
            try await write(accepted, reading, score, transaction)
            try await transaction.refreshStatistics(afterRows: reading.entered.count)
            accepted.announced = reading.announced(among: plannable)
            return accepted
        }
    }

    private func write(
        _ accepted: AcceptedPlan, _ reading: PlanReading, _ score: Score, _ transaction: ScopedTransaction
    ) async throws {
        var rows = CopyText(reserving: reading.entered.count * 160)
        for (duty, course) in reading.entered {
            rows.value(duty.id)
            rows.value(duty.person)
            rows.value(course)
            rows.value(Identifier<Enrolment>.new())
            rows.endRow()
        }
        try await transaction.stage(.stagePlan, table: "staged_plan", rows: rows)
        let auditEvent = try await transaction.record(
            "plan.accept", "plan", subject: accepted.id.value, path: accepted.path,
            after: JSONText(encoding: [
                "assigned": String(accepted.assigned), "score": String(accepted.score),
                "ended": String(reading.ended.count), "entered": String(reading.entered.count),
            ]))
        for row in try await transaction.query(.draftClassesOfPlan) {
            try await enter(
                .announced, try await lock(try row["class_id"], nil, transaction), on: accepted.accepted,
                reason: accepted.name, transaction)
        }
        // Each enrolment that changes gets one event for each of its changes: all seats end before any begins.
        let ended = try await transaction.query(
            .replaceEnrolments(people: reading.ended.map(\.person), ids: reading.ended.map(\.enrolment)))
        guard ended.count == Set(reading.ended.map(\.enrolment)).count else {
            throw AppError.planInvalid([Text(zh: "有人的席位刚有变动", en: "somebody's seat has just changed")])
        }
        func record(_ rows: Rows) async throws {
            _ = try await transaction.query(
                .insertPlannedEvents(
                    people: try rows.map { try $0["person_id"] as Identifier<Person> },
                    ids: try rows.map { try $0["id"] as Identifier<Enrolment> }, auditEvent: auditEvent,
                    reason: accepted.name))
        }
        try await record(ended)
        try await record(try await transaction.query(.reviveEnrolments))
        try await record(try await transaction.query(.insertPlannedEnrolments(auditEvent: auditEvent)))
        try await requireRoom(transaction)
        _ = try await transaction.query(
            .insertPlan(
                id: accepted.id, path: accepted.path, acceptedOn: accepted.accepted, name: accepted.name,
                score: accepted.score, assigned: accepted.assigned, unassigned: accepted.unassigned,
                document: try JSONText(encoding: score), auditEvent: auditEvent))
        try await file(reading.seats, of: accepted, transaction)
    }

    private func requireRoom(_ transaction: ScopedTransaction) async throws {
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
    }

    private func file(_ seats: [PlanSeat], of accepted: AcceptedPlan, _ transaction: ScopedTransaction) async throws {
        var rows = CopyText(reserving: seats.count * 240)
        for seat in seats {
            rows.value(seat.number)
            rows.value(seat.path)
            rows.value(seat.person)
            rows.value(seat.personName)
            rows.value(seat.organisationName)
            rows.value(seat.dutyKind.rawValue)
            rows.value(seat.change.rawValue)
            rows.value(seat.beforeCode)
            rows.value(seat.beforeName)
            rows.value(seat.beforeStarts)
            rows.value(seat.afterCode)
            rows.value(seat.afterName)
            rows.value(seat.afterStarts)
            rows.value(seat.reason.chinese)
            rows.value(seat.reason.english)
            rows.endRow()
        }
        try await transaction.stage(.stagePlanSeats, table: "staged_plan_seat", rows: rows)
        _ = try await transaction.query(.insertPlanSeats(plan: accepted.id))
    }
}

extension PlannableInstance {
    /// An order's assignments with the seats that no plan of this scope changes, which need not be listed.
    func complete(_ assignments: [Plan.Assignment]) -> [Plan.Assignment] {
        let listed = Set(assignments.map(\.demand))
        let fixed = demands.filter { !listed.contains($0.id) }.compactMap { demand in
            Identifier<Duty>(demand.id).flatMap { self.fixed[$0] }.map {
                Plan.Assignment(demand: demand.id, course: $0.course.description)
            }
        }
        return assignments + fixed
    }

    /// A sentence about a plan with names for identifiers.
    func named(_ text: Text) -> Text {
        var (chinese, english) = (text.chinese, text.english)
        for duty in builder.duties where chinese.contains(duty.id.description) {
            chinese.replace(duty.id.description, with: duty.personName)
            english.replace(duty.id.description, with: duty.personName)
        }
        for duty in builder.duties where chinese.contains(duty.person.description) {
            chinese.replace(duty.person.description, with: duty.personName)
            english.replace(duty.person.description, with: duty.personName)
        }
        for course in builder.classes where chinese.contains(course.id.description) {
            chinese.replace(course.id.description, with: course.name)
            english.replace(course.id.description, with: course.name)
        }
        return Text(zh: chinese, en: english)
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

    /// Somebody who has a seat would have none.
    static func planWithdraws(_ seats: [PlanSeat]) -> AppError {
        let shown = seats.prefix(5).map { "\($0.personName)（\($0.beforeName ?? "")）" }.joined(separator: "、")
        let names = seats.prefix(5).map { "\($0.personName) (\($0.beforeName ?? ""))" }.joined(separator: ", ")
        return AppError(
            .conflict, "plan.withdraws",
            Text(
                zh: "计划收回 \(seats.count) 人的席位而不另安排：\(shown)。",
                en: "The plan takes the seats of \(seats.count) people and gives them no other: \(names)."),
            hint: Text(
                zh: "先用 plan preview 看名单；确要收回时加 --withdraw。",
                en: "Read the names with plan preview; add --withdraw if that is meant."))
    }
}
