import Access
package import Civil
import Foundation
package import Kernel
import Members
import Organisations
import Planning
import Postgres
import SQLFiles

/// Plans that are handed in: read by name, and written when accepted.
extension TrainingService {
    /// Reads a plan by name: who would sit where, and whose seat would change. Writes nothing.
    /// - Throws: `plan.invalid` when it does not hold against today's duties and classes.
    package func previewPlan(_ order: PlanPreview, on today: Day, caller: Caller) async throws -> PreviewedPlan {
        let caller = try caller.with(.readTraining)
        let asOf = order.asOf ?? today
        try Plausible.day(asOf, "as_of")
        let scope = try await organisations.place(order.scope, caller: caller)
        let given = GivenPlan(order.assignments, name: "preview", scope, asOf)
        // What it would write is written and undone: nobody else knows who could take a seat that it frees.
        let (reading, plannable, movesUp) = try await database.write(caller, dryRun: true) { transaction in
            let (plannable, reading) = try await hold(given, transaction)
            guard reading.ended.contains(where: { !$0.isWaiting }) else { return (reading, plannable, [MovedUp]()) }
            let auditEvent = try await transaction.record("plan.preview", "plan", path: scope.place)
            return (reading, plannable, try await apply(reading, given, auditEvent, transaction))
        }
        return PreviewedPlan(
            changes: reading.seats.count { $0.change.isChange }, seats: reading.seats,
            announces: reading.announced(among: plannable), movesUp: movesUp, short: reading.short)
    }

    /// Writes a plan: enrolments for its assignments, announcements for the drafts it uses. Its score is calculated
    /// here. Nothing changes but what the plan, read by name, shows as changed, and the seats that it frees go to those
    /// who wait for them; that reading is filed with it.
    /// - Throws: `plan.invalid` when it no longer holds against today's duties and classes, `plan.withdraws` when it
    ///   takes a seat away without saying so.
    package func acceptPlan(_ order: PlanAcceptance, on today: Day, caller: Caller) async throws -> AcceptedPlan {
        let caller = try caller.with(.acceptPlan)
        let asOf = order.asOf ?? today
        try Plausible.day(asOf, "as_of")
        try Plausible.words(order.name, "name")
        let scope = try await organisations.place(order.scope, caller: caller)
        let given = GivenPlan(order.assignments, name: order.name, scope, asOf)
        return try await database.write(caller) { transaction in
            let (plannable, reading) = try await hold(given, transaction)
            guard order.withdraw ?? false || reading.withdrawn.isEmpty else {
                throw AppError.planWithdraws(reading.withdrawn)
            }
            let plan = Plan(assignments: plannable.complete(given.assignments), score: Score())
            let score = try Problem(plannable.instance(named: given.name)).holding(plan).score
            var accepted = AcceptedPlan(
                id: .new(), path: scope.place, accepted: asOf, name: order.name, score: score.total,
                assigned: plan.assignments.count, unassigned: plannable.demands.count - plan.assignments.count)
            let auditEvent = try await transaction.record(
                "plan.accept", "plan", subject: accepted.id.value, path: accepted.path,
                after: JSONText(encoding: [
                    "assigned": String(accepted.assigned), "score": String(accepted.score),
                    "ended": String(reading.ended.count), "entered": String(reading.entered.count),
                ]))
            accepted.movedUp = try await apply(reading, given, auditEvent, transaction)
            _ = try await transaction.query(
                .insertPlan(
                    id: accepted.id, path: accepted.path, acceptedOn: accepted.accepted, name: accepted.name,
                    score: accepted.score, assigned: accepted.assigned, unassigned: accepted.unassigned,
                    document: try JSONText(encoding: score), auditEvent: auditEvent))
            try await file(reading.seats, of: accepted, transaction)
            try await transaction.refreshStatistics(afterRows: reading.entered.count)
            accepted.announced = reading.announced(among: plannable)
            return accepted
        }
    }

    /// A plan that somebody hands in, and for what.
    private struct GivenPlan {
        let assignments: [Plan.Assignment]
        let name: String
        let scope: Scope
        let asOf: Day
        let seats: [Identifier<Duty>: Int]

