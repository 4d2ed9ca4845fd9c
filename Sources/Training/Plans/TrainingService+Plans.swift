import Access
import Civil
package import Kernel
import Postgres
import SQLFiles
import Wire

/// Plans that were accepted.
extension TrainingService {
    /// Plans that were accepted, by organisation; those of one organisation, the oldest first.
    package func plans(_ page: PageRequest, caller: Caller) async throws -> Page<AcceptedPlan> {
        let caller = try caller.with(.readTraining)
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

    /// Who sits where in an accepted plan, as it was filed: by the names and classes of that day.
    package func seats(
        of reference: Reference<AcceptedPlan>, _ query: PlanSeatQuery, _ page: PageRequest, caller: Caller
    ) async throws -> Page<PlanSeat> {
        let caller = try caller.with(.readTraining)
        let id = try await identifier(of: reference, caller: caller)
        var after = 0
        if let key = page.after {
            guard let number = Int(key), (0...Int(Int32.max)).contains(number) else { throw AppError.pageKey(key) }
            after = number
        }
        let limit = page.limit + 1
        let seats = try await database.readPage(
            caller,
            query.changed ?? false
                ? .planChanges(plan: id, after: after, limit: limit) : .planSeats(plan: id, after: after, limit: limit)
        ).map { try $0.planSeat() }
        return Page(seats, limit: page.limit) { String($0.number) }
    }

    /// A plan by its identifier, or by its name, which must then be unique in the caller's scope.
    private func identifier(of reference: Reference<AcceptedPlan>, caller: Caller) async throws
        -> Identifier<AcceptedPlan>
    {
        let word = Text(zh: "计划", en: "plan")
        if let id = reference.identifier {
            guard try await database.read(caller, .planByID(id: id)).single != nil else {
                throw AppError.notFound(word, reference.text)
            }
            return id
        }
        let named = try await database.read(
            caller, .plansByName(name: reference.text, limit: AppError.candidatesShown + 1))
        guard let first = named.first else { throw AppError.notFound(word, reference.text) }
        guard named.count == 1 else {
            throw AppError.ambiguous(
                word, reference.text,
                candidates: try named.map { row in
                    ((try row["id"] as Identifier<AcceptedPlan>).description, "\(try row["accepted_on"] as Day)")
                })
        }
        return try first["id"]
    }
}
