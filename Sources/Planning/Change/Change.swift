package import Civil
package import Kernel

/// A change to an instance: what happened (somebody dropped out, a class was cancelled) or what might be done.
package enum Change: Sendable, Equatable {
    /// The trainee is gone, with everything that was owed to them.
    case drop(trainee: String)
    case cancel(course: String)
    case addSeats(course: String, seats: Int)
    /// A class like one that there is, on other days.
    case addClass(id: String, like: String, start: Day)
    /// The trainee's leave that touches these days is moved elsewhere.
    case moveLeave(trainee: String, from: Day, through: Day)
}

extension Instance {
    /// - Throws: `plan.change` for a trainee or class that the instance does not have, or a class that would lie outside
    ///   the horizon.
    package func applying(_ changes: [Change]) throws(AppError) -> Instance {
        var (trainees, demands, classes) = (trainees, demands, classes)
        var (gone, cancelled): (Set<String>, Set<String>) = ([], [])
        let people = Set(trainees.lazy.map(\.id))
        for change in changes {
            switch change {
            case .drop(let id):
                guard people.contains(id) else { throw .planChange(id) }
                gone.insert(id)
            case .cancel(let id):
                guard classes.contains(where: { $0.id == id }) else { throw .planChange(id) }
                cancelled.insert(id)
            case .addSeats(let id, let seats):
                guard let index = classes.firstIndex(where: { $0.id == id }), (-100_000...100_000).contains(seats)
                else {
                    throw .planChange(id)
                }
                classes[index] = classes[index].with(capacity: max(0, classes[index].capacity + seats))
            case .addClass(let id, let like, let start):
                guard let model = classes.first(where: { $0.id == like }), !classes.contains(where: { $0.id == id })
                else { throw .planChange(id) }
                let added = model.with(id: id, start: start)
                guard added.start >= horizon.start, added.end <= horizon.end else { throw .planChange(id) }
                classes.append(added)
            case .moveLeave(let id, let from, let through):
                guard let index = trainees.firstIndex(where: { $0.id == id }) else { throw .planChange(id) }
                let kept = (trainees[index].unavailable ?? []).filter { span in
                    span.count != 2 || span[1] < from || through < span[0]
                }
                let old = trainees[index]
                trainees[index] = Trainee(id: old.id, place: old.place, domain: old.domain, unavailable: kept)
            }
        }
        trainees.removeAll { gone.contains($0.id) }
        classes.removeAll { cancelled.contains($0.id) }
        demands.removeAll { gone.contains($0.trainee) }
        // Who was pinned to a cancelled class, or had it before, is free of it; the move is nobody's choice.
        demands = demands.map { demand in
            let pinned = demand.pinned.flatMap { cancelled.contains($0) ? nil : $0 }
            let previous = demand.previous.flatMap { cancelled.contains($0) ? nil : $0 }
            return demand.with(pinned: pinned, previous: previous)
        }
        let covers = (covers ?? []).map { cover in
            Cover(id: cover.id, members: cover.members.filter { !gone.contains($0) }, limit: cover.limit)
        }
        return Instance(
            name: name, horizon: horizon, weights: weights, trainees: trainees, demands: demands, classes: classes,
            covers: covers)
    }

    /// The instance in which everybody's previous class is the one of a plan: changing the plan costs `moved`.
    package func following(_ plan: Plan) -> Instance {
        let chosen = Dictionary(plan.assignments.map { ($0.demand, $0.course) }, uniquingKeysWith: { $1 })
        let known = Set(classes.map(\.id))
        return Instance(
            name: name, horizon: horizon, weights: weights, trainees: trainees,
            demands: demands.map { demand in
                demand.with(
                    pinned: demand.pinned, previous: chosen[demand.id].flatMap { known.contains($0) ? $0 : nil })
            },
            classes: classes, covers: covers ?? [])
    }
}

extension Instance.Course {
    fileprivate func with(id: String? = nil, start: Day? = nil, capacity: Int? = nil) -> Instance.Course {
        let first = start ?? self.start
        return Instance.Course(
            id: id ?? self.id, host: host, scope: scope, domains: domains, kinds: kinds, start: first,
            end: first.adding(days: end - self.start), minimum: minimum, capacity: capacity ?? self.capacity,
            fixedCost: fixedCost, committed: id == nil ? committed ?? false : false)
    }
}

extension Instance.Demand {
    fileprivate func with(pinned: String?, previous: String?) -> Instance.Demand {
        Instance.Demand(
            id: id, trainee: trainee, kind: kind, earliest: earliest, due: due, hardDue: hardDue ?? false,
            priority: priority, pinned: pinned, previous: previous)
    }
}

extension AppError {
    static func planChange(_ id: String) -> AppError {
        AppError(
            .invalid, "plan.change",
            Text(
                zh: "变更「\(id)」不成立：没有这个编号，或已经存在，或超出计划期。",
                en:
                    "The change “\(id)” cannot be made: no such identifier, or there is one already, or outside the horizon."
            ))
    }
}