        init(_ assignments: [Plan.Assignment], name: String, _ scope: Scope, _ asOf: Day) {
            self.assignments = assignments
            self.name = name
            self.scope = scope
            self.asOf = asOf
            seats = PlannedSlot.counts(assignments.map(\.demand))
        }
    }

    /// Holds a plan against duties and classes, once nobody else changes them.
    private func hold(
        _ given: GivenPlan, _ transaction: ScopedTransaction
    ) async throws -> (PlannableInstance, PlanReading) {
        // Hours of the year are of the plan where it names some: others keep the seats that they have.
        let yearly = try await !transaction.query(.yearlyAmong(duties: Array(given.seats.keys))).isEmpty
        let selection = PlanSelection(yearly: yearly, given: given.seats)
        let before = try await plannable(for: given.scope, asOf: given.asOf, selection, transaction)
        let classes = Set(given.assignments.compactMap { Identifier<TrainingClass>($0.course) })
            .union(before.slots.compactMap(\.previous?.course))
        _ = try await transaction.query(.lockClasses(ids: Array(classes)))
        try await transaction.lock(.people, Set(before.trainees.map(\.id)))
        let plannable = try await plannable(for: given.scope, asOf: given.asOf, selection, transaction)
        let plan = Plan(assignments: plannable.complete(given.assignments), score: Score())
        let violations = PlanCheck.violations(plan, plannable.instance(named: given.name))
        guard violations.isEmpty else { throw AppError.planInvalid(violations.prefix(5).map(plannable.named)) }
        return (plannable, PlanReading(plan.assignments, of: plannable))
    }

    /// Changes the enrolments that a plan changes.
    /// - Returns: who enters from a waiting list a seat that it frees.
    private func apply(
        _ reading: PlanReading, _ given: GivenPlan, _ auditEvent: UUID, _ transaction: ScopedTransaction
    ) async throws -> [MovedUp] {
        var rows = CopyText(reserving: reading.entered.count * 160)
        for (duty, course) in reading.entered {
            rows.value(duty.id)
            rows.value(duty.person)
            rows.value(course)
            rows.value(Identifier<Enrolment>.new())
            rows.endRow()
        }
        try await transaction.stage(.stagePlan, table: "staged_plan", rows: rows)
        for row in try await transaction.query(.draftClassesOfPlan) {
            try await enter(
                .announced, try await lock(try row["class_id"], nil, transaction), on: given.asOf, reason: given.name,
                transaction)
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
                    reason: given.name))
        }
        try await record(ended)
        try await record(try await transaction.query(.reviveEnrolments))
        try await record(try await transaction.query(.insertPlannedEnrolments(auditEvent: auditEvent)))
        try await requireRoom(transaction)
        return try await moveUp(reading, because: given.name, auditEvent, transaction)
    }

    /// Gives the seats that a plan frees to those who wait for them.
    private func moveUp(
        _ reading: PlanReading, because reason: String, _ auditEvent: UUID, _ transaction: ScopedTransaction
    ) async throws -> [MovedUp] {
        let freed = Set(reading.ended.filter { !$0.isWaiting }.map(\.course))
        var moved: [MovedUp] = []
        for course in freed.sorted(by: { $0.description < $1.description }) {
            let people = try await fill(course, reason: reason, auditEvent, transaction)
            guard !people.isEmpty else { continue }
            let current = try await read(course, transaction)
            let names = Dictionary(
                try await transaction.query(.namesOnList(class: course, people: people)).map {
                    (try $0["person_id"] as Identifier<Person>, try $0["name"] as String?)
                }, uniquingKeysWith: { $1 })
            moved += people.map {
                MovedUp(person: $0, personName: names[$0] ?? nil, code: current.code, className: current.name)
            }
        }
        return moved
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
        let fixed = slots.filter { !listed.contains($0.id) }.compactMap { slot in
            slot.fixed.map { Plan.Assignment(demand: slot.id, course: $0.course.description) }
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
