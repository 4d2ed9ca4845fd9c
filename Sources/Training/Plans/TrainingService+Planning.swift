import Access
package import Civil
package import Kernel
import Members
import Organisations
package import Planning
import Postgres
import SQLFiles

/// Plans, made from duties and classes on file.
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
        let name = "\(Places.place(scope.low)) \(asOf)"
        let plannable = try await plannable(
            for: scope, asOf: asOf, PlanSelection(yearly: order.yearly ?? false), caller: caller
        ).withEnoughSeats(name)
        let instance = plannable.instance(named: name)
        let problem = try Problem(instance)
        let planner = Planner(problem)
        let start = ContinuousClock.now
        let clock: @Sendable () -> Double = { (ContinuousClock.now - start) / .seconds(max(seconds, 0.001)) }
        let plan = try await planner.plan(limits, report: report ?? { _ in }, progress: progress ?? clock)
        let needed = try await needed(
            plan, instance, hosts: try await hosts(for: scope, caller: caller), from: asOf)
        let later = try await dutiesToCome(
            for: scope, after: asOf, planned: instance.demands.count, yearly: order.yearly ?? false, caller: caller)
        return PlanDraft(
            instance: instance, plan: plan,
            proposal: PlanProposal(
                plan, of: problem, plannable, reference: planner.firstCome(), needed: needed, later: later))
    }

    /// Duties, classes and present seats of a subtree, of which its planning problem is built.
    package func plannable(
        for scope: Scope, asOf: Day, _ selection: PlanSelection = PlanSelection(), caller: Caller
    ) async throws -> PlannableInstance {
        try await database.snapshot(caller) { try await plannable(for: scope, asOf: asOf, selection, $0) }
    }

    func plannable(
        for scope: Scope, asOf: Day, _ selection: PlanSelection, _ transaction: ScopedTransaction
    ) async throws -> PlannableInstance {
        let (low, high) = (scope.low, scope.high)
        let rows = try await transaction.pipeline([
            .openDuties(asOf: asOf, low: low, high: high, yearly: selection.yearly),
            .plannableClasses(low: low, high: high, asOf: asOf),
            .heldSeats(low: low, high: high, asOf: asOf),
            .seatsOfClasses(low: low, high: high, asOf: asOf),
            .quotasOfClasses(low: low, high: high, asOf: asOf),
            .absencesInForce(low: low, high: high, asOf: asOf),
            .seatingInForce(low: low, high: high),
        ])
        var builder = InstanceBuilder(rules: rules, asOf: asOf, selection)
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
}
