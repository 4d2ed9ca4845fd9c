package import Civil
package import Kernel

/// A change to an instance: what happened (somebody dropped out, a class was cancelled) or what might be done.
package enum Change: Sendable, Equatable {
    /// The trainee is gone, with everything that was owed to them.
    case drop(trainee: String)
    case cancel(course: String)
    case addSeats(course: String, seats: Int)
    /// A copy of an existing class on other days.
    case addClass(id: String, like: String, start: Day)
    /// The trainee's leave that touches these days is moved elsewhere.
    case moveLeave(trainee: String, from: Day, through: Day)
}

extension Instance {
    /// - Throws: `plan.change` with what the change lacks; `plan.instance` when the instance itself is invalid.
    package func applying(_ changes: [Change]) throws(AppError) -> Instance {
        try check()
        var (trainees, demands, classes) = (trainees, demands, classes)
        var (gone, cancelled): (Set<String>, Set<String>) = ([], [])
        let people = Set(trainees.lazy.map(\.id))
        for change in changes {
            switch change {
            case .drop(let id):
                guard people.contains(id) else { throw .planChange(id, .unknownTrainee) }
                gone.insert(id)
            case .cancel(let id):
                guard classes.contains(where: { $0.id == id }) else { throw .planChange(id, .unknownClass) }
                cancelled.insert(id)
            case .addSeats(let id, let seats):
                guard let index = classes.firstIndex(where: { $0.id == id }) else {
                    throw .planChange(id, .unknownClass)
                }
                guard (-100_000...100_000).contains(seats) else { throw .planChange(id, .seats) }
                classes[index] = classes[index].with(capacity: max(0, classes[index].capacity + seats))
            case .addClass(let id, let like, let start):
                guard let model = classes.first(where: { $0.id == like }) else {
                    throw .planChange(like, .unknownClass)
                }
                guard !classes.contains(where: { $0.id == id }) else { throw .planChange(id, .exists) }
                let added = model.with(id: id, start: start)
                guard added.start >= horizon.start, added.end <= horizon.end else {
                    throw .planChange("\(added.start)…\(added.end)", .outside(horizon))
                }
                classes.append(added)
            case .moveLeave(let id, let from, let through):
                guard let index = trainees.firstIndex(where: { $0.id == id }) else {
                    throw .planChange(id, .unknownTrainee)
                }
                guard from <= through else { throw .planChange("\(from)..\(through)", .reversed) }
                let old = trainees[index]
                let kept = (old.unavailable ?? []).filter { $0[1] < from || through < $0[0] }
                guard kept.count < (old.unavailable ?? []).count else { throw .planChange(id, .noLeave) }
                trainees[index].unavailable = kept
            }
        }
        trainees.removeAll { gone.contains($0.id) }
        classes.removeAll { cancelled.contains($0.id) }
        demands.removeAll { gone.contains($0.trainee) }
        // A demand pinned to a cancelled class, or in it before, is free to move at no cost.
        demands = demands.map { demand in
            let pinned = demand.pinned.flatMap { cancelled.contains($0) ? nil : $0 }
            let previous = demand.previous.flatMap { cancelled.contains($0) ? nil : $0 }
            return demand.with(pinned: pinned, previous: previous)
        }
        if !cancelled.isEmpty {
            trainees = trainees.map { $0.attending(without: cancelled) }
        }
        var changed = self
        changed.trainees = trainees
        changed.demands = demands
        changed.classes = classes
        changed.covers = (covers ?? []).map { cover in
            var cover = cover
            cover.members.removeAll { gone.contains($0) }
            return cover
        }
        return changed
    }

    /// The instance in which everybody's previous class is that of a plan: changing the plan costs `moved`.
    package func following(_ plan: Plan) -> Instance {
        let chosen = Dictionary(plan.assignments.map { ($0.demand, $0.course) }, uniquingKeysWith: { $1 })
        let known = Set(classes.map(\.id))
        var following = self
        following.demands = demands.map { demand in
            demand.with(pinned: demand.pinned, previous: chosen[demand.id].flatMap { known.contains($0) ? $0 : nil })
        }
        return following
    }
}

extension Instance.Course {
    fileprivate func with(id: String? = nil, start: Day? = nil, capacity: Int? = nil) -> Instance.Course {
        var course = self
        course.id = id ?? self.id
        course.start = start ?? self.start
        course.end = course.start.adding(days: end - self.start)
        course.capacity = capacity ?? self.capacity
        if id != nil { course.committed = false }
        return course
    }
}

extension Instance.Demand {
    fileprivate func with(pinned: String?, previous: String?) -> Instance.Demand {
        var demand = self
        demand.pinned = pinned
        demand.previous = previous
        return demand
    }
}

extension Instance.Trainee {
    fileprivate func attending(without cancelled: Set<String>) -> Instance.Trainee {
        var trainee = self
        trainee.excluded = excluded?.filter { !cancelled.contains($0) }
        return trainee
    }
}

/// Why a change cannot be made.
enum ChangeMistake {
    case unknownTrainee, unknownClass, exists, seats, reversed, noLeave
    case outside(Instance.Span)
    /// How the change is written.
    case form(String)

    fileprivate var text: Text {
        switch self {
        case .unknownTrainee: Text(zh: "没有这个学员", en: "no such trainee")
        case .unknownClass: Text(zh: "没有这个班次", en: "no such class")
        case .exists: Text(zh: "已经有这个班次，请换一个编号", en: "a class of that identifier exists; choose another one")
        case .seats: Text(zh: "席位增减应在 -100000 到 100000 之间", en: "the number of seats lies between -100000 and 100000")
        case .reversed: Text(zh: "结束早于开始", en: "it ends before it begins")
        case .noLeave: Text(zh: "这名学员在这些日子没有请假", en: "the trainee has no leave on these days")
        case .outside(let horizon):
            Text(
                zh: "超出计划期 \(horizon.start) 到 \(horizon.end)",
                en: "outside the horizon, \(horizon.start) to \(horizon.end)")
        case .form(let form): Text(zh: "应写作 \(form)", en: "it is written \(form)")
        }
    }
}

extension AppError {
    static func planChange(_ what: String, _ mistake: ChangeMistake) -> AppError {
        let what = what.quotable
        return AppError(
            .invalid, "plan.change",
            Text(
                zh: "变更「\(what)」不成立：\(mistake.text.chinese)。",
                en: "The change “\(what)” cannot be made: \(mistake.text.english)."),
            hint: Text(
                zh: "变更有 add-seats、remove-class、add-class、move-leave、drop-trainee。",
                en: "Changes are add-seats, remove-class, add-class, move-leave and drop-trainee."))
    }
}
